import { defineConfig, devices } from '@playwright/test';
import { browserOptions } from './e2e/support/browser.ts';
import type { ProjectOptions } from './e2e/support/test.ts';
import { readTestSet, testsOf } from './e2e/support/test-set.ts';

/** `test`, `rest`, or all of them where it is not set: see docs/testing.md. */
const set = readTestSet(process.env['TEST_SET']);

/** Two browsers of two kinds of people; each worker starts a server of its own (e2e/support/server.ts). */
export default defineConfig<object, ProjectOptions>({
  testMatch: '**/*.e2e.ts',
  globalSetup: './e2e/support/ready.ts',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  // For the longest ones on a slow machine; what a test waits for has 10 s.
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    browserName: 'chromium',
    launchOptions: browserOptions(),
    permissions: ['clipboard-read', 'clipboard-write'],
    // A trace costs every test and serves the few that fail: a set keeps a picture, its repetition a trace.
    trace: { mode: set === null ? 'retain-on-failure' : 'off', screenshots: false },
    screenshot: 'only-on-failure',
    actionTimeout: 10_000,
  },
  projects: [
    {
      name: 'desktop',
      testDir: 'e2e/flows',
      ...testsOf('desktop', set),
      use: { language: 'en', locale: 'en-GB', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
    },
    {
      name: 'phone',
      testDir: 'e2e/flows',
      ...testsOf('phone', set),
      use: {
        ...devices['Pixel 7'],
        language: 'fr',
        locale: 'fr-FR',
        colorScheme: 'dark',
        viewport: { width: 375, height: 740 },
      },
    },
    // What is deployed is looked at once, with the first set.
    {
      name: 'built',
      testDir: 'e2e/smoke',
      // One start of the product for a file's tests, which costs more than they do.
      fullyParallel: false,
      ...(set === 'rest' ? { testIgnore: '**' } : {}),
      use: { language: 'en', locale: 'en-GB' },
    },
  ],
});
