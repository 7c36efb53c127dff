import pg from 'pg';

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

/** One address for the server and for PostgreSQL's own tools, which read some signs of it in another way. */
export function postgresAddress(url: string) {
  const { host, port, user, database, password } = new pg.Client({ connectionString: url });
  const said = URL.parse(url)?.searchParams;
  return {
    host,
    port,
    user,
    database,
    password: typeof password === 'string' ? password : '',
    sslMode: said?.get('sslmode') ?? null,
    sslRootCertificate: said?.get('sslrootcert') ?? null,
  };
}
