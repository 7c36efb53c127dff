import { join } from 'node:path';
import type { Page, TestInfo } from '@playwright/test';
import { scenes } from '../scenes/all.ts';
import { differences, type ShapeAt, written } from '../support/accepted-screens.ts';
import { accessibilityFaults } from '../support/accessibility.ts';
import { shapeOf } from '../support/screen-shape.ts';
import { expect, test } from '../support/test.ts';
import { photographWhole } from '../support/whole-page.ts';

/** A desktop window is made narrow as well, and a phone's wide: both languages are seen at both widths. */
const WIDTHS = [1280, 375];
const HEIGHT = 800;

/** Waits for fades to end: half-transparent text has a contrast that nobody reads it with. */
function still(page: Page): Promise<void> {
  return page.evaluate(async () => {
    await Promise.allSettled(
      document
        .getAnimations()
        .filter(ends)
        .map(({ finished }) => finished),
    );
    function ends({ effect }: Animation) {
      return effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY;
    }
  });
}

/** Elements that reach beyond the window's right edge. */
function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** What of a screen is not as it was accepted, at both widths. Leaves the window as it was. */
async function unlikeAccepted(page: Page, name: string, info: TestInfo): Promise<string[]> {
  const window = page.viewportSize();
  const shapes: ShapeAt[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    shapes.push({ width, shape: await shapeOf(page) });
  }
  if (window !== null) await page.setViewportSize(window);
  const path = join(import.meta.dirname, '..', 'screens', `${name}.${info.project.name}.txt`);
  const update = ['all', 'changed'].includes(info.config.updateSnapshots);
  return differences(path, written(`${name}, ${info.project.name}`, shapes), update);
}

/** From here on waits don't end and nothing new is heard of a text message, however slowly this machine looks. */
async function stopTime(page: Page): Promise<void> {
  await page.clock.setFixedTime(await page.evaluate(() => Date.now()));
  await page.route('**/api/sms/*', () => {});
}

test.describe('every screen @rest', () => {
  for (const scene of scenes) {
    test(`C094: ${scene.name} is accessible in both themes, is built as it was accepted, and fits 320 px`, async ({
      tab,
      accounts,
      phone,
      clock,
      allowed,
    }, info) => {
      if (scene.allowed) allowed.push(scene.allowed);
      await scene.play({ tab, accounts, phone, clock });
      await stopTime(tab.page);
      for (const colorScheme of ['light', 'dark'] as const) {
        await tab.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await still(tab.page);
        expect.soft(await accessibilityFaults(tab.page), colorScheme).toEqual([]);
      }
      expect.soft(await unlikeAccepted(tab.page, scene.name, info), 'unlike the accepted screen').toEqual([]);
      if (info.errors.length > 0)
        await info.attach(scene.name, { body: await photographWhole(tab.page), contentType: 'image/png' });
      await tab.page.setViewportSize({ width: 320, height: 640 });
      // What is placed by script, such as an open menu, follows a moment later.
      await expect.poll(() => sidewaysScroll(tab.page), 'sideways scroll at 320 px').toBeLessThanOrEqual(0);
    });
  }
});
