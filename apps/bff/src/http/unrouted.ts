import type { Handler } from 'hono';
import type { RouterRoute } from 'hono/types';
import type { Context } from './context.ts';
import { answerProblem } from './problem-response.ts';

/**
 * Answers what no route took: 405 with the methods that the path has (RFC 9110 §15.5.6), else 404.
 * @param parts whose routes stand below `/api`.
 */
export function unrouted(parts: readonly { readonly routes: readonly RouterRoute[] }[]): Handler<Context> {
  const known = parts
    .flatMap(({ routes }) => routes)
    .map(({ method, path }) => ({ method, pattern: new RegExp(`^/api${path.replace(/:\w+/g, '[^/]+')}$`) }));
  return (c) => {
    const methods = new Set(known.filter(({ pattern }) => pattern.test(c.req.path)).map(({ method }) => method));
    if (methods.size === 0) return answerProblem(c, { type: 'not-found' });
    if (methods.has('GET')) methods.add('HEAD');
    c.header('Allow', [...methods].toSorted().join(', '));
    return answerProblem(c, { type: 'method-not-allowed' });
  };
}
