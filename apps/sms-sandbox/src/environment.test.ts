import { expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';

const noFile = () => {
  throw new Error('no file is read here');
};

test('nothing set means port 8788 and no credentials', () => {
  expect(readEnvironment({ SMS_SANDBOX_API_KEY: '' }, noFile)).toEqual({
    kind: 'ok',
    environment: {
      port: 8788,
      credentials: { applicationId: undefined, publicKey: undefined, apiKey: undefined, apiSecret: undefined },
      signatureSecret: undefined,
    },
  });
});

test('production is refused in one line', () => {
  const read = readEnvironment({ NODE_ENV: 'production' }, noFile);
  expect(read).toEqual({
    kind: 'refused',
    line: 'The SMS sandbox is a stand-in for development and tests: it does not run with NODE_ENV=production.',
  });
});

test('half a pair of API key and secret is refused', () => {
  expect(readEnvironment({ SMS_SANDBOX_API_KEY: 'abcd1234' }, noFile)).toMatchObject({ kind: 'refused' });
});

test('a public key comes from its file, or inline with escaped line ends', () => {
  const fromFile = readEnvironment({ SMS_SANDBOX_PUBLIC_KEY_FILE: 'key.pem' }, (path) => `PEM of ${path}`);
  expect(fromFile).toMatchObject({ environment: { credentials: { publicKey: 'PEM of key.pem' } } });
  const inline = readEnvironment({ SMS_SANDBOX_PUBLIC_KEY: 'a\\nb' }, noFile);
  expect(inline).toMatchObject({ environment: { credentials: { publicKey: 'a\nb' } } });
});
