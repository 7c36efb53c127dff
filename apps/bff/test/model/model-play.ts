import { type Answer, Browser } from '../support/browser.ts';
import { checkInvariants } from '../support/invariants.ts';
import { phaseOf, triesLeft } from './model-account.ts';
import { adoptCounts, learn } from './model-adopted.ts';
import {
  planEndOthers,
  planFreshCode,
  planPassword,
  planRemove,
  planSaveCode,
  planStepUp,
  planStepUpSms,
} from './model-changes.ts';
import { type Command, leadIn, type Sequence } from './model-commands.ts';
import { planBegin, planCancel, planConfirm } from './model-enrolments.ts';
import type { Body, Everything, Jar, Scene, Step } from './model-scene.ts';
import { planAnswer, planBack, planResend, planSignIn, planSignOut } from './model-sign-in.ts';

/** Plays a sequence against the server and the model, and throws where the two part. */
export async function play(scene: Scene, { beginning, commands }: Sequence): Promise<void> {
  for (const command of [...leadIn(beginning), ...commands]) {
    try {
      const sent = scene.world.phones.sent.length;
      await perform(scene, command);
      const stored = await scene.stored();
      learn(scene, stored, sent);
      await compare(scene, stored);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      throw new Error(`${JSON.stringify(command)}: ${words}`, { cause: error });
    }
  }
}

function planOf(scene: Scene, command: Exclude<Command, { do: 'wait' }>): Step | null {
  const { who } = command;
  switch (command.do) {
    case 'sign-in':
      return planSignIn(scene, who, command.password, command.twice);
    case 'answer':
      return planAnswer(scene, who, command.method, command.code);
    case 'resend':
      return planResend(scene, who);
    case 'back':
      return planBack(scene, who);
    case 'sign-out':
      return planSignOut(scene, who);
    case 'end-others':
      return planEndOthers(scene, who);
    case 'begin':
      return planBegin(scene, who, command.kind, command.replaces);
    case 'cancel':
      return planCancel(scene, who, command.kind, command.foreign);
    case 'confirm':
      return planConfirm(scene, command);
    case 'remove':
      return planRemove(scene, who, command.kind);
    case 'turn-off':
      return planRemove(scene, who, 'all');
    case 'fresh-code':
      return planFreshCode(scene, who);
    case 'save-code':
      return planSaveCode(scene, who, command.which);
    case 'step-up':
      return planStepUp(scene, command);
    case 'step-up-sms':
      return planStepUpSms(scene, who);
    case 'password':
      return planPassword(scene, who, command.to);
  }
}

async function perform(scene: Scene, command: Command): Promise<void> {
  if (command.do === 'wait') {
    scene.world.clock.advance(command.seconds);
    return;
  }
  const step = planOf(scene, command);
  if (step === null) return;
  const twice = 'twice' in command && command.twice;
  const outcome = await (twice ? sendTwice : sendOnce)(scene, command.who, step);
  scene.note(`${command.do}${twice ? ', twice at once' : ''}: ${outcome}`);
  await scene.world.deps.background.settled();
}

async function sendOnce(scene: Scene, who: number, step: Step): Promise<string> {
  const browser = scene.browser(who);
  // A renewal hands the token of before to the list of dead ones: it is read before the answer replaces it.
  const before = browser.copy();
  const answer = await browser.send<Body>(step.method, step.path, step.body);
  const outcome = outcomeOf(answer);
  if (!step.expected.includes(outcome))
    throw new Error(`${outcome}, where the model has ${step.expected.join(' or ')}`);
  if (outcome === 'ok') await succeed(scene, who, step, answer, before);
  return outcome;
}

/** The same request from two tabs at once. */
async function sendTwice(scene: Scene, who: number, step: Step): Promise<string> {
  const browser = scene.browser(who);
  const before = browser.copy();
  const tabs = [browser.copy(), browser.copy()] as const;
  const answers = await Promise.all(tabs.map((tab) => tab.send<Body>(step.method, step.path, step.body)));
  const outcomes = answers.map(outcomeOf);
  const won = outcomes.flatMap((outcome, at) => (outcome === 'ok' ? [at] : []));
  const words = `${outcomes.join(' and ')}, where the model has ${step.expected.join(' or ')}${step.once ? ' once' : ''}`;
  if (answers.some(({ status }) => status >= 500)) throw new Error(words);
  const may = step.expected.includes('ok');
  const must = may && step.expected.length === 1;
  if ((won.length > 0 && !may) || (won.length === 0 && must) || (step.once && won.length > 1)) throw new Error(words);
  const winner = await lastOf(scene, won, answers);
  const jar = tabs[winner ?? 0] ?? tabs[0];
  browser.cookies.clear();
  for (const [name, value] of jar.cookies) browser.cookies.set(name, value);
  const answer = winner === undefined ? undefined : answers[winner];
  if (answer !== undefined) await succeed(scene, who, step, answer, before);
  adoptCounts(scene, await scene.stored());
  return outcomes.toSorted().join(' and ');
}

