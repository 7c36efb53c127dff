import { type BrowserContext, test as base, expect } from '@playwright/test';
import { Accounts, freshAddress, type Language } from './accounts.ts';
import { ServerClock } from './clock.ts';
import { PhoneNetwork } from './phone.ts';
import { type Stack, startStack } from './stack.ts';
import { Tab } from './tab.ts';
import { type Allowed, unexpected, watch } from './watch.ts';
import { type Words, words } from './words.ts';

export { expect };

export interface ProjectOptions {
  /** Of the browser, and of accounts unless a test says otherwise. */
  readonly language: Language;
}

interface WorkerFixtures extends ProjectOptions {
  /** A server of this worker's own. */
  readonly stack: Stack;
}

interface Fixtures {
  readonly clock: ServerClock;
  readonly phone: PhoneNetwork;
  readonly accounts: Accounts;
  /** The console's texts in the project's language. */
  readonly t: Words;
  /** The first tab, at no page yet. */
  readonly tab: Tab;
  /** A second tab of the same browser. */
  readonly secondTab: () => Promise<Tab>;
  /** Another browser altogether, at another address. */
  readonly anotherBrowser: () => Promise<Tab>;
  /** Push what a test brings about on purpose; any other error in the console fails it. */
  readonly allowed: Allowed;
  readonly faults: string[];
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  language: ['en', { option: true, scope: 'worker' }],
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures wanted from the pattern.
    async ({}, use) => {
      const stack = await startStack();
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: ({ stack }, use) => use(stack.origin),
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  extraHTTPHeaders: ({}, use) => use({ 'x-forwarded-for': freshAddress() }),
  clock: ({ stack }, use) => use(new ServerClock(stack.control)),
  phone: ({ stack }, use) => use(new PhoneNetwork(stack.phone)),
  accounts: ({ stack, clock, phone, language }, use) => use(new Accounts({ addresses: stack, clock, phone, language })),
  t: ({ language }, use) => use(words[language]),
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  allowed: ({}, use) => use([]),
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  faults: ({}, use) => use([]),
  context: async ({ context, faults, allowed }, use) => {
    await watch(context, faults);
    await use(context);
    expect(unexpected(faults, allowed), 'errors in the browser').toEqual([]);
  },
  tab: ({ page, t, clock, phone }, use) => use(new Tab(page, t, { clock, phone })),
  secondTab: ({ context, t, clock, phone }, use) =>
    use(async () => new Tab(await context.newPage(), t, { clock, phone })),
  anotherBrowser: async ({ browser, faults, t, clock, phone }, use) => {
    const opened: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ extraHTTPHeaders: { 'x-forwarded-for': freshAddress() } });
      opened.push(context);
      await watch(context, faults);
      return new Tab(await context.newPage(), t, { clock, phone });
    });
    for (const context of opened) await context.close();
  },
});
