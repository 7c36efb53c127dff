import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '..');

/** The first release, as CHANGELOG.md names it. Whatever follows must live beside it and open what it wrote. */
export const FIRST_RELEASE = { version: '0.1.0', commit: '4e1493d205abc1583db40e6f342ca3bbf637dea6' } as const;

export interface UnpackedRelease {
  /** Its sources, with what they depend on. */
  readonly folder: string;
  /** Runs a program of its own by its own Node; what that prints on the error output is in the error. */
  run(program: string, args?: readonly string[]): Promise<void>;
  /** Its server and operators' commands, bundled by its own script: `server.mjs`, `account.mjs`, `db.mjs`. */
  bundle(): Promise<{ readonly programs: string; readonly migrations: string }>;
  remove(): void;
}

/** Takes the first release out of the history into a folder of its own and installs what it was released with. */
export function unpackFirstRelease(): UnpackedRelease {
  const folder = mkdtempSync(join(tmpdir(), `release-${FIRST_RELEASE.version}-`));
  // PostgreSQL, which it runs for itself, does not run as root: the user that it runs as must be able to pass through.
  chmodSync(folder, 0o755);
  const archive = execFileSync('git', ['archive', FIRST_RELEASE.commit], { cwd: root, maxBuffer: 2 ** 28 });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  const pnpm = ['--yes', 'pnpm@12.4.2', 'install', '--frozen-lockfile', '--prefer-offline'];
  execFileSync('npx', pnpm, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  // Not synchronously: whoever calls may be the proxy in front of the database that it asks.
  const run = async (program: string, args: readonly string[] = []) => {
    await promisify(execFile)(join(folder, 'node_modules', '.bin', 'node'), [program, ...args], { cwd: folder });
  };
  return {
    folder,
    run,
    bundle: async () => {
      // In there, so that the native packages are found.
      const programs = join(folder, 'apps', 'bff', 'node_modules', '.cache', 'release');
      const script = `import { bundleServer } from './scripts/bundle-server.ts'; bundleServer(${JSON.stringify(programs)})`;
      await run('--input-type=module', ['-e', script]);
      return { programs, migrations: join(folder, 'apps', 'bff', 'migrations') };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
