import { describe, expect } from 'vitest';
import type { Browser } from '../support/browser.ts';
import { serverWith } from '../support/other-server.ts';
import { appOwner, nextCode } from '../support/owners.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts';
import { test } from '../support/test.ts';
import type { World } from '../support/world.ts';

const OWNERS_ADDRESS = '2001:db8:1:1::7';

/** Somebody who has the password, and so many networks: /64s of one site, of many sites, and the owner's own. */
function addressesOf(networks: number): string[] {
  const others = Array.from({ length: networks - 1 }, (_, n) =>
    n % 2 === 0 ? `2001:db8:2:${n.toString(16)}::1` : `2001:db8:${(0x100 + n).toString(16)}::1`,
  );
  return [OWNERS_ADDRESS, ...others];
}

/** One move of somebody who wants the owner out: opens, opens again, leaves, guesses. */
async function play(random: SeededRandom, jars: Browser[], begin: (address: string) => Browser, from: string[]) {
  const open = async (jar: Browser, login = 'a.martin@example.com') => {
    await jar.signIn(login);
    jars.push(jar);
  };
  const anew = () => open(begin(from[random.whole(0, from.length - 1)] ?? OWNERS_ADDRESS));
  const jar = jars[random.whole(0, jars.length - 1)];
  const move = random.whole(0, 9);
  if (jar === undefined || move < 5) return anew();
  if (move === 5) return void (await jar.signIn('a.martin@example.com'));
  if (move === 6) return void (await jar.send('DELETE', '/api/sign-in/challenge'));
  return void (await jar.answer(move === 7 ? 'otp' : 'recovery', 'zzzzzz'));
}

describe.each(['sqlite', 'postgres'] as const)('somebody who has the password, on %s', (engine) => {
  const it = test.extend('options', { engine });
  const ownerIn = async (world: World) => ({
    ...(await appOwner(world)),
    browserOf: serverWith(world, { passwords: quickPasswords }),
  });

  it.for([
    [1, 1],
    [2, 9],
    [3, 12],
    [4, 60],
  ] as const)(
    'D044: ends no sign-in of the owner in a new browser, in any order of moves (seed %i, from %i networks)',
    async ([seed, networks], { world }) => {
      const { login, recoveryCode, browserOf } = await ownerIn(world);
      const random = seededRandom(seed);
      const addresses = addressesOf(networks);
      const jars: Browser[] = [];
      const owner = browserOf(OWNERS_ADDRESS);
      const beginsAt = random.whole(0, 40);
      for (let move = 0; move < 100; move += 1) {
        if (move === beginsAt) expect((await owner.signIn(login)).body.state).toBe('challenged');
        await play(random, jars, browserOf, addresses);
        world.clock.advance(random.whole(1, 3));
        if (move >= beginsAt)
          expect((await owner.session()).body, `seed ${seed}`).toMatchObject({ state: 'challenged' });
      }
      // Whatever waits the guesses have brought about: a minute after the password the recovery code has its turn.
      expect((await owner.answer('recovery', recoveryCode)).body, `seed ${seed}`).toMatchObject({
        state: 'authenticated',
      });
    },
  );

  it('D044: opens a hundred sign-ins from a hundred networks, and the owner’s goes on under its code', async ({
    world,
  }) => {
    const { login, secret, browserOf } = await ownerIn(world);
    const owner = browserOf(OWNERS_ADDRESS);
    await owner.signIn(login);
    for (const address of addressesOf(100)) {
      world.clock.advance(1);
      await browserOf(address).signIn(login);
    }
    expect((await owner.answer('otp', nextCode(world, secret))).status).toBe(200);
  });
});
