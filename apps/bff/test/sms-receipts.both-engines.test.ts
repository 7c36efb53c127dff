import { createHash, createHmac } from 'node:crypto';
import type { SmsFailure } from '@wattsense/contract/sms';
import { afterEach, describe, expect, it } from 'vitest';
import type { Deps, Metrics } from '../src/deps.ts';
import type { Browser } from './browser.ts';
import { TrappedDatabase } from './held-ports.ts';
import {
  API_KEY,
  enrol,
  NUMBER,
  ORIGIN,
  progress,
  SIGNATURE_SECRET,
  type SmsBench,
  type SmsBenchOptions,
  startSmsBench,
} from './sms-bench.ts';

const open: SmsBench[] = [];
afterEach(async () => {
  for (const bench of open.splice(0)) await bench.close();
});

type Status = 'submitted' | 'delivered' | 'rejected' | 'undeliverable';
type Plan = NonNullable<Parameters<SmsBench['sandbox']['state']['receipts']['send']>[2]>;

/** A phone being bound, whose message's receipts are sent by hand. */
async function begin(options: SmsBenchOptions) {
  const bench = await startSmsBench(options);
  open.push(bench);
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

const stateOf = async (browser: Browser, id: string) => (await progress(browser, id)).body.state;

/** Counts receipts by what became of them. */
function counting(): { counted: string[]; ports: (deps: Deps) => Partial<Deps> } {
  const counted: string[] = [];
  const smsReceipt: Metrics['smsReceipt'] = (state) => counted.push(state);
  return { counted, ports: ({ metrics }) => ({ metrics: { ...metrics, smsReceipt } }) };
}

describe.each(['sqlite', 'postgres'] as const)('receipts, on %s', (engine) => {
  it('5.5 #23: take a message from sent to delivered, which its page sees', async () => {
    const { receive, state } = await begin({ engine });
    expect(await state()).toBe('sent');
    expect(await receive('submitted')).toBe(200);
    expect(await state()).toBe('sent');
    expect(await receive('delivered')).toBe(200);
    expect(await state()).toBe('delivered');
  });

  it('5.5 #26: may come before the provider’s own answer', async () => {
    const bench = await startSmsBench({ engine });
    open.push(bench);
    bench.sandbox.state.switches.set({ receipts: { beforeAnswer: true, final: 'delivered', submitted: true } });
    const { browser } = await bench.signedIn();
    expect((await enrol(browser)).sms.state).toBe('delivered');
  });

  it('5.5 #27, F-22: out of order and twice, what was delivered stays delivered', async () => {
    const { counted, ports } = counting();
    const { receive, state } = await begin({ engine, ports });
    for (const status of ['delivered', 'submitted', 'delivered', 'rejected'] as const)
      expect(await receive(status, status === 'rejected' ? 1260 : null, { copies: 2 })).toBe(200);
    expect(await state()).toBe('delivered');
    expect(counted).toEqual(['delivered', ...Array<string>(7).fill('late')]);
  });

  it('5.5 #28: one whose name was seen before is taken and does nothing, a hundred times (F-21)', async () => {
    const { counted, ports } = counting();
    const { bench, receive, state } = await begin({ engine, ports });
    await receive('submitted');
    const [receipt] = bench.sandbox.state.receipts.all();
    for (let time = 0; time < 100; time += 1) await bench.sandbox.state.receipts.replay(receipt?.id ?? '');
    expect(counted).toEqual(['late', ...Array<string>(100).fill('duplicate')]);
    expect(await receive('delivered', null, { signature: 'replayed' })).toBe(200);
    expect(await state()).toBe('sent');
  });

  it('5.5 #30: one that failed is taken when it comes again, once', async () => {
    let trapped: TrappedDatabase | undefined;
    const { counted, ports } = counting();
    const { bench, message, state } = await begin({
      engine,
      ports: (deps) => {
        trapped = new TrappedDatabase(deps.database);
        return { ...ports(deps), database: trapped };
      },
    });
    trapped?.failBefore('sms_move_delivered', new Error('the disk is full'));
    const { receipts } = bench.sandbox.state;
    await receipts.send(message, { status: 'delivered', code: null }, { signAgain: false });
    expect(await state()).toBe('sent');
    bench.advance(5);
    await bench.until(() => receipts.all()[0]?.outcome === 'taken');
    expect(receipts.all()[0]?.attempts.map(({ status }) => status)).toEqual([500, 200]);
    expect(await state()).toBe('delivered');
    expect(counted).toEqual(['delivered']);
  });

  it('twenty at once about one message move it once', async () => {
    const { counted, ports } = counting();
    const { receive, state } = await begin({ engine, ports });
    await Promise.all(Array.from({ length: 20 }, () => receive('delivered')));
    expect(await state()).toBe('delivered');
    expect(counted.toSorted()).toEqual(['delivered', ...Array<string>(19).fill('late')]);
  });
});

describe('what a receipt tells', () => {
  const reasons: readonly (readonly [number, SmsFailure])[] = [
    [1190, 'invalid-number'],
    [1210, 'filtered'],
    [1240, 'recipient-refuses'],
    [1250, 'destination-blocked'],
    [1260, 'unreachable'],
    [1360, 'expired'],
    [1470, 'destination-blocked'],
    [1472, 'throttled'],
    [1330, 'provider'],
  ];
  it.each(reasons)('5.5 #24: %i is not delivered: %s', async (code, failure) => {
    const { browser, sms, receive } = await begin({});
    expect(await receive('rejected', code)).toBe(200);
    expect((await progress(browser, sms.id)).body).toMatchObject({ state: 'not-delivered', failure });
  });

  it('5.5 #25: undeliverable is not delivered, without a code', async () => {
    const { browser, sms, receive } = await begin({});
    await receive('undeliverable');
    expect((await progress(browser, sms.id)).body).toMatchObject({ state: 'not-delivered', failure: 'provider' });
  });

  it('is told to operators when only they can mend it', async () => {
    const { bench, receive } = await begin({});
    await receive('rejected', 1160);
    expect(bench.operatorLines()).toEqual([expect.stringMatching(/demo mode/)]);
  });

  it('a message that may arrive has arrived', async () => {
    const bench = await startSmsBench();
    open.push(bench);
    bench.sandbox.state.switches.set({ fault: { kind: 'no-uuid', times: 1, retryAfterSeconds: 1 } });
    const { browser } = await bench.signedIn();
    const { sms } = await enrol(browser);
    const [message] = bench.sandbox.state.mailbox.messages(NUMBER);
    if (message) await bench.sandbox.state.receipts.send(message, { status: 'delivered', code: null });
    expect(await stateOf(browser, sms.id)).toBe('delivered');
  });

  it('F-23: never changes who may sign in: a code of a message not delivered is good, another one is not', async () => {
    const { bench, browser, enrolment, receive } = await begin({});
    await receive('rejected', 1190);
    const code = bench.codeFor(NUMBER);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    expect((await browser.confirm(enrolment.id, wrong)).status).toBe(401);
    expect((await browser.confirm(enrolment.id, code)).status).toBe(200);
  });

  it('F-23: does not bring back a message that was certainly not sent', async () => {
    const bench = await startSmsBench();
    open.push(bench);
    bench.sandbox.state.switches.set({ fault: { kind: 'low-balance', times: 1, retryAfterSeconds: 1 } });
    const { browser } = await bench.signedIn();
    const { sms } = await enrol(browser);
    const body = JSON.stringify({ message_uuid: 'x', client_ref: sms.id, status: 'delivered' });
    expect(await post(bench, body)).toBe(200);
    expect(await stateOf(browser, sms.id)).toBe('not-sent');
  });
});

/** A receipt of our own making, signed as Vonage signs unless told otherwise. */
function post(bench: SmsBench, body: string, authorization?: string): Promise<number> {
  const token = authorization ?? `Bearer ${signed(bench, body)}`;
  return requestWith(bench, body, { authorization: token });
}

async function requestWith(bench: SmsBench, body: string, headers: Record<string, string>): Promise<number> {
  const answer = await bench.app.request(`${ORIGIN}/webhooks/vonage/status`, {
    method: 'POST',
    headers: { host: new URL(ORIGIN).host, 'content-type': 'application/json', ...headers },
    body,
  });
  return answer.status;
}

function signed(bench: SmsBench, body: string): string {
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

describe('what is no receipt of Vonage’s', () => {
  it.each([
    ['a wrong secret', 'wrong-secret'],
    ['no algorithm', 'alg-none'],
    ['another algorithm', 'rs256'],
    ['another account', 'wrong-api-key'],
    ['an old one', 'stale'],
    ['one from the future', 'future'],
    ['an altered body', 'altered'],
    ['the same body in another order', 'reordered'],
  ] as const)('5.5 #28, F-23: %s is refused and changes nothing', async (_, signature) => {
    const { counted, ports } = counting();
    const { receive, state } = await begin({ ports });
    expect(await receive('delivered', null, { signature })).toBe(401);
    expect(await state()).toBe('sent');
    expect(counted).toEqual(['refused']);
  });

  it('5.5 #28: that of another application is refused', async () => {
    const { receive, state } = await begin({ auth: 'jwt' });
    expect(await receive('delivered', null, { signature: 'wrong-application' })).toBe(401);
    expect(await state()).toBe('sent');
    expect(await receive('delivered')).toBe(200);
  });

  it('5.5 #28: unsigned, it is asked for again, and taken when it is signed', async () => {
    const { bench, message, state } = await begin({});
    const { receipts } = bench.sandbox.state;
    await receipts.send(message, { status: 'delivered', code: null }, { signature: 'unsigned-first' });
    expect(await state()).toBe('sent');
    bench.advance(5);
    await bench.until(() => receipts.all()[0]?.outcome === 'taken');
    expect(receipts.all()[0]?.attempts.map(({ status }) => status)).toEqual([503, 200]);
    expect(await state()).toBe('delivered');
  });

  it('without a secret nothing is asked for and nothing is taken', async () => {
    const bench = await startSmsBench({ environment: { VONAGE_SIGNATURE_SECRET: '' } });
    open.push(bench);
    const { browser } = await bench.signedIn();
    await enrol(browser);
    expect(bench.sandbox.state.mailbox.messages(NUMBER)[0]?.webhookUrl).toBeNull();
    expect(await requestWith(bench, '{}', {})).toBe(401);
    expect(await post(bench, '{}')).toBe(401);
  });

  it('5.5 #29: one for a message that is not ours is taken, ignored and counted', async () => {
    const { counted, ports } = counting();
    const { bench, state } = await begin({ ports });
    const body = JSON.stringify({ message_uuid: crypto.randomUUID(), client_ref: 'another-1', status: 'delivered' });
    expect(await post(bench, body)).toBe(200);
    expect(await state()).toBe('sent');
    expect(counted).toEqual(['unknown']);
  });

  it.each([
    '{}',
    'null',
    '[]',
    '"delivered"',
    'not json',
    '{"message_uuid":"x"}',
    '{"message_uuid":"x","status":"read"}',
    '{"message_uuid":"a b","status":"delivered"}',
    '{"message_uuid":"x\\u0000","status":"delivered"}',
    '{"message_uuid":["x"],"status":"delivered"}',
  ])('signed but not understood: %s', async (body) => {
    const { bench, state } = await begin({});
    expect(await post(bench, body)).toBe(422);
    expect(await state()).toBe('sent');
  });

  it('more than 64 KiB is not read; as much is', async () => {
    const { bench } = await begin({});
    const padded = (bytes: number) => JSON.stringify({ message_uuid: 'x', status: 'delivered' }).padEnd(bytes, ' ');
    expect(await post(bench, padded(64 * 1024))).toBe(200);
    expect(await post(bench, padded(64 * 1024 + 1))).toBe(413);
  });

  it('another origin, another media type or none is no hindrance; another host is', async () => {
    const { bench, sms, state } = await begin({});
    const body = (status: string) => JSON.stringify({ message_uuid: 'x', client_ref: sms.id, status });
    const delivered = body('delivered');
    const foreign = { origin: 'https://api.nexmo.com', 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' };
    const headers = { authorization: `Bearer ${signed(bench, delivered)}`, ...foreign };
    expect(await requestWith(bench, delivered, { ...headers, host: 'console.example.net' })).toBe(421);
    expect(await requestWith(bench, delivered, headers)).toBe(200);
    expect(await state()).toBe('delivered');
  });
});
