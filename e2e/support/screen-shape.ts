/// <reference lib="dom" />
import type { Page } from '@playwright/test';

/** In CSS pixels, from the upper left corner of the page. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One line of the accessibility tree: what a screen reader is told, and where it stands. */
export interface ShapeLine {
  readonly text: string;
  readonly role: string;
  readonly box: Box | null;
}

export interface ScreenShape {
  readonly lines: readonly ShapeLine[];
  /** Controls and headings that lie over one another, in words. */
  readonly overlaps: readonly string[];
  /** What reaches beyond its room, in words. */
  readonly overflow: readonly string[];
}

const CONTROLS = ['button', 'link', 'textbox', 'checkbox', 'radio', 'combobox', 'menuitem'];
/** What is compared by its place and size; of running text the order alone. */
const PLACED = new Set([
  ...CONTROLS,
  ...['banner', 'main', 'contentinfo', 'navigation', 'complementary', 'region', 'group', 'menu', 'listitem'],
  ...['heading', 'img', 'code', 'alertdialog'],
]);
const NEVER_OVER = new Set([...CONTROLS, 'heading', 'img']);
/** Roles whose text is another one each time; their place in the tree is kept. */
const VARYING = new Set(['time', 'code', 'textbox']);
/** Roles of sentences, in which times of day, waits and the ends of numbers stand. */
const SENTENCES = new Set(['text', 'paragraph', 'alert', 'listitem', 'definition']);
const TOUCHING = 2;

/** The page's accessibility tree, without what differs from one run to the next, and its geometry. */
export async function shapeOf(page: Page): Promise<ScreenShape> {
  const lines = await steady(page);
  return { lines, overlaps: overlapsOf(lines), overflow: await overflowOf(page) };
}

/** Reads until two readings agree: menus and dialogs find their place a moment after the window has changed. */
async function steady(page: Page): Promise<ShapeLine[]> {
  let before = '';
  for (let time = 0; time < 20; time += 1) {
    await page.evaluate(() => window.scrollTo(0, 0));
    const lines = linesOf(await page.locator('body').ariaSnapshot({ boxes: true }));
    const now = JSON.stringify(lines);
    if (now === before) return lines;
    before = now;
    // biome-ignore lint/plugin/no-real-time: a page tells nobody that it has come to rest; it is looked at until it has.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 60)));
  }
  throw new Error('the page does not come to rest');
}

function linesOf(snapshot: string): ShapeLine[] {
  const lines: ShapeLine[] = [];
  let hiddenBelow: number | null = null;
  for (const raw of snapshot.split('\n')) {
    const indent = raw.search(/\S/);
    if (hiddenBelow !== null && indent > hiddenBelow) continue;
    const line = lineOf(raw, indent);
    // What the live region says is gone after a moment.
    hiddenBelow = line.role === 'status' ? indent : null;
    lines.push(line);
  }
  return lines;
}

function lineOf(raw: string, indent: number): ShapeLine {
  const [, x, y, width, height] = /\[box=(-?\d+),(-?\d+),(\d+),(\d+)\]/.exec(raw) ?? [];
  // Lines with a colon in their name come in quotation marks.
  const plain = raw
    .trim()
    .replace(/ ?\[box=[^\]]*\]/, '')
    .replace(/^- '(.*)'(:?.*)$/, '- $1$2');
  const role = /^- (\/?\w+)/.exec(plain)?.[1] ?? '';
  const box = { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
  return {
    text: ' '.repeat(indent) + masked(plain, role).replace(/:$/, ''),
    role,
    box: x !== undefined && PLACED.has(role) ? box : null,
  };
}

function masked(line: string, role: string): string {
  if (role === '/url') return line.replace(/(otpauth:|\?).*/, '$1…');
  // Whose turn it is decides the login and the number's last digits.
  const own = line.replaceAll(/person-\w+-\d+@/g, 'person@').replaceAll(/••(\s)\d\d/g, '••$1#');
  if (VARYING.has(role) || role === 'status') return own.replace(/: .*$/, '');
  return SENTENCES.has(role) ? own.replaceAll(/(?<!\p{L})\d+(?!\p{L})/gu, '#').replaceAll(/# [ap]m/g, '#') : own;
}

function overlapsOf(lines: readonly ShapeLine[]): string[] {
  const indent = (line: ShapeLine) => line.text.search(/\S/);
  return lines.flatMap((line, index) => {
    if (!NEVER_OVER.has(line.role)) return [];
    const following = lines.slice(index + 1);
    const next = following.findIndex((other) => indent(other) <= indent(line));
    const others = next === -1 ? [] : following.slice(next);
    return others
      .filter((other) => NEVER_OVER.has(other.role) && overlap(line.box, other.box))
      .map((other) => `${line.text.trim().slice(2)} and ${other.text.trim().slice(2)}`);
  });
}

function overlap(one: Box | null, other: Box | null): boolean {
  if (one === null || other === null) return false;
  const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return across > TOUCHING && down > TOUCHING;
}

/** Elements wider than the window, and text that is cut off. */
function overflowOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const words = (element: Element) => `${element.tagName.toLowerCase()} “${element.textContent.trim().slice(0, 40)}”`;
    const isSeen = (element: Element) => {
      const { width, height } = element.getBoundingClientRect();
      return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    };
    return [...document.body.querySelectorAll('*')].filter(isSeen).flatMap((element) => {
      const { left, right } = element.getBoundingClientRect();
      const outside = right > room + 1 || left < -1 ? [`${words(element)} is outside the window`] : [];
      const hides = ['hidden', 'clip'].includes(getComputedStyle(element).overflowX);
      const cut = hides && element.scrollWidth > element.clientWidth + 1 ? [`${words(element)} is cut off`] : [];
      return [...outside, ...cut];
    });
  });
}
