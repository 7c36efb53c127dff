import type { Page, Request } from '@playwright/test';
import { painted } from './layout-shifts.ts';

const underWay = new WeakMap<Page, Set<Request>>();

/** Keeps account of what the page asks for, from now on. */
export function watchRequests(page: Page): void {
  if (underWay.has(page)) return;
  const asked = new Set<Request>();
  const ended = (request: Request) => void asked.delete(request);
  page
    .on('request', (request) => asked.add(request))
    .on('requestfinished', ended)
    .on('requestfailed', ended);
  underWay.set(page, asked);
}

/** Resolves when all that the page asked for has come and was painted, and it has asked for nothing because of that. */
export async function atRest(page: Page): Promise<void> {
  const asked = underWay.get(page);
  if (asked === undefined) throw new Error('what this page asks for is not watched');
  do {
    for (const request of asked) await (await request.response())?.finished();
    await painted(page);
  } while (asked.size > 0);
}
