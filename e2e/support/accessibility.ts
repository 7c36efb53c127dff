/// <reference lib="dom" />
import type { Page } from '@playwright/test';
import axe from 'axe-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// Base UI's guards hand the focus on in the moment they get it; nobody ever stands on one.
const LEFT_OUT = ['[data-base-ui-focus-guard]'];

/**
 * What axe finds wrong with the page as it looks now, in few words. It is put into the page once and asked there:
 * its builder for Playwright opens another page for each answer, which costs more than the looking.
 */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(
    async ({ rules, leftOut }) => {
      const { axe: inPage } = window as unknown as { axe: typeof axe };
      const { violations } = await inPage.run(
        { exclude: leftOut },
        { runOnly: rules, resultTypes: ['violations'], preload: false },
      );
      return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ html }) => `${id} (${help}): ${html.slice(0, 160)}`),
      );
    },
    { rules: RULES, leftOut: LEFT_OUT },
  );
}
