import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeName, searchForm } from './person-name.ts';

describe('D026: a name is one line that a page can hold', () => {
  test.each([
    ['  Émile   Zola ', 'Émile Zola'],
    ['E\u0301mile', '\u00c9mile'],
    [
      'José María de la Concepción Fernández-Armesto y Ortega',
      'José María de la Concepción Fernández-Armesto y Ortega',
    ],
    ['Nguyễn Thị Ánh', 'Nguyễn Thị Ánh'],
    ['李', '李'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['O’Neill & Fils, 3e étage', 'O’Neill & Fils, 3e étage'],
    ['a'.repeat(40), 'a'.repeat(40)],
    [`${'a'.repeat(39)} ${'b'.repeat(40)}`, `${'a'.repeat(39)} ${'b'.repeat(40)}`],
    ['Wa\u0323\u0302', 'W\u1ead'],
    ['q\u0323\u0307', 'q\u0323\u0307'],
  ])('%j is kept as %j', (typed, name) => {
    expect(judgeName(typed)).toEqual({ kind: 'accepted', name });
  });

  test.each([
    ['nothing', '', 'empty'],
    ['blanks', ' \u00a0 ', 'empty'],
    ['a joiner alone', '\u200d', 'empty'],
    ['full stops', '...', 'empty'],
    ['a line break', 'Alice\nAdmin', 'bad-signs'],
    ['a line separator', 'Alice\u2028Admin', 'bad-signs'],
    ['a paragraph separator', 'Alice\u2029Admin', 'bad-signs'],
    ['a next line', 'Alice\u0085Admin', 'bad-signs'],
    ['a tab', 'Alice\tAdmin', 'bad-signs'],
    ['a NUL', 'Alice\u0000', 'bad-signs'],
    ['a turned direction', '\u202ealice', 'bad-signs'],
    ['half a letter', 'a\ud800', 'bad-signs'],
    ['marks on marks', `e${'\u0301\u0302'.repeat(20)}`, 'bad-signs'],
    ['100,000 letters', 'a'.repeat(100_000), 'too-long'],
    ['83 letters', 'ab '.repeat(28), 'too-long'],
    ['signs as wide as eighteen', '\ufdfa'.repeat(30), 'too-long'],
    ['a word of 41 letters', 'W'.repeat(41), 'long-word'],
    ['a word of 41 letters beside a short one', `Al ${'W'.repeat(41)}`, 'long-word'],
  ])('%s is refused', (_, typed, reason) => {
    expect(judgeName(typed)).toEqual({ kind: 'refused', reason });
  });

  test('what is kept is kept as it is when it is given again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const judged = judgeName(typed);
        if (judged.kind === 'accepted') expect(judgeName(judged.name)).toEqual(judged);
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([
  ['ÉMILE', 'Émile'],
  ['emile', 'E\u0301MILE'],
  ['Ｅmile', 'émile'],
  ['ΟΔΟΣ', 'οδός'],
])('D026: looking for %s finds %s', (part, name) => {
  expect(searchForm(name)).toContain(searchForm(part));
});

test.each([
  ['Émile Zola', 'emile zola'],
  ['ὈΔΥΣΣΕΎΣ', 'οδυσσευσ'],
  ['Ａnna\u200d', 'anna'],
])('D026: %s is looked for as %s', (name, form) => {
  expect(searchForm(name)).toBe(form);
});
