import type { Page } from '@playwright/test';

/** Requests that are on their way for as long as a test likes. */
export interface HeldRequests {
  readonly count: () => number;
  readonly release: () => void;
}

/**
 * Holds back what the page asks for from now on, as a slow network does.
 * @param pattern of the address, as `page.route` takes it.
 */
export async function holdRequests(page: Page, pattern: string): Promise<HeldRequests> {
  let count = 0;
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route(pattern, async (route) => {
    count += 1;
    await released;
    await route.continue();
  });
  return { count: () => count, release };
}
