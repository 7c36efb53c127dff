export type DatabaseUrl =
  | { readonly engine: 'sqlite'; readonly path: string }
  | { readonly engine: 'postgres'; readonly url: string };

/** What `DATABASE_URL` names. Throws an Error whose message says what it must be. */
export function urlOf(text: string): DatabaseUrl {
  if (/^postgres(ql)?:\/\//.test(text)) return { engine: 'postgres', url: text };
  const path = /^sqlite:(.+)$/.exec(text)?.[1];
  if (path === undefined) throw new Error('DATABASE_URL must be sqlite:<path> or postgres://…');
  return { engine: 'sqlite', path };
}
