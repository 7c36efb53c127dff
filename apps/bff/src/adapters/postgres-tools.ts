import { spawn } from 'node:child_process';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';

/** Where a PostgreSQL is, as the server's own driver reads `DATABASE_URL`. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly user: string | undefined;
  readonly database: string | undefined;
  readonly password: string;
  readonly sslMode: string | null;
  /** A file of certificates. */
  readonly sslRootCertificate: string | null;
}

export type ToolOutcome = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly line: string };

/**
 * Dumps a database with PostgreSQL's own `pg_dump`, in its custom format, at one instant.
 * @param target must not exist; readable by its owner alone, and there only when it is whole.
 */
export async function dumpPostgres(address: Address, target: string): Promise<ToolOutcome> {
  const partial = `${target}.partial`;
  // What an earlier try that was cut off left behind is in nobody's way.
  rmSync(partial, { force: true });
  const descriptor = openSync(partial, 'wx', 0o600);
  const options = ['--format=custom', '--no-owner', '--no-privileges'];
  const outcome = await run('pg_dump', options, address, descriptor);
  fsyncSync(descriptor);
  closeSync(descriptor);
  if (outcome.kind === 'done') renameSync(partial, target);
  else rmSync(partial, { force: true });
  return outcome;
}

/** Restores a dump into an empty database: all of it or nothing. */
export function restorePostgres(address: Address, file: string): Promise<ToolOutcome> {
  const options = ['--no-owner', '--no-privileges', '--single-transaction', '--exit-on-error'];
  return run('pg_restore', [...options, file], address, 'ignore');
}

/**
 * Everything goes by the environment: the arguments of a process can be read by everybody on the host, and an address is
 * read in other ways by these tools than by the server's driver (a bare `%`, who vouches for certificates).
 */
function run(
  tool: string,
  options: readonly string[],
  address: Address,
  stdout: number | 'ignore',
): Promise<ToolOutcome> {
  const env = { ...process.env, ...environmentOf(address) };
  const database = address.database === undefined ? [] : [`--dbname=${quoted(address.database)}`];
  return new Promise((settle) => {
    const child = spawn(tool, [...database, ...options], { env, stdio: ['ignore', stdout, 'pipe'] });
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    child.once('error', (error: NodeJS.ErrnoException) => settle({ kind: 'failed', line: notRun(tool, error) }));
    child.once('close', (code) =>
      settle(code === 0 ? { kind: 'done' } : { kind: 'failed', line: `${tool}: ${firstLines(complaint, code)}` }),
    );
  });
}

/** As a connection string, so that a name is never taken for one. */
const quoted = (database: string) => `dbname='${database.replace(/[\\']/g, '\\$&')}'`;

/** What libpq takes from the environment (postgresql.org/docs/18/libpq-envars.html). */
function environmentOf(address: Address): Record<string, string> {
  const { host, port, user, password, sslMode, sslRootCertificate } = address;
  // No settings of ours: libpq's and Node's own, by which the host's administrator says whom to trust.
  const libpq = process.env;
  const roots = sslRootCertificate ?? libpq['PGSSLROOTCERT'] ?? (sslMode === 'verify-full' ? systemRoots() : null);
  return {
    PGHOST: host,
    PGPORT: String(port),
    ...(user === undefined ? {} : { PGUSER: user }),
    ...(password === '' ? {} : { PGPASSWORD: password }),
    ...(sslMode === null ? {} : { PGSSLMODE: sslMode }),
    ...(roots === null ? {} : { PGSSLROOTCERT: roots }),
  };
}

/** Debian and Alpine, Red Hat, others. */
const BUNDLES = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'];

/** Whom Node trusts besides its own list, else whom the host trusts; libpq by itself looks into the user's home. */
function systemRoots(): string | null {
  const node = process.env;
  return node['NODE_EXTRA_CA_CERTS'] ?? BUNDLES.find((file) => existsSync(file)) ?? null;
}

const notRun = (tool: string, { code }: NodeJS.ErrnoException) =>
  code === 'ENOENT'
    ? `${tool} is not installed here: install PostgreSQL's client (Debian: postgresql-client), at least as new as the server`
    : `${tool} could not be started (${code ?? 'unknown'})`;

/** What the tool said, without its own name before each line. */
function firstLines(complaint: string, code: number | null): string {
  const lines = complaint
    .split('\n')
    .map((line) => line.replace(/^pg_\w+: (error: )?(detail: )?/, '').trim())
    .filter(Boolean);
  return lines.slice(0, 2).join('; ') || `exit ${code}`;
}
