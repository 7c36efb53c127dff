import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPepper, type Pepper, parseKeyRing } from './key-ring.ts';
import { createPasswordHasher, hashQueue } from './password-hasher.ts';

/** The floor of the configuration: tests run often. */
const floor = {
  PASSWORD_MEMORY_MIB: 19,
  PASSWORD_PASSES: 2,
  PASSWORD_LANES: 1,
};
const OLD = `old:${Buffer.alloc(32, 1).toString('base64')}`;
const NEW = `new:${Buffer.alloc(32, 2).toString('base64')}`;
const password = 'correct horse battery staple';

function pepperOf(text: string): Pepper {
  const parsed = parseKeyRing(text);
  if (parsed.kind === 'refused') throw new Error(parsed.line);
  return createPepper(parsed.ring);
}

const hasher = await createPasswordHasher({
  config: floor,
  pepper: pepperOf(OLD),
});
const stored = String(await hasher.hash(password));

describe('a hashed password', () => {
  test('R-PW-08: names its pepper key and its parameters', () => {
    expect(stored).toMatch(/^old\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  });

  test('is salted', async () => {
    expect(await hasher.hash(password)).not.toBe(stored);
  });

  test('the right password is right and needs no new hash', async () => {
    expect(await hasher.verify(password, stored)).toEqual({
      kind: 'right',
      needsRehash: false,
    });
  });

  test.each([
    ['another', 'correct horse battery stapler'],
    ['another case', 'Correct horse battery staple'],
    ['blanks around it', ` ${password} `],
    ['nothing', ''],
  ])('%s is wrong', async (_, typed) => {
    expect(await hasher.verify(typed, stored)).toEqual({ kind: 'wrong' });
  });

  test('R-PW-03: composed and decomposed spelling is the same password', async () => {
    const composed = String(await hasher.hash('mot de passe tr\u00e8s s\u00fbr'));
    expect(await hasher.verify('mot de passe tre\u0300s su\u0302r', composed)).toMatchObject({ kind: 'right' });
  });
});

describe('odd input', () => {
  test.each([
    ['a lone surrogate', `\ud800${'x'.repeat(14)}`],
    ['NUL', `before\u0000after and more`],
    ['T-091: 256 four-byte code points', '\u{1f511}'.repeat(256)],
    ['nothing', ''],
  ])('%s hashes and verifies', async (_, odd) => {
    const hash = String(await hasher.hash(odd));
    expect(await hasher.verify(odd, hash)).toMatchObject({ kind: 'right' });
  });

  test('T-091: nothing is cut, the last of 256 code points counts', async () => {
    const long = '\u{1f511}'.repeat(255);
    const hash = String(await hasher.hash(`${long}a`));
    expect(await hasher.verify(`${long}b`, hash)).toEqual({ kind: 'wrong' });
  });

  test('NUL does not end the password', async () => {
    const hash = String(await hasher.hash('before\u0000after'));
    expect(await hasher.verify('before\u0000other', hash)).toEqual({
      kind: 'wrong',
    });
  });

  test('any text and any stored value give a verdict', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.oneof(
          fc.string(),
          fc.string().map((text) => stored.slice(0, 20) + text),
          fc.nat(stored.length).map((cut) => stored.slice(0, cut)),
        ),
        async (typed, hash) => {
          expect(await hasher.verify(typed, hash)).toEqual({ kind: hash === stored ? 'wrong' : 'cannot-verify' });
        },
      ),
      { numRuns: 25 },
    );
  });

  test.each([
    ['no pepper key', stored.slice('old'.length)],
    ['an unknown pepper key', stored.replace('old', 'gone')],
    ['another algorithm', stored.replace('argon2id', 'argon2i')],
    ['more memory than was ever configured', stored.replace('m=19456', 'm=4294967295')],
    ['a salt of three letters', stored.replace(/\$[^$]+\$([^$]+)$/, '$A$$$1')],
    ['a cut tag', stored.slice(0, -1)],
    ['a bcrypt hash', `old$2b$10$${'a'.repeat(53)}`],
    ['nothing in it', ''],
  ])('D009: a stored hash with %s is a fault and no wrong password', async (_, hash) => {
    expect(await hasher.verify(password, hash)).toEqual({ kind: 'cannot-verify' });
  });
});

