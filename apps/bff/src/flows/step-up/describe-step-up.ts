import type { ChallengeOffer } from '@wattsense/contract/methods';
import type { Deps } from '../../deps.ts';
import type { Refused } from '../../outcome.ts';
import { listAuthenticators } from '../../store/authenticators.ts';
import type { LiveSession } from '../../store/sessions.ts';
import type { Requester } from '../requester.ts';
import { unprovable } from '../session/session-proofs.ts';
import { openStepUp } from './open-step-up.ts';

export type StepUpOffersOutcome = { readonly kind: 'offers'; readonly methods: ChallengeOffer[] } | Refused;

/** What may accompany the password in the session's step-up, with what each is answered to. Nothing is sent by it. */
export async function describeStepUp(
  deps: Deps,
  session: LiveSession,
  { clientKey }: Requester,
): Promise<StepUpOffersOutcome> {
  const dead = unprovable(deps, session);
  if (dead !== null) return dead;
  const opened = await openStepUp(deps, session);
  if (opened.kind === 'refused') return opened;
  const { accountId: id, language } = session;
  const authenticators = await deps.database.single(() => listAuthenticators({ accountId: id }));
  const target = { challenge: opened.challenge, account: { id, language }, clientKey };
  const methods: ChallengeOffer[] = [];
  for (const { kind, bound } of deps.authenticators.usability(deps, authenticators).usable)
    methods.push(await kind.proving.offerAt(deps, { ...target, bound }, 'before'));
  return { kind: 'offers', methods };
}
