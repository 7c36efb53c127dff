import { expect, test } from 'vitest';
import { qrText } from './qr-text.ts';

const uri = (login: string) =>
  `otpauth://totp/The%20Building%20API:${encodeURIComponent(login)}?secret=GEZDGNBVGY3TQOJQ&issuer=The%20Building%20API`;

test('a usual login stays as it is', () => {
  expect(qrText(uri('a.martin@example.com'))).toBe(uri('a.martin@example.com'));
});

test.each(['а', '漢', '👩', 'a'])('D021: a login of 320 times %s makes a picture that a camera reads', (letter) => {
  const text = qrText(uri(letter.repeat(320)));
  expect(text.length).toBeLessThan(620);
  expect(text).toMatch(/^otpauth:\/\/totp\/The%20Building%20API:.+…?\?secret=GEZDGNBVGY3TQOJQ&issuer=/);
  expect(() => decodeURIComponent(text)).not.toThrow();
});
