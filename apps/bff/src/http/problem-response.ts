import { PROBLEMS, type Problem } from '@wattsense/contract/problem';
import type { Context as HonoContext } from 'hono';
import type { Refusal } from '../outcome.ts';
import type { Context } from './context.ts';

/** Answers a refusal as `application/problem+json` (RFC 9457), with `Retry-After` where there is a wait. */
export function answerProblem(c: HonoContext<Context>, refusal: Refusal) {
  c.set('problem', refusal.type);
  const { status, title } = PROBLEMS[refusal.type];
  const retry: Record<string, string> =
    'retryAfterSeconds' in refusal ? { 'Retry-After': String(refusal.retryAfterSeconds) } : {};
  const problem = { ...refusal, title, status, requestId: c.get('requestId') } as Problem;
  return c.json(problem, status, { 'Content-Type': 'application/problem+json', ...retry });
}
