import { readFileSync } from 'node:fs';

/** The page's own files, by name; a fixed list, so that no path is ever built from a request. */
const TYPES = {
  'sandbox.css': 'text/css; charset=utf-8',
  'sandbox.js': 'text/javascript; charset=utf-8',
  'mark.svg': 'image/svg+xml',
} as const;

export interface Asset {
  readonly body: string;
  readonly type: string;
}

export function readAssets(): ReadonlyMap<string, Asset> {
  return new Map(
    Object.entries(TYPES).map(([name, type]) => {
      const url = new URL(`../../public/${name}`, import.meta.url);
      return [name, { body: readFileSync(url, 'utf8'), type }];
    }),
  );
}
