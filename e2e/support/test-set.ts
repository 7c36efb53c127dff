/** What `pnpm test` runs, and what `pnpm test:rest` does. */
export const TEST_SETS = ['test', 'rest'] as const;
export type TestSet = (typeof TEST_SETS)[number];

/** Matches a test's name as Playwright sees it: project, file, groups, title, tags. */
interface Choice {
  readonly grep?: RegExp;
  readonly grepInvert: RegExp[];
}

/**
 * What every flow's first run is on: those whose name has an even number of letters are shared out to the desktop,
 * the others to the phone. The project's own name does not count, so that the two halves make a whole.
 */
const FIRST = {
  desktop: /^(?!.*@rest)(?:.*@desktop|\S+ (?:..)*$)/s,
  phone: /^(?!.*@rest)(?:.*@phone|\S+ (?:..)*.$)/s,
};
const FOR_THE_OTHER = { desktop: /@phone/, phone: /@desktop/ };

/** @param set null for every test there is. */
export function testsOf(browser: 'desktop' | 'phone', set: TestSet | null): Choice {
  const others = FOR_THE_OTHER[browser];
  if (set === null) return { grepInvert: [others] };
  const first = FIRST[browser];
  return set === 'test' ? { grep: first, grepInvert: [others] } : { grepInvert: [others, first] };
}

/** @param value of the variable `TEST_SET`. */
export function readTestSet(value = ''): TestSet | null {
  const set = TEST_SETS.find((one) => one === value);
  if (set === undefined && value !== '') throw new Error(`TEST_SET is ${TEST_SETS.join(' or ')}, not ${value}`);
  return set ?? null;
}
