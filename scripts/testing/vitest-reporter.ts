import { resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestCase, TestModule, TestSpecification } from 'vitest/node';
import { tell } from './test-events.ts';

const ROOT = `${resolve(import.meta.dirname, '..', '..')}/`;

/** Vitest's run as events: files are counted, since how many tests one holds is known only when it is read. */
export default class VitestEvents implements Reporter {
  onTestRunStart(specifications: readonly TestSpecification[]): void {
    tell({ kind: 'planned', count: specifications.length, unit: 'files' });
  }

  onTestCaseResult(test: TestCase): void {
    const result = test.result();
    if (result.state === 'passed') tell({ kind: 'passed' });
    if (result.state === 'skipped') tell({ kind: 'skipped' });
    if (result.state === 'failed') failed(test.module, test.name, test.fullName, result.errors);
  }

  onTestModuleEnd(module: TestModule): void {
    const errors = module.errors();
    if (errors.length > 0) failed(module, null, 'could not be run', errors);
    for (const suite of module.children.allSuites())
      if (suite.errors().length > 0) failed(module, null, suite.fullName, suite.errors());
    tell({ kind: 'done' });
  }

  onTestRunEnd(_modules: readonly TestModule[], unhandled: readonly Described[]): void {
    for (const error of unhandled)
      tell({
        kind: 'failed',
        name: 'an error outside any test',
        message: described([error]),
        repeat: { runner: 'script', script: 'test' },
      });
  }
}

interface Described {
  readonly message: string;
  readonly stack?: string;
  readonly diff?: string;
}

function failed(module: TestModule, test: string | null, title: string, errors: readonly Described[]): void {
  const file = module.relativeModuleId;
  tell({
    kind: 'failed',
    name: `${file} > ${title}`,
    message: described(errors),
    repeat: { runner: 'vitest', file, test },
  });
}

/** The message, the difference, and where in the project it happened. */
function described(errors: readonly Described[]): string {
  return errors
    .map(({ message, stack = '', diff }) => {
      const places = stack.split('\n').filter((line) => line.includes(ROOT) && !line.includes('node_modules'));
      const shown = places.slice(0, 3).map((line) => line.replace(ROOT, ''));
      return stripVTControlCharacters([message, ...(diff === undefined ? [] : [diff]), ...shown].join('\n'));
    })
    .join('\n');
}
