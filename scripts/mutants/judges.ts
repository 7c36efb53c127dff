/** In which folder of the tests they stand is theirs to choose. */
const NAMES = [
  'challenge-binding',
  'changed-meanwhile',
  'clocks',
  'confirm-meanwhile',
  'enrolment-state',
  'failed-answers',
  'forced-races',
  'goes-on',
  'operator-links',
  'password-limits',
  'recovery-code',
  'refused-changes',
  'reserved-code',
  'sessions-changes',
  'spent-secrets',
  'step-up',
  'store-*',
  'tries-given-back',
  'unjudged-tries',
  'what-is-recorded',
];

/** What judges the mutants of what spends secrets: tests on SQLite that are quick enough to run a thousand times. */
export const JUDGES = NAMES.map((name) => `apps/bff/test/*/${name}{,.both-engines}.test.ts`);

/** The hash of a password is not what is judged, and would take most of the time: the second in place of the first. */
export const REAL_PASSWORDS = 'apps/bff/src/adapters/password-hasher.ts';
export const PLAIN_PASSWORDS = 'scripts/mutants/plain-passwords.ts';
