import { createHash, createHmac } from 'node:crypto';
import type { Deps, Metrics } from '../../src/deps.ts';
import type { Browser } from '../support/browser.ts';
import { ORIGIN } from '../support/fixed-values.ts';
import { API_KEY, enrol, NUMBER, progress, SIGNATURE_SECRET, type SmsBench } from './sms-bench.ts';

type Status = 'submitted' | 'delivered' | 'rejected' | 'undeliverable';
type Plan = NonNullable<Parameters<SmsBench['sandbox']['state']['receipts']['send']>[2]>;

/** A phone being bound, whose message's receipts are sent by hand. */
export async function beginReceipts(bench: SmsBench) {
  const { browser } = await bench.signedIn();
  const { enrolment, sms } = await enrol(browser);
  const [message] = bench.sandbox.state.mailbox.messages(NUMBER);
  if (message === undefined) throw new Error('no message came');
  const { receipts } = bench.sandbox.state;
  const receive = async (status: Status, code: number | null = null, plan: Plan = {}) => {
    await receipts.send(message, { status, code }, plan);
    return receipts.all().at(-1)?.attempts.at(-1)?.status;
  };
  return { bench, browser, enrolment, sms, message, receive, state: () => stateOf(browser, sms.id) };
}

export const stateOf = async (browser: Browser, id: string) => (await progress(browser, id)).body.state;

/** Counts receipts by what became of them. */
export function counting(): { counted: string[]; ports: (deps: Deps) => Partial<Deps> } {
  const counted: string[] = [];
  const smsReceipt: Metrics['smsReceipt'] = (state) => counted.push(state);
  return { counted, ports: ({ metrics }) => ({ metrics: { ...metrics, smsReceipt } }) };
}

/** A receipt of our own making, signed as Vonage signs unless told otherwise. */
export function postReceipt(bench: SmsBench, body: string, authorization?: string): Promise<number> {
  const token = authorization ?? `Bearer ${signed(bench, body)}`;
  return requestWith(bench, body, { authorization: token });
}

export async function requestWith(bench: SmsBench, body: string, headers: Record<string, string>): Promise<number> {
  const answer = await bench.app.request(`${ORIGIN}/webhooks/vonage/status`, {
    method: 'POST',
    headers: {
      host: new URL(ORIGIN).host,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
    },
    body,
  });
  return answer.status;
}

export function signed(bench: SmsBench, body: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iat: Math.floor(bench.clock.now().getTime() / 1000),
    jti: crypto.randomUUID(),
    iss: 'Vonage',
    api_key: API_KEY,
    payload_hash: createHash('sha256').update(body).digest('hex'),
  };
  const input = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${input}.${createHmac('sha256', SIGNATURE_SECRET).update(input).digest('base64url')}`;
}
