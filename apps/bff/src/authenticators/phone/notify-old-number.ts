import type { Language } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { numberRetiredText } from '../../domain/sms-text.ts';
import { recordOutcome, sendWhereOffered } from '../../sms/send-sms.ts';
import type { AuthenticatorRow } from '../../store/authenticators.ts';
import { insertSmsMessage } from '../../store/sms-messages.ts';
import { openSealed } from '../sealed.ts';

type Ports = Pick<Deps, 'config' | 'database' | 'clock' | 'random' | 'keys' | 'sms'>;

/** Who is told, and by whom the change was made. */
export interface Notified {
  readonly language: Language;
  /** As text messages are counted by. */
  readonly clientKey: string;
}

/**
 * Tells each number among what a change took away that it protects the account no more: the one channel that whoever
 * made the change did not just choose. After the commit; returns how many messages left.
 */
export async function notifyOldNumbers(
  ports: Ports,
  notified: Notified,
  gone: readonly AuthenticatorRow[],
): Promise<number> {
  let left = 0;
  for (const old of gone) if (old.kind === 'phone' && (await notify(ports, notified, old))) left += 1;
  return left;
}

/** The same once the answer has left. */
export function notifyOldNumbersLater(deps: Deps, notified: Notified, gone: readonly AuthenticatorRow[]): void {
  if (gone.some(({ kind }) => kind === 'phone'))
    deps.background.run('notify-old-number', async () => void (await notifyOldNumbers(deps, notified, gone)));
}

async function notify(ports: Ports, { language, clientKey }: Notified, old: AuthenticatorRow): Promise<boolean> {
  const number = openSealed(ports.keys, 'authenticator', old);
  if (ports.sms === null || number === null || old.phoneIndex === null || old.country === null) return false;
  const { country, phoneIndex } = old;
  const now = ports.clock.now();
  const id = ports.random.id();
  await ports.database.single(() =>
    insertSmsMessage({
      id,
      accountId: old.accountId,
      subject: 'notice',
      subjectId: old.id,
      phoneIndex,
      // The number is the account's no more, and a notice is part of no count of its range.
      prefix: '',
      country,
      client: clientKey,
      known: true,
      state: 'sending',
      failure: null,
      providerId: null,
      createdAt: now,
      updatedAt: now,
      verifiedAt: now,
    }),
  );
  const outcome = await sendWhereOffered(ports, {
    to: number,
    country,
    text: numberRetiredText(language),
    reference: id,
  });
  await recordOutcome(ports, id, outcome);
  return outcome.kind !== 'failed';
}
