import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const web = resolve(import.meta.dirname, '..', 'apps', 'web');
const LANGUAGES = ['fr', 'en'] as const;

/** Smaller than this a file gains nothing from compression. */
const WORTH_COMPRESSING_BYTES = 512;
const COMPRESSIBLE = /\.(js|css|svg|html|txt|webmanifest)$/;

interface Page {
  readonly name: string;
  readonly html: string;
  readonly title: string;
}

/** What `apps/web/src/prerender.tsx` exports. */
interface Prerender {
  readonly prerender: (language: (typeof LANGUAGES)[number]) => readonly Page[];
}

/**
 * Builds the SPA into a folder, which it empties before: `index.html` without a page in it, `sign-in.fr.html` and
 * its like with a page or its outline, assets; all with `.br` and `.gz` beside.
 */
export async function buildWeb(out: string): Promise<void> {
  vite('build', '--outDir', out, '--emptyOutDir', '--logLevel', 'warn');
  const document = stylesFirst(readFileSync(join(out, 'index.html'), 'utf8'));
  writeFileSync(join(out, 'index.html'), document);
  const { prerender } = await prerenderer();
  const styles = filesIn(out)
    .filter((file) => file.endsWith('.css'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  for (const language of LANGUAGES) {
    for (const page of prerender(language)) {
      demandStyles(page.html, styles);
      writeFileSync(join(out, `${page.name}.${language}.html`), inlined(shell(document, language, page), out));
    }
  }
  for (const file of filesIn(out)) compress(file);
}

function vite(...args: string[]): void {
  const binary = join(web, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status } = spawnSync(process.execPath, [binary, ...args], { cwd: web, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

/** The same page as the browser's script draws, with React's server renderer, which no browser gets. */
async function prerenderer(): Promise<Prerender> {
  const folder = mkdtempSync(join(tmpdir(), 'prerender-'));
  process.env['NODE_ENV'] = 'production';
  try {
    vite('build', '--ssr', 'src/prerender.tsx', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn');
    return await import(pathToFileURL(join(folder, 'prerender.js')).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The style sheet holds up the first paint and the script does not: it goes first over the one open connection. */
function stylesFirst(document: string): string {
  const script = /^\s*<script type="module"[^\n]*\n/m.exec(document)?.[0];
  const style = /^\s*<link rel="stylesheet"[^\n]*\n/m.exec(document)?.[0];
  if (script === undefined || style === undefined) throw new Error('index.html has another shape than expected');
  return document.replace(script, '').replace(style, () => style + script);
}

function shell(document: string, language: string, page: Page): string {
  const parts = [
    { from: /<html lang="[a-z]+">/, to: `<html lang="${language}">` },
    { from: /<title>[^<]*<\/title>/, to: `<title>${page.title}</title>` },
    { from: /<div id="root"><\/div>/, to: `<div id="root" data-prerendered="${page.name}">${page.html}</div>` },
  ];
  return parts.reduce((text, { from, to }) => {
    if (!from.test(text)) throw new Error(`index.html has no ${from.source}`);
    return text.replace(from, () => to);
  }, document);
}

/**
 * With its style sheet in itself a first visit is painted one round trip earlier. The server allows exactly
 * this sheet by its hash (CSP Level 3 §6.7.3.3).
 */
function inlined(page: string, out: string): string {
  const link = /<link rel="stylesheet"[^>]*href="\/console\/([^"]+)">/.exec(page);
  if (link?.[1] === undefined) throw new Error('the page has no style sheet');
  const styles = readFileSync(join(out, link[1]), 'utf8').trim();
  if (styles.includes('</')) throw new Error('the style sheet would end its element');
  return page.replace(link[0], () => `<style>${styles}</style>`);
}

/** The two builds name the classes of CSS modules apart: each in the page has to be one of the style sheets'. */
function demandStyles(html: string, styles: string): void {
  for (const [, names = ''] of html.matchAll(/ class="([^"]*)"/g))
    for (const name of names.split(' '))
      if (name.startsWith('_') && !styles.includes(`.${name}`))
        throw new Error(`the prerendered page has a class without a style: ${name}`);
}

function compress(file: string): void {
  if (!COMPRESSIBLE.test(file) || statSync(file).size < WORTH_COMPRESSING_BYTES) return;
  const content = readFileSync(file);
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
