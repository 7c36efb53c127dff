import { existsSync } from 'node:fs';
import { chromium, type LaunchOptions } from '@playwright/test';

/** Best first: the headless build has no windows to keep, as Playwright's own, and takes two thirds of the time. */
const OF_THE_SYSTEM = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Playwright's own browser where it is installed, else the system's; null where there is none. */
export function findBrowser(): string | null {
  return [chromium.executablePath(), ...OF_THE_SYSTEM].find((path) => existsSync(path)) ?? null;
}

/** A browser that asks nobody for anything. Where none is installed Playwright says so when it is started. */
export function browserOptions(): LaunchOptions {
  const found = findBrowser();
  const args = [
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    // Chromium's own sandbox does not start for root. Without it no zygote is needed: pages' processes are then started
    // and waited for by the browser itself, which costs less and counts their processor time.
    ...(process.getuid?.() === 0 ? ['--no-sandbox', '--no-zygote'] : []),
  ];
  // Of its own two builds Playwright picks one by itself.
  return found === null || found === chromium.executablePath() ? { args } : { args, executablePath: found };
}
