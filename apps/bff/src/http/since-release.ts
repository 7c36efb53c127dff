import type { MiddlewareHandler } from 'hono';
import { upgradeUnderWay } from '../upgrade-under-way.ts';
import type { Context } from './context.ts';
import { answerProblem } from './problem-response.ts';

/** For a route that servers of before a release would not live beside: 503 while one of them is about. */
export function sinceRelease(needed: string): MiddlewareHandler<Context> {
  return async (c, next) => {
    const early = await upgradeUnderWay(c.get('deps'), needed);
    return early === null ? next() : answerProblem(c, early.refusal);
  };
}
