import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { findBrowser } from './browser.ts';

const built = resolve(import.meta.dirname, '..', '..', 'dist', 'web', 'index.html');

/** What every browser test needs, asked once, so that one line says what to do and not each test the same. */
// biome-ignore lint/style/noDefaultExport: Playwright calls what a global setup exports by default.
export default function ready(): void {
  if (!existsSync(built)) stop('The console is not built: run "pnpm build" first.');
  if (findBrowser() === null)
    stop(
      'There is no browser: run "pnpm exec playwright install chromium", or install Debian\'s chromium-headless-shell.',
    );
}

/** Playwright shows an error with where it was thrown, which is of no use here. */
function stop(why: string): never {
  const error = new Error(why);
  error.stack = why;
  throw error;
}
