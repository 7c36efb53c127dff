import { defineConfig } from 'vitest/config';

/** What judges mutants: the tests of the domain, and those on SQLite alone that spend secrets. */
export default defineConfig({
  test: {
    include: [
      'apps/bff/src/domain/*.test.ts',
      'apps/bff/test/{challenge-binding,keys,method-asked,step-up,tries-given-back,typed-codes}.test.ts',
    ],
    testTimeout: 30_000,
  },
});
