import type { SmsState } from '@wattsense/contract/sms';
import { describe, expect, it } from 'vitest';
import { OVERTAKES, type ReceiptState, shownState } from './sms-delivery.ts';

const STATES: readonly SmsState[] = ['sending', 'sent', 'delivered', 'not-delivered', 'may-arrive', 'not-sent'];

describe('F-22: receipts only move a message forward', () => {
  it.each([
    ['sent', ['sending', 'may-arrive']],
    ['not-delivered', ['sending', 'sent', 'may-arrive']],
    ['delivered', ['sending', 'sent', 'not-delivered', 'may-arrive']],
  ] as const)('%s follows %j and nothing else', (receipt: ReceiptState, followed) => {
    expect(STATES.filter((state) => OVERTAKES[receipt].includes(state))).toEqual(followed);
  });
});

describe('what is shown of a message', () => {
  const created = new Date('2026-03-02T09:00:00Z');
  const after = (ms: number) => new Date(created.getTime() + ms);

  it('a send whose process ended in its midst may arrive, after the longest that a send takes', () => {
    expect(shownState('sending', created, after(15_000))).toBe('sending');
    expect(shownState('sending', created, after(15_001))).toBe('may-arrive');
  });

  it.each(STATES.filter((state) => state !== 'sending'))('%s stays what it is', (state) => {
    expect(shownState(state, created, after(3_600_000))).toBe(state);
  });
});
