import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Assembly, assemble, RefusedToStart } from '../assemble.ts';

/** Exit codes of every command: 0 done, 1 refused or failed, 2 called wrongly. */
export const FAILED = 1;
export const MISUSED = 2;

/** What `pnpm dev` made for this checkout; never read in production. */
const DEVELOPMENT_ENVIRONMENT = '.data/development.env';

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** The environment of a command: the real one, and in development what `pnpm dev` wrote down. */
export function loadEnvironment(): void {
  if (process.env['NODE_ENV'] !== 'production' && existsSync(DEVELOPMENT_ENVIRONMENT))
    process.loadEnvFile(DEVELOPMENT_ENVIRONMENT);
}

/** In the bundle the migrations lie beside it; in the sources two folders up. */
export function migrationsDirectory(): string {
  return resolve(process.env['MIGRATIONS_DIRECTORY'] ?? join(import.meta.dirname, '..', '..', 'migrations'));
}

/** Runs a command against the configured database, beside a running server, and closes it. */
export async function withAssembly(work: (assembly: Assembly) => Promise<number>): Promise<number> {
  loadEnvironment();
  const assembly = await assemble({ LOG_LEVEL: 'warn', ...process.env }, 'command', migrationsDirectory());
  try {
    return await work(assembly);
  } finally {
    await assembly.close();
  }
}

/** Ends the process with the command's exit code; a refusal is one line, not a stack. */
export function runCommand(command: Promise<number>): void {
  command.then(
    (code) => process.exit(code),
    (error: unknown) => {
      if (error instanceof RefusedToStart) for (const line of error.lines) complain(line);
      else complain(error instanceof Error ? error.message : 'failed');
      process.exit(FAILED);
    },
  );
}
