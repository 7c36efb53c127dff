import { readFileSync } from 'node:fs';

/** In the order in which they are linked: later ones build on earlier ones. */
export const STYLES = [
  'base.css',
  'controls.css',
  'frame.css',
  'switches.css',
  'thread.css',
  'guide.css',
  'narrow.css',
] as const;

/** The page's own files, by name; a fixed list, so that no path is ever built from a request. */
const TYPES = new Map<string, string>([
  ...STYLES.map((name) => [name, 'text/css; charset=utf-8'] as const),
  ['sandbox.js', 'text/javascript; charset=utf-8'],
  ['mark.svg', 'image/svg+xml'],
]);

interface Asset {
  readonly body: string;
  readonly type: string;
}

export function readAssets(): ReadonlyMap<string, Asset> {
  return new Map(
    [...TYPES].map(([name, type]) => {
      const url = new URL(`../../public/${name}`, import.meta.url);
      return [name, { body: readFileSync(url, 'utf8'), type }];
    }),
  );
}
