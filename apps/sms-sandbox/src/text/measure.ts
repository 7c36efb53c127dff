const GSM7_BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Reached by an escape, so each takes two units. */
const GSM7_EXTENDED = new Set('\f^{}\\[~]|€');

export type Encoding = 'GSM-7' | 'UCS-2';

export interface Measure {
  readonly encoding: Encoding;
  /** Septets in GSM-7, UTF-16 code units in UCS-2. */
  readonly units: number;
  readonly segments: number;
  /** The letters that GSM-7 lacks, each once. */
  readonly outsideGsm7: string;
}

/**
 * How a text goes over the air: GSM-7 where every letter is in its alphabet, else UCS-2
 * (3GPP TS 23.038). One segment holds 160 or 70 units, each part of several 153 or 67.
 */
export function measure(text: string, forceUnicode = false): Measure {
  const letters = [...text];
  const outside = new Set(letters.filter((letter) => !GSM7_BASIC.has(letter) && !GSM7_EXTENDED.has(letter)));
  const encoding = forceUnicode || outside.size > 0 ? 'UCS-2' : 'GSM-7';
  const costs = letters.map((letter) => (encoding === 'UCS-2' ? letter.length : GSM7_EXTENDED.has(letter) ? 2 : 1));
  const units = costs.reduce((sum, cost) => sum + cost, 0);
  const [single, part] = encoding === 'UCS-2' ? [70, 67] : [160, 153];
  return {
    encoding,
    units,
    segments: units <= single ? 1 : countParts(costs, part),
    outsideGsm7: [...outside].join(''),
  };
}

/** A letter of two units is never split over two parts. */
function countParts(costs: readonly number[], size: number): number {
  let parts = 1;
  let used = 0;
  for (const cost of costs) {
    if (used + cost > size) {
      parts += 1;
      used = 0;
    }
    used += cost;
  }
  return parts;
}
