import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

export type ReadFile =
  | { readonly kind: 'ok'; readonly text: string }
  | { readonly kind: 'refused'; readonly line: string };

/** Bits that a file with secrets must not have: its owner may do anything, its group may read (the service's group). */
const TOO_OPEN = 0o037;

/** Reads a file with secrets, which nobody but its owner and the service's group may read. @param variable what names it. */
export function readSecretFile(variable: string, path: string): ReadFile {
  try {
    if ((statSync(path).mode & TOO_OPEN) !== 0)
      return { kind: 'refused', line: `${variable}: ${path} can be read by others: chmod 600 it` };
    return { kind: 'ok', text: readFileSync(path, 'utf8') };
  } catch {
    return { kind: 'refused', line: `${variable}: ${path} cannot be read` };
  }
}

export const readRingFile = (path: string) => readSecretFile('KEY_RING_FILE', path);

/**
 * Writes a key ring's file anew: the whole old one or the whole new one is there at any moment, after a power
 * cut too. It keeps its owner, its group and who may read it. Throws the system's error where the folder cannot be
 * written to.
 * @param entries `id:base64` each, the primary first.
 */
export function writeRingFile(path: string, entries: readonly string[]): void {
  const { uid, gid, mode } = statSync(path);
  const fresh = `${path}.new`;
  const descriptor = openSync(fresh, 'w', 0o600);
  writeSync(descriptor, `${entries.join('\n')}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
  chmodSync(fresh, (mode & 0o040) | 0o600);
  if (process.getuid?.() === 0) chownSync(fresh, uid, gid);
  renameSync(fresh, path);
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/** The entries of a ring's text, as `parseKeyRing` reads it. */
export function ringEntries(text: string): string[] {
  return text
    .split(/[,\r\n]+/)
    .map((entry) => entry.trim())
    .filter(Boolean);
}

/** The id that an entry begins with. */
export const idOf = (entry: string) => entry.slice(0, Math.max(entry.indexOf(':'), 0));

/** The same ring with one key first. */
export function promoted(entries: readonly string[], id: string): string[] {
  return [...entries.filter((entry) => idOf(entry) === id), ...entries.filter((entry) => idOf(entry) !== id)];
}
