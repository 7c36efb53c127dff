import { type Effect, type FaultKind, faultOf } from '../faults/catalogue.ts';
import type { Message } from '../mailbox.ts';
import type { SandboxState } from '../state.ts';
import { findCode } from '../text/find-code.ts';
import { measure } from '../text/measure.ts';
import type { Authentication } from './authenticate.ts';
import { invalidSender, lowBalance, type Problem, throttled, unauthorized, wrongContentType } from './problems.ts';
import { type MessageBody, readEnvelope, readMessage } from './read-message.ts';
import { senderFault } from './sender-rules.ts';

export interface Submission {
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
}

type Verdict =
  | { readonly kind: 'accepted'; readonly message: Message }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | {
      readonly kind: 'faulty';
      readonly effect: Exclude<Effect, { kind: 'problem' }>;
      readonly message: Message | null;
    };

export interface Judged {
  readonly verdict: Verdict;
  readonly fault: FaultKind | null;
}

type Authenticated = Exclude<Authentication, { kind: 'refused' }>;

/** Decides on one request as Vonage does, with whatever fault is switched on for its number. */
export async function submit(state: SandboxState, submission: Submission): Promise<Judged> {
  const { to } = readEnvelope(submission.body);
  const behaviour = state.switches.take(to);
  if (behaviour.latencyMs > 0) await state.wait(behaviour.latencyMs);
  const fault = behaviour.fault?.kind ?? null;
  const effect = fault ? faultOf(fault).effect : null;

  if (effect && !takesMessage(effect)) {
    const verdict: Verdict =
      effect.kind === 'problem'
        ? {
            kind: 'refused',
            problem: effect.problem(behaviour.fault?.retryAfterSeconds ?? 1, state.clock.now()),
          }
        : { kind: 'faulty', effect, message: null };
    return { verdict, fault };
  }

  const accepted = await accept(state, submission);
  if (accepted.kind === 'refused') return { verdict: accepted, fault: null };
  const { message } = accepted;
  state.mailbox.add(message);
  await state.receipts.begin(message, behaviour.receipts);
  return {
    verdict: effect && effect.kind !== 'problem' ? { kind: 'faulty', effect, message } : { kind: 'accepted', message },
    fault,
  };
}

function takesMessage(effect: Effect): boolean {
  return effect.kind === 'mishap' && effect.taken;
}

async function accept(
  state: SandboxState,
  submission: Submission,
): Promise<Extract<Verdict, { kind: 'accepted' | 'refused' }>> {
  const refused = (problem: Problem) => ({ kind: 'refused', problem }) as const;
  const sender = await state.authenticator.authenticate(submission.authorization, state.clock.now());
  if (sender.kind === 'refused') return refused(unauthorized(sender.reason));
  if (!state.account.admit(state.clock.now()))
    return refused(throttled(state.account.requestsPerSecond(), 1, state.clock.now()));
  if (!/^application\/json\s*(;|$)/i.test(submission.contentType ?? '')) return refused(wrongContentType);
  const read = readMessage(submission.body);
  if (read.kind === 'refused') return read;
  const fault = senderFault(read.body.from, read.body.to);
  if (fault) return refused(invalidSender(fault));
  const message = compose(state, read.body, sender);
  if (!state.account.charge(message.segments)) return refused(lowBalance);
  return { kind: 'accepted', message };
}

function compose(state: SandboxState, body: MessageBody, sender: Authenticated): Message {
  return {
    id: state.newId(),
    to: body.to,
    from: body.from,
    text: body.text,
    code: findCode(body.text),
    acceptedAt: state.clock.now(),
    ...measure(body.text, body.sms?.encoding_type === 'unicode'),
    clientRef: body.client_ref ?? null,
    webhookUrl: body.webhook_url ?? null,
    authentication: sender.kind,
    applicationId: sender.kind === 'jwt' ? sender.applicationId : null,
    apiKey: sender.kind === 'basic' ? sender.apiKey : null,
    state: 'accepted',
    errorCode: null,
  };
}
