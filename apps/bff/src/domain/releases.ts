/** What a server runs that does not say so: the first release had no word for it. */
const UNSAID = '0.1.0';

/**
 * Whether a server of that release is older than one that is needed. What cannot be read is: nobody knows what it would
 * let pass.
 * @param release as a server says it, `<major>.<minor>.<patch>`; null where it does not.
 */
export function isOlder(release: string | null, needed: string): boolean {
  const [running, wanted] = [partsOf(release ?? UNSAID), partsOf(needed)];
  if (running === null || wanted === null) return true;
  const difference = running.map((part, at) => part - (wanted[at] ?? 0)).find((one) => one !== 0);
  return (difference ?? 0) < 0;
}

function partsOf(release: string): readonly number[] | null {
  const parts = /^(\d+)\.(\d+)\.(\d+)$/.exec(release)?.slice(1).map(Number);
  return parts ?? null;
}
