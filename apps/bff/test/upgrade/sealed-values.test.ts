import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createKeys, parseKeyRing } from '../../src/adapters/key-ring.ts';
import { matchTotp } from '../../src/authenticators/app/totp.ts';
import type { Keys, SealedPlace, SmsCodeSubject } from '../../src/deps.ts';
import { codeOf } from '../support/browser.ts';
import { createWorld } from '../support/world.ts';
import { FIXTURE } from './first-release-fixture.ts';

interface SealedValues {
  readonly sealed: readonly { readonly place: SealedPlace; readonly text: string; readonly sealed: string }[];
  readonly macs: readonly {
    readonly use: Parameters<Keys['mac']>[0];
    readonly id: string;
    readonly text: string;
    readonly mac: string;
  }[];
  readonly smsCode: { readonly subject: SmsCodeSubject; readonly code: string };
  readonly password: { readonly text: string; readonly hash: string };
}

/** Written once by 0.1.0, and never again: what is in people's databases does not change with a library. */
const values = JSON.parse(readFileSync(join(FIXTURE, 'sealed-values.json'), 'utf8')) as SealedValues;
const ring = readFileSync(join(FIXTURE, 'key-ring'), 'utf8');

function keysOfFixture(): Keys {
  const parsed = parseKeyRing(ring);
  if (parsed.kind === 'refused') throw new Error(parsed.line);
  return createKeys(parsed.ring);
}

describe('D009: what 0.1.0 sealed', () => {
  const keys = keysOfFixture();

  it.each(values.sealed)('opens: $place.table', ({ place, text, sealed }) => {
    expect(keys.open(sealed, place)).toBe(text);
  });

  it.each(values.macs)('is found by the same hash: $use with key $id', ({ use, id, text, mac }) => {
    expect(keys.mac(use, text, id)).toBe(mac);
  });

  it('gives the same codes by text message and by app', () => {
    expect(keys.smsCode(values.smsCode.subject)).toBe(values.smsCode.code);
    const now = new Date('2026-03-02T09:00:00Z');
    const secret = values.sealed.find(({ place }) => place.table === 'authenticator')?.text ?? '';
    expect(matchTotp({ secret, code: codeOf(secret, now), now, toleranceSteps: 0 })).toBe(now.getTime() / 30_000);
  });

  it('lets the password in', async () => {
    const world = await createWorld({ keyRing: ring });
    expect(await world.deps.passwords.verify(values.password.text, values.password.hash)).toMatchObject({
      kind: 'right',
    });
    await world.close();
  });
});
