/** The Messages API codes that a receipt can end with, in Vonage's numbering. */
const ERROR_CODES: Readonly<Record<number, string>> = {
  1000: 'Throttled',
  1010: 'Missing params',
  1020: 'Invalid params',
  1030: 'Internal error',
  1040: 'Unrecognised number prefix',
  1050: 'Number barred',
  1060: 'Account barred',
  1070: 'Quota exceeded',
  1100: 'Communication failed',
  1120: 'Illegal sender address',
  1160: 'Destination not white-listed',
  1170: 'Invalid recipient',
  1180: 'Destination temporarily unavailable',
  1190: 'Absent subscriber, permanent',
  1200: 'Portability error',
  1210: 'Anti-spam rejection',
  1220: 'Handset busy',
  1230: 'Temporary network failure',
  1240: 'Illegal number: opted out with STOP',
  1241: 'Too many send requests',
  1250: 'Unroutable',
  1251: 'Routing rules of the destination',
  1260: 'Destination unreachable',
  1270: 'Subscriber age restriction',
  1280: 'Number blocked by carrier',
  1282: 'Message rejected by provider',
  1290: 'Pre-paid subscriber without credit',
  1300: "Not part of the provider's network",
  1310: 'Not a suitable device',
  1330: 'Delivery failed',
  1331: 'Provider error',
  1360: 'Expired before delivery',
  1460: 'Daily limit reached',
  1470: 'Blocked by a Fraud Defender rule',
  1472: 'Fraud Defender burst limit',
  1474: 'Country blocked by Fraud Defender',
  1475: 'Network blocked by Fraud Defender',
  1476: 'Sender on the do-not-originate list',
  1490: 'No receipt from the network in time',
  2001: "Blocked by the provider's fraud check",
};

/** What a code means, in a few words; an unlisted code is still a code. */
export function errorCodeTitle(code: number): string {
  return ERROR_CODES[code] ?? 'Unlisted code';
}

export function knownErrorCodes(): readonly number[] {
  return Object.keys(ERROR_CODES).map(Number);
}
