import type { SecurityView } from '@wattsense/contract/security';
import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';

/** Whether something of a kind can be added or replaced now: a phone is proven by a text message. */
export function canEnrol(view: Pick<SecurityView, 'smsOffered'>, kind: AuthenticatorKind): boolean {
  return kind === 'app' || view.smsOffered;
}
