import { existsSync } from 'node:fs';
import { chromium, type LaunchOptions } from '@playwright/test';

const SYSTEM_CHROMIUM = '/usr/bin/chromium';

/** A browser that asks nobody for anything: Playwright's own where it is installed, else the system's. */
export function browserOptions(): LaunchOptions {
  const args = [
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    // Chromium's own sandbox does not start for root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  return existsSync(chromium.executablePath()) ? { args } : { args, executablePath: SYSTEM_CHROMIUM };
}
