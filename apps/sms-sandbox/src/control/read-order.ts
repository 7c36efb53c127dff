import type { Context } from 'hono';
import type * as z from 'zod';
import type { SandboxEnv } from '../sandbox-env.ts';

export type ReadOrder<T> =
  | { readonly kind: 'ok'; readonly order: T }
  | { readonly kind: 'refused'; readonly answer: Response };

/**
 * Reads a JSON order. Only `application/json` is taken: a page of another origin cannot send that
 * without asking first, and is never told yes.
 */
export async function readOrder<T>(context: Context<SandboxEnv>, schema: z.ZodType<T>): Promise<ReadOrder<T>> {
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type))
    return { kind: 'refused', answer: fault(415, 'Send application/json.') };
  let json: unknown;
  try {
    json = await context.req.json();
  } catch {
    return { kind: 'refused', answer: fault(422, 'The body is not JSON.') };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { kind: 'ok', order: parsed.data };
  const reasons = parsed.error.issues.map(({ message, path }) => `${path.join('.') || 'body'}: ${message}`);
  return { kind: 'refused', answer: fault(422, reasons.join('; ')) };
}

export function fault(status: number, detail: string): Response {
  return new Response(JSON.stringify({ title: 'Refused', detail, status }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}
