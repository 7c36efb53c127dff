import { describe, expect, it } from 'vitest';
import { readPasswordHash } from './password-hash.ts';

const SALT = 'AAECAwQFBgcICQoLDA0ODw';
const TAG = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8';
const hash = (cost = 'm=19456,t=2,p=1', salt = SALT, tag = TAG) => `k1$argon2id$v=19$${cost}$${salt}$${tag}`;

describe('a stored password', () => {
  it('is read as its key, its cost and what libraries take', () => {
    expect(readPasswordHash(hash())).toEqual({
      keyId: 'k1',
      cost: { memoryCost: 19_456, timeCost: 2, parallelism: 1 },
      phc: hash().slice(2),
    });
  });

  it.each(['m=8,t=1,p=1', 'm=32,t=2,p=4', 'm=1048576,t=2,p=1'])('is read at the bounds of its cost: %s', (cost) => {
    expect(readPasswordHash(hash(cost))?.phc).toContain(cost);
  });

  it.each([
    ['nothing', ''],
    ['no key', hash().slice(2)],
    ['another algorithm', hash().replace('argon2id', 'argon2i')],
    ['another version', hash().replace('v=19', 'v=16')],
    ['more memory than was ever configured', hash('m=4294967295,t=2,p=1')],
    ['less memory than its lanes need', hash('m=31,t=2,p=4')],
    ['no pass', hash('m=19456,t=0,p=1')],
    ['no lane', hash('m=19456,t=2,p=0')],
    ['a salt that was cut', hash(undefined, SALT.slice(0, -1))],
    ['a salt that is no base64 of 16 bytes', hash(undefined, `${SALT.slice(0, -1)}x`)],
    ['a tag that was cut', hash(undefined, undefined, TAG.slice(0, -1))],
    ['a tag that was cut by whole bytes', hash(undefined, undefined, TAG.slice(0, -4))],
    ['a tag that is no base64 of 32 bytes', hash(undefined, undefined, `${TAG.slice(0, -1)}9`)],
    ['letters that are no base64', hash(undefined, SALT.replace('A', '_'))],
    ['a line break behind it', `${hash()}\n`],
    ['a bcrypt hash', `k1$2b$10$${'a'.repeat(53)}`],
  ])('D009: with %s is none that was written here', (_, stored) => {
    expect(readPasswordHash(stored)).toBeNull();
  });
});
