import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { scenes } from '../e2e/scenes/all.ts';
import type { Scene } from '../e2e/scenes/scene.ts';
import { Accounts, freshAddress, type Language } from '../e2e/support/accounts.ts';
import { browserOptions } from '../e2e/support/browser.ts';
import { ServerClock } from '../e2e/support/clock.ts';
import { PhoneNetwork } from '../e2e/support/phone.ts';
import { type Stack, startStack } from '../e2e/support/stack.ts';
import { Tab } from '../e2e/support/tab.ts';
import { photographWhole } from '../e2e/support/whole-page.ts';
import { words } from '../e2e/support/words.ts';
import { acceptPictures, comparePictures } from './compare-pictures.ts';

const HELP = `Usage: pnpm contact-sheet [--only <part of a name>] [--compare]
       pnpm contact-sheet --accept

Photographs every page in every state, at 1280 and 375 px, light and dark, French and English, into
contact-sheet/, with an index.html to look through. Build first: pnpm build.

  --compare   lays them beside the accepted ones of contact-sheet-accepted/, in contact-sheet/compare.html
  --accept    takes those of contact-sheet/ as the accepted ones`;

const folder = resolve(import.meta.dirname, '..', 'contact-sheet');
const accepted = resolve(import.meta.dirname, '..', 'contact-sheet-accepted');
const LANGUAGES = ['fr', 'en'] as const satisfies readonly Language[];
const THEMES = ['light', 'dark'] as const;
const WIDTHS = { 1280: { height: 800, touch: false }, 375: { height: 740, touch: true } } as const;
const ACTION_MS = 15_000;
/** Machines have two cores at least; each play has a server of its own, since some move its clock. */
const AT_ONCE = 2;

interface Play {
  readonly scene: Scene;
  readonly language: Language;
  readonly width: keyof typeof WIDTHS;
}

interface Failure {
  readonly play: Play;
  readonly reason: string;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      compare: { type: 'boolean' },
      accept: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  if (values.accept) {
    console.log(`${acceptPictures(folder, accepted)} pictures accepted`);
    return;
  }
  const wanted = scenes.filter(({ name }) => name.includes(values.only));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const plays = wanted.flatMap((scene) =>
    LANGUAGES.flatMap((language) => widths().map((width): Play => ({ scene, language, width }))),
  );
  const failures: Failure[] = [];
  const browser = await chromium.launch(browserOptions());
  await Promise.all(Array.from({ length: AT_ONCE }, () => photographer(browser, plays, failures)));
  await browser.close();
  writeFileSync(join(folder, 'index.html'), index(wanted));
  for (const { play, reason } of failures)
    console.error(`${play.scene.name}, ${play.language}, ${play.width} px: ${reason}`);
  console.log(`${wanted.length} scenes: open ${join(folder, 'index.html')}`);
  if (values.compare) {
    const { page, changed } = comparePictures(folder, accepted);
    console.log(`${changed} pictures are new or differ from the accepted ones: open ${page}`);
  }
  if (failures.length > 0) process.exitCode = 1;
}

function widths(): (keyof typeof WIDTHS)[] {
  return [1280, 375];
}

/** Takes plays from the common list until none is left. */
async function photographer(browser: Browser, plays: Play[], failures: Failure[]): Promise<void> {
  const stack = await startStack();
  for (let play = plays.shift(); play; play = plays.shift()) {
    try {
      await photograph(browser, stack, play);
    } catch (error) {
      failures.push({ play, reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'failed' });
    }
  }
  await stack.stop();
}

async function photograph(browser: Browser, stack: Stack, { scene, language, width }: Play): Promise<void> {
  const context = await contextFor(browser, stack, language, width);
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(ACTION_MS);
    const clock = new ServerClock(stack.control);
    const phone = new PhoneNetwork(stack.phone);
    const accounts = new Accounts({ addresses: stack, clock, phone, language });
    await scene.play({ tab: new Tab(page, words[language], { clock, phone }), accounts, phone, clock });
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const path = join(folder, picture(scene, language, width, colorScheme));
      await photographWhole(page, { path, animations: 'disabled' });
    }
  } finally {
    await context.close();
  }
}

function contextFor(
  browser: Browser,
  stack: Stack,
  language: Language,
  width: keyof typeof WIDTHS,
): Promise<BrowserContext> {
  const { height, touch } = WIDTHS[width];
  return browser.newContext({
    baseURL: stack.origin,
    locale: language === 'fr' ? 'fr-FR' : 'en-GB',
    viewport: { width, height },
    hasTouch: touch,
    isMobile: touch,
    extraHTTPHeaders: { 'x-forwarded-for': freshAddress() },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
}

function picture(scene: Scene, language: Language, width: number, theme: string): string {
  return `${scene.name}-${width}-${theme}-${language}.png`;
}

/** One row a scene, its eight pictures beside one another. */
function index(shown: readonly Scene[]): string {
  const cells = (scene: Scene) =>
    widths()
      .flatMap((width) =>
        LANGUAGES.flatMap((language) =>
          THEMES.map((theme) => {
            const file = picture(scene, language, width, theme);
            return `<a href="${file}"><img src="${file}" loading="lazy" alt="${width} px, ${theme}, ${language}"></a>`;
          }),
        ),
      )
      .join('');
  const rows = shown.map((scene) => `<h2 id="${scene.name}">${scene.name}</h2><div>${cells(scene)}</div>`).join('\n');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Contact sheet</title>
<style>body{font:14px system-ui;margin:24px;background:#888}h2{margin:32px 0 8px}div{display:flex;gap:12px;overflow-x:auto;align-items:start}img{height:420px;border:1px solid #444}</style>
<h1>Contact sheet</h1>
${rows}
</html>
`;
}

await main();
