import { browserName, platformName, type SecurityEvent, securityEventKind } from '@wattsense/contract/security';
import { authenticationMethod, authenticatorKind } from '@wattsense/contract/vocabulary';
import { describe, expect, it } from 'vitest';
import { activityWords } from './activity-words.ts';

/** The console has no room for passkeys yet. */
const SAID = authenticationMethod.options.filter((method) => method !== 'passkey');

const plain: SecurityEvent = {
  id: 'e1',
  kind: 'signed-in',
  at: '2026-11-25T08:00:00.000Z',
  method: null,
  authenticatorKind: null,
  client: null,
  reason: null,
  count: 1,
};

/** Every event that the contract allows, with and without what may come along. */
const events: SecurityEvent[] = securityEventKind.options.flatMap((kind) =>
  [null, ...authenticationMethod.options].flatMap((method) =>
    [null, ...authenticatorKind.options].flatMap((authenticator) =>
      [null, 'lost phone'].map((reason) => ({ ...plain, kind, method, authenticatorKind: authenticator, reason })),
    ),
  ),
);

describe.each(['fr', 'en'] as const)('events in words, %s', (language) => {
  const { sentence, browser, ways } = activityWords(language);

  it('has a sentence for every event, with nothing missing in it', () => {
    for (const event of events) {
      const said = sentence(event);
      expect(said, event.kind).toMatch(/^\p{Lu}/u);
      expect(said, event.kind).not.toMatch(/undefined|null|\s{2}|\s$/);
    }
  });

  it('tells different things apart', () => {
    const said = securityEventKind.options.map((kind) => sentence({ ...plain, kind }));
    expect(new Set(said).size).toBe(securityEventKind.options.length);
  });

  it('names the method of a sign-in and the kind of an authenticator', () => {
    const signedIn = authenticationMethod.options.map((method) => sentence({ ...plain, method }));
    expect(new Set(signedIn).size).toBe(authenticationMethod.options.length);
    const added = authenticatorKind.options.map((kind) =>
      sentence({ ...plain, kind: 'authenticator-added', authenticatorKind: kind }),
    );
    expect(new Set(added).size).toBe(authenticatorKind.options.length);
  });

  it("passes an operator's reason on", () => {
    const said = sentence({ ...plain, kind: 'two-factor-reset', reason: 'ticket 4812' });
    expect(said).toMatch(/ticket 4812$/);
  });

  it('names every browser on every system, and every method', () => {
    for (const name of browserName.options)
      for (const platform of platformName.options)
        expect(browser({ browser: name, platform, network: '192.0.2.0/24' })).not.toMatch(/undefined|null/);
    expect([...ways.keys()].sort()).toEqual(SAID.toSorted());
  });
});

describe('some sentences', () => {
  it('reads as people speak', () => {
    const [fr, en] = [activityWords('fr'), activityWords('en')];
    expect(fr.sentence({ ...plain, method: 'sms' })).toBe('Connexion avec un SMS');
    expect(en.sentence({ ...plain, kind: 'wrong-code', method: 'otp' })).toBe('Incorrect code with the app');
    const client = { browser: 'firefox', platform: 'windows', network: '192.0.2.0/24' } as const;
    expect(fr.browser(client)).toBe('Firefox sur Windows');
    expect(en.browser({ ...client, platform: 'other' })).toBe('Firefox');
  });
});
