import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

/** What a route may load before it can be used: brotli bytes of JavaScript and CSS, and requests. */
interface Budget {
  readonly route: string;
  /** The source modules whose chunks the route loads. */
  readonly entries: readonly string[];
  readonly bytes: number;
  readonly files: number;
}

const BUDGETS: readonly Budget[] = [
  { route: 'sign-in', entries: ['index.html'], bytes: 111_000, files: 3 },
  {
    route: 'Security tab',
    entries: [
      'index.html',
      'src/shell/shell.tsx',
      'src/profile/account-layout.tsx',
      'src/security/security-layout.tsx',
      'src/security/overview/security-page.tsx',
    ],
    bytes: 171_000,
    files: 40,
  },
];

/** Never in what the sign-in page loads: these belong to later pages. */
const LATER = ['qrcode.react', '@base-ui', 'libphonenumber'];

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}

/** Builds the SPA apart and weighs it; returns the faults, one line each, or an empty text. */
export async function budgets(root: string): Promise<string> {
  const web = join(root, 'apps', 'web');
  const out = mkdtempSync(join(tmpdir(), 'budget-'));
  try {
    const vite = join(web, 'node_modules', 'vite', 'bin', 'vite.js');
    const args = [vite, 'build', '--outDir', out, '--emptyOutDir', '--manifest', '--sourcemap', '--logLevel', 'error'];
    const built = spawnSync(process.execPath, args, { cwd: web, encoding: 'utf8' });
    if (built.status !== 0) return `the web does not build: ${built.stderr}`;
    const manifest: Record<string, Chunk> = JSON.parse(readFileSync(join(out, '.vite', 'manifest.json'), 'utf8'));
    const faults = BUDGETS.flatMap((budget) => weigh(budget, manifest, out));
    return [...faults, ...early(manifest, out)].join('\n');
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function weigh({ route, entries, bytes, files }: Budget, manifest: Record<string, Chunk>, out: string): string[] {
  const missing = entries.filter((entry) => manifest[entry] === undefined);
  if (missing.length > 0) return [`${route}: the build has no chunk for ${missing.join(', ')}`];
  const loaded = new Set(entries.flatMap((entry) => filesOf(entry, manifest)));
  const total = [...loaded].reduce((sum, file) => sum + brotliCompressSync(readFileSync(join(out, file))).length, 0);
  const faults: string[] = [];
  if (total > bytes) faults.push(`${route}: ${total} bytes of JavaScript and CSS (brotli), the budget is ${bytes}`);
  if (loaded.size > files) faults.push(`${route}: ${loaded.size} files, the budget is ${files}`);
  return faults;
}

function early(manifest: Record<string, Chunk>, out: string): string[] {
  const sources = filesOf('index.html', manifest).flatMap((file) => {
    const map = join(out, `${file}.map`);
    return existsSync(map) ? (JSON.parse(readFileSync(map, 'utf8')).sources as string[]) : [];
  });
  return LATER.filter((name) => sources.some((source) => source.includes(`/${name}/`))).map(
    (name) => `sign-in: loads ${name}, which is for later pages`,
  );
}

function filesOf(entry: string, manifest: Record<string, Chunk>, seen = new Set<string>()): string[] {
  const chunk = manifest[entry];
  if (chunk === undefined || seen.has(entry)) return [];
  seen.add(entry);
  return [chunk.file, ...(chunk.css ?? []), ...(chunk.imports ?? []).flatMap((next) => filesOf(next, manifest, seen))];
}
