import { describe, expect, test } from 'vitest';
import { offeredCountries, parseNumericSenders, senderFor } from './sms-senders.ts';

function senders(...entries: string[]): ReadonlyMap<string, string> {
  const parsed = parseNumericSenders(entries);
  if (parsed.kind === 'refused') throw new Error(parsed.line);
  return parsed.senders;
}

describe('the sender for a country', () => {
  test('is the name where names are allowed, also where the calling code is shared', () => {
    for (const country of ['FR', 'GB', 'GP', 'BS', 'JM', 'DO'])
      expect(senderFor(country, 'TheBuilding', senders('US:18005550100'))).toBe('TheBuilding');
  });

  test('is a number in the United States, their territories and Canada', () => {
    const numeric = senders('US:18005550100', 'CA:16045550100');
    expect(senderFor('US', 'TheBuilding', numeric)).toBe('18005550100');
    expect(senderFor('PR', 'TheBuilding', numeric)).toBe('18005550100');
    expect(senderFor('CA', 'TheBuilding', numeric)).toBe('16045550100');
    expect(senderFor('CA', 'TheBuilding', senders('US:18005550100'))).toBe('18005550100');
  });

  test('is none there without a number', () => {
    expect(senderFor('US', 'TheBuilding', senders())).toBeNull();
    expect(senderFor('CA', 'TheBuilding', senders('MX:525512345678'))).toBeNull();
  });

  test('is a country’s own number where one is given', () => {
    expect(senderFor('AR', 'TheBuilding', senders('AR:541112345678'))).toBe('541112345678');
  });
});

test.each([
  'US',
  'US:',
  'us:18005550100',
  'USA:18005550100',
  'US:+18005550100',
  'US:TheBuilding',
  'US:1234567890123456',
])('%s is refused by name', (entry) => {
  expect(parseNumericSenders([entry])).toEqual({
    kind: 'refused',
    line: `SMS_NUMERIC_SENDERS: "${entry}" must be a country and digits without plus sign, such as US:18005550100, once a country`,
  });
});

test('a country is offered where something can be sent to it', () => {
  const offered = (...numeric: string[]) =>
    offeredCountries({ SMS_COUNTRIES: ['FR', 'US', 'CA'], SMS_SENDER: 'TheBuilding', SMS_NUMERIC_SENDERS: numeric });
  expect(offered()).toEqual(['FR']);
  expect(offered('CA:16045550100')).toEqual(['FR', 'CA']);
  expect(offered('US:18005550100')).toEqual(['FR', 'US', 'CA']);
  // A list that cannot be read is refused at the start; until then it offers nothing.
  expect(offered('US:18005550100', 'nonsense')).toEqual(['FR']);
});

test('a country named twice is refused', () => {
  expect(parseNumericSenders(['US:18005550100', 'US:18005550101'])).toMatchObject({ kind: 'refused' });
});
