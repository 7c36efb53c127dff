import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { type Browser, type Page as BrowserPage, chromium } from '@playwright/test';
import { browserOptions } from '../e2e/support/browser.ts';
import { median } from './load.ts';
import { filledSqlite } from './processes.ts';
import { ORIGIN, tokenOf } from './protocol.ts';
import { Report } from './report.ts';
import { startBuilt } from './storm.ts';

const root = join(import.meta.dirname, '..');
const FLOOR_PORT = 7061;
const ROUNDS = 5;
/** Playwright's and Lighthouse's "slow 4G", with a processor four times slower. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const CPU_RATE = 4;
const PLAIN_SCRIPT = "document.querySelector('form').addEventListener('submit', (event) => event.preventDefault());";

interface Page {
  readonly name: string;
  readonly url: string;
  readonly shows: string;
  readonly signedIn: boolean;
}

interface Seen {
  readonly requests: number;
  readonly bytes: number;
  readonly paintMs: number;
  readonly formMs: number;
  readonly readyMs: number;
}

const SIGN_IN = 'input[type=password]';
const PLAIN = 'no framework';
const PAGES: readonly Page[] = [
  { name: 'sign-in page', url: `${ORIGIN}/console/sign-in`, shows: SIGN_IN, signedIn: false },
  { name: 'React alone', url: `http://localhost:${FLOOR_PORT}/`, shows: SIGN_IN, signedIn: false },
  { name: PLAIN, url: `http://localhost:${FLOOR_PORT}/plain.html`, shows: SIGN_IN, signedIn: false },
  { name: 'Security tab', url: `${ORIGIN}/console/security`, shows: 'main h2', signedIn: true },
];

/** What a first visit loads and when the form can be seen and used, on a slow phone, beside two floors. */
async function main(): Promise<void> {
  const filled = filledSqlite(10);
  const console_ = await startBuilt(filled, Number(new URL(ORIGIN).port));
  const floors = await serveFloors();
  const browser = await chromium.launch(browserOptions());
  const report = new Report();
  const seen = new Map<string, Seen[]>(PAGES.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const page of PAGES) seen.get(page.name)?.push(await visit(browser, page));
  }
  report.table('First visit, slow 4G and a processor four times slower', [
    '',
    'requests',
    'JS and CSS, brotli bytes',
    'first paint ms',
    'form visible ms',
    'form usable ms',
  ]);
  for (const [name, visits] of seen) {
    const column = (pick: (one: Seen) => number) => median(visits.map(pick)).toFixed(0);
    report.row([
      name,
      column((s) => s.requests),
      column((s) => s.bytes),
      column((s) => s.paintMs),
      column((s) => s.formMs),
      column((s) => s.readyMs),
    ]);
  }
  const of = (name: string, pick: (one: Seen) => number) => median((seen.get(name) ?? []).map(pick));
  const ratio = (pick: (one: Seen) => number, than: string) => (of('sign-in page', pick) / of(than, pick)).toFixed(2);
  report.say(
    `\nJS and CSS of the sign-in page: ${ratio((s) => s.bytes, 'React alone')} times React alone (goal 1.90).`,
  );
  report.say(`Its form is visible after ${ratio((s) => s.formMs, PLAIN)} of the time without a framework (goal 1.00).`);
  const more = of('Security tab', (s) => s.bytes) - of('sign-in page', (s) => s.bytes);
  report.say(`The Security tab needs ${more} bytes more than the sign-in page (goal 60,000).`);
  mkdirSync(join(import.meta.dirname, 'results'), { recursive: true });
  writeFileSync(join(import.meta.dirname, 'results', 'web.md'), report.text());
  await browser.close();
  floors.close();
  console_.kill('SIGKILL');
  filled.remove();
}