describe('raising the cost or the key', () => {
  test('a hash with other parameters is right and needs a new one', async () => {
    const raised = await createPasswordHasher({
      config: { ...floor, PASSWORD_PASSES: 3 },
      pepper: pepperOf(OLD),
    });
    expect(await raised.verify(password, stored)).toEqual({
      kind: 'right',
      needsRehash: true,
    });
    const fresh = String(await raised.hash(password));
    expect(await raised.verify(password, fresh)).toEqual({
      kind: 'right',
      needsRehash: false,
    });
  });

  test('a hash under an older pepper key is right and needs a new one', async () => {
    const rotated = await createPasswordHasher({
      config: floor,
      pepper: pepperOf(`${NEW},${OLD}`),
    });
    expect(await rotated.verify(password, stored)).toEqual({
      kind: 'right',
      needsRehash: true,
    });
    expect(await rotated.hash(password)).toMatch(/^new\$argon2id\$/);
  });

  test("R-PW-09: without the pepper's key the right password is wrong", async () => {
    const stranger = await createPasswordHasher({
      config: floor,
      pepper: pepperOf(NEW.replace('new', 'old')),
    });
    expect(await stranger.verify(password, stored)).toEqual({ kind: 'wrong' });
  });
});

describe('T-073: an unknown login', () => {
  test('is wrong, whatever the password', async () => {
    expect(await hasher.verify(password, null)).toEqual({ kind: 'wrong' });
  });

  test('costs what a wrong password costs', async () => {
    const time = async (hash: string | null) => {
      const took: number[] = [];
      for (let round = 0; round < 15; round += 1) {
        const before = process.cpuUsage();
        await hasher.verify('not the password', hash);
        const { user, system } = process.cpuUsage(before);
        took.push(user + system);
      }
      return Number(took.sort((a, b) => a - b)[7]);
    };
    const [unknown, known] = [await time(null), await time(stored)];
    // Of the processor, of which a busy machine takes nothing away; returning early would make it a hundredth.
    expect(unknown / known).toBeGreaterThan(0.3);
    expect(unknown / known).toBeLessThan(3);
  });
});

describe('R-PW-19: the queue', () => {
  test('takes eight per core, refuses the rest at once, and is free again afterwards', async () => {
    const small = await createPasswordHasher({
      config: floor,
      pepper: pepperOf(OLD),
      queue: hashQueue(1),
    });
    const order: string[] = [];
    const rooms: boolean[] = [];
    const verdicts = await Promise.all(
      Array.from({ length: 12 }, async () => {
        rooms.push(small.hasRoom());
        const verdict = await small.verify(password, stored);
        order.push(verdict.kind);
        return verdict.kind;
      }),
    );
    expect(rooms).toEqual([...Array(8).fill(true), ...Array(4).fill(false)]);
    expect(small.hasRoom()).toBe(true);
    expect(verdicts.filter((kind) => kind === 'right')).toHaveLength(8);
    expect(order.slice(0, 4)).toEqual(['busy', 'busy', 'busy', 'busy']);
    expect(await small.verify(password, stored)).toMatchObject({
      kind: 'right',
    });
  });

  test('a hash is null when the queue is full', async () => {
    const small = await createPasswordHasher({
      config: floor,
      pepper: pepperOf(OLD),
      queue: hashQueue(1),
    });
    const hashes = await Promise.all(Array.from({ length: 9 }, () => small.hash(password)));
    expect(hashes.filter((hash) => hash === null)).toHaveLength(1);
    expect(hashes[8]).toBeNull();
  });
});
