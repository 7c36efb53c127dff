import { setTimeout as pause } from 'node:timers/promises';
import type { Person } from '../person.ts';
import type { Play, PlayedRow } from '../row.ts';
import type { Stage } from '../stage.ts';
import { getsIn } from '../visit.ts';

const BOTH = ['sqlite', 'postgres'] as const;
/** A recovery code is reserved for so long. */
const RESERVED_SECONDS = 120;

/** Kills the instance that everybody is at when a statement's unit commits, while something is asked of it. */
async function killedAt(
  stage: Stage,
  when: 'before' | 'after',
  statement: string,
  ask: () => Promise<{ readonly told: string }>,
  play: Play,
): Promise<void> {
  await stage.order(0, { kind: 'kill', when, statement });
  const { told } = await ask();
  await stage.fallen(0);
  play.hold(told === 'unknown', `a killed instance answered: ${told}`);
}

/** On with the same browser at whatever instance is there by then. */
async function standUp(stage: Stage): Promise<void> {
  await stage.restart(0);
}

async function begun(play: Play): Promise<{ stage: Stage; person: Person; enrolment: string }> {
  const stage = await play.open();
  const person = await stage.person(0);
  play.watch(person);
  await person.password('must', { opens: true });
  const enrolment = await person.beginApp('must');
  if (enrolment === null) throw new Error('no enrolment');
  return { stage, person, enrolment: enrolment.id };
}

/** What the Security tab says of the recovery code. */
async function recoveryState(person: Person): Promise<string> {
  const { body } = await person.browser.security();
  return body.recoveryCode === null ? 'none' : body.recoveryCode.saved ? 'saved' : 'not saved yet';
}

