import { describe, expect } from 'vitest';
import { TrappedDatabase } from '../support/held-ports.ts';
import { enrol, test } from './sms-bench.ts';
import { beginReceipts, counting } from './sms-receipt-bench.ts';

describe.each(['sqlite', 'postgres'] as const)('receipts, on %s', (engine) => {
  test('5.5 #23: take a message from sent to delivered, which its page sees', async ({ startBench }) => {
    const { receive, state } = await beginReceipts(await startBench({ engine }));
    expect(await state()).toBe('sent');
    expect(await receive('submitted')).toBe(200);
    expect(await state()).toBe('sent');
    expect(await receive('delivered')).toBe(200);
    expect(await state()).toBe('delivered');
  });

  test('5.5 #26: may come before the provider’s own answer', async ({ startBench }) => {
    const bench = await startBench({ engine });
    bench.sandbox.state.switches.set({ receipts: { beforeAnswer: true, final: 'delivered', submitted: true } });
    const { browser } = await bench.signedIn();
    expect((await enrol(browser)).sms.state).toBe('delivered');
  });

  test('5.5 #27, F-22: out of order and twice, what was delivered stays delivered', async ({ startBench }) => {
    const { counted, ports } = counting();
    const { receive, state } = await beginReceipts(await startBench({ engine, ports }));
    for (const status of ['delivered', 'submitted', 'delivered', 'rejected'] as const)
      expect(await receive(status, status === 'rejected' ? 1260 : null, { copies: 2 })).toBe(200);
    expect(await state()).toBe('delivered');
    expect(counted).toEqual(['delivered', ...Array<string>(7).fill('late')]);
  });

  test('5.5 #28: one whose name was seen before is taken and does nothing, a hundred times (F-21)', async ({
    startBench,
  }) => {
    const { counted, ports } = counting();
    const { bench, receive, state } = await beginReceipts(await startBench({ engine, ports }));
    await receive('submitted');
    const [receipt] = bench.sandbox.state.receipts.all();
    for (let time = 0; time < 100; time += 1) await bench.sandbox.state.receipts.replay(receipt?.id ?? '');
    expect(counted).toEqual(['late', ...Array<string>(100).fill('duplicate')]);
    expect(await receive('delivered', null, { signature: 'replayed' })).toBe(200);
    expect(await state()).toBe('sent');
  });

  test('5.5 #30: one that failed is taken when it comes again, once', async ({ startBench }) => {
    let trapped: TrappedDatabase | undefined;
    const { counted, ports } = counting();
    const { bench, message, state } = await beginReceipts(
      await startBench({
        engine,
        ports: (deps) => {
          trapped = new TrappedDatabase(deps.database);
          return { ...ports(deps), database: trapped };
        },
      }),
    );
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

  test('twenty at once about one message move it once', async ({ startBench }) => {
    const { counted, ports } = counting();
    const { receive, state } = await beginReceipts(await startBench({ engine, ports }));
    await Promise.all(Array.from({ length: 20 }, () => receive('delivered')));
    expect(await state()).toBe('delivered');
    expect(counted.toSorted()).toEqual(['delivered', ...Array<string>(19).fill('late')]);
  });
});
