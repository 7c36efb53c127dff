import { expect } from 'vitest';
import { codeOf, otherCode } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { appOwner, nextCode, ownerOfBoth, phoneOwner } from '../support/owners.ts';
import type { World } from '../support/world.ts';

/** Runs a flow to its end, what it does in the background included, and writes down what it cost. */
type Measure = (flow: string, run: () => Promise<unknown>) => Promise<void>;

async function expectOk(answering: Promise<{ readonly status: number; readonly problem: unknown }>) {
  const answer = await answering;
  expect(answer.problem).toBeNull();
  return answer;
}

async function signInAndOut(world: World, measure: Measure): Promise<void> {
  const { login } = await world.account('password@example.com');
  const browser = world.browser();
  await measure('the sign-in page, nobody signed in', () => expectOk(browser.session()));
  await measure('password, wrong', () => browser.signIn(login, 'zebra-quilt not the one 99'));
  await measure('password, of an account without a second factor', () => expectOk(browser.signIn(login)));
  await measure('session view', () => expectOk(browser.session()));
  await measure('Security tab', () => expectOk(browser.security()));
  await measure('change of password', () =>
    expectOk(browser.send('POST', '/api/password', { newPassword: 'harvest-17 granite umbrella' })),
  );
  await measure('sign-out', () => expectOk(browser.send('DELETE', '/api/session')));
}

async function byApp(world: World, measure: Measure): Promise<void> {
  const { login } = await world.account('enrolling@example.com');
  const enrolling = world.browser();
  await enrolling.signIn(login);
  let key = '';
  let id = '';
  await measure('enrolment of an app, begun', async () => {
    const { body } = await enrolling.begin({ kind: 'app' });
    if (body.kind !== 'app') throw new Error('no app');
    ({ id, key } = body);
  });
  await measure('enrolment of an app, confirmed: two-factor comes on', () =>
    expectOk(enrolling.confirm(id, codeOf(key, world.clock.now()))),
  );
  const owner = await appOwner(world, 'app@example.com');
  const browser = world.browser();
  await measure('password, then the app is asked for', () => expectOk(browser.signIn(owner.login)));
  await measure('code of the app, wrong', () =>
    browser.answer('otp', otherCode(codeOf(owner.secret, world.clock.now()))),
  );
  const code = nextCode(world, owner.secret);
  await measure('code of the app', () => expectOk(browser.answer('otp', code)));
  await measure('session check', () => expectOk(browser.send('GET', '/auth/verify')));
  await measure('other sessions ended', () => expectOk(browser.send('DELETE', '/api/sessions')));
  for (let i = 0; i < 2; i += 1) {
    world.clock.advance(1000);
    await browser.security();
  }
  const fresh = nextCode(world, owner.secret);
  await measure('step-up by app', () =>
    expectOk(browser.send('POST', '/api/step-up', { password: PASSWORD, answer: { method: 'otp', code: fresh } })),
  );
  await measure('recovery code, replaced', () => expectOk(browser.replaceRecoveryCode()));
  await measure('two-factor turned off', () => expectOk(browser.send('DELETE', '/api/two-factor')));
}

async function byPhone(world: World, measure: Measure): Promise<void> {
  const { login } = await world.account('phoning@example.com');
  const enrolling = world.browser();
  await enrolling.signIn(login);
  let id = '';
  await measure('enrolment of a phone, begun: a message is sent', async () => {
    ({ id } = (await enrolling.begin({ kind: 'phone', country: 'FR', number: '+33639980071' })).body);
  });
  await measure('enrolment of a phone, confirmed: two-factor comes on', () =>
    expectOk(enrolling.confirm(id, world.phones.codeFor('+33639980071'))),
  );
  const owner = await phoneOwner(world, 'phone@example.com', '+33639980072');
  world.clock.advance(120);
  const browser = world.browser();
  await measure('password, then a message is sent', () => expectOk(browser.signIn(owner.login)));
  world.clock.advance(120);
  await measure('message asked for again', () => expectOk(browser.send('POST', '/api/sign-in/challenge/sms')));
  await measure('code of a message', () => expectOk(browser.answer('sms', world.phones.codeFor(owner.number))));
}

async function byRecovery(world: World, measure: Measure): Promise<void> {
  const owner = await ownerOfBoth(world, 'recovering@example.com');
  const browser = world.browser();
  world.clock.advance(120);
  await browser.signIn(owner.login);
  await measure('recovery code', () => expectOk(browser.answer('recovery', owner.recoveryCode)));
  await measure('recovery code, its successor fetched', () => expectOk(browser.replaceRecoveryCode()));
  const app = (await browser.security()).body.authenticators.find(({ kind }) => kind === 'app');
  await measure('authenticator removed', () => expectOk(browser.send('DELETE', `/api/authenticators/${app?.id}`)));
}

/** Takes each flow once and says what it cost, by its name and in their order. */
export async function costsOf<Cost>(
  world: World,
  costOf: (run: () => Promise<void>) => Promise<Cost>,
): Promise<ReadonlyMap<string, Cost>> {
  const measured = new Map<string, Cost>();
  const settled = async () => {
    await world.deps.background.settled();
    await world.deps.background.settleOwed();
  };
  const measure: Measure = async (flow, run) => {
    await settled();
    const cost = await costOf(async () => {
      await run();
      await settled();
    });
    measured.set(flow, cost);
  };
  for (const walk of [signInAndOut, byApp, byPhone, byRecovery]) await walk(world, measure);
  return measured;
}
