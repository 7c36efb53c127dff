import type { Deps } from '../deps.ts';
import { numberReplacedText } from '../domain/sms-text.ts';
import type { AuthenticatorRow } from '../store/authenticators.ts';
import type { LiveSession } from '../store/sessions.ts';
import { insertSmsMessage, recordSmsOutcome } from '../store/sms-messages.ts';
import type { Requester } from './requester.ts';

/** Tells the old number that another took its place: the one channel that whoever changed it did not just choose. */
export function notifyOldNumberLater(
  deps: Deps,
  session: LiveSession,
  old: AuthenticatorRow,
  requester: Requester,
): void {
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
        prefix: number.slice(0, -4),
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
    const outcome = await sms.send({ to: number, country, text: numberReplacedText(session.language), reference: id });
    const state = outcome.kind === 'accepted' ? 'sent' : outcome.kind === 'ambiguous' ? 'may-arrive' : 'not-sent';
    const providerId = outcome.kind === 'accepted' ? outcome.providerId : null;
    const failure = outcome.kind === 'failed' ? outcome.failure : null;
    await deps.database.single(() => recordSmsOutcome({ id, state, failure, providerId, now: deps.clock.now() }));
  });
}
