import { describe, expect, it } from 'vitest';

type Catalogue = Record<string, unknown>;

const french = import.meta.glob<Catalogue>('./fr/*.ts', { eager: true });
const english = import.meta.glob<Catalogue>('./en/*.ts', { eager: true });
const rooms = import.meta.glob<Catalogue>('../authenticators/*/*texts.ts', { eager: true });
const names = Object.keys(french).map((path) => path.replace('./fr/', ''));

/** What a file says in each language: two files of the catalogue, or one of an authenticator's room. */
const catalogues: [string, { fr: unknown; en: unknown }][] = [
  ...names.map((name): [string, { fr: unknown; en: unknown }] => [
    name,
    { fr: french[`./fr/${name}`], en: english[`./en/${name}`] },
  ]),
  ...Object.entries(rooms).flatMap(([path, room]) =>
    Object.values(room)
      .filter(inBoth)
      .map((texts): [string, { fr: unknown; en: unknown }] => [path.replace('../', ''), texts]),
  ),
];

function inBoth(value: unknown): value is { fr: unknown; en: unknown } {
  return isRecord(value) && 'fr' in value && 'en' in value;
}

function isRecord(value: unknown): value is Catalogue {
  return typeof value === 'object' && value !== null;
}

/** Every text and function of a catalogue by its dotted path. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (!isRecord(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, part]) => leaves(part, path === '' ? key : `${path}.${key}`));
}

/** The words of a leaf; a function's are read from its source, where its templates stand. */
function words(leaf: unknown): string {
  if (typeof leaf === 'string') return leaf;
  if (typeof leaf !== 'function') return '';
  const texts = String(leaf).match(/(["'`])(?:\\.|(?!\1)[^\\])*\1/gs) ?? [];
  return texts
    .join(' ')
    .replaceAll('\\u202f', '\u202f')
    .replaceAll('\\u00a0', '\u00a0')
    .replace(/\$\{[^}]*\}/g, 'x');
}

it('has the same files in both languages', () => {
  expect(Object.keys(english).map((path) => path.replace('./en/', ''))).toEqual(names);
});

it('reads every room', () => {
  const read = catalogues.filter(([name]) => name.startsWith('authenticators/'));
  expect(read.length).toBe(Object.keys(rooms).length);
  expect(read.length).toBeGreaterThan(0);
});

describe.each(catalogues)('%s', (_, texts) => {
  const fr = leaves(texts.fr);
  const en = leaves(texts.en);

  it('has the same texts in both languages', () => {
    expect(en.map(([path]) => path).sort()).toEqual(fr.map(([path]) => path).sort());
    expect(en.map(([, leaf]) => typeof leaf).sort()).toEqual(fr.map(([, leaf]) => typeof leaf).sort());
  });

  it('leaves no text empty', () => {
    for (const [path, leaf] of [...fr, ...en]) if (typeof leaf === 'string') expect(leaf.trim(), path).not.toBe('');
  });

  it('does not shout', () => {
    for (const [path, leaf] of [...fr, ...en])
      expect(words(leaf).replaceAll('!=', ''), `${path}: no exclamation mark`).not.toContain('!');
  });

  it('puts a narrow no-break space before French double punctuation, and curls apostrophes', () => {
    for (const [path, leaf] of fr) {
      const text = typeof leaf === 'string' ? leaf : '';
      expect(text, `${path}: a narrow no-break space (\\u202f) stands before ; ? ! and :`).not.toMatch(
        /[^\u202f\s][;?!](?:\s|$)|[^\u202f\d\s]:(?:\s|$)| [:;?!]/,
      );
      expect(text, `${path}: an apostrophe is curled (’)`).not.toMatch(/\p{L}'\p{L}/u);
    }
  });
});
