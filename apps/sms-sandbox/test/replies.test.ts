import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, startBench } from './receipt-bench.ts';
import { order, outcome, PHONE } from './sender.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

const american = { to: '12025550123', from: '18005550199' };

test('STOP makes the next message rejected with 1240, START takes it back', async () => {
  await bench.send(american);
  const reply = { phone: american.to, sender: american.from, text: 'stop please' };
  expect(await order(bench.sandbox, 'POST', '/control/replies', reply)).toBe(204);
  await bench.send(american);
  await bench.afterwards(2000, 4);
  const finalStates = () => bench.sandbox.state.mailbox.messages().map(({ state, errorCode }) => [state, errorCode]);
  expect(finalStates()).toEqual([
    ['delivered', null],
    ['rejected', 1240],
  ]);
  await order(bench.sandbox, 'POST', '/control/replies', { ...reply, text: 'START' });
  await bench.send(american);
  await bench.afterwards(2000, 6);
  expect(finalStates().at(-1)).toEqual(['delivered', null]);
});

test('a stop holds for the one sender and the one phone', async () => {
  await order(bench.sandbox, 'POST', '/control/replies', { phone: american.to, sender: american.from, text: 'STOP' });
  expect(bench.sandbox.state.mailbox.hasOptedOut(american.to, '18005550100')).toBe(false);
  expect(bench.sandbox.state.mailbox.hasOptedOut('12025550124', american.from)).toBe(false);
});

test('nobody writes back to a name', async () => {
  await outcome(bench.send());
  expect(
    await order(bench.sandbox, 'POST', '/control/replies', { phone: PHONE, sender: 'TheBuilding', text: 'STOP' }),
  ).toBe(409);
});
