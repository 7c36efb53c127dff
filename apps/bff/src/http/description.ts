import type { ProblemType } from '@wattsense/contract/problem';
import type { MiddlewareHandler } from 'hono';
import type { RouterRoute } from 'hono/types';
import * as z from 'zod/mini';
import type { Context } from './context.ts';

export type Schema = z.ZodMiniType;

/** What a route says of itself, where it is mounted, to whoever calls it. */
export interface Description {
  readonly summary: string;
  /** What a success brings, by status. */
  readonly answers: Readonly<Record<number, Schema>>;
  /** Beside those that any route of its kind may answer with. */
  readonly problems?: readonly ProblemType[];
}

/** One route whole: what it says, and what is known of it by what stands in its way. */
export interface Operation extends Description {
  readonly method: 'get' | 'post' | 'delete';
  /** As the router has it. */
  readonly path: string;
  /** Whose cookie it wants. */
  readonly who: 'anyone' | 'challenge' | 'session';
  /** What its body is held to. */
  readonly request?: Schema;
}

type Part = Partial<Omit<Operation, 'method' | 'path'>>;
const PART = Symbol('part of a description');

/** The same middleware, which says its part of the description of each route that it is mounted on. */
export const describing = <M extends object>(part: Part, middleware: M): M =>
  Object.assign(middleware, { [PART]: part });

const passOn = (who: Operation['who']) => (description: Description) =>
  describing({ ...description, who }, ((_, next) => next()) as MiddlewareHandler<Context>);

/** For a route that is open to all. */
export const anyone = passOn('anyone');
/** For a route about the sign-in that a challenge cookie stands for; the flow looks for it. */
export const challenged = passOn('challenge');

/** @throws where a route says nothing of itself: it begins with `anyone`, `challenged` or `signedIn`. */
export function operationsOf(routes: readonly RouterRoute[]): readonly Operation[] {
  const whole = new Map<string, { method: string; path: string; part: Part }>();
  for (const { method, path, handler } of routes) {
    const key = `${method} ${path}`;
    whole.set(key, { method, path, part: { ...whole.get(key)?.part, ...(handler as { [PART]?: Part })[PART] } });
  }
  return [...whole.values()].map(({ method, path, part: { who, summary, answers, ...rest } }) => {
    if (who === undefined || summary === undefined || answers === undefined)
      throw new Error(`${method} ${path} does not say what it is`);
    return { ...rest, method: method.toLowerCase() as Operation['method'], path, who, summary, answers };
  });
}

export const done = <T extends string>(what: T) => z.object({ [what]: z.literal(true) });

/** Of what needs a fresh proof. */
export const STEP_UP = ['step-up-required', 'conflict'] as const satisfies readonly ProblemType[];
/** Of what takes a code. */
export const GUESS = [
  'second-factor-blocked',
  'second-factor-disabled',
  'cannot-verify',
] as const satisfies readonly ProblemType[];
/** Of what sends a text message. */
export const SEND = [
  'sms-not-offered',
  'too-many-messages',
  'sms-not-sent',
  'cannot-verify',
] as const satisfies readonly ProblemType[];
