import { spawnSync } from 'node:child_process';
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

/** The same by ZBar's own program, which shares no code with the other one. */
export function readQrCodeByZbar(png: Buffer): string | null {
  const { status, stdout } = spawnSync(
    'zbarimg',
    ['--quiet', '--raw', '--oneshot', '-Sdisable', '-Sqrcode.enable', '-'],
    {
      input: png,
      encoding: 'utf8',
    },
  );
  return status === 0 ? stdout.trim() : null;
}