async function visit(browser: Browser, { url, shows, signedIn }: Page): Promise<Seen> {
  const context = await browser.newContext({ locale: 'en-GB' });
  if (signedIn) await context.addCookies([{ name: 'session', value: tokenOf(0), url: ORIGIN, httpOnly: true }]);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', NETWORK);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_RATE });
  let requests = 0;
  const scriptsAndStyles = new Set<string>();
  devtools.on('Network.responseReceived', ({ response, type }) => {
    if (!response.url.startsWith('http')) return;
    requests += 1;
    if (type === 'Script' || type === 'Stylesheet') scriptsAndStyles.add(response.url);
  });
  await page.addInitScript(watchForm, shows);
  await page.goto(url, { waitUntil: 'commit' });
  const marks = await marksOf(page);
  // What comes after is for later: a menu that opens at a click, say.
  const needed = [...scriptsAndStyles];
  await context.close();
  // Styles inside the page count like those beside it.
  const inside = /<style>([^<]*)/.exec(await (await fetch(url)).text())?.[1] ?? '';
  let bytes = inside === '' ? 0 : brotliCompressSync(inside).length;
  for (const file of needed) bytes += brotliCompressSync(Buffer.from(await (await fetch(file)).arrayBuffer())).length;
  return { requests, bytes, paintMs: marks.paint, formMs: marks.visible, readyMs: marks.ready };
}

/** Asked again and again, since the page's own policy forbids the evaluation that waiting in it would take. */
async function marksOf(page: BrowserPage): Promise<{ paint: number; visible: number; ready: number }> {
  for (let look = 0; look < 200; look += 1) {
    const { visibleAt, readyAt, paint } = await page.evaluate(() => ({
      visibleAt: (window as unknown as Marks).visibleAt,
      readyAt: (window as unknown as Marks).readyAt,
      paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    }));
    if (readyAt !== undefined) return { paint: paint ?? 0, visible: visibleAt ?? 0, ready: readyAt };
    await page.waitForTimeout(50);
  }
  throw new Error(`${page.url()} never became usable`);
}

interface Marks {
  visibleAt?: number;
  readyAt?: number;
}

/** Runs in the page: when the thing is laid out, and when a script has taken charge of the form around it. */
function watchForm(shows: string): void {
  const marks = window as unknown as Marks;
  const look = () => {
    const element = document.querySelector(shows);
    if (element !== null && element.getClientRects().length > 0) {
      marks.visibleAt ??= performance.now();
      const taken = Object.keys(element).some((key) => key.startsWith('__react'));
      if (taken || 'plain' in document.documentElement.dataset) marks.readyAt ??= performance.now();
    }
    if (marks.readyAt === undefined) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** React alone, built as ours is, and a page without any framework; both compressed ahead. */
async function serveFloors(): Promise<Server> {
  const out = mkdtempSync(join(tmpdir(), 'bench-web-'));
  const web = join(root, 'apps', 'web');
  // Built from inside the web's folder, so that it is the same React.
  const source = mkdtempSync(join(web, '.bench-'));
  for (const file of ['index.html', 'main.tsx'])
    writeFileSync(join(source, file), readFileSync(join(import.meta.dirname, 'web-floor', file)));
  execFileSync(process.execPath, [
    join(web, 'node_modules', 'vite', 'bin', 'vite.js'),
    'build',
    source,
    '--outDir',
    out,
    '--emptyOutDir',
    '--logLevel',
    'error',
  ]);
  rmSync(source, { recursive: true });
  const files = new Map<string, Buffer>();
  for (const file of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
    if (extname(file) !== '') files.set(`/${file}`, readFileSync(join(out, file)));
  }
  rmSync(out, { recursive: true });
  files.set('/plain.html', readFileSync(join(import.meta.dirname, 'web-floor', 'plain.html')));
  files.set('/plain.js', Buffer.from(`${PLAIN_SCRIPT}document.documentElement.dataset.plain = '';`));
  const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    const body = files.get(path);
    if (body === undefined) {
      response.writeHead(404).end();
      return;
    }
    const headers = { 'content-type': types[extname(path)] ?? '', 'content-encoding': 'br' };
    response.writeHead(200, headers).end(brotliCompressSync(body));
  });
  return new Promise((resolve) => server.listen(FLOOR_PORT, 'localhost', () => resolve(server)));
}

await main();
process.exit(0);
