import { type Kind, type ModelEnrolment, mayGoOn, newProcess, phaseOf } from './model-account.ts';
import { changed, freshRecovery, letChange, letIn, NOWHERE } from './model-changes.ts';
import type { Command } from './model-commands.ts';
import type { Scene, Step } from './model-scene.ts';

export function planBegin(scene: Scene, who: number, kind: Kind, replacing: boolean): Step {
  const { model, now } = scene;
  const present = model.authenticators.get(kind);
  const replaces = replacing ? (present?.id ?? NOWHERE) : null;
  const number = scene.numbers[replacing ? 1 : 0];
  const named = replaces === null ? {} : { replaces };
  const body = kind === 'app' ? { kind, ...named } : { kind, country: 'FR', number, ...named };
  const step = { method: 'POST', path: '/api/enrolments', body } as const;
  const found = letChange(scene, who);
  if ('refused' in found) return { ...step, expected: [found.refused] };
  if (!replacing && present !== undefined) return { ...step, expected: ['conflict:already-enrolled'] };
  if (replacing && present === undefined) return { ...step, expected: ['conflict:nothing-to-replace'] };
  const { enrolments } = found.session;
  const open = enrolments.get(kind);
  const resumed = open !== undefined && phaseOf(open, now) === 'open' && open.replaces === replaces;
  const goesBack = kind === 'phone' && open?.replaces === replaces && wasLeft(open, now);
  const mayWait = kind === 'phone' && !resumed && !goesBack;
  return {
    ...step,
    expected: mayWait ? ['ok', 'too-many-messages'] : ['ok'],
    succeeded: ({ body: { id = '', key } }) => {
      if (goesBack) return goBack(open, id);
      if (resumed !== (id === open?.id)) throw new Error(`an enrolment was ${resumed ? 'not resumed' : 'resumed'}`);
      lookAtSecret(scene, key, resumed ? open.secret : undefined);
      if (resumed) return;
      enrolments.set(kind, { ...newProcess(now), id, secret: key ?? number, replaces });
    },
  };
}

function lookAtSecret({ model }: Scene, shown: string | undefined, earlier: string | undefined): void {
  if (shown === undefined) return;
  if (earlier !== undefined && shown !== earlier) throw new Error('a resumed enrolment shows another secret');
  if (model.authenticators.get('app')?.secret === shown) throw new Error('a live secret is shown');
}

/** Whether a phone's enrolment was left with its message on the phone, and time and tries to go on with it. */
const wasLeft = (left: ModelEnrolment, now: number) =>
  left.state === 'cancelled' && left.smsCode !== null && mayGoOn(left, now);

function goBack(left: ModelEnrolment, id: string): void {
  if (id !== left.id) throw new Error('a number was not gone back to');
  left.state = 'open';
}

/** The enrolment that is meant: of this browser's session, or of the other one's, which is none of its business. */
function enrolmentOf(scene: Scene, who: number, kind: Kind, foreign: boolean) {
  return scene.jar(foreign ? 1 - who : who).session?.enrolments.get(kind);
}

export function planCancel(scene: Scene, who: number, kind: Kind, foreign: boolean): Step | null {
  const enrolment = enrolmentOf(scene, who, kind, foreign);
  if (enrolment === undefined) return null;
  const step = { method: 'DELETE', path: `/api/enrolments/${enrolment.id}` } as const;
  const found = letIn(scene, who);
  if ('refused' in found) return { ...step, expected: [found.refused] };
  if (foreign) return { ...step, expected: ['enrolment-over:none'] };
  if (enrolment.state === 'open') enrolment.state = 'cancelled';
  return { ...step, expected: ['ok'] };
}

/** Whoever knew the password before there was a second factor has no count of its own to guess on. */
function forgetOthers(scene: Scene, who: number): void {
  for (const jar of scene.jars) {
    if (jar === scene.jar(who)) continue;
    jar.known = false;
    jar.browserId = null;
  }
}

export function planConfirm(scene: Scene, command: Extract<Command, { do: 'confirm' }>): Step | null {
  const { model, now } = scene;
  const { who, kind, code, foreign } = command;
  const enrolment = enrolmentOf(scene, who, kind, foreign);
  if (enrolment === undefined) return null;
  const typed = kind === 'app' ? scene.totp(enrolment.secret, 0, code) : scene.sms(enrolment.smsCode, code);
  const step = { method: 'POST', path: `/api/enrolments/${enrolment.id}/confirm`, body: { code: typed } } as const;
  const found = letIn(scene, who);
  if ('refused' in found) return { ...step, expected: [found.refused] };
  const { session } = found;
  const phase = foreign ? 'none' : phaseOf(enrolment, now);
  if (phase !== 'open') return { ...step, expected: [`enrolment-over:${phase}`] };
  if (!model.isFresh(session, now)) return { ...step, expected: ['step-up-required'] };
  const carried = model.carriedAt(session);
  enrolment.failed += 1;
  const spent = kind === 'app' ? model.judgeTotp(enrolment.secret, -1, typed, now) : 0;
  const right = kind === 'app' ? spent !== null : typed === enrolment.smsCode;
  if (!right) return { ...step, expected: ['wrong-code'] };
  return {
    ...step,
    expected: ['ok'],
    once: true,
    succeeded: async ({ body: { recoveryCode } }) => {
      const first = model.recovery === null;
      if (first !== Boolean(recoveryCode)) throw new Error('a recovery code comes with the first authenticator alone');
      if (recoveryCode) {
        model.recovery = freshRecovery(scene, recoveryCode, session.id);
        forgetOthers(scene, who);
      }
      const row = (await scene.stored()).authenticators.find((one) => one.kind === kind);
      model.authenticators.set(kind, { id: row?.id ?? '', secret: enrolment.secret, lastStep: spent ?? 0 });
      // As old as the proof that let it be bound.
      session.proofs.set(kind === 'app' ? 'otp' : 'sms', carried);
      if (enrolment.replaces !== null) session.byRecovery = 'none';
      changed(scene, session, { counts: 'cleared' });
    },
  };
}
