import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTopology, type Topology } from '../../../../scripts/topology.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { Browser, codeOf, otherCode } from '../support/browser.ts';
import { addAccounts } from '../support/console-files.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { overHttp } from '../support/over-http.ts';
import { createTestDatabase } from '../support/postgres.ts';

let topology: Topology;
beforeAll(async () => {
  topology = await startTopology({
    databaseUrl: await createTestDatabase(),
    environment: {
      // The browsers of these tests ask under one name, whichever port they reach.
      PUBLIC_ORIGIN: 'http://localhost:8787',
      PASSWORD_MEMORY_MIB: '19',
      PASSWORD_PASSES: '2',
      PASSWORD_LANES: '1',
    },
  });
  await addAccounts(topology.environment, ['alice@example.com', 'bruno@example.com', 'chloe@example.com']);
}, 120_000);
afterAll(() => topology.stop());

const ports = () => [topology.instance(0).port, topology.instance(1).port] as const;
const proxyPort = () => Number(new URL(topology.origin).port);

/** A browser at one instance, or behind the proxy. */
const at = (port: number) => new Browser(overHttp(port), { clock: systemClock });

/** The same browser, whose next request goes elsewhere. */
function moved(browser: Browser, port: number): Browser {
  const other = at(port);
  for (const [name, value] of browser.cookies) other.cookies.set(name, value);
  return other;
}

const wrongPassword = (port: number) => at(port).signIn('chloe@example.com', 'not the password of chloe');

describe('two instances on one PostgreSQL', { timeout: 120_000 }, () => {
  it('R-RL-03: every step of a person may reach another instance', async () => {
    const [one, two] = ports();
    const first = at(one);
    expect((await first.signIn('alice@example.com')).body.state).toBe('authenticated');
    const begun = await moved(first, two).begin({ kind: 'app' });
    if (begun.body.kind !== 'app') throw new Error('no app enrolment');
    const { id, key } = begun.body;
    const confirming = moved(first, one);
    expect((await confirming.confirm(id, codeOf(key, new Date()))).status).toBe(200);
    expect((await moved(confirming, two).security()).body.twoFactorOn).toBe(true);

    const signingIn = at(two);
    expect((await signingIn.signIn('alice@example.com')).body.state).toBe('challenged');
    const wrong = await moved(signingIn, one).answer('otp', otherCode(codeOf(key, new Date())));
    expect(wrong.problem).toMatchObject({ type: 'wrong-code', attemptsLeft: 4 });
    // The enrolment spent this step on the one instance; on the other it is spent too.
    const spent = await moved(signingIn, two).answer('otp', codeOf(key, new Date()));
    const next = spent.problem === null ? spent : await moved(signingIn, one).answer('otp', codeAfter(key, 30));
    expect(next.body).toMatchObject({ state: 'authenticated', assuranceLevel: 'aal2' });
  });

  it('limits count over both, and sessions that one ended are ended on the other', async () => {
    const [one, two] = ports();
    const guesses = Array.from({ length: 12 }, (_, index) => wrongPassword(index % 2 === 0 ? one : two));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([...Array(5).fill(401), ...Array(7).fill(429)]);

    const here = at(one);
    await here.signIn('bruno@example.com');
    const there = at(two);
    await there.signIn('bruno@example.com');
    expect((await there.send<{ endedSessions: number }>('DELETE', '/api/sessions')).body.endedSessions).toBe(1);
    expect((await here.security()).status).toBe(401);
  });

  it('F-15: one is killed amid sign-ins and the other goes on; nobody repeats more than a step', async () => {
    const browser = at(proxyPort());
    expect((await browser.signIn('bruno@example.com')).body.state).toBe('authenticated');
    const asking = Array.from({ length: 20 }, () => browser.session().then(({ status }) => status));
    expect(await topology.end(0, 'SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    // What the killed one had begun to answer is asked again by the proxy.
    for (const status of await Promise.all(asking)) expect(status).toBe(200);
    for (let i = 0; i < 6; i += 1) expect((await browser.session()).body.state).toBe('authenticated');
    const another = at(proxyPort());
    expect((await another.signIn('bruno@example.com')).body.state).toBe('authenticated');
    await another.send('POST', '/api/step-up', { password: PASSWORD });

    await topology.start(0);
    expect((await moved(another, ports()[0]).session()).body.state).toBe('authenticated');
    const ready = await at(ports()[0]).send<{ status: string }>('GET', '/readyz');
    expect([ready.status, ready.body.status]).toEqual([200, 'ready']);
  });

  it('F-15: a rolling restart refuses nobody', async () => {
    const browser = at(proxyPort());
    await browser.signIn('bruno@example.com');
    const statuses: number[] = [];
    let restarting = true;
    const people = Array.from({ length: 3 }, async () => {
      while (restarting) statuses.push((await browser.session()).status);
    });
    for (const index of [0, 1]) {
      expect(await topology.end(index, 'SIGTERM')).toEqual({ code: 0, signal: null });
      await topology.start(index);
    }
    restarting = false;
    await Promise.all(people);
    expect(statuses.length).toBeGreaterThan(20);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});

const codeAfter = (key: string, seconds: number) => codeOf(key, new Date(Date.now() + seconds * 1000));
