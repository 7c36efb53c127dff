import { existsSync } from 'node:fs';
import { chromium, defineConfig, devices } from '@playwright/test';
import type { ProjectOptions } from './e2e/support/test.ts';

const SYSTEM_CHROMIUM = '/usr/bin/chromium';

/** Playwright's own browser where it is installed, else the system's. */
const executablePath = existsSync(chromium.executablePath()) ? undefined : SYSTEM_CHROMIUM;

/** A browser that asks nobody for anything while tests run. */
const args = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Chromium's sandbox does not start for root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

export default defineConfig<object, ProjectOptions>({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    browserName: 'chromium',
    launchOptions: { args, ...(executablePath === undefined ? {} : { executablePath }) },
    permissions: ['clipboard-read', 'clipboard-write'],
    trace: 'retain-on-failure',
    actionTimeout: 10_000,
  },
  projects: [
    {
      name: 'desktop',
      testDir: 'e2e/flows',
      grepInvert: /@phone/,
      use: { language: 'en', locale: 'en-GB', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
    },
    {
      name: 'phone',
      testDir: 'e2e/flows',
      grepInvert: /@desktop/,
      use: {
        ...devices['Pixel 7'],
        language: 'fr',
        locale: 'fr-FR',
        colorScheme: 'dark',
        viewport: { width: 375, height: 740 },
      },
    },
    { name: 'built', testDir: 'e2e/smoke', use: { language: 'en', locale: 'en-GB' } },
  ],
});
