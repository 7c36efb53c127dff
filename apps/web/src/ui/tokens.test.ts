import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const source = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

const darkAt = source.indexOf('prefers-color-scheme: dark');

function tokens(css: string): Record<string, string> {
  return Object.fromEntries(
    [...css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

const light = tokens(source.slice(0, darkAt));
const dark = { ...light, ...tokens(source.slice(darkAt)) };

/** WCAG 2.2's relative luminance of #rrggbb. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a = '#000000', b = '#000000'): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const TEXT = 4.5;
const CONTROL = 3;

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s theme', (_name, theme) => {
  it.each([
    ['ink', 'canvas', TEXT],
    ['ink', 'surface', TEXT],
    ['ink', 'sunken', TEXT],
    ['ink', 'accent-soft', TEXT],
    ['ink', 'warn-soft', TEXT],
    ['ink', 'danger-soft', TEXT],
    ['ink', 'ok-soft', TEXT],
    ['muted', 'canvas', TEXT],
    ['muted', 'surface', TEXT],
    ['muted', 'sunken', TEXT],
    ['accent', 'canvas', TEXT],
    ['accent', 'surface', TEXT],
    ['accent', 'accent-soft', TEXT],
    ['on-accent', 'accent', TEXT],
    ['on-accent', 'accent-strong', TEXT],
    ['danger', 'canvas', TEXT],
    ['danger', 'surface', TEXT],
    ['danger', 'danger-soft', TEXT],
    ['warn', 'warn-soft', TEXT],
    ['ok', 'surface', TEXT],
    ['ok', 'ok-soft', TEXT],
    ['field-line', 'surface', CONTROL],
    ['field-line', 'canvas', CONTROL],
    ['focus', 'canvas', CONTROL],
    ['focus', 'surface', CONTROL],
  ] as const)('keeps %s on %s at %f or more', (front, back, least) => {
    expect(contrast(theme[front], theme[back])).toBeGreaterThanOrEqual(least);
  });
});
