import type { Mailbox, Message } from '../mailbox.ts';
import { createDelivery, type DeliveryDeps, type Receipt } from './delivery.ts';
import { type ReceiptPlan, USUAL_RECEIPTS } from './plan.ts';
import { type ReceiptEvent, receiptBody } from './receipt-body.ts';

export interface Receipts {
  /** Sets a message's receipts going. Resolved at once, or after them where they precede the answer. */
  begin(message: Message, plan: ReceiptPlan): Promise<void>;
  /** One receipt by hand, now. */
  send(message: Message, event: ReceiptEvent, plan?: Partial<ReceiptPlan>): Promise<void>;
  replay(receiptId: string): Promise<boolean>;
  all(to?: string): readonly Receipt[];
  clear(): void;
}

interface Timed extends ReceiptEvent {
  readonly afterMs: number;
}

export function createReceipts(deps: DeliveryDeps & { readonly mailbox: Mailbox }): Receipts {
  const delivery = createDelivery(deps);

  async function happen(message: Message, event: ReceiptEvent, plan: ReceiptPlan): Promise<void> {
    const current = deps.mailbox.find(message.id);
    // "submitted" that comes late tells of the past, so it never takes a final state back.
    const late = event.status === 'submitted' && current?.state !== 'accepted';
    if (!late)
      deps.mailbox.update(message.id, {
        state: event.status,
        errorCode: event.code,
      });
    const body = receiptBody(message, event, deps.clock.now(), deps.newId());
    for (let copy = 0; copy < plan.copies; copy += 1) await delivery.post(message, event, body, plan);
  }

  return {
    begin: async (message, plan) => {
      const optedOut = deps.mailbox.hasOptedOut(message.to, message.from);
      const events = timeline(optedOut ? { ...plan, final: 'rejected', code: 1240 } : plan);
      for (const event of events) {
        if (plan.beforeAnswer) await happen(message, event, plan);
        else
          deps.timers.after(event.afterMs, () => {
            void happen(message, event, plan);
          });
      }
    },
    send: (message, event, plan) => happen(message, event, { ...USUAL_RECEIPTS, ...plan }),
    replay: delivery.replay,
    all: delivery.all,
    clear: delivery.clear,
  };
}

function timeline(plan: ReceiptPlan): readonly Timed[] {
  const first = plan.submittedAfterMs;
  const second = first + plan.finalAfterMs;
  const submitted: readonly Timed[] = plan.submitted
    ? [
        {
          status: 'submitted',
          code: null,
          afterMs: plan.finalFirst ? second : first,
        },
      ]
    : [];
  const final: readonly Timed[] =
    plan.final === 'none'
      ? []
      : [
          {
            status: plan.final,
            code: plan.final === 'rejected' ? plan.code : null,
            afterMs: plan.finalFirst ? first : second,
          },
        ];
  return plan.finalFirst ? [...final, ...submitted] : [...submitted, ...final];
}
