const LONGEST_LABEL = 48;

/**
 * What the picture holds of a key URI. A long login is cut there, and there alone: each of its letters may take nine
 * signs, and with them no camera reads the picture any more. The key itself is whole.
 */
export function qrText(uri: string): string {
  return uri.replace(/^(otpauth:\/\/totp\/)([^?]+)/, (_, start: string, label: string) => {
    const letters = Array.from(decodeURIComponent(label));
    if (letters.length <= LONGEST_LABEL) return start + label;
    return start + encodeURIComponent(`${letters.slice(0, LONGEST_LABEL).join('')}…`).replace('%3A', ':');
  });
}
