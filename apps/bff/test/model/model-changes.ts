import { type Factor, type Kind, type ModelSession, newProcess, PASSWORD_CHANGE, phaseOf } from './model-account.ts';
import type { Command } from './model-commands.ts';
import type { Scene, Step } from './model-scene.ts';

/** An id that nothing has. */
export const NOWHERE = '00000000-0000-7000-8000-000000000000';
/** So long asking for a recovery's fresh code again is the same asking. */
const SAME_ASKING_SECONDS = 2;

type Let = { readonly refused: string } | { readonly session: ModelSession };

/** What stands in front of every route of a session. Coming through is activity, noted once a minute. */
export function letIn(scene: Scene, who: number, duringRecovery = false): Let {
  const { model, now } = scene;
  const { session } = scene.jar(who);
  if (!model.isAlive(session, now)) return { refused: 'not-signed-in' };
  const pending = duringRecovery && session.byRecovery === 'pending';
  if (!model.meetsLevel(session) && !pending) return { refused: 'level-required' };
  if (session.lastSeen < now - 60) session.lastSeen = now;
  return { session };
}

/** The same for a change of the account, which takes a fresh proof. */
export function letChange(scene: Scene, who: number): Let {
  const found = letIn(scene, who);
  if ('refused' in found) return found;
  return scene.model.isFresh(found.session, scene.now) ? found : { refused: 'step-up-required' };
}

/** A session goes on with a new token. */
function renew(scene: Scene, session: ModelSession): void {
  session.lastSeen = scene.now;
}

export function changed(scene: Scene, session: ModelSession, { counts }: { counts: 'kept' | 'cleared' }): void {
  renew(scene, session);
  scene.model.endOthers(session);
  scene.model.endProcesses();
  if (counts === 'kept') return;
  scene.model.counts.clear();
  scene.model.passwordCounts.delete(PASSWORD_CHANGE);
}

export function freshRecovery(
  scene: Scene,
  { id, code }: { readonly id: string; readonly code: string },
  replaceableBy: string | null,
) {
  return { id, code, issuedAt: scene.now, replaceableBy, saved: false, reservedBy: null, reservedUntil: 0 };
}

function forgetRecovery(scene: Scene): void {
  const { recovery } = scene.model;
  if (recovery !== null) scene.oldRecovery.push({ id: recovery.id, code: recovery.code });
  scene.model.recovery = null;
}

export function planRemove(scene: Scene, who: number, kind: Kind | 'all'): Step {
  const { model } = scene;
  const id = kind === 'all' ? '' : (model.authenticators.get(kind)?.id ?? NOWHERE);
  const path = kind === 'all' ? '/api/two-factor' : `/api/authenticators/${id}`;
  const step = { method: 'DELETE', path } as const;
  const found = letChange(scene, who);
  if ('refused' in found) return { ...step, expected: [found.refused] };
  if (kind === 'all' && !model.twoFactorOn) return { ...step, expected: ['conflict:two-factor-off'] };
  if (id === NOWHERE) return { ...step, expected: ['not-found'] };
  return {
    ...step,
    expected: ['ok'],
    once: true,
    succeeded: () => {
      if (kind === 'all') model.authenticators.clear();
      else model.authenticators.delete(kind);
      if (!model.twoFactorOn) forgetRecovery(scene);
      found.session.byRecovery = 'none';
      changed(scene, found.session, { counts: model.twoFactorOn ? 'kept' : 'cleared' });
    },
  };
}

export function planFreshCode(scene: Scene, who: number): Step {
  const { model, now } = scene;
  const step = { method: 'POST', path: '/api/recovery-code' } as const;
  const found = letIn(scene, who, true);
  if ('refused' in found) return { ...step, expected: [found.refused] };
  const { session } = found;
  const { recovery } = model;
  if (recovery === null) return { ...step, expected: ['conflict:two-factor-off'] };
  const take = (body: { id?: string; code?: string }, by: string | null) => {
    forgetRecovery(scene);
    model.recovery = freshRecovery(scene, { id: body.id ?? '', code: body.code ?? '' }, by);
  };
  if (session.byRecovery === 'pending') {
    if (recovery.reservedBy !== session.id || recovery.reservedUntil <= now) {
      session.ended = true;
      scene.jar(who).session = null;
      return { ...step, expected: ['not-signed-in'] };
    }
    return {
      ...step,
      expected: ['ok'],
      once: true,
      succeeded: ({ body }) => {
        take(body, session.id);
        session.proofs.set('recovery', now);
        session.byRecovery = 'finished';
        changed(scene, session, { counts: 'kept' });
      },
    };
  }
  const isFresh = model.isFresh(session, now);
  const shownHere = recovery.replaceableBy === session.id;
  // A double press, a proxy's retry: the code on the screen stays (docs/decisions/0012).
  if (session.byRecovery === 'finished' && shownHere && now < recovery.issuedAt + SAME_ASKING_SECONDS)
    return { ...step, expected: ['conflict:changed-elsewhere'] };
  const replaceable = !recovery.saved && shownHere && now < recovery.issuedAt + 600;
  if (!isFresh && !replaceable) return { ...step, expected: ['step-up-required'] };
  return { ...step, expected: ['ok'], succeeded: ({ body }) => take(body, isFresh ? session.id : null) };
}

