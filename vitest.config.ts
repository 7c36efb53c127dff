import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { PROJECTS } from './scripts/testing/test-sets.ts';

/** Everything but the browser. Which file is in which project, and in which set: `scripts/testing/test-sets.ts`. */
export default defineConfig({
  test: {
    maxWorkers: availableParallelism(),
    // Modules are loaded once in a worker, not again for each file.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: Object.entries(PROJECTS).map(([name, { include, exclude, needsPostgres }]) => ({
      extends: true as const,
      test: {
        name,
        include: [...include],
        exclude: [...exclude],
        globalSetup: needsPostgres ? ['apps/bff/test/support/postgres-server.ts'] : [],
      },
    })),
  },
});
