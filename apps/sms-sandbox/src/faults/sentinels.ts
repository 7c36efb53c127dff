import { errorCodeTitle } from '../messages-api/error-codes.ts';
import type { ReceiptPlan } from '../receipts/plan.ts';
import { type FaultKind, faultList } from './catalogue.ts';

/** What a number does by its last four digits alone. */
export interface Sentinel {
  readonly ending: string;
  readonly title: string;
  readonly fault: FaultKind | null;
  readonly receipts: Partial<ReceiptPlan>;
}

const receiptEndings: readonly Omit<Sentinel, 'fault'>[] = [
  {
    ending: '0701',
    title: 'Receipt: undeliverable',
    receipts: { final: 'undeliverable' },
  },
  {
    ending: '0702',
    title: 'Receipts: submitted, then nothing',
    receipts: { final: 'none' },
  },
  {
    ending: '0703',
    title: 'No receipt at all',
    receipts: { final: 'none', submitted: false },
  },
  {
    ending: '0704',
    title: 'Receipts: delivered before submitted',
    receipts: { finalFirst: true },
  },
  {
    ending: '0705',
    title: 'Receipts: each one twice',
    receipts: { copies: 2 },
  },
  {
    ending: '0706',
    title: 'Receipts: unsigned at first, signed when repeated',
    receipts: { signature: 'unsigned-first' },
  },
  {
    ending: '0707',
    title: 'Receipts: wrong signature',
    receipts: { signature: 'wrong-secret' },
  },
  {
    ending: '0708',
    title: 'Receipts: before the request is answered',
    receipts: { beforeAnswer: true },
  },
];

/** Codes that a number rejects with when it ends in them. */
const REJECTING = [1190, 1210, 1240, 1250, 1260, 1360, 1470];

/**
 * All sentinel endings: four digits, so that numbers ending in 0000 to 0400 are always ordinary,
 * in the French (06 39 98 xx xx) and the British (07700 900 xxx) fictional ranges alike.
 */
export const SENTINELS: readonly Sentinel[] = [
  ...faultList.flatMap(({ ending, kind, title }) =>
    ending === undefined ? [] : [{ ending, title, fault: kind, receipts: {} }],
  ),
  ...receiptEndings.map((row) => ({ ...row, fault: null })),
  ...REJECTING.map((code) => ({
    ending: String(code),
    title: `Receipt: rejected, ${code} ${errorCodeTitle(code)}`,
    fault: null,
    receipts: { final: 'rejected' as const, code },
  })),
];

export function sentinelOf(number: string): Sentinel | undefined {
  return SENTINELS.find(({ ending }) => number.endsWith(ending));
}
