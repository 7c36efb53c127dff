import { describe, expect } from 'vitest';
import { createApp } from '../../src/app.ts';
import { Browser } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { test } from '../support/test.ts';

/** Failures of one client, over all logins, after which it waits (DESIGN.md section 7, password throttle). */
const FAILURES = 30;

const behind = (proxies: string) =>
  test
    .extend('options', { environment: { TRUSTED_PROXIES: proxies } })
    .extend('app', ({ world }) => createApp({ ...world.deps, passwords: quickPasswords }))
    /** A failed sign-in for a login of its own, as the peer 192.0.2.1 hands it on. */
    .extend('fail', ({ app, world }) => async (forwarded: string | undefined, at: number) => {
      const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
      const body = { login: `nobody-${at}@example.com`, password: 'wrong' };
      return (await new Browser(app, world.deps).send('POST', '/api/sign-in', body, headers)).status;
    })
    .extend('failures', ({ fail }) => async (forwardedFor: (at: number) => string | undefined) => {
      const statuses: number[] = [];
      for (let at = 0; at <= FAILURES; at += 1) statuses.push(await fail(forwardedFor(at), at));
      return statuses;
    })
    /** The network that the account's owner is shown, for a session from there. */
    .extend('shownNetwork', ({ world }) => async (headers: Record<string, string>): Promise<string | undefined> => {
      const { login } = await world.account(`${crypto.randomUUID()}@example.com`);
      const browser = world.browser();
      await browser.send('POST', '/api/sign-in', { login, password: PASSWORD }, headers);
      return (await browser.security()).body.sessions[0]?.client.network;
    });

const thenRefused = [...Array<number>(FAILURES).fill(401), 429];
const spoofed = (at: number) => `203.0.113.${at}`;

describe('T-099: with no proxy to trust', () => {
  const it = behind('');

  it('a header says nothing about who asks: made-up addresses are counted as one client', async ({
    fail,
    failures,
  }) => {
    expect(await failures(spoofed)).toEqual(thenRefused);
    expect(await fail(undefined, 99)).toBe(429);
  });

  it('D049: is told to operators once an hour, since it may be their proxy', async ({ world, fail }) => {
    const told = () => world.logged.filter(({ message }) => message.includes('TRUSTED_PROXIES'));
    for (let at = 0; at < 3; at += 1) await fail(spoofed(at), at);
    expect(told()).toHaveLength(1);
    expect(told()[0]).toMatchObject({ level: 'warn', fields: { network: '192.0.2.0/24' } });
    world.clock.advance(3600);
    await fail(spoofed(4), 4);
    expect(told()).toHaveLength(2);
  });

  it('nor do its relatives', async ({ shownNetwork }) => {
    for (const name of ['x-real-ip', 'forwarded', 'client-ip', 'cf-connecting-ip', 'true-client-ip', 'x-client-ip'])
      expect([name, await shownNetwork({ [name]: name === 'forwarded' ? 'for=203.0.113.9' : '203.0.113.9' })]).toEqual([
        name,
        '192.0.2.0/24',
      ]);
    expect(await shownNetwork({ 'x-forwarded-for': '203.0.113.9' })).toBe('192.0.2.0/24');
  });
});

describe('T-099: behind proxies that are trusted', () => {
  const it = behind('192.0.2.1,10.0.0.0/8');

  it('the right-most hop that is no proxy is the client, whatever it wrote to the left', async ({
    fail,
    failures,
    shownNetwork,
  }) => {
    expect(await failures((at) => `${spoofed(at)}, 198.51.100.7, 10.1.2.3`)).toEqual(thenRefused);
    expect(await fail('198.51.100.8', 99)).toBe(401);
    expect(await shownNetwork({ 'x-forwarded-for': '203.0.113.9, 198.51.100.9, 10.1.2.3' })).toBe('198.51.100.0/24');
  });

  it('T-098: one client is one, however its address is written', async ({ failures }) => {
    const spellings = [
      '198.51.100.7',
      '::ffff:198.51.100.7',
      '0:0:0:0:0:FFFF:C633:6407',
      '198.51.100.7:4711',
      '[::ffff:198.51.100.7]:80',
    ];
    expect(await failures((at) => spellings[at % spellings.length])).toEqual(thenRefused);
  });

  it('T-098: a subscriber of IPv6 is one, in whichever of the addresses of its network', async ({ fail, failures }) => {
    expect(await failures((at) => `2001:db8:1:2:${at.toString(16)}::1`)).toEqual(thenRefused);
    expect(await fail('2001:db8:1:3::1', 99)).toBe(401);
  });

  it('what is no address is the hop that handed it on', async ({ shownNetwork }) => {
    for (const forwarded of ['garbage', '', ',,,', '999.1.1.1', '198.51.100.7, unknown', '127.1'])
      expect([forwarded, await shownNetwork({ 'x-forwarded-for': forwarded })]).toEqual([forwarded, '192.0.2.0/24']);
  });

  it('a proxy that names only proxies is the client itself', async ({ shownNetwork }) => {
    expect(await shownNetwork({ 'x-forwarded-for': '10.9.9.9, 10.1.2.3' })).toBe('10.9.9.0/24');
  });
});
