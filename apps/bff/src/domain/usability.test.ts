import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { describe, expect, it } from 'vitest';
import { usabilityOf, whyUnusable } from './usability.ts';

const NOW = new Date('2026-11-30T12:00:00Z');
const app = { kind: 'app', disabledAt: null } as const;
const phone = { kind: 'phone', disabledAt: null } as const;
const closed = { disabledAt: NOW };

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
