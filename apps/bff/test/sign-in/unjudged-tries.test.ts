import { describe, expect } from 'vitest';
import { Unavailable } from '../../src/outcome.ts';
import { otherCode } from '../support/browser.ts';
import { trappedServer } from '../support/other-server.ts';
import { appOwner, nextCode } from '../support/owners.ts';
import { test } from '../support/test.ts';

const it = test.extend('owner', async ({ world }) => await appOwner(world));

describe('F-16: while a row is held by an instance that hangs', () => {
  it.for(['authenticator_spend_step', 'account_admit'])(
    'no try of a right code is lost where %s waits in vain, however many',
    async (statement, { world, owner }) => {
      const server = trappedServer(world);
      const browser = server.browser();
      await browser.signIn(owner.login);
      const code = nextCode(world, owner.secret);
      for (let tries = 0; tries < 8; tries += 1) {
        server.database.failBefore(statement, new Unavailable('55P03'));
        expect((await browser.answer('otp', code)).problem).toMatchObject({ type: 'busy', retryAfterSeconds: 2 });
        await world.deps.background.settled();
      }
      expect((await browser.session()).body).toMatchObject({ state: 'challenged', attemptsLeft: 5 });
      expect((await browser.answer('otp', code)).body.state).toBe('authenticated');
    },
  );

  it('every wrong code stays counted, whether its event could be written or not', async ({ world, owner }) => {
    const server = trappedServer(world);
    const browser = server.browser();
    await browser.signIn(owner.login);
    const code = nextCode(world, owner.secret);
    for (let tries = 0; tries < 5; tries += 1) {
      // What could not be written is owed, and written before the next try.
      if (tries % 2 === 0) server.database.failBefore('event_tally', new Unavailable('55P03'));
      expect((await browser.answer('otp', otherCode(code))).problem?.type).toBe('wrong-code');
      await world.deps.background.settled();
    }
    expect((await browser.answer('otp', code)).status).not.toBe(200);
  });
});