export function planSaveCode(scene: Scene, who: number, which: 'present' | 'old'): Step {
  const { recovery } = scene.model;
  const id = (which === 'present' ? recovery?.id : scene.oldRecovery.at(-1)?.id) ?? NOWHERE;
  const step = { method: 'POST', path: '/api/recovery-code/acknowledge', body: { id } } as const;
  const found = letIn(scene, who);
  if ('refused' in found) return { ...step, expected: [found.refused] };
  if (recovery?.id !== id) return { ...step, expected: ['conflict:changed-elsewhere'] };
  recovery.saved = true;
  return { ...step, expected: ['ok'] };
}

export function planStepUp(scene: Scene, command: Extract<Command, { do: 'step-up' }>): Step {
  const { model, now } = scene;
  const { who, method, code } = command;
  const found = letIn(scene, who);
  const process = 'session' in found ? openStepUp(found.session, now) : newProcess(now);
  const typed = method === 'none' ? null : scene.typedFor(method, code, process.smsCode);
  const password = command.password === 'right' ? model.password : 'not the password of anybody';
  const body = { password, ...(typed === null ? {} : { answer: { method, code: typed } }) };
  const step = { method: 'POST', path: '/api/step-up', body } as const;
  if ('refused' in found) return { ...step, expected: [found.refused] };
  const { session } = found;
  const isBound = method !== 'none' && model.authenticators.has(method === 'otp' ? 'app' : 'phone');
  if (model.twoFactorOn ? !isBound : method !== 'none') return { ...step, expected: ['malformed'] };
  session.stepUp = process;
  if (method === 'sms' && process.smsCode === null) return { ...step, expected: ['no-code-sent'] };
  if (!model.pay('step-up', now)) return { ...step, expected: ['second-factor-blocked'] };
  process.failed += 1;
  if (command.password === 'wrong') return { ...step, expected: ['wrong-credentials'] };
  const verdict = judge(scene, method, typed, process.smsCode);
  if (verdict.refused !== undefined) return { ...step, expected: [verdict.refused] };
  return {
    ...step,
    expected: ['ok'],
    once: true,
    succeeded: () => {
      const app = model.authenticators.get('app');
      if (verdict.step !== undefined && app !== undefined) app.lastStep = verdict.step;
      session.stepUp = null;
      session.proofs.set('pwd', now);
      if (method !== 'none') session.proofs.set(method, now);
      model.counts.delete('step-up');
      renew(scene, session);
    },
  };
}

interface StepUpVerdict {
  readonly refused?: string;
  readonly step?: number;
}

function judge(scene: Scene, method: Factor | 'none', typed: string | null, smsCode: string | null): StepUpVerdict {
  if (typed === null || method === 'none') return {};
  if (method === 'sms') return typed === smsCode ? {} : { refused: 'wrong-code' };
  const app = scene.model.authenticators.get('app');
  const step = app === undefined ? null : scene.model.judgeTotp(app.secret, app.lastStep, typed, scene.now);
  if (step === null) return { refused: 'wrong-code' };
  return step === -1 ? { refused: 'wrong-code:used' } : { step };
}

function openStepUp(session: ModelSession, now: number) {
  const open = session.stepUp;
  return open !== null && phaseOf(open, now) === 'open' ? open : newProcess(now);
}

export function planStepUpSms(scene: Scene, who: number): Step {
  const step = { method: 'POST', path: '/api/step-up/sms' } as const;
  const found = letIn(scene, who);
  if ('refused' in found) return { ...step, expected: [found.refused] };
  if (!scene.model.authenticators.has('phone')) return { ...step, expected: ['sms-not-offered'] };
  found.session.stepUp = openStepUp(found.session, scene.now);
  return { ...step, expected: ['ok', 'too-many-messages'] };
}

const PASSWORDS = ['harvest-17 granite umbrella', 'cobalt 93 thistle harbour', 'meadow lantern 42 orbit'];

export function planPassword(scene: Scene, who: number, to: 'new' | 'same' | 'short'): Step {
  const { model } = scene;
  const next = PASSWORDS.find((one) => one !== model.password) ?? '';
  const newPassword = to === 'new' ? next : to === 'same' ? model.password : 'short';
  const step = { method: 'POST', path: '/api/password', body: { newPassword } } as const;
  const found = letChange(scene, who);
  if ('refused' in found) return { ...step, expected: [found.refused] };
  if (to === 'short') return { ...step, expected: ['password-refused'] };
  if (!model.payPasswordChange(scene.now)) return { ...step, expected: ['too-many-attempts'] };
  if (to === 'same') return { ...step, expected: ['password-refused'] };
  return {
    ...step,
    expected: ['ok'],
    once: true,
    succeeded: () => {
      scene.oldPasswords.push(model.password);
      model.password = next;
      changed(scene, found.session, { counts: 'kept' });
    },
  };
}

export function planEndOthers(scene: Scene, who: number): Step {
  const step = { method: 'DELETE', path: '/api/sessions' } as const;
  const found = letIn(scene, who);
  if ('refused' in found) return { ...step, expected: [found.refused] };
  scene.model.endOthers(found.session);
  return { ...step, expected: ['ok'] };
}
