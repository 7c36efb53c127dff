import { type AssuranceLevel, type AuthenticationMethod, authenticatorKind } from '@wattsense/contract/vocabulary';
import { describe, expect, it } from 'vitest';
import { authenticators } from '../authenticators/kinds.ts';
import {
  assuranceLevel,
  demandedLevel,
  isFresh,
  isTwoFactorOn,
  meetsLevel,
  proofOfBinding,
  withProofs,
} from './assurance.ts';

const T0 = Date.UTC(2026, 2, 2, 9);
const proof = (method: AuthenticationMethod, seconds = 0) => ({ method, at: T0 + seconds * 1000 });
const now = (seconds: number) => new Date(T0 + seconds * 1000);

describe('assuranceLevel', () => {
  it.each<[readonly AuthenticationMethod[], AssuranceLevel]>([
    [[], 'aal1'],
    [['pwd'], 'aal1'],
    [['otp'], 'aal1'],
    [['otp', 'sms'], 'aal1'],
    [['recovery'], 'aal1'],
    [['pwd', 'otp'], 'aal2'],
    [['sms', 'pwd'], 'aal2'],
    [['pwd', 'recovery'], 'aal2'],
    [['pwd', 'otp', 'sms'], 'aal2'],
    [['pwd', 'passkey'], 'aal2'],
    [['passkey'], 'aal1'],
    [['pwd', 'pigeon' as AuthenticationMethod], 'aal1'],
    [['pigeon' as AuthenticationMethod, 'otp'], 'aal1'],
  ])('T-008: of %j is %s', (methods, level) => {
    expect(assuranceLevel(methods.map((method) => proof(method)))).toBe(level);
  });

  it('T-008: is held against what the account demands', () => {
    expect([demandedLevel(false), demandedLevel(true)]).toEqual(['aal1', 'aal2']);
    expect(meetsLevel('aal1', 'aal1')).toBe(true);
    expect(meetsLevel('aal1', 'aal2')).toBe(false);
    expect(meetsLevel('aal2', 'aal1')).toBe(true);
    expect(meetsLevel('aal2', 'aal2')).toBe(true);
  });
});

describe('isFresh', () => {
  const both = [proof('pwd'), proof('otp')];

  it('lasts as long as is asked for, to the second', () => {
    expect(isFresh(both, true, now(600), 600)).toBe(true);
    expect(isFresh(both, true, now(600.001), 600)).toBe(false);
  });

  it('asks for a second factor where there is one, however fresh the password', () => {
    expect(isFresh([proof('pwd', 600), proof('otp')], true, now(601), 600)).toBe(false);
    expect(isFresh([proof('pwd'), proof('otp', 600)], true, now(601), 600)).toBe(true);
    expect(isFresh([proof('pwd')], true, now(1), 600)).toBe(false);
  });

  it('asks for one of them, whatever became of the other', () => {
    expect(isFresh([proof('pwd'), proof('otp'), proof('sms', 600)], true, now(601), 600)).toBe(true);
  });

  it('is nothing that a second factor brings about alone', () => {
    expect(isFresh([proof('otp')], true, now(1), 600)).toBe(false);
  });

  it('asks for the password where it is all there is', () => {
    expect(isFresh([proof('pwd')], false, now(600), 600)).toBe(true);
    expect(isFresh([proof('pwd'), proof('otp', 600)], false, now(601), 600)).toBe(false);
  });

  it('takes no proof from the future for a fresh one', () => {
    expect(isFresh([proof('pwd'), proof('otp', 60)], true, now(0), 600)).toBe(false);
    expect(isFresh([proof('pwd'), proof('otp', 1.001)], true, now(0), 600)).toBe(false);
    // Instances agree to a second.
    expect(isFresh([proof('pwd'), proof('otp', 1)], true, now(0), 600)).toBe(true);
    expect(isFresh(both, true, now(0), 600)).toBe(true);
  });
});

describe('withProofs', () => {
  it('keeps the newest of each method and no more', () => {
    const grown = withProofs([proof('pwd'), proof('otp')], [proof('pwd', 9), proof('sms', 9)]);
    expect(grown).toEqual([proof('otp'), proof('pwd', 9), proof('sms', 9)]);
  });
});

describe('D052: the proof of an authenticator that is being bound', () => {
  it('is as old as the newest of the proofs that let it be bound', () => {
    expect(proofOfBinding('otp', [proof('pwd', 5)], false, now(60))).toEqual(proof('otp', 5));
    const both = [proof('pwd', 50), proof('sms', 10), proof('recovery', 20)];
    expect(proofOfBinding('otp', both, true, now(60))).toEqual(proof('otp', 20));
    expect(proofOfBinding('otp', both, false, now(60))).toEqual(proof('otp', 50));
  });

  it('is never of the future, and of no time where there is none', () => {
    expect(proofOfBinding('sms', [proof('pwd', 90)], false, now(60))).toEqual(proof('sms', 60));
    expect(proofOfBinding('sms', [proof('pwd', 5)], true, now(60))).toEqual({ method: 'sms', at: 0 });
  });
});

describe('two-factor is on', () => {
  it('while anything at all is bound', () => {
    expect(isTwoFactorOn([])).toBe(false);
    for (const kind of authenticatorKind.options) expect(isTwoFactorOn([{ kind }])).toBe(true);
  });

  it('D008: also where nobody knows the kind', () => {
    for (const kind of ['pigeon', '', 'App', 'toString', '__proto__']) {
      expect(isTwoFactorOn([{ kind }])).toBe(true);
      expect(authenticators.isKnown({ kind })).toBe(false);
    }
    expect(authenticatorKind.options.map((kind) => authenticators.isKnown({ kind }))).toEqual([true, true, true]);
  });
});
