import { describe, expect, it } from 'vitest';
import { createJsonLog } from '../src/adapters/json-log.ts';
import { otherCode } from './browser.ts';
import {
  API_KEY,
  API_SECRET,
  type FaultKind,
  faultOn,
  PRIVATE_KEY,
  resend,
  SIGNATURE_SECRET,
  type SmsBench,
  useBenches,
} from './sms-bench.ts';

const start = useBenches();

const FAULTS: readonly FaultKind[] = [
  'unauthorized',
  'unprovisioned',
  'low-balance',
  'forbidden',
  'invalid-recipient',
  'invalid-sender',
  'invalid-params',
  'opted-out',
  'demo-account',
  'throttled',
  'internal-error',
  'unavailable',
  'no-answer-but-sent',
  'reset',
  'stalled-with-length',
  'stalled-chunked',
  'not-json',
  'empty-body',
  'no-content-type',
  'no-uuid',
  'redirect',
  'redirect-307',
];

/** A number of its own for each failure: 06 39 98 00 10 and so on. */
const numberOf = (index: number) => `+336399800${index + 10}`;

/** Somebody whose message meets the failure, who asks again, mistypes the code, and of whom receipts come. */
async function suffer(bench: SmsBench, fault: FaultKind, index: number): Promise<readonly string[]> {
  const { mailbox, receipts } = bench.sandbox.state;
  const { browser } = await bench.signedIn(`log-${index}@example.com`);
  faultOn(bench, fault);
  const begun = await browser.begin({ kind: 'phone', country: 'FR', number: numberOf(index) });
  await resend(browser, begun.body.id);
  const messages = mailbox.messages(numberOf(index));
  const codes = messages.map(({ code }) => code ?? '');
  const wrong = otherCode(codes[0] ?? '000000');
  await browser.confirm(begun.body.id, wrong);
  for (const message of messages)
    for (const signature of ['valid', 'wrong-secret', 'unsigned'] as const)
      await receipts.send(message, { status: 'rejected', code: 1190 }, { signature });
  return [...codes, wrong];
}

describe('5.5 #40: the log', () => {
  it.each(['jwt', 'basic'] as const)(
    'of a run through every failure holds no code, number, key, token or word of the provider (%s)',
    async (auth) => {
      const written: string[] = [];
      const log = createJsonLog({ level: 'debug', destination: { write: (line) => written.push(line) } });
      const environment = {
        VONAGE_TIMEOUT_MS: '500',
        VONAGE_WEBHOOK_MAX_AGE_SECONDS: '86400',
        SMS_CLIENT_WAITING: '3',
      };
      // Its own time stands still: the tokens that the SDK makes in real time stay fresh.
      const network = { now: () => new Date() };
      const bench = await start({ auth, log, environment, sandbox: network });
      const codes: string[] = [];
      for (const [index, fault] of FAULTS.entries()) {
        codes.push(...(await suffer(bench, fault, index)));
        await bench.settled();
        // The circuit is closed again for the next one, and the client may ask again.
        bench.advance(index % 5 === 4 ? 601 : 31);
      }
      const text = written.join('');
      const told = ['circuit-open', 'ambiguous', 'operator: ', 'sms-receipt', 'sms-alarm', 'held'];
      expect(told.filter((word) => !text.includes(word))).toEqual([]);
      const keys = [API_SECRET, SIGNATURE_SECRET, PRIVATE_KEY.split('\n')[1] ?? '', btoa(`${API_KEY}:${API_SECRET}`)];
      const words = [
        'PRIVATE KEY',
        'Bearer',
        'Basic',
        'eyJ',
        'api-errors',
        'correct credentials',
        'invalid_parameters',
      ];
      const numbers = FAULTS.map((_, index) => numberOf(index).slice(3));
      expect([...codes, ...keys, ...words, ...numbers].filter((secret) => text.includes(secret))).toEqual([]);
      expect(new Set(codes).size).toBeGreaterThan(10);
    },
  );
});
