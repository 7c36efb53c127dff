import type { ListeningSandbox } from '../src/listen.ts';
import type { Attempt } from '../src/receipts/delivery.ts';
import { type HandRunTimers, handRunTimers } from './hand-run-timers.ts';
import { type Sent, sdk, send, startSandbox, until } from './sender.ts';
import { startWebhook, type Webhook } from './webhook.ts';

export const SECRET = 'a signature secret of forty characters..';

export interface Bench {
  readonly timers: HandRunTimers;
  readonly sandbox: ListeningSandbox;
  readonly webhook: Webhook;
  /** Sends a message whose receipts go to the webhook. */
  send(message?: Sent): Promise<{ messageUUID: string }>;
  /** Moves the clock, then waits until so many receipts have been answered. */
  afterwards(milliseconds: number, receipts: number): Promise<void>;
  attempts(): readonly Attempt[];
  outcomes(): readonly string[];
  close(): Promise<void>;
}

/** A sandbox whose time stands still, and a webhook for its receipts. */
export async function startBench(): Promise<Bench> {
  const timers = handRunTimers(new Date());
  const webhook = await startWebhook();
  const sandbox = await startSandbox({ now: timers.now, schedule: timers.schedule, signatureSecret: SECRET });
  const receipts = () => sandbox.state.receipts.all();
  const attempts = () => receipts().flatMap((receipt) => receipt.attempts);
  return {
    timers,
    sandbox,
    webhook,
    send: (message = {}) => send(sdk(sandbox), { webhookUrl: webhook.url, ...message }),
    afterwards: (milliseconds, count) => {
      timers.advance(milliseconds);
      return until(sandbox, () => attempts().length === count);
    },
    attempts,
    outcomes: () => receipts().map(({ outcome }) => outcome),
    close: async () => {
      await sandbox.close();
      await webhook.close();
    },
  };
}
