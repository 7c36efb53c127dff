import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Box, ScreenShape } from './screen-shape.ts';

/** A screen at one width of the window, in CSS pixels. */
export interface ShapeAt {
  readonly width: number;
  readonly shape: ScreenShape;
}

/** Fonts differ between machines: so much may sizes and places, in pixels and as a part of the accepted ones. */
const CONTROL = { pixels: 16, part: 0.25 };
const OTHERS = { pixels: 48, part: 0.25 };
/** Between two places; and for each line of running text between them, which may break once more or less. */
const GAP_PIXELS = 48;
const BREAK_PIXELS = 24;

/**
 * Writes a screen as it is kept: one tree with the places at every width where the widths have the same one, else
 * one tree for each.
 */
export function written(name: string, shapes: readonly ShapeAt[]): string {
  const tree = ({ shape }: ShapeAt) => shape.lines.map(({ text }) => text).join('\n');
  const alike = new Set(shapes.map(tree)).size === 1;
  const parts = (alike ? [shapes] : shapes.map((shape) => [shape])).map(section);
  const faults = shapes.flatMap(({ width, shape: { overlaps, overflow } }) => [
    ...overlaps.map((words) => `overlap at ${width} px: ${words}`),
    ...overflow.map((words) => `overflow at ${width} px: ${words}`),
  ]);
  return [`# ${name}`, ...parts, ...faults, ''].join('\n');
}

function section(shapes: readonly ShapeAt[]): string {
  const lines = shapes[0]?.shape.lines ?? [];
  const places = (index: number) =>
    shapes.map(({ shape }) => shape.lines[index]?.box ?? null).map((box) => (box === null ? '' : place(box)));
  const rows = lines.map(({ text, box }, index) => (box === null ? text : `${text}  @ ${places(index).join(' | ')}`));
  return [`# at ${shapes.map(({ width }) => `${width} px`).join(' | ')}: x,y width×height`, ...rows].join('\n');
}

const place = ({ x, y, width, height }: Box) => `${x},${y} ${width}×${height}`;

/**
 * Compares a screen with the accepted one.
 * @param update writes it in place of the accepted one, where it differs.
 * @returns what differs, in words.
 */
export function differences(path: string, now: string, update: boolean): string[] {
  const accepted = existsSync(path) ? readFileSync(path, 'utf8') : null;
  const found = accepted === null ? ['is not accepted yet: --update-snapshots does it'] : compared(accepted, now);
  if (found.length === 0 || !update) return found;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, now);
  return [];
}

interface Row {
  readonly text: string;
  readonly boxes: readonly Box[];
}

function rowsOf(file: string): Row[] {
  return file.split('\n').map((line) => {
    const [text = '', places = ''] = line.split(/ {2}@ (?=-?\d+,)/);
    const boxes = [...places.matchAll(/(-?\d+),(-?\d+) (\d+)×(\d+)/g)].map(([, x, y, width, height]) => ({
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
    }));
    return { text, boxes };
  });
}

function compared(accepted: string, now: string): string[] {
  const [before, after] = [rowsOf(accepted), rowsOf(now)];
  const texts = (rows: readonly Row[]) => new Set(rows.map(({ text }) => text));
  const [old, fresh] = [texts(before), texts(after)];
  const changed = [
    ...before.filter(({ text }) => !fresh.has(text)).map(({ text }) => `gone: ${text.trim()}`),
    ...after.filter(({ text }) => !old.has(text)).map(({ text }) => `new: ${text.trim()}`),
  ];
  if (changed.length > 0) return changed;
  const same = before.length === after.length && before.every(({ text }, index) => text === after[index]?.text);
  return same ? moved(before, after) : ['the same lines stand in another order'];
}

/** What has another size or place: upright against what stands before it, so that one change is told once. */
function moved(before: readonly Row[], after: readonly Row[]): string[] {
  const last: { old: Box; now: Box; at: number }[] = [];
  return before.flatMap(({ text, boxes }, index) =>
    boxes.flatMap((old, column) => {
      const now = after[index]?.boxes[column];
      if (now === undefined) return [`${text.trim()}: has no place`];
      const previous = last[column];
      last[column] = { old, now, at: index };
      const gap = previous === undefined ? 0 : now.y - previous.now.y - (old.y - previous.old.y);
      const room = GAP_PIXELS + BREAK_PIXELS * (index - (previous?.at ?? index) - 1);
      const fits = Math.abs(gap) <= room && alike(old, now, /^\s*- (button|link|textbox|checkbox|radio)/.test(text));
      return fits ? [] : [`${text.trim()}: was at ${place(old)}, is at ${place(now)}`];
    }),
  );
}

function alike(old: Box, now: Box, control: boolean): boolean {
  const within = (a: number, b: number, { pixels, part }: typeof CONTROL) =>
    Math.abs(a - b) <= Math.max(pixels, part * a);
  return (
    within(old.x, now.x, OTHERS) &&
    within(old.width, now.width, OTHERS) &&
    within(old.height, now.height, control ? CONTROL : OTHERS)
  );
}
