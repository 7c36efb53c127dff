import { matchesGlob } from 'node:path';

/** `test` is what a person waits for, `rest` everything else; each test file stands in exactly one. */
export type TestSet = 'test' | 'rest';

/** One of vitest's projects: a file belongs to it by its name and its place alone. */
interface ProjectFiles {
  readonly set: TestSet;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly needsPostgres: boolean;
}

const APART = ['**/node_modules/**', '**/dist/**'];
const ENGINES = '{apps,faults,scripts}/**/*.{both-engines,postgres}.test.ts';
const PROCESSES = '{apps,faults,scripts}/**/*.processes.test.ts';
const MODEL = 'apps/bff/test/model/*.test.ts';

export const PROJECTS = {
  /** Without PostgreSQL, a browser or a process of its own. */
  quick: {
    set: 'test',
    include: ['{apps,packages,faults,scripts}/**/*.test.{ts,tsx}'],
    exclude: [...APART, ENGINES, PROCESSES, MODEL],
    needsPostgres: false,
  },
  /** On a real PostgreSQL, most of them on SQLite as well. */
  engines: { set: 'test', include: [ENGINES], exclude: [...APART, MODEL], needsPostgres: true },
  /** Servers, commands and proxies as processes of their own; long random plays against a model. */
  rest: { set: 'rest', include: [PROCESSES, MODEL], exclude: APART, needsPostgres: true },
} satisfies Readonly<Record<string, ProjectFiles>>;

/** The projects of a set, by name. */
export function projectsOf(set: TestSet): string[] {
  return Object.entries(PROJECTS).flatMap(([name, project]) => (project.set === set ? [name] : []));
}

/** The projects that a file belongs to: exactly one, or a test is lost or runs twice. */
export function projectsWith(file: string): string[] {
  const matches = (patterns: readonly string[]) => patterns.some((pattern) => matchesGlob(file, pattern));
  return Object.entries(PROJECTS).flatMap(([name, { include, exclude }]) =>
    matches(include) && !matches(exclude) ? [name] : [],
  );
}
