import type { Context as HonoContext } from 'hono';
import { validator } from 'hono/validator';
import * as z from 'zod/mini';
import type { Authenticators } from '../authenticators/registry.ts';
import type { Deps } from '../deps.ts';
import type { Context } from './context.ts';
import { describing } from './description.ts';
import { answerProblem } from './problem-response.ts';

/**
 * Parses the JSON body by a schema of the contract; a malformed one gets 422 with the fields named, never their values.
 * @param name which of the registry's own it is, where it holds what each kind of authenticator brings.
 */
export function body<S extends z.ZodMiniType>(schema: S, name?: keyof Authenticators<Deps>['requests']) {
  const parsing = validator('json', (value, c: HonoContext<Context>) => {
    const parsed = z.safeParse(name === undefined ? schema : c.get('deps').authenticators.requests[name], value);
    if (parsed.success) return parsed.data as z.infer<S>;
    return answerProblem(c, { type: 'malformed', fields: fieldsOf(parsed.error) });
  });
  return describing({ request: schema }, parsing);
}

function fieldsOf(error: z.core.$ZodError): string[] {
  const named = error.issues
    .flatMap(nearest)
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => [...issue.path, key].join('.'))
        : [issue.path.join('.')],
    );
  return [...new Set(named.map((name) => name || 'body'))];
}

/** What is wrong with the one of several shapes that comes nearest, the first of equals; else all would be wrong. */
function nearest(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [first] = issue.errors.toSorted((a, b) => a.length - b.length);
  return first ?? [issue];
}
