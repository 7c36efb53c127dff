import type { BeginPasskeyRequest, PasskeyConfirmation } from '@wattsense/contract/enrolments';
import type { Deps } from '../../deps.ts';
import { type Refused, refused } from '../../outcome.ts';
import { findAccount, giveUserHandle } from '../../store/accounts.ts';
import { findCredential, listAuthenticators } from '../../store/authenticators.ts';
import type { EnrolmentRow } from '../../store/enrolments.ts';
import type { LiveSession } from '../../store/sessions.ts';
import { upgradeUnderWay } from '../../upgrade-under-way.ts';
import { type Beginning, type Draft, NO_COLUMNS, type RightBinding } from '../kind.ts';
import { type Verdict, WRONG_CODE } from '../verdict.ts';
import { challengeOf, creationOptionsOf, rpIdOf, whyOff } from './ceremony.ts';
import { credentialIndexOf, readWanted, sealedText } from './credential.ts';
import { verifyCreated } from './verify.ts';

/** To 0.1.0 an account whose only authenticator is a passkey has none, and its password alone would let in. */
const SINCE = '0.2.0';
/** WebAuthn §14.6.1 asks for 64 random bytes at most, and for nothing in them that says whose it is. */
const HANDLE_BYTES = 32;
/** Said by authenticators that do not tell their model. */
const NO_MODEL = '00000000-0000-0000-0000-000000000000';

export async function beginPasskey(
  deps: Deps,
  { session: { accountId } }: Beginning,
  { as }: BeginPasskeyRequest,
): Promise<Draft | Refused> {
  const early = await upgradeUnderWay(deps, SINCE);
  if (early !== null) return early;
  const userHandle = await userHandleOf(deps, accountId);
  if (userHandle === null) return refused({ type: 'cannot-verify' });
  return {
    secret: sealedText({ as, userHandle }),
    columns: NO_COLUMNS,
    isSame: (secret) => secret !== null && readWanted(secret).as === as,
  };
}

/** The one that the account has, or from now on has. */
async function userHandleOf({ database, random }: Deps, id: string): Promise<string | null> {
  const handle = Buffer.from(random.bytes(HANDLE_BYTES)).toString('base64url');
  const account = await database.single(function* () {
    yield* giveUserHandle({ id, handle });
    return yield* findAccount({ id });
  });
  return account?.userHandle ?? null;
}

export async function describeEnrolment(
  deps: Deps,
  { accountId, login, name }: LiveSession,
  row: EnrolmentRow,
  secret: string,
) {
  const { as, userHandle } = readWanted(secret);
  const all = await deps.database.single(() => listAuthenticators({ accountId }));
  // The same authenticator may make anew what takes the place of its own.
  const bound = all.filter(({ kind, id }) => kind === 'passkey' && id !== row.replaces);
  const challenge = challengeOf(deps, 'enrolment', row) ?? '';
  const user = { handle: userHandle, login, name };
  return { kind: 'passkey', as, options: creationOptionsOf(deps, { challenge, as, user, bound }) } as const;
}

export async function judgeEnrolment(
  deps: Deps,
  row: EnrolmentRow,
  secret: string,
  // The flow holds a confirmation to the shape of its kind.
  given: unknown,
): Promise<Verdict<RightBinding>> {
  const { credential, name = null } = given as PasskeyConfirmation;
  const off = whyOff(deps);
  if (off !== null) return refused(off);
  const early = await upgradeUnderWay(deps, SINCE);
  if (early !== null) return early;
  const rpId = rpIdOf(deps);
  const challenge = challengeOf(deps, 'enrolment', row);
  if (challenge === null || rpId === null) return refused({ type: 'cannot-verify' });
  const { as, userHandle } = readWanted(secret);
  const expected = { challenge, origin: deps.config.PUBLIC_ORIGIN, rpId, userVerified: as === 'passkey' };
  const created = await verifyCreated(credential, expected);
  if (created === null) return WRONG_CODE;
  const credentialIndex = credentialIndexOf(deps, created.id);
  if ((await deps.database.single(() => findCredential({ credentialIndex }))) !== undefined)
    return refused({ type: 'conflict', conflict: 'already-enrolled' });
  const { backupEligible, backedUp, signCount: lastStep } = created;
  return {
    kind: 'right',
    method: 'passkey',
    secret: sealedText({
      id: created.id,
      publicKey: Buffer.from(created.publicKey).toString('base64url'),
      userHandle,
      transports: credential.response.transports ?? [],
      as,
      aaguid: created.aaguid === NO_MODEL ? null : created.aaguid,
    }),
    columns: { ...NO_COLUMNS, lastStep, credentialIndex, rpId, name, backupEligible, backedUp },
    // Spent with its enrolment.
    spend: null,
  };
}
