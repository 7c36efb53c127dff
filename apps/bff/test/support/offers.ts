import type { ChallengeOffer } from '@wattsense/contract/methods';
import type { SessionView } from '@wattsense/contract/session';
import type { ChallengeMessage } from '@wattsense/contract/sms';

/** Offers of these methods in this order, whatever else each tells. */
export const offers = (...methods: ChallengeOffer['method'][]) => methods.map((method) => ({ method }));

/** What a challenge says of its text message; null: it offers none. */
export function messageOf(view: SessionView): ChallengeMessage | null {
  return smsOfferOf(view)?.sms ?? null;
}

/** The last two digits of the phone that a challenge offers a message to; null: it offers none. */
export function phoneHintOf(view: SessionView): string | null {
  return smsOfferOf(view)?.phoneHint ?? null;
}

function smsOfferOf(view: SessionView) {
  return view.state === 'challenged' ? view.methods.find((one) => one.method === 'sms') : undefined;
}
