import type { MiddlewareHandler } from 'hono';
import type { Context } from './context.ts';
import { answerProblem } from './problem-response.ts';

/** Ids are UUIDs of our own making. Anything else names nothing, and PostgreSQL takes no NUL even to look for it. */
export const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** For routes with an `:id`: what cannot be one is not found. */
export const knownId: MiddlewareHandler<Context, '/:id'> = async (c, next) =>
  isId(c.req.param('id')) ? next() : answerProblem(c, { type: 'not-found' });