export const killed: readonly PlayedRow[] = [
  {
    id: 'F-01',
    engines: BOTH,
    injected: 'kill -9 before the commit that switches 2FA on',
    checked: 'wholly off, enrolment still open, no code, no event; the owner goes on with the next code',
    play: async (play) => {
      const { stage, person, enrolment } = await begun(play);
      const step = person.nextStep();
      await killedAt(stage, 'before', 'authenticator_insert', () => person.confirm(enrolment, step), play);
      await stage.look(person);
      const { authenticators, recoveryCodes, enrolments } = await stage.rows();
      play.hold(authenticators.length + recoveryCodes.length === 0, 'something was left of a commit that never was');
      play.hold(enrolments[0]?.state === 'open', 'the enrolment is not open any more');
      await standUp(stage);
      await person.confirm(enrolment, step, 'must');
      await getsIn(person);
    },
  },
  {
    id: 'F-02',
    engines: BOTH,
    injected: 'kill -9 after the recovery code was shown, before it was acknowledged',
    checked: 'on; shown code works; said to be not saved; replaced without a proof for 10 min, the old one dead',
    play: async (play) => {
      const { stage, person, enrolment } = await begun(play);
      await person.confirm(enrolment, person.nextStep(), 'must');
      const first = person.recoveryCode;
      await stage.topology.end(0, 'SIGKILL');
      await standUp(stage);
      play.hold((await recoveryState(person)) === 'not saved yet', 'the code is taken for saved');
      const session = person.browser;
      await person.freshRecoveryCode(null, 'must');
      await person.anew().password('must');
      await person.answerRecovery(first?.code ?? '', 'never');
      await person.answerRecovery(person.recoveryCode?.code ?? '', 'must');
      person.browser = session;
      await stage.advance(RESERVED_SECONDS + 1);
      await getsIn(person);
    },
  },
  {
    id: 'F-03',
    engines: BOTH,
    injected: 'kill -9 after the commit that switches 2FA on, before the answer',
    checked:
      'on with authenticator, code and event; all sessions dead; a sign-in with the app gets the unseen code replaced',
    play: async (play) => {
      const { stage, person, enrolment } = await begun(play);
      const other = person.parts.browser();
      await person.parts.recorder.ask(
        {
          who: person.login,
          what: 'password elsewhere',
          effects: [{ kind: 'add', thing: person.things().signIns }],
        },
        () => other.signIn(person.login),
      );
      const step = person.nextStep();
      await killedAt(stage, 'after', 'authenticator_insert', () => person.confirm(enrolment, step), play);
      await stage.look(person);
      await standUp(stage);
      play.hold((await other.session()).body.state === 'anonymous', 'another session outlived the change');
      // The session went on under a new token, which was in the lost answer.
      play.hold((await person.browser.session()).body.state === 'anonymous', 'the old token outlived the change');
      const { problem } = await person.confirm(enrolment, step);
      play.hold(problem?.type === 'not-signed-in', `a second confirmation was answered ${problem?.type}`);
      await getsIn(person);
      play.hold((await recoveryState(person)) === 'not saved yet', 'the unseen code is taken for saved');
      await person.freshRecoveryCode(null, 'must');
      await person.anew().password('must');
      await person.answerRecovery(person.recoveryCode?.code ?? '', 'must');
    },
  },
  {
    id: 'F-04',
    engines: BOTH,
    injected: 'kill -9 between the consuming of an app code and the answer, then of a text message’s code',
    checked: 'used stays used, refused as such and no guess; the next code works; a fresh challenge for the message',
    play: async (play) => {
      const stage = await play.open();
      const person = await stage.owner(0);
      const phone = await stage.person(0);
      play.watch(person);
      await stage.advance(30);
      await person.anew().password('must');
      const step = person.nextStep();
      await killedAt(stage, 'after', 'authenticator_spend_step', () => person.answer(step), play);
      person.parts.recorder.see(person.things().step(step), 'used');
      await standUp(stage);
      await person.anew().password('must');
      const { problem } = await person.answer(step, 'never');
      play.hold(problem?.type === 'wrong-code' && problem.alreadyUsed === true, 'a used code is not said to be used');
      await stage.advance(30);
      await person.answer(person.nextStep(), 'must');
      await messageKilled(stage, phone, play);
    },
  },
  {
    id: 'F-05',
    engines: BOTH,
    injected: 'kill -9 between the reservation of the recovery code and the first use of its session',
    checked: 'refused for 120 s, then good once more; one session finishes; 2FA still on; a fresh code issued',
    play: async (play) => {
      const stage = await play.open();
      const person = await stage.owner(0);
      play.watch(person);
      const code = person.recoveryCode ?? { id: '', code: '' };
      await person.anew().password('must');
      await killedAt(stage, 'after', 'recovery_reserve', () => person.answerRecovery(code.code), play);
      await standUp(stage);
      await person.anew().password('must');
      await person.answerRecovery(code.code, 'never');
      await stage.advance(RESERVED_SECONDS + 1);
      await person.answerRecovery(code.code, 'must');
      await person.freshRecoveryCode(code.id, 'must');
      await person.anew().password('must');
      await person.answerRecovery(code.code, 'never');
      await stage.advance(61);
      await getsIn(person);
    },
  },
];

/** The same for a code that came by text message: it belongs to its challenge and is spent with it. */
async function messageKilled(stage: Stage, person: Person, play: Play): Promise<void> {
  const number = '+33639980012';
  await person.password('must', { opens: true });
  const begun = await person.browser.begin({ kind: 'phone', country: 'FR', number });
  await person.browser.confirm(begun.body.id, await stage.codeFor(number));
  const answered = async () => {
    const before = stage.messages.length;
    await person.anew().password('must');
    while (stage.messages.length === before) await pause(25);
    return stage.codeFor(number);
  };
  const code = await answered();
  const ask = { who: person.login, what: 'code of a message' };
  const answer = () => person.parts.recorder.ask(ask, () => person.browser.answer('sms', code));
  await killedAt(stage, 'after', 'authenticator_use', answer, play);
  await standUp(stage);
  const again = await answer();
  play.hold(again.problem?.type === 'challenge-over', `a used message’s code was answered ${again.status}`);
  await stage.advance(31);
  const fresh = await answered();
  const { body } = await person.browser.answer('sms', fresh);
  play.hold(body.state === 'authenticated', 'the next message’s code does not work');
}
