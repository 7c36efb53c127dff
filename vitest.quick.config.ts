import { defineConfig } from 'vitest/config';

/** Under a minute: all that needs neither PostgreSQL, nor a browser, nor a process of its own. */
export default defineConfig({
  test: {
    include: ['{apps,packages,faults}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/*.{both-engines,processes}.test.ts'],
    testTimeout: 30_000,
  },
});
