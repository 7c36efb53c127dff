import type { Changes } from '../changes.ts';
import type { SandboxClock } from '../clock.ts';
import type { Message } from '../mailbox.ts';
import type { Timers } from '../timers.ts';
import type { ReceiptPlan, SignatureKind } from './plan.ts';
import type { ReceiptEvent, ReceiptStatus } from './receipt-body.ts';
import { type SignedReceipt, type Signer, signReceipt } from './sign.ts';

export interface Attempt {
  readonly at: Date;
  /** What the webhook answered; null when it did not. */
  readonly status: number | null;
  readonly error: string | null;
  readonly signed: boolean;
}

/** One receipt and what became of it. */
export interface Receipt {
  readonly id: string;
  readonly messageId: string;
  readonly to: string;
  readonly status: ReceiptStatus;
  readonly code: number | null;
  readonly url: string;
  readonly body: string;
  readonly attempts: readonly Attempt[];
  /** `waiting`: for its first try or a retry · `taken`: 2xx · `dropped`: not tried again. */
  readonly outcome: 'waiting' | 'taken' | 'dropped';
}

export interface DeliveryDeps {
  readonly clock: SandboxClock;
  readonly timers: Timers;
  readonly changes: Changes;
  readonly newId: () => string;
  readonly fetch: typeof fetch;
  readonly signerFor: (message: Message) => Signer;
}

export interface Delivery {
  /** Oldest first. */
  all(to?: string): readonly Receipt[];
  /** Sends one receipt; resolved after the first try, retries go on by themselves. */
  post(message: Message, event: ReceiptEvent, body: string, plan: ReceiptPlan): Promise<void>;
  /** Sends the very bytes and token of an earlier receipt again. @returns false when there is none. */
  replay(receiptId: string): Promise<boolean>;
  clear(): void;
}

/** How long a webhook has to answer, and how long Vonage goes on trying. */
const ANSWER_WITHIN_MS = 15_000;
const LONGEST_WAIT_MS = 15 * 60_000;
const GIVE_UP_AFTER_MS = 24 * 3_600_000;
const KEPT = 1000;

/** Receipts leave this machine for nowhere. */
function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

export function createDelivery(deps: DeliveryDeps): Delivery {
  let receipts: readonly Receipt[] = [];
  const sent = new Map<string, SignedReceipt>();
  let earlierJti: string | null = null;

  const change = (id: string, part: Partial<Receipt>) => {
    receipts = receipts.map((receipt) => (receipt.id === id ? { ...receipt, ...part } : receipt));
    deps.changes.announce();
  };

  /** The bytes and token of one try; an earlier token only where the plan keeps it. */
  async function sign(receipt: Receipt, message: Message, plan: ReceiptPlan, tries: number): Promise<SignedReceipt> {
    const kept = sent.get(receipt.id);
    if (!plan.signAgain && kept?.authorization) return kept;
    const kind = kindOfTry(plan.signature, tries);
    const ids = { jti: deps.newId(), earlierJti };
    const signed = await signReceipt(receipt.body, kind, deps.signerFor(message), deps.clock.now(), ids);
    sent.set(receipt.id, signed);
    earlierJti = signed.jti ?? earlierJti;
    return signed;
  }

  async function attempt(receipt: Receipt, message: Message, plan: ReceiptPlan, tries: number): Promise<void> {
    const result = await call(deps, receipt.url, await sign(receipt, message, plan, tries));
    const attempts = [...(receipts.find(({ id }) => id === receipt.id)?.attempts ?? []), result];
    const wait = Math.min(plan.retryAfterMs * 2 ** tries, LONGEST_WAIT_MS);
    const firstAt = attempts[0]?.at ?? result.at;
    const age = deps.clock.now().getTime() - firstAt.getTime();
    const again = shouldRetry(result) && age + wait < GIVE_UP_AFTER_MS;
    change(receipt.id, { attempts, outcome: outcomeOf(result, again) });
    if (again)
      deps.timers.after(wait, () => {
        void attempt(receipt, message, plan, tries + 1);
      });
  }

  return {
    all: (to) => (to === undefined ? receipts : receipts.filter((receipt) => receipt.to === to)),
    post: async (message, event, body, plan) => {
      if (message.webhookUrl === null) return;
      const receipt: Receipt = {
        id: deps.newId(),
        messageId: message.id,
        to: message.to,
        ...event,
        url: message.webhookUrl,
        body,
        attempts: [],
        outcome: isLoopback(message.webhookUrl) ? 'waiting' : 'dropped',
      };
      receipts = [...receipts, receipt].slice(-KEPT);
      deps.changes.announce();
      if (receipt.outcome === 'waiting') await attempt(receipt, message, plan, 0);
    },
    replay: async (receiptId) => {
      const receipt = receipts.find(({ id }) => id === receiptId);
      const signed = sent.get(receiptId);
      if (!receipt || !signed) return false;
      const result = await call(deps, receipt.url, signed);
      change(receiptId, { attempts: [...receipt.attempts, result] });
      return true;
    },
    clear: () => {
      receipts = [];
      sent.clear();
      deps.changes.announce();
    },
  };
}

function kindOfTry(kind: SignatureKind, tries: number): Exclude<SignatureKind, 'unsigned-first'> {
  if (kind !== 'unsigned-first') return kind;
  return tries === 0 ? 'unsigned' : 'valid';
}

function outcomeOf({ status }: Attempt, again: boolean): Receipt['outcome'] {
  if (again) return 'waiting';
  return status !== null && status < 300 ? 'taken' : 'dropped';
}

function shouldRetry({ status }: Attempt): boolean {
  return status === null || status === 429 || status >= 500;
}

async function call(deps: DeliveryDeps, url: string, signed: SignedReceipt): Promise<Attempt> {
  const at = deps.clock.now();
  const controller = new AbortController();
  const attempt = { at, signed: signed.authorization !== null };
  const cancel = deps.timers.after(ANSWER_WITHIN_MS, () => controller.abort());
  try {
    const answer = await deps.fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(signed.authorization ? { authorization: signed.authorization } : {}),
      },
      body: signed.body,
      redirect: 'manual',
      signal: AbortSignal.any([controller.signal, deps.timers.stopped]),
    });
    await answer.body?.cancel();
    return { ...attempt, status: answer.status, error: null };
  } catch (error) {
    return {
      ...attempt,
      status: null,
      error: controller.signal.aborted ? `No answer within ${ANSWER_WITHIN_MS / 1000} s` : reasonOf(error),
    };
  } finally {
    cancel();
  }
}

/** The network's own word (ECONNREFUSED …) where fetch hides one behind "fetch failed". */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return 'Unknown network fault';
}
