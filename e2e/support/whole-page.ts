/// <reference lib="dom" />
import type { Page, PageScreenshotOptions } from '@playwright/test';

/**
 * A picture of the page down to its end. Playwright's `fullPage` passes through a width of one pixel, at which
 * a page on a desktop believes for a moment to be on a phone; this makes the window taller and nothing else.
 */
export async function photographWhole(page: Page, options: PageScreenshotOptions = {}): Promise<Buffer> {
  const window = page.viewportSize();
  if (window === null) throw new Error('a page without a window of its own');
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: window.width, height: Math.max(window.height, height) });
  // What came into view is painted in the frames after.
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  });
  const picture = await page.screenshot(options);
  await page.setViewportSize(window);
  return picture;
}
