import { describe, expect, test } from 'vitest';
import { returnPath } from './return-path.ts';

describe('where a person may be sent back to', () => {
  test.each([
    ['/', '/'],
    ['/buildings/12?floor=3&room=a%20b#plan', '/buildings/12?floor=3&room=a%20b#plan'],
    ['/console/security', '/console/security'],
    ['/a/../b/./c', '/b/c'],
    ['/b%C3%A2timents', '/b%C3%A2timents'],
    ['/bâtiments', '/b%C3%A2timents'],
    ['/redirect?to=https://evil.test', '/redirect?to=https://evil.test'],
    ['/authors', '/authors'],
    ['/apis/1', '/apis/1'],
    [`/${'a'.repeat(1999)}`, `/${'a'.repeat(1999)}`],
  ])('%s is a page of this host', (typed, path) => {
    expect(returnPath(typed)).toBe(path);
  });

  test.each([
    undefined,
    '',
    'buildings',
    'https://evil.test/',
    '//evil.test',
    '///evil.test',
    '//[',
    '/\\evil.test',
    '\\/evil.test',
    '/a/..//evil.test',
    '/./\\evil.test',
    '/.//evil.test',
    '/\tevil',
    '/\n/evil.test',
    ' /buildings',
    'javascript:alert(1)',
    'data:text/html,x',
    `/${'a'.repeat(2000)}`,
    '/api/session',
    '/API/session',
    '/auth/return?to=/',
    '/auth/verify',
    '/x/../auth/return',
    '/webhooks/vonage/status',
    '/healthz',
  ])('C090: %j is not', (typed) => {
    expect(returnPath(typed)).toBeNull();
  });

  test.each(['<', '"', 'é', '\u{20000}'])('D027: what %s becomes on the way is counted', (sign) => {
    const encoded = encodeURIComponent(sign);
    const most = Math.floor(1998 / encoded.length);
    expect(returnPath(`/x?${sign.repeat(Math.floor(1997 / encoded.length))}`)?.length).toBeLessThanOrEqual(2000);
    expect(returnPath(`/x?${sign.repeat(most + 1)}`)).toBeNull();
  });
});
