import type { Deps } from '../../deps.ts';
import { numberRetiredText } from '../../domain/sms-text.ts';
import type { AuthenticatorRow } from '../../store/authenticators.ts';
import type { LiveSession } from '../../store/sessions.ts';
import { insertSmsMessage } from '../../store/sms-messages.ts';
import type { Requester } from '../requester.ts';
import { recordOutcome, sendWhereOffered } from './send-sms.ts';

/**
 * Tells each number among what a change took away that it protects the account no more: the one channel that whoever
 * made the change did not just choose.
 */
export function notifyOldNumbersLater(
  deps: Deps,
  session: LiveSession,
  gone: readonly AuthenticatorRow[],
  requester: Requester,
): void {
  for (const old of gone) if (old.kind === 'phone') notifyLater(deps, session, old, requester);
}

function notifyLater(deps: Deps, session: LiveSession, old: AuthenticatorRow, requester: Requester): void {
  const { sms } = deps;
  const place = { table: 'authenticator', column: 'sealed', accountId: old.accountId, rowId: old.id };
  const number = deps.keys.open(old.sealed, place);
  if (sms === null || number === null || old.phoneIndex === null || old.country === null) return;
  const { country, phoneIndex } = old;
  const now = deps.clock.now();
  const id = deps.random.id();
  deps.background.run('notify-old-number', async () => {
    await deps.database.single(() =>
      insertSmsMessage({
        id,
        accountId: old.accountId,
        subject: 'notice',
        subjectId: old.id,
        phoneIndex,
        // The number is the account's no more, and a notice is part of no count of its range.
        prefix: '',
        country,
        client: requester.clientKey,
        known: true,
        state: 'sending',
        failure: null,
        providerId: null,
        createdAt: now,
        updatedAt: now,
        verifiedAt: now,
      }),
    );
    const text = numberRetiredText(session.language);
    const outcome = await sendWhereOffered(deps, { to: number, country, text, reference: id });
    await recordOutcome(deps, id, outcome);
  });
}
