import { defineConfig } from 'vitest/config';

/** Under a minute: all that needs neither PostgreSQL nor a browser. */
export default defineConfig({
  test: {
    include: ['{apps,packages}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/*.both-engines.test.ts'],
    testTimeout: 30_000,
  },
});
