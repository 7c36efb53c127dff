import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';

/** Where Debian keeps servers; the search path of an ordinary user leaves it out. */
const SERVERS = '/usr/sbin';

/**
 * Makes sure of a program that Debian packages, installing it where this process may.
 * @returns null when it is there, else why it cannot be had.
 */
export function missingProgram(program: string, packageName = program): string | null {
  const searched = process.env['PATH']?.split(delimiter) ?? [];
  if (!searched.includes(SERVERS)) process.env['PATH'] = [...searched, SERVERS].join(delimiter);
  if (isThere(program)) return null;
  if (process.getuid?.() !== 0) return `${program} is not installed, and only root could install it`;
  if (spawnSync('apt-get', ['--version']).status !== 0) return `${program} is not installed, and there is no apt-get`;
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 240_000 };
  const install = ['install', '-y', '--no-install-recommends', packageName];
  // Without lists of packages the first try fails at once.
  if (spawnSync('apt-get', install, options).status !== 0) {
    spawnSync('apt-get', ['update'], options);
    spawnSync('apt-get', install, options);
  }
  return isThere(program) ? null : `${program} is not installed, and apt-get did not install ${packageName}`;
}

const isThere = (program: string) => spawnSync('which', [program]).status === 0;
