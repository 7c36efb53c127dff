import { defineConfig } from 'vitest/config';

/** What judges the mutants of the domain: its own tests, and nothing that lies around it. */
export default defineConfig({
  test: { include: ['apps/bff/src/domain/*.test.ts'], isolate: false, testTimeout: 30_000 },
});
