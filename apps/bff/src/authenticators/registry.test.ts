import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { describe, expect, it } from 'vitest';
import type { Deps, SmsGateway } from '../deps.ts';
import { authenticators } from './kinds.ts';

const NOW = new Date('2026-11-30T12:00:00Z');
const app = { kind: 'app', disabledAt: null } as const;
const phone = { kind: 'phone', disabledAt: null } as const;
const closed = { disabledAt: NOW };

/** Whether text messages are sent is all that is asked of the ports. */
const where = ({ sms }: { sms: boolean }) => ({ sms: sms ? ({} as SmsGateway) : null }) as Deps;
const whyUnusable = (
  one: typeof app | typeof phone | { kind: AuthenticatorKind; disabledAt: Date },
  offers: { sms: boolean },
) => authenticators.whyUnusable(where(offers), one);
const usabilityOf = (
  bound: readonly { kind: AuthenticatorKind; disabledAt: Date | null }[],
  offers: { sms: boolean },
) => {
  const { usable, unusable } = authenticators.usability(where(offers), bound);
  return { usable: usable.map(({ kind }) => kind.method), unusable };
};

describe('D006: whether a method is usable now', () => {
  it.each([
    [app, true, null],
    [app, false, null],
    [phone, true, null],
    [phone, false, 'off'],
    [{ ...app, ...closed }, true, 'disabled'],
    [{ ...app, ...closed }, false, 'disabled'],
    [{ ...phone, ...closed }, true, 'disabled'],
    // Replacing the number would change nothing while text messages are off.
    [{ ...phone, ...closed }, false, 'off'],
  ] as const)('%j, texts sent: %s: %s', (one, sms, why) => {
    expect(whyUnusable(one, { sms })).toBe(why);
  });

  it('is told of all that is bound, the app first', () => {
    expect(usabilityOf([phone, app], { sms: true })).toEqual({ usable: ['otp', 'sms'], unusable: [] });
    expect(usabilityOf([phone, { ...app, ...closed }], { sms: false })).toEqual({
      usable: [],
      unusable: [
        { method: 'otp', why: 'disabled' },
        { method: 'sms', why: 'off' },
      ],
    });
    expect(usabilityOf([], { sms: true })).toEqual({ usable: [], unusable: [] });
  });

  it('is not asked of a kind that this release does not know', () => {
    // As a newer release's database may hold it.
    const unknown = { kind: 'hologram' as AuthenticatorKind, disabledAt: null };
    expect(usabilityOf([unknown, app], { sms: true })).toEqual({ usable: ['otp'], unusable: [] });
  });
});
