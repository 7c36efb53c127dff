import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { FullConfig, Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter';
import { tell } from './test-events.ts';

/** Playwright's run as events. */
export default class PlaywrightEvents implements Reporter {
  onBegin(_config: FullConfig, suite: Suite): void {
    tell({ kind: 'planned', count: suite.allTests().length, unit: 'tests' });
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    tell({ kind: 'done' });
    if (result.status === 'skipped') tell({ kind: 'skipped' });
    else if (test.outcome() === 'expected') tell({ kind: 'passed' });
    else this.#failed(test, result);
  }

  #failed(test: TestCase, result: TestResult): void {
    const project = test.parent.project()?.name ?? null;
    const place = `${relative(process.cwd(), test.location.file)}:${test.location.line}`;
    tell({
      kind: 'failed',
      name: `${place} > ${test.titlePath().slice(3).join(' > ')} (${project})`,
      message: result.errors.map(described).join('\n'),
      repeat: { runner: 'playwright', file: place, project },
    });
  }

  onError(error: TestError): void {
    const message = described(error);
    tell({ kind: 'failed', name: 'outside any flow', message, repeat: { runner: 'script', script: 'e2e' } });
  }

  printsToStdio(): boolean {
    return false;
  }
}

function described({ message = '', value = '', snippet = '', location }: TestError): string {
  const place = location === undefined ? '' : `at ${relative(process.cwd(), location.file)}:${location.line}`;
  return stripVTControlCharacters([message || value, snippet, place].filter((part) => part !== '').join('\n'));
}
