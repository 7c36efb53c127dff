/// <reference lib="dom" />
import type { Locator, Page } from '@playwright/test';

/** Presses Tab until the focus is there, at most so many times. */
export async function tabTo(page: Page, target: Locator, most = 40): Promise<void> {
  for (let press = 0; press < most; press += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the focus does not reach ${target}`);
}

/** Goes there by Tab and presses Enter. */
export async function pressOn(page: Page, target: Locator, most?: number): Promise<void> {
  await tabTo(page, target, most);
  await page.keyboard.press('Enter');
}
