import type { Browser } from '../support/browser.ts';
import { type Factor, type ModelChallenge, mayGoOn, newProcess, phaseOf, triesLeft } from './model-account.ts';
import type { Typed } from './model-commands.ts';
import type { Scene, Step } from './model-scene.ts';

const OVER = 'challenge-over:';

export function planSignIn(scene: Scene, who: number, which: 'right' | 'wrong' | 'old', twice: boolean): Step {
  const { model, now } = scene;
  const jar = scene.jar(who);
  const typed = which === 'right' ? model.password : which === 'old' ? scene.oldPasswords.at(-1) : undefined;
  const password = typed ?? 'not the password of anybody';
  const step = { method: 'POST', path: '/api/sign-in', body: { login: scene.account.login, password } } as const;
  const bucket = jar.known ? `browser:${who}` : `client:${who}`;
  if (!model.payPassword(bucket, now)) return { ...step, expected: ['too-many-attempts'] };
  if (password !== model.password) {
    if (twice) model.payPassword(bucket, now);
    return { ...step, expected: twice ? ['wrong-credentials', 'too-many-attempts'] : ['wrong-credentials'] };
  }
  model.passwordCounts.delete(bucket);
  if (!model.twoFactorOn) {
    const proofs = new Map([['pwd', now]] as const);
    return {
      ...step,
      expected: ['ok'],
      succeeded: async (_, browser) => {
        await beginSession(scene, who, browser, proofs, 'none');
      },
    };
  }
  return {
    ...step,
    expected: ['ok'],
    succeeded: () => {
      if (jar.challenge !== null && goesOn(jar.challenge, jar.known, now)) {
        jar.challenge.state = 'open';
        return;
      }
      if (jar.challenge?.state === 'open') jar.challenge.state = 'cancelled';
      jar.challenge = { ...newProcess(now), startedAt: now, known: jar.known };
      model.challenges.push(jar.challenge);
    },
  };
}

/** A browser goes on with the challenge that it left, while a try and three minutes are left. */
function goesOn(challenge: ModelChallenge, known: boolean, now: number): boolean {
  const left = challenge.state === 'open' || challenge.state === 'cancelled';
  return left && mayGoOn(challenge, now) && challenge.known === known;
}

async function beginSession(
  scene: Scene,
  who: number,
  browser: Browser,
  proofs: ReadonlyMap<'pwd' | Factor, number>,
  byRecovery: 'none' | 'pending',
): Promise<string> {
  const { model, now } = scene;
  const jar = scene.jar(who);
  if (jar.session !== null) jar.session.ended = true;
  const hash = scene.hashOf(browser.cookies.get('session'));
  const row = (await scene.stored()).sessions.find(({ tokenHash }) => tokenHash === hash);
  if (row === undefined) throw new Error('a sign-in succeeded, and there is no session');
  jar.session = {
    id: row.id,
    startedAt: now,
    lastSeen: now,
    ended: false,
    byRecovery,
    proofs: new Map(proofs),
    enrolments: new Map(),
    stepUp: null,
  };
  model.sessions.push(jar.session);
  jar.challenge = null;
  jar.known = true;
  jar.browserId = row.browserId;
  return row.id;
}

