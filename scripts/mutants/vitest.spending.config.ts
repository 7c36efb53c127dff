import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { JUDGES, PLAIN_PASSWORDS, REAL_PASSWORDS } from './judges.ts';

const root = resolve(import.meta.dirname, '..', '..');

export default defineConfig({
  plugins: [
    // The engines differ in when they wait, not in what is written: the quick one judges alone.
    {
      name: 'on-sqlite-alone',
      enforce: 'pre',
      transform: (code, id) =>
        id.endsWith('.both-engines.test.ts') ? code.replaceAll("['sqlite', 'postgres']", "['sqlite']") : undefined,
    },
    // The mutants of `query-mutators.ts` name it.
    {
      name: 'orm-by-its-name',
      enforce: 'pre',
      transform: (code, id) =>
        /\/src\/store\/[a-z-]+\.ts$/.test(id) ? `import * as orm from 'drizzle-orm';\n${code}` : undefined,
    },
    {
      name: 'plain-passwords',
      enforce: 'pre',
      async resolveId(source, importer, options) {
        const found = await this.resolve(source, importer, { ...options, skipSelf: true });
        return found?.id.endsWith(`/${REAL_PASSWORDS}`) ? resolve(root, PLAIN_PASSWORDS) : undefined;
      },
    },
  ],
  // Modules once in a worker: statements are compiled anew for each world, so that a mutant in one is seen.
  test: { include: JUDGES, isolate: false, testTimeout: 30_000 },
});
