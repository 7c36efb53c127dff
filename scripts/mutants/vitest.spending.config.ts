import { defineConfig } from 'vitest/config';

const judges = [
  'challenge-binding',
  'changed-meanwhile',
  'clocks',
  'confirm-meanwhile',
  'enrolment-state',
  'forced-races',
  'operator-links',
  'recovery-code',
  'refused-changes',
  'sessions-changes',
  'spent-secrets',
  'step-up',
  'store-*',
  'tries-given-back',
  'unjudged-tries',
  'what-is-recorded',
];

const PLAIN_PASSWORDS = `export const createPasswordHasher = async () => ({
  hash: async (password) => '$argon2id$plain$' + password,
  verify: async (password, stored) =>
    stored === '$argon2id$plain$' + password ? { kind: 'right', needsRehash: false } : { kind: 'wrong' },
});`;

/** What judges the mutants of what spends secrets: tests on SQLite that are quick enough to run a thousand times. */
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
    // The hash of a password is not what is judged, and would take most of the time.
    {
      name: 'plain-passwords',
      enforce: 'pre',
      load: (id) => (id.endsWith('/src/adapters/password-hasher.ts') ? PLAIN_PASSWORDS : undefined),
    },
  ],
  test: {
    include: judges.map((name) => `apps/bff/test/*/${name}{,.both-engines}.test.ts`),
    testTimeout: 30_000,
  },
});
