import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDatabase } from '../../src/flows/running/check-database.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { offers } from '../support/offers.ts';
import { ask } from './filled-database.ts';
import { OpenedFixture, type Person } from './first-release-fixture.ts';

/** With a second factor that can be used from a browser that was never there. */
const USABLE = [
  'app-of-the-older-key',
  'phone-of-the-older-key',
  'app',
  'phone',
  'app-and-phone',
  'code-unsaved',
  'code-replaced',
  'recovered',
  'app-blocked',
  'phone-blocked',
  'messages',
  'challenged',
  'challenges-closed',
  'stepping-up',
  'stepped-up',
] as const;
const DISABLED = ['app-disabled', 'phone-disabled'] as const;
const LIVE = [
  'password-alone',
  'app',
  'phone',
  'app-and-phone',
  'code-unsaved',
  'code-replaced',
  'recovered',
  'stepping-up',
];
/** A minute for a text message to be asked for again. */
const RESEND_SECONDS = 60;

describe.each(['sqlite', 'postgres'] as const)('what 0.1.0 wrote, on %s', (engine) => {
  let fixture: OpenedFixture;
  beforeEach(async () => {
    fixture = await OpenedFixture.open(engine);
  });
  afterEach(() => fixture.close());

  async function signedIn(person: Person) {
    const browser = fixture.world.browser();
    expect((await browser.signIn(person.login)).body).toMatchObject({ state: 'challenged', login: person.login });
    await fixture.world.deps.background.settled();
    const { method, code } = fixture.code(person);
    const answer = await browser.answer(method, code);
    expect([person.login, answer.status, answer.problem]).toEqual([person.login, 200, null]);
    expect(answer.body).toMatchObject({ state: 'authenticated', assuranceLevel: 'aal2', twoFactorOn: true });
    return browser;
  }

  it('is content with itself, and holds every state', async () => {
    expect((await checkDatabase(fixture.world.deps)).flatMap(({ faults }) => faults)).toEqual([]);
    const states = async (sql: string) => (await ask(fixture.url, sql)).map((row) => Object.values(row).join(' '));
    expect(await states('select distinct state from challenge order by 1')).toEqual(['answered', 'cancelled', 'open']);
    expect(await states('select distinct kind, state from enrolment order by 1, 2')).toEqual([
      'app cancelled',
      'app confirmed',
      'app open',
      'phone confirmed',
      'phone open',
    ]);
    expect(await states('select distinct state from recovery_code order by 1')).toEqual(['active', 'replaced', 'used']);
    expect(await states('select distinct by_recovery from session order by 1')).toEqual([
      'finished',
      'none',
      'pending',
    ]);
    expect(await states('select distinct state from sms_message order by 1')).toEqual([
      'delivered',
      'may-arrive',
      'not-delivered',
      'not-sent',
      'sent',
    ]);
    expect(await states('select key_id from key_canary order by 1')).toEqual(['newer', 'older']);
    expect(await states("select coalesce(release, 'first') from instance")).toEqual(['first']);
    for (const table of ['attempt', 'browser', 'password_link', 'receipt', 'send_lock', 'sms_alarm', 'throttle'])
      expect(await states(`select count(*) > 0 from ${table}`)).not.toEqual(['0']);
    expect(await states('select count(*) from authenticator where disabled_at is not null')).toEqual(['2']);
  });

  it('keeps everybody signed in who was', async () => {
    for (const name of LIVE) {
      const person = fixture.person(name);
      const { body } = await fixture.browserOf(person).session();
      expect([name, body]).toMatchObject([name, { state: 'authenticated', account: { login: person.login } }]);
    }
  });

  it.each(USABLE)('lets them sign in, step up, change and turn off: %s', async (name) => {
    const person = fixture.person(name);
    // After so many messages in an hour the next one waits.
    if (name === 'phone-blocked') fixture.world.clock.advance(3600);
    const browser = await signedIn(person);
    fixture.world.clock.advance(11 * 60);
    expect((await browser.send('DELETE', '/api/two-factor')).problem?.type).toBe('step-up-required');
    if (person.secret === undefined) {
      expect((await browser.send('POST', '/api/step-up/sms')).problem).toBeNull();
      await fixture.world.deps.background.settled();
    }
    const answer = fixture.code(person);
    expect((await browser.send('POST', '/api/step-up', { password: PASSWORD, answer })).problem).toBeNull();
    const { authenticators } = (await browser.security()).body;
    const app = authenticators.find(({ kind }) => kind === 'app');
    const { secret } = await browser.enrolApp(app?.id);
    const again = await signedIn({ ...person, secret });
    expect((await again.send('DELETE', '/api/two-factor')).problem).toBeNull();
    expect((await fixture.world.browser().signIn(person.login)).body).toMatchObject({ state: 'authenticated' });
  });

  it.each([...USABLE, ...DISABLED])('lets them in by their recovery code: %s', async (name) => {
    const person = fixture.person(name);
    const browser = fixture.world.browser();
    await browser.signIn(person.login);
    expect((await browser.answer('recovery', person.recoveryCode)).body).toMatchObject({ byRecovery: 'pending' });
    expect((await browser.replaceRecoveryCode()).problem).toBeNull();
    const { authenticators } = (await browser.security()).body;
    const app = authenticators.find(({ kind }) => kind === 'app');
    const { secret } = await browser.enrolApp(app?.id);
    await signedIn({ ...person, secret });
  });

  it('keeps disabled what was disabled, and inactive who was', async () => {
    for (const name of DISABLED)
      expect((await fixture.browserOf(fixture.person(name)).signIn(fixture.person(name).login)).body).toMatchObject({
        state: 'challenged',
        methods: offers('recovery'),
      });
    expect((await fixture.world.browser().signIn('inactive@example.com')).problem?.type).toBe('wrong-credentials');
    for (const name of ['password-alone', 'two-factor-turned-off'])
      expect((await fixture.world.browser().signIn(fixture.person(name).login)).body).toMatchObject({
        state: 'authenticated',
      });
  });

  it('keeps blocks for as long as they had, and lets the right code in after them', async () => {
    const counts = await ask(fixture.url, 'select failed from attempt where failed >= 8 order by failed');
    expect(counts.map(({ failed }) => failed)).toEqual([8, 8, 100, 100]);
    const app = fixture.browserOf(fixture.person('app-blocked'));
    await app.signIn(fixture.person('app-blocked').login);
    expect((await app.answer('otp', '123456')).problem?.type).toBe('second-factor-blocked');
    // After so many messages the last one waited, so that there is no code to try.
    const phone = fixture.browserOf(fixture.person('phone-blocked'));
    expect((await phone.answer('sms', '123456')).problem?.type).toBe('no-code-sent');
    fixture.world.clock.advance(300);
    const person = fixture.person('app-blocked');
    const browser = fixture.browserOf(person);
    await browser.signIn(person.login);
    expect((await browser.answer('otp', fixture.code(person).code)).status).toBe(200);
  });

  it('goes on with an enrolment of an app that was open: the same secret, which is on the phone already', async () => {
    const enrolling = fixture.person('enrolling');
    const browser = fixture.browserOf(enrolling);
    const begun = await browser.begin({ kind: 'app' });
    expect(begun.body).toMatchObject({ kind: 'app', key: enrolling.secret });
    expect((await browser.confirm(begun.body.id, fixture.code(enrolling).code)).problem).toBeNull();
  });

  it('goes on with what was under way: a challenge, an enrolment, a recovery, a link', async () => {
    const challenged = fixture.person('challenged');
    const challenge = fixture.browserOf(challenged);
    expect((await challenge.answer('otp', fixture.code(challenged).code)).body).toMatchObject({
      state: 'authenticated',
    });

    const reserved = fixture.browserOf(fixture.person('code-reserved'));
    expect((await reserved.security()).problem?.type).toBe('level-required');
    expect((await reserved.replaceRecoveryCode()).problem).toBeNull();
    expect((await reserved.security()).body).toMatchObject({ twoFactorOn: true });

    const enrolling = fixture.person('enrolling');
    const browser = fixture.browserOf(enrolling);
    const phone = (await browser.security()).body.phoneEnrolment;
    fixture.world.clock.advance(RESEND_SECONDS);
    expect((await browser.send('POST', `/api/enrolments/${phone?.id}/sms`)).problem).toBeNull();
    await fixture.world.deps.background.settled();
    const typed = fixture.world.phones.codeFor(enrolling.number ?? '');
    expect((await browser.confirm(phone?.id ?? '', typed)).problem).toBeNull();

    const newPassword = 'copper kite under 31 bridges';
    const { link: token, login } = fixture.person('link-offered');
    expect(
      (await fixture.world.browser().send('POST', '/api/password-link', { token, newPassword })).problem,
    ).toBeNull();
    expect((await fixture.world.browser().signIn(login, newPassword)).problem).toBeNull();
  });
});
