import { describe, expect } from 'vitest';
import { createJsonLog } from '../../src/adapters/json-log.ts';
import { countOf } from '../operators/leaks-scan.ts';
import { otherCode } from '../support/browser.ts';
import {
  API_KEY,
  API_SECRET,
  type FaultKind,
  faultOn,
  PRIVATE_KEY,
  resend,
  resendChallenge,
  SIGNATURE_SECRET,
  type SmsBench,
  test,
} from './sms-bench.ts';

/** Every failure of the phone network; one that is added there and not here does not compile. */
const FAULTS = {
  unauthorized: true,
  unprovisioned: true,
  'low-balance': true,
  forbidden: true,
  'invalid-recipient': true,
  'invalid-recipient-110': true,
  'invalid-sender': true,
  'invalid-sender-1420': true,
  'invalid-params': true,
  'invalid-json': true,
  'opted-out': true,
  'demo-account': true,
  throttled: true,
  'internal-error': true,
  unavailable: true,
  'no-answer': true,
  'no-answer-but-sent': true,
  reset: true,
  'stalled-with-length': true,
  'stalled-chunked': true,
  'not-json': true,
  'empty-body': true,
  'no-content-type': true,
  'no-uuid': true,
  redirect: true,
  'redirect-307': true,
} as const satisfies Record<FaultKind, true>;
// Object.keys gives string[]; the record's own keys are exactly FaultKind.
const KINDS = Object.keys(FAULTS) as readonly FaultKind[];

/** Two numbers of their own for each failure: one to be bound, one that is. */
const numberOf = (index: number) => `+336399800${index + 10}`;
const boundOf = (index: number) => `+336399801${index + 10}`;

/** Everything that must not be written: codes, and what the provider said. */
interface Secrets {
  readonly codes: string[];
  readonly words: string[];
}

/** Somebody whose message meets the failure, who asks again, mistypes the code, and of whom receipts come. */
async function suffer(bench: SmsBench, fault: FaultKind, index: number): Promise<Secrets> {
  const { mailbox, receipts, requests } = bench.sandbox.state;
  const { browser } = await bench.signedIn(`log-${index}@example.com`);
  const bound = await bench.signedIn(`bound-${index}@example.com`);
  const { recoveryCode } = await bound.browser.enrolPhone(boundOf(index), () => bench.codeFor(boundOf(index)));
  faultOn(bench, fault);
  const begun = await browser.begin({ kind: 'phone', country: 'FR', number: numberOf(index) });
  await resend(browser, begun.body.id);
  await bound.browser.signIn(bound.login);
  await bench.settled();
  await resendChallenge(bound.browser);
  const messages = [...mailbox.messages(numberOf(index)), ...mailbox.messages(boundOf(index))];
  const codes = messages.map(({ code }) => code ?? '');
  const wrong = otherCode(codes[0] ?? '000000');
  await browser.confirm(begun.body.id, wrong);
  await bound.browser.answer('sms', wrong);
  for (const message of messages)
    for (const signature of ['valid', 'wrong-secret', 'unsigned'] as const)
      await receipts.send(message, { status: 'rejected', code: 1190 }, { signature });
  const words = requests
    .all()
    .map(({ detail }) => detail)
    .filter((detail) => detail !== '');
  requests.clear();
  bench.sandbox.state.resetControls();
  return { codes: [...codes, wrong, recoveryCode ?? 'none'], words };
}

describe('5.5 #40: the log', () => {
  test.for(['jwt', 'basic'] as const)(
    'of a run through every failure holds no code, number, key, token or word of the provider (%s)',
    async (auth, { startBench }) => {
      const written: string[] = [];
      const log = createJsonLog({ level: 'debug', destination: { write: (line) => written.push(line) } });
      const environment = {
        VONAGE_TIMEOUT_MS: '500',
        VONAGE_WEBHOOK_MAX_AGE_SECONDS: '86400',
        SMS_CLIENT_WAITING: '6',
      };
      // Its own time stands still: the tokens that the SDK makes in real time stay fresh.
      const network = { now: () => new Date() };
      const bench = await startBench({ auth, log, environment, sandbox: network });
      const codes: string[] = [];
      const said: string[] = [];
      for (const [index, fault] of KINDS.entries()) {
        const secrets = await suffer(bench, fault, index);
        codes.push(...secrets.codes);
        said.push(...secrets.words);
        await bench.settled();
        // The circuit is closed again for the next one, and the client may ask again.
        bench.advance(index % 3 === 2 ? 601 : 31);
      }
      const text = written.join('');
      const told = ['circuit-open', 'ambiguous', 'operator: ', 'sms-receipt', 'sms-alarm', 'held'];
      expect(told.filter((word) => !text.includes(word))).toEqual([]);
      const keys = [API_SECRET, SIGNATURE_SECRET, PRIVATE_KEY.split('\n')[1] ?? '', btoa(`${API_KEY}:${API_SECRET}`)];
      const words = ['PRIVATE KEY', 'Bearer', 'Basic', 'eyJ', 'api-errors', 'invalid_parameters', '<html', ...said];
      const numbers = KINDS.flatMap((_, index) => [numberOf(index), boundOf(index)]).map((number) => number.slice(3));
      expect(codes.filter((code) => countOf(text, code) > 0)).toEqual([]);
      expect([...keys, ...words, ...numbers].filter((secret) => text.includes(secret))).toEqual([]);
      expect([new Set(codes).size > 60, new Set(said).size > 10]).toEqual([true, true]);
    },
  );
});
