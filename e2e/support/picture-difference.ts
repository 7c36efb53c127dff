import { PNG } from 'pngjs';

/** So much may a colour differ in each channel, of 255: edges of letters are drawn a little differently each time. */
const FAINT = 24;

/**
 * How much of a picture is not as in another one.
 * @returns the part of pixels that differ, 0 to 1; 1 where the sizes do.
 */
export function pictureDifference(before: Buffer, after: Buffer): number {
  if (before.equals(after)) return 0;
  const [one, other] = [PNG.sync.read(before), PNG.sync.read(after)];
  if (one.width !== other.width || one.height !== other.height) return 1;
  let different = 0;
  for (let at = 0; at < one.data.length; at += 4) if (differs(one.data, other.data, at)) different += 1;
  return different / (one.width * one.height);
}

const differs = (one: Buffer, other: Buffer, at: number) =>
  [0, 1, 2].some((channel) => Math.abs((one[at + channel] ?? 0) - (other[at + channel] ?? 0)) > FAINT);
