import type { TestedRow } from '../row.ts';

const bff = (name: string) => `apps/bff/test/${name}.test.ts`;

/** Rows that tests of the product show as they are: playing them again would say no more. */
export const tested: readonly TestedRow[] = [
  {
    id: 'F-17',
    injected: 'the provider refuses connections, or its name does not exist',
    checked: 'told at once, nothing charged; after five failures nothing is tried for 30 s; then it works',
    tests: [{ file: bff('sms/sms-outcomes-unsure'), name: 'no connection' }],
  },
  {
    id: 'F-19',
    injected: '429, 5xx, odd JSON, a redirect, an answer that is too big',
    checked: 'classified; a refused connection alone is tried again, once',
    tests: [{ file: 'apps/bff/src/adapters/vonage-sms-gateway.test.ts', name: '' }],
  },
  {
    id: 'F-20',
    injected: 'accepted messages never arrive',
    checked: 'ranges that hardly anybody answers from are paused, and operators are told',
    tests: [{ file: bff('sms/sms-conversion'), name: '' }],
  },
  {
    id: 'F-21',
    injected: 'one receipt a hundred times',
    checked: 'taken each time, one change',
    tests: [{ file: bff('sms/sms-receipts.both-engines'), name: 'F-21' }],
  },
  {
    id: 'F-22',
    injected: 'receipts out of order',
    checked: 'the state of a message only moves forward; unknown ones are dropped',
    tests: [{ file: bff('sms/sms-receipts.both-engines'), name: 'F-22' }],
  },
  {
    id: 'F-23',
    injected: 'forged and old receipts',
    checked: 'refused without effect; no receipt ever changes who may sign in',
    tests: [{ file: bff('sms/sms-receipts'), name: 'F-23' }],
  },
  {
    id: 'F-30',
    injected: 'a rotation of keys, killed before each of its statements; servers with either ring alone',
    checked: 'everything opens at each point; run again it finishes; a missing key is 503, never “no second factor”',
    tests: [{ file: bff('operators/keys-rotation.both-engines'), name: 'F-30' }],
  },
  {
    id: 'F-33',
    injected: 'sealed values are moved between rows by somebody with the file',
    checked: 'they open nowhere, and “db check” names them; other tampering is out of scope',
    tests: [{ file: bff('operators/keys-moved-values.both-engines'), name: 'F-33' }],
  },
  {
    id: 'F-34',
    injected: 'a storm of password guesses, more than the queue holds',
    checked: '503 beyond the queue; people at the second step and signed in are served (ratio: pnpm overload)',
    tests: [{ file: bff('running/main-overload'), name: 'F-34' }],
  },
  {
    id: 'F-35',
    injected: 'whoever read the log closes its pipe',
    checked: 'requests go on, events are written to the database',
    tests: [{ file: bff('running/main-shutdown.processes'), name: 'F-35' }],
  },
];
