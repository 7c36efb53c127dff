import { Hono } from 'hono';
import { digitsOf } from '../mailbox.ts';
import { isNumericSender } from '../messages-api/sender-rules.ts';
import type { SandboxEnv } from '../sandbox-env.ts';
import type { SandboxState } from '../state.ts';
import {
  accountOrder,
  clockOrder,
  faultOrder,
  latencyOrder,
  receiptOrder,
  receiptsOrder,
  replyOrder,
  sentinelsOrder,
} from './orders.ts';
import { fault, readOrder } from './read-order.ts';

const done = () => new Response(null, { status: 204 });

/** The switches: what goes wrong, for all numbers or for one. */
export function controlRoutes(state: SandboxState): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>();
  app.get('/', (context) => context.json(overview(state)));
  app.delete('/', (context) => {
    const to = context.req.query('to');
    if (to === undefined) state.resetControls();
    else state.switches.clear(to);
    return done();
  });
  app.put('/fault', async (context) => {
    const read = await readOrder(context, faultOrder);
    if (read.kind === 'refused') return read.answer;
    const { to, ...active } = read.order;
    state.switches.set({ fault: active }, to);
    return done();
  });
  app.delete('/fault', (context) => {
    state.switches.set({ fault: null }, context.req.query('to'));
    return done();
  });
  app.put('/latency', async (context) => {
    const read = await readOrder(context, latencyOrder);
    if (read.kind === 'refused') return read.answer;
    const { milliseconds, to } = read.order;
    state.switches.set({ latencyMs: milliseconds }, to);
    return done();
  });
  app.put('/receipts', async (context) => {
    const read = await readOrder(context, receiptsOrder);
    if (read.kind === 'refused') return read.answer;
    const { to, ...receipts } = read.order;
    state.switches.set({ receipts: withoutGaps(receipts) }, to);
    return done();
  });
  app.route('/', accountRoutes(state));
  app.route('/', handRoutes(state));
  return app;
}

/** The sender's account, and the sandbox's own time. */
function accountRoutes(state: SandboxState): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>();
  app.put('/account', async (context) => {
    const read = await readOrder(context, accountOrder);
    if (read.kind === 'refused') return read.answer;
    const { balance, requestsPerSecond } = read.order;
    if (balance !== undefined) state.account.setBalance(balance);
    if (requestsPerSecond !== undefined) state.account.setRequestsPerSecond(requestsPerSecond);
    return done();
  });
  app.put('/sentinels', async (context) => {
    const read = await readOrder(context, sentinelsOrder);
    if (read.kind === 'refused') return read.answer;
    state.switches.setSentinels(read.order.on);
    return done();
  });
  app.put('/clock', async (context) => {
    const read = await readOrder(context, clockOrder);
    if (read.kind === 'refused') return read.answer;
    state.clock.setOffset(read.order.offsetSeconds);
    state.changes.announce();
    return done();
  });
  return app;
}

/** What a person does by hand: write back, send a receipt, send one again. */
function handRoutes(state: SandboxState): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>();
  app.post('/replies', async (context) => {
    const read = await readOrder(context, replyOrder);
    if (read.kind === 'refused') return read.answer;
    const { phone, sender, text } = read.order;
    if (!isNumericSender(sender)) return fault(409, 'Nobody can write back to a name, only to a number.');
    state.mailbox.reply({
      id: state.newId(),
      phone: digitsOf(phone),
      sender,
      text,
      at: state.clock.now(),
    });
    return done();
  });
  app.post('/messages/:id/receipts', async (context) => {
    const read = await readOrder(context, receiptOrder);
    if (read.kind === 'refused') return read.answer;
    const message = state.mailbox.find(context.req.param('id'));
    if (!message) return fault(404, 'There is no such message.');
    const { code, status, ...plan } = read.order;
    await state.receipts.send(
      message,
      { status, code: status === 'rejected' ? (code ?? 1330) : null },
      withoutGaps(plan),
    );
    return done();
  });
  app.post('/receipts/:id/replay', async (context) =>
    (await state.receipts.replay(context.req.param('id')))
      ? done()
      : fault(404, 'There is no such receipt, or it was never sent.'),
  );
  return app;
}

function overview(state: SandboxState) {
  const { account, authenticator, clock, switches } = state;
  return {
    open: authenticator.open,
    all: switches.get(),
    numbers: Object.fromEntries(switches.numbers().map((number) => [number, switches.get(number)])),
    sentinels: switches.sentinels(),
    balance: account.balance(),
    requestsPerSecond: account.requestsPerSecond(),
    clockOffsetSeconds: clock.offsetSeconds(),
  };
}

/** A member that is present but undefined would undo a default when spread over it. */
function withoutGaps<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // Object.entries and fromEntries lose the keys' types; only undefined members go.
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
