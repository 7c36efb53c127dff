import { defineConfig } from 'vitest/config';

/** Everything but the browser: unit, store on both engines, HTTP. */
export default defineConfig({
  test: {
    include: ['{apps,packages}/**/*.test.{ts,tsx}', '{faults,scripts}/**/*.test.ts'],
    globalSetup: ['apps/bff/test/support/postgres-server.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