/** Where both succeeded, the one whose recovery code is the account's now; else either. */
async function lastOf(scene: Scene, won: readonly number[], answers: readonly Answer<Body>[]) {
  if (won.length < 2) return won[0];
  const { recoveryCodes } = await scene.stored();
  const active = recoveryCodes.find(({ state }) => state === 'active')?.id;
  return won.find((at) => answers[at]?.body.id === active) ?? won[0];
}

async function succeed(scene: Scene, who: number, step: Step, answer: Answer<Body>, before: Browser): Promise<void> {
  const token = before.cookies.get('session');
  await step.succeeded?.(answer, scene.browser(who));
  if (token !== undefined && token !== scene.browser(who).cookies.get('session')) scene.retired.push(token);
}

function outcomeOf({ problem }: Answer<unknown>): string {
  if (problem === null) return 'ok';
  switch (problem.type) {
    case 'conflict':
      return `conflict:${problem.conflict}`;
    case 'challenge-over':
    case 'enrolment-over':
      return `${problem.type}:${problem.reason}`;
    case 'wrong-code':
      return problem.alreadyUsed ? 'wrong-code:used' : 'wrong-code';
    default:
      return problem.type;
  }
}

/** Looks at everything that can be seen: each browser's view, what is stored, and tokens that are over. */
async function compare(scene: Scene, stored: Everything): Promise<void> {
  const { world, model } = scene;
  await checkInvariants(world.database);
  for (const [who, jar] of scene.jars.entries()) {
    const view: unknown = (await scene.browser(who).copy().session()).body;
    const expected = viewOf(scene, jar);
    const seen = pick(view, Object.keys(expected));
    if (JSON.stringify(seen) !== JSON.stringify(expected))
      throw new Error(`browser ${who} sees ${JSON.stringify(seen)}, the model ${JSON.stringify(expected)}`);
  }
  const bound = stored.authenticators.map(({ kind, id, lastStep }) => `${kind} ${id} ${lastStep}`).toSorted();
  const modelled = [...model.authenticators].map(([kind, { id, lastStep }]) => `${kind} ${id} ${lastStep}`).toSorted();
  if (bound.join() !== modelled.join()) throw new Error(`bound are ${bound.join()}, in the model ${modelled.join()}`);
  const undead = stored.sessions.filter(({ id }) => model.sessions.some((one) => one.id === id && one.ended));
  if (undead.length > 0) throw new Error(`a session goes on that was ended: ${undead[0]?.id}`);
  for (const token of scene.retired.slice(-2)) {
    const thief = new Browser(world.app, world.deps);
    thief.cookies.set('session', token);
    // It may read for ten seconds more where a step-up replaced it (docs/decisions/0016), and change nothing from the first.
    const { status } = await thief.send('DELETE', '/api/sessions');
    if (status !== 401) throw new Error('a token that was replaced still works');
  }
}

function viewOf(scene: Scene, { session, challenge }: Jar): Record<string, unknown> {
  const { model, now } = scene;
  if (model.isAlive(session, now)) {
    return {
      state: 'authenticated',
      assuranceLevel: model.levelOf(session),
      twoFactorOn: model.twoFactorOn,
      protection: {
        app: model.authenticators.has('app') ? 'usable' : 'none',
        phone: model.authenticators.has('phone') ? 'usable' : 'none',
        smsOffered: true,
        passkey: 'none',
        passkeysOffered: false,
        recoveryCodeSaved: model.recovery?.saved ?? false,
      },
      byRecovery: session.byRecovery,
    };
  }
  if (challenge === null || phaseOf(challenge, now) !== 'open') return { state: 'anonymous' };
  const methods = ['recovery', ...[...model.authenticators.keys()].map((kind) => (kind === 'app' ? 'otp' : 'sms'))];
  return {
    state: 'challenged',
    login: scene.account.login,
    expiresInSeconds: challenge.expiresAt - now,
    attemptsLeft: triesLeft(challenge),
    methods: methods.toSorted(),
  };
}

function pick(view: unknown, names: readonly string[]): Record<string, unknown> {
  const found = new Map<string, unknown>(Object.entries(view as object));
  const picked = (name: string) => [name, found.get(name)];
  const methods = found.get('methods');
  if (Array.isArray(methods)) found.set('methods', methods.map(({ method }) => method).toSorted());
  return Object.fromEntries(names.map(picked));
}
