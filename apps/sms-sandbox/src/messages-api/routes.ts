import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Effect } from '../faults/catalogue.ts';
import type { SandboxEnv } from '../sandbox-env.ts';
import type { SandboxState } from '../state.ts';
import { answer, answerProblem } from './answer.ts';
import { notFound, tooLarge, wrongVerb } from './problems.ts';
import { readEnvelope } from './read-message.ts';
import { type Judged, submit } from './submit.ts';

const BODY_BYTES = 64 * 1024;

/** `POST /v1/messages`, and Vonage's answers to everything else below `/v1`. */
export function messagesApi(state: SandboxState): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>();
  app.use(
    bodyLimit({
      maxSize: BODY_BYTES,
      onError: () => answerProblem(tooLarge, state.newId()),
    }),
  );
  app.post('/messages', async (context) => {
    const requestId = state.newId();
    const body = await context.req.text();
    const judged = await submit(state, {
      authorization: context.req.header('authorization'),
      contentType: context.req.header('content-type'),
      body,
    });
    record(state, requestId, body, judged);
    return answer(context, judged, requestId);
  });
  app.all('/messages', () => answerProblem(wrongVerb, state.newId()));
  app.all('/*', () => answerProblem(notFound, state.newId()));
  return app;
}

function record(state: SandboxState, id: string, body: string, { fault, verdict }: Judged): void {
  const line = { id, at: state.clock.now(), ...readEnvelope(body), fault };
  switch (verdict.kind) {
    case 'refused': {
      const { detail, invalidParameters, status, title } = verdict.problem;
      const reasons = (invalidParameters ?? []).map(({ name, reason }) => `${name}: ${reason}`);
      state.requests.add({
        ...line,
        status,
        title,
        detail: [detail, ...reasons].join(' '),
        messageId: null,
      });
      return;
    }
    case 'accepted':
      state.requests.add({
        ...line,
        status: 202,
        title: 'Accepted',
        detail: '',
        messageId: verdict.message.id,
      });
      return;
    case 'faulty':
      state.requests.add({
        ...line,
        status: statusOf(verdict.effect),
        title: 'Fault',
        detail: '',
        messageId: verdict.message?.id ?? null,
      });
  }
}

/** What the sender sees of a broken answer; null when it sees none. */
function statusOf(effect: Exclude<Effect, { kind: 'problem' }>): number | null {
  if (effect.kind !== 'mishap') return effect.status;
  return effect.mishap === 'silence' || effect.mishap === 'reset' ? null : 202;
}
