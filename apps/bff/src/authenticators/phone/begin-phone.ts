import type { beginPhoneRequest } from '@wattsense/contract/enrolments';
import type { z } from 'zod/mini';
import type { Deps } from '../../deps.ts';
import { offeredCountries } from '../../domain/sms-senders.ts';
import { type Refused, refused } from '../../outcome.ts';
import { reserveSms } from '../../sms/reserve-sms.ts';
import { dispatchSms, draftSms, heldBack } from '../../sms/send-sms.ts';
import { lost, type Work } from '../../store/database.ts';
import { type EnrolmentRow, findSuperseded } from '../../store/enrolments.ts';
import { wasSmsSent } from '../../store/sms-messages.ts';
import type { Beginning, Draft } from '../kind.ts';
import { parsePhoneNumber } from './phone-number.ts';

/** A number to be proven: its message is counted with the enrolment, and sent once both are committed. */
export async function beginPhone(
  deps: Deps,
  { id, keyId, expiresAt, session, clientKey }: Beginning,
  { country, number: typed }: z.infer<typeof beginPhoneRequest>,
): Promise<Draft | Refused> {
  const parsed = parsePhoneNumber({
    country,
    typed,
    servedCountries: offeredCountries(deps.config),
    fictionalPrefixes: deps.config.SMS_FICTIONAL_PREFIXES,
  });
  if (parsed.kind === 'refused')
    return refused({ type: 'phone-refused', reason: parsed.reason, country: parsed.country });
  const { phone } = parsed;
  const phoneIndex = deps.keys.mac('phone-index', phone.e164);
  const sms = draftSms(deps, {
    subject: { purpose: 'enrolment', id, accountId: session.accountId, keyId },
    expiresAt,
    number: phone.e164,
    country: phone.country,
    phoneIndex: phoneIndex ?? '',
    language: session.language,
    clientKey,
    known: true,
  });
  return {
    secret: phone.e164,
    columns: { phoneIndex, country: phone.country },
    isSame: (number) => number === phone.e164,
    earlier: leftBefore,
    *alongside() {
      const reservation = yield* reserveSms(sms);
      return reservation.kind === 'held' ? lost(() => heldBack(deps, sms, reservation.hold)) : null;
    },
    afterwards: async () => {
      await dispatchSms(deps, sms);
    },
  };
}

/** The number that this session left for another one: its message is on the phone already, and its code goes on counting. */
function* leftBefore({ sessionId, phoneIndex, replaces, createdAt }: EnrolmentRow): Work<EnrolmentRow | undefined> {
  const left = phoneIndex === null ? undefined : yield* findSuperseded(sessionId, phoneIndex, createdAt);
  return left !== undefined && left.replaces === replaces && (yield* wasSmsSent(left.id)) ? left : undefined;
}