export function planAnswer(scene: Scene, who: number, method: Factor, code: Typed): Step {
  const { model, now } = scene;
  const jar = scene.jar(who);
  const challenge = jar.challenge;
  const typed = scene.typedFor(method, code, challenge?.smsCode ?? null);
  const step = { method: 'POST', path: '/api/sign-in/challenge/answer', body: { method, code: typed } } as const;
  const phase = challenge === null ? 'none' : phaseOf(challenge, now);
  if (challenge === null || phase !== 'open') return { ...step, expected: [`${OVER}${phase}`] };
  const unjudged = whyUnjudged(scene, method, challenge);
  if (unjudged !== null) return { ...step, expected: [unjudged] };
  const bucket = `${method === 'recovery' ? 'recovery:' : ''}${challenge.known ? `browser:${who}` : 'stranger'}`;
  // A challenge that has waited a minute for each of its tries has its turn with the recovery code.
  const turn = method === 'recovery' ? challenge.startedAt + (challenge.failed + 1) * 60 : undefined;
  const before = model.counts.get(bucket);
  if (!model.pay(bucket, now, turn)) return { ...step, expected: ['second-factor-blocked'] };
  challenge.failed += 1;
  const verdict = judge(scene, method, typed, challenge);
  if ('refused' in verdict) {
    if (verdict.refused === 'recovery-code-in-use') {
      // Right, and reserved for another session: nothing was counted.
      challenge.failed -= 1;
      model.giveBack(bucket, before);
    }
    jar.challenge = triesLeft(challenge) === 0 ? null : challenge;
    return { ...step, expected: [verdict.refused] };
  }
  return {
    ...step,
    expected: ['ok'],
    once: true,
    succeeded: async (_, browser) => {
      model.counts.delete(bucket);
      challenge.state = 'answered';
      const byRecovery = method === 'recovery' ? 'pending' : 'none';
      const proofs = new Map<'pwd' | Factor, number>([['pwd', challenge.startedAt]]);
      // The recovery code proves nothing yet: it is reserved for the session.
      if (method !== 'recovery') proofs.set(method, now);
      verdict.spend(await beginSession(scene, who, browser, proofs, byRecovery));
    },
  };
}

function whyUnjudged(scene: Scene, method: Factor, challenge: ModelChallenge): string | null {
  const isBound = method === 'recovery' || scene.model.authenticators.has(method === 'otp' ? 'app' : 'phone');
  if (!isBound) return 'malformed';
  return method === 'sms' && challenge.smsCode === null ? 'no-code-sent' : null;
}

type Verdict = { readonly refused: string } | { readonly spend: (sessionId: string) => void };

function judge(scene: Scene, method: Factor, typed: string, challenge: ModelChallenge): Verdict {
  const { model, now } = scene;
  const app = model.authenticators.get('app');
  if (method === 'sms') return typed === challenge.smsCode ? { spend: () => undefined } : { refused: 'wrong-code' };
  if (method === 'otp') {
    const step = app === undefined ? null : model.judgeTotp(app.secret, app.lastStep, typed, now);
    if (step === null || app === undefined) return { refused: 'wrong-code' };
    if (step === -1) return { refused: 'wrong-code:used' };
    return {
      spend: () => {
        app.lastStep = step;
      },
    };
  }
  const { recovery } = model;
  if (recovery === null || canonical(typed) !== recovery.code) return { refused: 'wrong-code' };
  if (recovery.reservedUntil > now) return { refused: 'recovery-code-in-use' };
  return {
    spend: (sessionId) => {
      recovery.reservedBy = sessionId;
      recovery.reservedUntil = now + 120;
    },
  };
}

const canonical = (typed: string) => typed.toUpperCase().replaceAll(' ', '-');

export function planResend(scene: Scene, who: number): Step {
  const { challenge } = scene.jar(who);
  const step = { method: 'POST', path: '/api/sign-in/challenge/sms' } as const;
  const phase = challenge === null ? 'none' : phaseOf(challenge, scene.now);
  if (phase !== 'open') return { ...step, expected: [`${OVER}${phase}`] };
  if (!scene.model.authenticators.has('phone')) return { ...step, expected: ['sms-not-offered'] };
  return { ...step, expected: ['ok', 'too-many-messages'] };
}

export function planBack(scene: Scene, who: number): Step {
  const jar = scene.jar(who);
  if (jar.challenge?.state === 'open') jar.challenge.state = 'cancelled';
  return { method: 'DELETE', path: '/api/sign-in/challenge', expected: ['ok'] };
}

export function planSignOut(scene: Scene, who: number): Step {
  const jar = scene.jar(who);
  scene.retire(scene.browser(who).cookies.get('session'));
  if (scene.model.isAlive(jar.session, scene.now)) jar.session.ended = true;
  jar.session = null;
  if (jar.challenge?.state === 'open') jar.challenge.state = 'cancelled';
  jar.challenge = null;
  return { method: 'DELETE', path: '/api/session', expected: ['ok'] };
}
