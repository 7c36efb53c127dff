import type { SmsFailure } from '@wattsense/contract/sms';

/** What only an operator can put right; each has its line in the log. */
export type OperatorFault = 'credentials' | 'balance' | 'demo-account' | 'sender' | 'redirect';

export interface VonageFault {
  readonly failure: SmsFailure;
  readonly operator: OperatorFault | null;
}

export const OPERATOR_LINES: Readonly<Record<OperatorFault, string>> = {
  credentials:
    'operator: Vonage refuses the credentials; check VONAGE_APPLICATION_ID and its private key, or VONAGE_API_KEY and VONAGE_API_SECRET, and that the application has the Messages capability',
  balance: 'operator: the Vonage account has no credit left; no text message is sent until it is topped up',
  'demo-account': 'operator: the Vonage account is in demo mode and reaches its test numbers alone',
  sender: 'operator: Vonage refuses the sender for this country; register SMS_SENDER there or set SMS_NUMERIC_SENDERS',
  redirect: 'operator: VONAGE_API_HOST answers with a redirect; set it to the host that answers itself',
};

/** Message error codes that mean the same in an answer and in a receipt. */
const COMMON: readonly (readonly [SmsFailure, OperatorFault | null, readonly string[]])[] = [
  ['throttled', null, ['1000', '1241', '1460', '1472']],
  ['invalid-number', null, ['1040', '1170', '1190', '1200', '1300', '1310', '1430']],
  ['recipient-refuses', null, ['1050', '1240', '1270', '1280', '1290']],
  ['destination-blocked', null, ['1250', '1251', '1470', '1473', '1474', '1475']],
  ['unreachable', null, ['1180', '1220', '1230', '1260', '1490']],
  ['filtered', null, ['1210', '1282', '1461', '1480', '1482', '1483', '1484', '2001']],
  ['expired', null, ['1360']],
  ['provider', 'sender', ['1120', '1420', '1476', '1481']],
  ['provider', 'balance', ['1070', 'low-balance', 'out-of-credit']],
  ['provider', 'demo-account', ['1160']],
];
const BY_CODE = new Map(
  COMMON.flatMap(([failure, operator, codes]) =>
    codes.map((code): [string, VonageFault] => [code, { failure, operator }]),
  ),
);
const PROVIDER: VonageFault = { failure: 'provider', operator: null };

/** The end of a problem's `type` in an answer to a send. There 110 and 1130 mean the recipient. */
export function faultOfAnswer(code: string | undefined): VonageFault {
  if (code === '110' || code === '1130') return { failure: 'invalid-number', operator: null };
  return BY_CODE.get(code ?? '') ?? PROVIDER;
}

/** The `error.title` of a receipt (message error codes of the Messages API). There 1060 is the barred account. */
export function faultOfReceipt(code: string | undefined): VonageFault {
  if (code === '1060') return { failure: 'provider', operator: 'credentials' };
  return BY_CODE.get(code ?? '') ?? PROVIDER;
}
