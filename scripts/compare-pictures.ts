import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pictureDifference } from '../e2e/support/picture-difference.ts';

/** Below it no eye sees a difference: a blinking caret, a minute that went by. */
const UNSEEN = 0.0005;

interface Compared {
  readonly file: string;
  /** 0 to 1; null where there is no accepted picture. */
  readonly difference: number | null;
}

const picturesIn = (folder: string) => readdirSync(folder).filter((file) => file.endsWith('.png'));

/** Takes the pictures of a folder as the accepted ones. @returns how many. */
export function acceptPictures(folder: string, accepted: string): number {
  const files = existsSync(folder) ? picturesIn(folder) : [];
  if (files.length === 0) return 0;
  rmSync(accepted, { recursive: true, force: true });
  mkdirSync(accepted, { recursive: true });
  for (const file of files) cpSync(join(folder, file), join(accepted, file));
  return files.length;
}

/**
 * Lays the pictures of a folder beside the accepted ones, in a page of their own: the most changed first.
 * @returns the page, and how many are new or can be seen to differ. Nothing depends on it but somebody's eye.
 */
export function comparePictures(folder: string, accepted: string): { page: string; changed: number } {
  const compared = picturesIn(folder)
    .map((file): Compared => {
      const before = join(accepted, file);
      const after = readFileSync(join(folder, file));
      return { file, difference: existsSync(before) ? pictureDifference(readFileSync(before), after) : null };
    })
    .toSorted((one, other) => (other.difference ?? 2) - (one.difference ?? 2));
  const changed = compared.filter(({ difference }) => difference === null || difference > UNSEEN);
  const page = join(folder, 'compare.html');
  writeFileSync(page, pageOf(changed, compared.length, relative(folder, accepted)));
  return { page, changed: changed.length };
}

function pageOf(changed: readonly Compared[], all: number, accepted: string): string {
  const said = (difference: number | null) =>
    difference === null ? 'new' : `${(difference * 100).toFixed(2)} % of the picture`;
  const picture = (source: string) => `<a href="${source}"><img src="${source}" loading="lazy" alt=""></a>`;
  const rows = changed.map(
    ({ file, difference }) => `<h2>${file.replace('.png', '')}: ${said(difference)}</h2>
<div>${difference === null ? '' : picture(`${accepted}/${file}`)}${picture(file)}</div>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Accepted and now</title>
<style>body{font:14px system-ui;margin:24px;background:#888}h2{margin:32px 0 8px;font-size:16px}div{display:flex;gap:12px;align-items:start}img{max-inline-size:48vw;border:1px solid #444}</style>
<h1>Accepted on the left, now on the right: ${changed.length} of ${all} differ</h1>
${rows.join('\n')}
</html>
`;
}
