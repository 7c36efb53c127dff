import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { enrolTexts } from '../authenticators/app/enrol-texts.ts';
import { Quoted } from './quoted.tsx';

const shown = (text: string) => renderToStaticMarkup(createElement(Quoted, { text }));
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

test.each(['The Building API', 'חברת הבניין (א)', 'The “Building” API', 'L’«\u202fImmeuble\u202f» $& <b>'])(
  'D020: an issuer such as %s stands whole in its sentence, turned round and translated by nobody',
  (issuer) => {
    for (const { scanText } of Object.values(enrolTexts)) {
      const sentence = scanText(issuer);
      const [before = '', after = ''] = sentence.split(issuer);
      const name = `${before.slice(before.search(/[“«]/))}${issuer}${/^[^”»]*[”»]/.exec(after)?.[0]}`;
      expect(shown(sentence)).toContain(`<bdi translate="no">${escaped(name)}</bdi>`);
      expect(shown(sentence).replaceAll(/<\/?bdi[^>]*>/g, '')).toBe(escaped(sentence));
    }
  },
);

test('a sentence without a name is as it was', () => {
  expect(shown('It changes every 30 seconds.')).toBe('It changes every 30 seconds.');
});
