import type { Enrolment } from '@wattsense/contract/enrolments';
import type { SmsProgress } from '@wattsense/contract/sms';
import type { Deps } from '../../deps.ts';
import { internationalFormat } from '../../domain/phone-number.ts';
import { secondsUntil, triesLeft } from '../../domain/processes.ts';
import { otpauthUri } from '../../domain/totp.ts';
import type { EnrolmentRow } from '../../store/enrolments.ts';
import type { LiveSession } from '../../store/sessions.ts';
import { latestProgress } from '../sms/send-sms.ts';

/** The name of the entry in the authenticator app, exactly as it is asked for. */
const ISSUER = 'The Building API';

/** The secret or number of an enrolment; null when it does not open. */
export function openEnrolmentSecret(deps: Deps, row: EnrolmentRow): string | null {
  const place = { table: 'enrolment', column: 'sealed', accountId: row.accountId, rowId: row.id };
  return deps.keys.open(row.sealed, place);
}

/** What the page of an open enrolment shows; null when its secret does not open. */
export async function describeEnrolment(
  deps: Deps,
  session: LiveSession,
  row: EnrolmentRow,
): Promise<Enrolment | null> {
  const now = deps.clock.now();
  const secret = openEnrolmentSecret(deps, row);
  if (secret === null) return null;
  const common = {
    id: row.id,
    expiresInSeconds: secondsUntil(row.expiresAt, now),
    attemptsLeft: triesLeft(row.failed),
    replaces: row.replaces,
  };
  if (row.kind === 'app') {
    const uri = otpauthUri({ issuer: ISSUER, login: session.login, secret });
    return { ...common, kind: 'app', otpauthUri: uri, key: secret, issuer: ISSUER, label: session.login };
  }
  const sms: SmsProgress | null = await deps.database.single(() =>
    latestProgress(deps.config, { ...row, known: true }, now),
  );
  return { ...common, kind: 'phone', country: row.country ?? '', number: internationalFormat(secret), sms };
}
