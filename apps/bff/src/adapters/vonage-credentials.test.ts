import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { refusesDebug, vonageCredentials } from './vonage-credentials.ts';

const rsa = (modulusLength: number, type: 'pkcs1' | 'pkcs8' = 'pkcs8') =>
  generateKeyPairSync('rsa', { modulusLength }).privateKey.export({ type, format: 'pem' }).toString();
const pem = rsa(2048);
const base = { NODE_ENV: 'production', VONAGE_API_HOST: 'https://api-eu.nexmo.com' } as const;
const app = { ...base, VONAGE_APPLICATION_ID: 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab' };

const lineOf = (...parameters: Parameters<typeof vonageCredentials>) => {
  const read = vonageCredentials(...parameters);
  return read.kind === 'refused' ? read.line : read.kind;
};

describe('which credentials', () => {
  test('none is a choice, not a fault', () => {
    expect(vonageCredentials(base)).toEqual({ kind: 'none' });
  });

  test('key and secret are sent as Basic', () => {
    expect(vonageCredentials({ ...base, VONAGE_API_KEY: 'abcd1234', VONAGE_API_SECRET: 'secret' })).toEqual({
      kind: 'ok',
      apiHost: 'https://api-eu.nexmo.com',
      credentials: { apiKey: 'abcd1234', apiSecret: 'secret' },
    });
  });

  test('the application’s key wins; the API key beside it serves receipts', () => {
    expect(
      vonageCredentials({ ...app, VONAGE_PRIVATE_KEY: pem, VONAGE_API_KEY: 'abcd1234', VONAGE_API_SECRET: 's' }),
    ).toMatchObject({ kind: 'ok', credentials: { applicationId: app.VONAGE_APPLICATION_ID } });
  });

  test.each([
    [app, 'VONAGE_PRIVATE_KEY: is missing beside VONAGE_APPLICATION_ID'],
    [
      { ...app, VONAGE_API_KEY: 'k', VONAGE_API_SECRET: 's' },
      'VONAGE_PRIVATE_KEY: is missing beside VONAGE_APPLICATION_ID',
    ],
    [{ ...base, VONAGE_PRIVATE_KEY: pem }, 'VONAGE_APPLICATION_ID: is missing beside the private key'],
    [{ ...base, VONAGE_API_KEY: 'k' }, 'VONAGE_API_SECRET: is missing beside VONAGE_API_KEY'],
    [{ ...base, VONAGE_API_SECRET: 's' }, 'VONAGE_API_KEY: is missing beside VONAGE_API_SECRET'],
  ])('a half is refused %#', (config, line) => {
    expect(lineOf(config)).toBe(line);
  });
});

describe('the private key', () => {
  test.each([
    ['PEM', pem],
    ['PEM with line breaks written out', pem.replaceAll('\n', '\\n')],
    ['base64 of a PEM', Buffer.from(pem).toString('base64')],
    ['PKCS #1', rsa(2048, 'pkcs1')],
    ['PEM with blanks around', `\n ${pem}\n`],
  ])('is taken as %s', (_, key) => {
    const read = vonageCredentials({ ...app, VONAGE_PRIVATE_KEY: key });
    expect(read).toMatchObject({
      kind: 'ok',
      credentials: { privateKey: expect.stringMatching(/^-----BEGIN PRIVATE KEY-----\n/) },
    });
  });

  test('is taken from the text that the caller read', () => {
    const read = vonageCredentials(app, pem);
    expect(
      read.kind === 'ok' && 'privateKey' in read.credentials && createPrivateKey(read.credentials.privateKey),
    ).toEqual(createPrivateKey(pem));
  });

  const noKey = 'VONAGE_PRIVATE_KEY: is no private key in PEM, nor base64 of one, without passphrase';
  const weak = 'VONAGE_PRIVATE_KEY: must be an RSA key of at least 2048 bits';
  test.each([
    ['a path', '/etc/vonage.key', noKey],
    ['half a PEM', pem.slice(0, 200), noKey],
    [
      'a public key',
      generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      noKey,
    ],
    ['a short RSA key', rsa(1024), weak],
    [
      'an EC key',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      weak,
    ],
  ])('%s is refused, and not quoted', (_, key, line) => {
    expect(lineOf({ ...app, VONAGE_PRIVATE_KEY: key })).toBe(line);
  });
});

describe('the host', () => {
  const basic = { ...base, VONAGE_API_KEY: 'k', VONAGE_API_SECRET: 's' };
  const hostOf = (VONAGE_API_HOST: string, NODE_ENV: 'production' | 'development' = 'production') => {
    const read = vonageCredentials({ ...basic, NODE_ENV, VONAGE_API_HOST });
    return read.kind === 'ok' ? read.apiHost : read.kind === 'refused' ? read.line : '';
  };

  test('loses its slash, which the SDK would double', () => {
    expect(hostOf('https://api-eu.nexmo.com/')).toBe('https://api-eu.nexmo.com');
    expect(hostOf('http://127.0.0.1:9900/')).toBe('http://127.0.0.1:9900');
  });

  test('is https, and Vonage’s in production', () => {
    expect(hostOf('http://api-eu.nexmo.com')).toBe('VONAGE_API_HOST: must be https, except on loopback');
    expect(hostOf('https://api.nexmo.com.example.org')).toBe(
      'VONAGE_API_HOST: must be a host of nexmo.com or vonage.com in production',
    );
    expect(hostOf('https://sandbox.example.org', 'development')).toBe('https://sandbox.example.org');
    expect(hostOf('https://api-eu.vonage.com')).toBe('https://api-eu.vonage.com');
    expect(hostOf('https://api.nexmo.com?x=1')).toBe(
      'VONAGE_API_HOST: must be an origin such as https://api-eu.nexmo.com',
    );
  });
});

describe('scenario 40: DEBUG that would print credentials', () => {
  test.each([
    'vonage:*',
    '*',
    'vonage:server-client',
    'express,vonage:*',
    'app vonage:messages',
    'v*',
    'vonage*',
    'VONAGE:*',
  ])('%j is refused', (DEBUG) => {
    expect(refusesDebug({ DEBUG })).toBe(true);
  });

  test.each(['', 'express:*', 'app', '-vonage:*', 'pino,hono:*', 'vite:*'])('%j is not', (DEBUG) => {
    expect(refusesDebug({ DEBUG })).toBe(false);
  });

  test('no DEBUG is not', () => {
    expect(refusesDebug({})).toBe(false);
  });
});
