import { describe, expect, it } from 'vitest';
import { authenticators } from '../authenticators/kinds.ts';
import { AUTHENTICATOR_KINDS, isTwoFactorOn } from './two-factor.ts';

describe('two-factor is on', () => {
  it('while anything at all is bound', () => {
    expect(isTwoFactorOn([])).toBe(false);
    for (const kind of AUTHENTICATOR_KINDS) expect(isTwoFactorOn([{ kind }])).toBe(true);
  });

  it('D008: also where nobody knows the kind', () => {
    for (const kind of ['passkey', '', 'App', 'toString', '__proto__']) {
      expect(isTwoFactorOn([{ kind }])).toBe(true);
      expect(authenticators.isKnown({ kind })).toBe(false);
    }
    expect(AUTHENTICATOR_KINDS.map((kind) => authenticators.isKnown({ kind }))).toEqual([true, true]);
  });
});
