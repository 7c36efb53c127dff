import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verifyVonageSignature } from './vonage-signature.ts';

const SECRET = 'a signature secret of thirty-two or more';
const NOW = new Date('2026-11-25T10:00:00Z');
const IAT = NOW.getTime() / 1000;
const APPLICATION = 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab';
const config = {
  VONAGE_SIGNATURE_SECRET: SECRET,
  VONAGE_API_KEY: 'abcd1234',
  VONAGE_APPLICATION_ID: APPLICATION,
  VONAGE_WEBHOOK_MAX_AGE_SECONDS: 300,
};
const body = Buffer.from('{"message_uuid":"x","status":"delivered"}');
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const claims = {
  iat: IAT,
  jti: 'c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5',
  iss: 'Vonage',
  payload_hash: hashOf(body),
  api_key: 'abcd1234',
  application_id: APPLICATION,
};

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const hs256 = (input: string, secret = SECRET) => createHmac('sha256', secret).update(input).digest('base64url');

function tokenOf(payload: unknown, header: unknown = { alg: 'HS256', typ: 'JWT' }, signer = hs256): string {
  const input = `${encoded(header)}.${encoded(payload)}`;
  return `${input}.${signer(input)}`;
}

const verify = (authorization: string | undefined, more: { body?: Uint8Array; config?: Partial<typeof config> } = {}) =>
  verifyVonageSignature({ authorization, body: more.body ?? body, config: { ...config, ...more.config }, now: NOW });
const bearer = (payload: unknown) => `Bearer ${tokenOf(payload)}`;
const refused = (reason: string) => ({ kind: 'refused', reason });

test('a receipt signed by Vonage for our account and over these bytes is taken, by its name', () => {
  expect(verify(bearer(claims))).toEqual({ kind: 'ok', jti: claims.jti });
  const { application_id: _, ...accountOnly } = claims;
  expect(verify(bearer(accountOnly))).toMatchObject({ kind: 'ok' });
  expect(verify(bearer({ ...claims, exp: IAT + 60 }))).toMatchObject({ kind: 'ok' });
});

test.each([undefined, '', 'Basic YTpi', 'Bearer', 'Bearer '])('scenario 28: %j is unsigned', (authorization) => {
  expect(verify(authorization)).toEqual({ kind: 'unsigned' });
});

describe('scenario 28, T-102: refused', () => {
  test('alg none, with or without a signature', () => {
    expect(verify(`Bearer ${tokenOf(claims, { alg: 'none' }, () => '')}`)).toEqual(refused('algorithm'));
    expect(verify(`Bearer ${tokenOf(claims, { alg: 'none' })}`)).toEqual(refused('algorithm'));
    expect(verify(`Bearer ${tokenOf(claims, { alg: 'hs256' })}`)).toEqual(refused('algorithm'));
    expect(verify(`Bearer ${tokenOf(claims, { alg: 'HS512' })}`)).toEqual(refused('algorithm'));
  });

  test('RS256', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const rs256 = (input: string) => sign('sha256', Buffer.from(input), privateKey).toString('base64url');
    expect(verify(`Bearer ${tokenOf(claims, { alg: 'RS256', typ: 'JWT' }, rs256)}`)).toEqual(refused('algorithm'));
  });

  test('another secret, and a cut or missing signature', () => {
    const good = tokenOf(claims);
    const other = tokenOf(claims, undefined, (input) => hs256(input, `${SECRET}x`));
    for (const token of [other, good.slice(0, -4), good.slice(0, good.lastIndexOf('.') + 1)])
      expect(verify(`Bearer ${token}`)).toEqual(refused('signature'));
  });

  test('claims changed under a good signature', () => {
    const [header, , signature] = tokenOf(claims).split('.');
    expect(verify(`Bearer ${header}.${encoded({ ...claims, jti: 'other' })}.${signature}`)).toEqual(
      refused('signature'),
    );
  });

  test.each([
    ['another issuer', { iss: 'Nexmo' }, 'issuer'],
    ['another account', { api_key: 'ffffffff' }, 'account'],
    ['another application', { application_id: '00000000-0000-4000-8000-000000000000' }, 'account'],
    ['neither account nor application', { api_key: undefined, application_id: undefined }, 'account'],
    ['stale', { iat: IAT - 301 }, 'age'],
    ['issued in the future', { iat: IAT + 301 }, 'age'],
    ['without a time', { iat: undefined }, 'age'],
    ['a time that is no number', { iat: String(IAT) }, 'age'],
    ['expired', { exp: IAT }, 'age'],
    ['another payload', { payload_hash: hashOf(Buffer.from('{}')) }, 'payload'],
    ['no payload hash', { payload_hash: undefined }, 'payload'],
    ['without a name', { jti: undefined }, 'malformed'],
    ['a name that is none', { jti: 'a b' }, 'malformed'],
  ])('%s', (_, change, reason) => {
    expect(verify(bearer({ ...claims, ...change }))).toEqual(refused(reason));
  });

  test('a body that was altered, or read and written again', () => {
    expect(verify(bearer(claims), { body: Buffer.from('{"message_uuid":"x","status":"rejected"}') })).toEqual(
      refused('payload'),
    );
    expect(verify(bearer(claims), { body: Buffer.from('{"status":"delivered","message_uuid":"x"}') })).toEqual(
      refused('payload'),
    );
  });

  test('everything, where no secret is configured', () => {
    const { VONAGE_SIGNATURE_SECRET: _, ...without } = config;
    expect(verifyVonageSignature({ authorization: bearer(claims), body, config: without, now: NOW })).toEqual(
      refused('not-configured'),
    );
  });
});

test('the age counts in both directions, to the configured limit', () => {
  for (const iat of [IAT - 300, IAT + 300]) expect(verify(bearer({ ...claims, iat }))).toMatchObject({ kind: 'ok' });
  expect(
    verify(bearer({ ...claims, iat: IAT - 86_000 }), { config: { VONAGE_WEBHOOK_MAX_AGE_SECONDS: 86_400 } }),
  ).toMatchObject({ kind: 'ok' });
});

test('a hash in capitals is the same hash', () => {
  expect(verify(bearer({ ...claims, payload_hash: claims.payload_hash.toUpperCase() }))).toMatchObject({ kind: 'ok' });
});

test('any header and any signed payload give an answer, never an exception', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(verify(text).kind).not.toBe('ok');
      expect(verify(`Bearer ${text}`).kind).not.toBe('ok');
    }),
  );
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (payload, header) => {
      expect(verify(bearer(payload)).kind).not.toBe('ok');
      expect(verify(`Bearer ${tokenOf(claims, header)}`).kind).toBe('refused');
    }),
  );
});
