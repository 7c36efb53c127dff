import { expect, test } from 'vitest';
import { keyPair } from '../test/sender.ts';
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
  const { publicKey: pem } = keyPair();
  const fromFile = readEnvironment({ SMS_SANDBOX_PUBLIC_KEY_FILE: 'key.pem' }, () => pem);
  expect(fromFile).toMatchObject({ environment: { credentials: { publicKey: pem } } });
  const inline = readEnvironment({ SMS_SANDBOX_PUBLIC_KEY: pem.replaceAll('\n', '\\n') }, noFile);
  expect(inline).toMatchObject({ environment: { credentials: { publicKey: pem } } });
});

test('what is no public key is refused by the name of its variable', () => {
  expect(readEnvironment({ SMS_SANDBOX_PUBLIC_KEY: 'nonsense' }, noFile)).toEqual({
    kind: 'refused',
    line: 'SMS_SANDBOX_PUBLIC_KEY: is no readable PEM of a public key.',
  });
  expect(readEnvironment({ SMS_SANDBOX_PUBLIC_KEY_FILE: 'gone.pem' }, noFile)).toEqual({
    kind: 'refused',
    line: 'SMS_SANDBOX_PUBLIC_KEY_FILE: is no readable PEM of a public key.',
  });
});
