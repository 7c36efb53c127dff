/// <reference lib="dom" />
import type { Page } from '@playwright/test';

/** Notes from the page's first moment on what moves by itself (Cumulative Layout Shift), and how far. */
export async function measureShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: string[] = [];
    Reflect.set(window, 'layoutShifts', shifts);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (Reflect.get(entry, 'hadRecentInput') === true) continue;
        const moved: { node?: Node }[] = Reflect.get(entry, 'sources') ?? [];
        const what = moved.map(({ node }) => `${node?.nodeName} ${node?.textContent?.slice(0, 40)}`).join(' | ');
        shifts.push(`${Number(Reflect.get(entry, 'value')).toFixed(5)}: ${what}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** Resolves when the page as it is now has been painted. */
export function painted(page: Page): Promise<void> {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    // biome-ignore lint/plugin/no-real-time: no time, but the next turn of the page's own event loop.
    await new Promise((done) => setTimeout(done, 0));
  });
}

/** All of them, once the page has been painted again. */
export async function shifts(page: Page): Promise<unknown> {
  await painted(page);
  return page.evaluate(() => Reflect.get(window, 'layoutShifts'));
}
