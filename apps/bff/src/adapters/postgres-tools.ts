import { spawn } from 'node:child_process';
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';

export type ToolOutcome = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly line: string };

/**
 * Dumps a database with PostgreSQL's own `pg_dump`, in its custom format, at one instant.
 * @param target must not exist; readable by its owner alone, and there only when it is whole.
 */
export async function dumpPostgres(url: string, target: string): Promise<ToolOutcome> {
  const partial = `${target}.partial`;
  const descriptor = openSync(partial, 'wx', 0o600);
  const options = ['--format=custom', '--no-owner', '--no-privileges'];
  const outcome = await run('pg_dump', options, url, descriptor);
  fsyncSync(descriptor);
  closeSync(descriptor);
  if (outcome.kind === 'done') renameSync(partial, target);
  else rmSync(partial, { force: true });
  return outcome;
}

/** Restores a dump into an empty database: all of it or nothing. */
export function restorePostgres(url: string, file: string): Promise<ToolOutcome> {
  const options = ['--no-owner', '--no-privileges', '--single-transaction', '--exit-on-error'];
  return run('pg_restore', [...options, file], url, 'ignore');
}

/** The password goes by the environment: the arguments of a process can be read by everybody on the host. */
function run(tool: string, options: readonly string[], url: string, stdout: number | 'ignore'): Promise<ToolOutcome> {
  const bare = new URL(url);
  const password = decodeURIComponent(bare.password);
  bare.password = '';
  const env = password === '' ? process.env : { ...process.env, PGPASSWORD: password };
  return new Promise((settle) => {
    const child = spawn(tool, [`--dbname=${bare.href}`, ...options], { env, stdio: ['ignore', stdout, 'pipe'] });
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
