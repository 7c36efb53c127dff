import { type BeginPasskeyRequest, beginPasskeyRequest, passkeyConfirmation } from '@wattsense/contract/enrolments';
import { passkeyProof } from '@wattsense/contract/methods';
import type { Deps } from '../../deps.ts';
import type { AuthenticatorRow } from '../../store/authenticators.ts';
import type { Kind, Target } from '../kind.ts';
import { challengeOf, requestOptionsOf, whyOff } from './ceremony.ts';
import { openCredential, readCredential } from './credential.ts';
import { beginPasskey, describeEnrolment, judgeEnrolment } from './enrol.ts';
import { judge } from './prove.ts';

/** A passkey or a security key (WebAuthn Level 3): what it signs is worth nothing on another site. */
export const passkey: Kind<Deps> = {
  kind: 'passkey',
  method: 'passkey',
  most: 10,
  guessable: false,
  shapes: { begin: beginPasskeyRequest, proof: passkeyProof, confirmation: passkeyConfirmation },
  whyOff,
  enrolling: {
    begin: (deps, beginning, request) => beginPasskey(deps, beginning, request as BeginPasskeyRequest),
    describe: describeEnrolment,
    judge: judgeEnrolment,
  },
  proving: { offer: () => ({ method: 'passkey' }), offerAt, judge },
  describe,
  describeToOperators: ({ name, backedUp }, secret) =>
    [
      ...(name === null ? [] : [`"${name}"`]),
      ...(secret === null ? [] : [readCredential(secret).as]),
      backedUp ? 'synced' : 'this device only',
    ].join(', '),
  home: (deps) => ({ passkeysOffered: whyOff(deps) === null }),
  broken: ({ credentialIndex, rpId }) =>
    credentialIndex === null || rpId === null ? 'the passkey has no credential index or no host' : null,
};

async function offerAt(deps: Deps, { challenge, bound }: Target) {
  const usable = bound.filter(({ disabledAt }) => disabledAt === null);
  const signed = challengeOf(deps, challenge.purpose, challenge) ?? '';
  return { method: 'passkey', options: requestOptionsOf(deps, signed, usable) } as const;
}

function describe(deps: Deps, one: AuthenticatorRow) {
  const credential = openCredential(deps, one);
  return {
    id: one.id,
    kind: 'passkey',
    addedAt: one.addedAt.toISOString(),
    lastUsedAt: one.lastUsedAt?.toISOString() ?? null,
    unusable: deps.authenticators.whyUnusable(deps, one),
    name: one.name,
    as: credential?.as ?? 'passkey',
    aaguid: credential?.aaguid ?? null,
    synced: one.backedUp ?? false,
  } as const;
}
