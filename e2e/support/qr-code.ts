import jsQR from 'jsqr';
import { PNG } from 'pngjs';

/**
 * What a camera reads from a picture. Only dark on light counts: many apps don't try the inverse (C059).
 * @param png the bytes of a screenshot.
 * @returns the text, or null when no QR code is found.
 */
export function readQrCode(png: Buffer): string | null {
  const { data, width, height } = PNG.sync.read(png);
  return jsQR.default(new Uint8ClampedArray(data), width, height, { inversionAttempts: 'dontInvert' })?.data ?? null;
}
