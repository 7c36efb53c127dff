import { describe, expect } from 'vitest';
import { PASSWORD } from '../support/fixed-values.ts';
import { appOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';

describe.each(['sqlite', 'postgres'] as const)('what a wrong proof leaves in the Security tab, on %s', (engine) => {
  const it = test.extend('options', { engine });

  it('D023: a wrong code of a step-up is told with its method, and so is the wait that it brings about', async ({
    world,
  }) => {
    const { browser } = await appOwner(world);
    const prove = (password: string) =>
      browser.send('POST', '/api/step-up', { password, answer: { method: 'otp', code: 'zzzzzz' } });
    await prove('not the password at all');
    for (let time = 0; time < 4; time += 1) await prove(PASSWORD);
    await world.deps.background.settled();
    const { events } = (await browser.security()).body;
    expect(events.map(({ kind, method, count }) => [kind, method, count])).toEqual(
      expect.arrayContaining([
        ['wrong-password', 'pwd', 1],
        ['wrong-code', 'otp', 4],
        ['second-factor-blocked', 'otp', 1],
      ]),
    );
  });
});
