import { expect, it } from 'vitest';
import { serverWith } from '../support/other-server.ts';
import { phoneOwner } from '../support/owners.ts';
import { createWorld } from '../support/world.ts';

it('D036: a country taken off the list is sent to no more, though a number of it is bound', async () => {
  const world = await createWorld();
  const owner = await phoneOwner(world);
  const before = world.phones.sent.length;
  const browserOf = serverWith(world, { config: { ...world.deps.config, SMS_COUNTRIES: ['BE'] } });
  const browser = browserOf();
  world.clock.advance(60);
  expect((await browser.signIn(owner.login)).body.state).toBe('challenged');
  await world.deps.background.settled();
  world.clock.advance(60);
  const again = await browser.send('POST', '/api/sign-in/challenge/sms');
  expect(again.problem).toMatchObject({ type: 'sms-not-sent', failure: 'destination-blocked' });
  expect(world.phones.sent).toHaveLength(before);
  expect((await browser.answer('recovery', owner.recoveryCode)).body.state).toBe('authenticated');
  await world.close();
});
