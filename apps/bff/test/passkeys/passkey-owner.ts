import type { BeginPasskeyRequest, ConfirmedEnrolment, PasskeyEnrolment } from '@wattsense/contract/enrolments';
import type { RequestOptions } from '@wattsense/contract/passkeys';
import type { SessionView } from '@wattsense/contract/session';
import type { Answer, Browser } from '../support/browser.ts';
import { type Bent, SoftAuthenticator } from '../support/soft-authenticator.ts';
import type { World } from '../support/world.ts';

/** What a server that offers passkeys is told. */
export const WITH_PASSKEYS = { PASSKEYS: 'true' };

type As = BeginPasskeyRequest['as'];

export async function beginPasskey(browser: Browser, as: As = 'passkey', replaces?: string): Promise<PasskeyEnrolment> {
  const begun = await browser.begin({ kind: 'passkey', as, ...(replaces === undefined ? {} : { replaces }) });
  if (begun.body.kind !== 'passkey') throw new Error(`no passkey enrolment: ${JSON.stringify(begun.body)}`);
  return begun.body;
}

export const confirmPasskey = (browser: Browser, id: string, body: unknown) =>
  browser.send<ConfirmedEnrolment>('POST', `/api/enrolments/${id}/confirm`, body);

/** Binds one that the authenticator makes. */
export async function enrolPasskey(
  browser: Browser,
  authenticator: SoftAuthenticator,
  { as = 'passkey', name, bent, replaces }: { as?: As; name?: string; bent?: Bent; replaces?: string } = {},
): Promise<ConfirmedEnrolment> {
  const { id, options } = await beginPasskey(browser, as, replaces);
  const credential = authenticator.create(options, bent);
  const confirmed = await confirmPasskey(browser, id, name === undefined ? { credential } : { credential, name });
  if (confirmed.problem !== null) throw new Error(`not confirmed: ${JSON.stringify(confirmed.problem)}`);
  return confirmed.body;
}

export interface PasskeyOwner {
  readonly id: string;
  readonly login: string;
  /** Signed in, of both factors, and known for the account. */
  readonly browser: Browser;
  readonly authenticator: SoftAuthenticator;
  readonly recoveryCode: string;
}

/** An account whose owner has turned two-factor on with a passkey. */
export async function passkeyOwner(
  world: World,
  login = 'a.martin@example.com',
  habits: Bent = {},
): Promise<PasskeyOwner> {
  const { id } = await world.account(login);
  const browser = world.browser();
  await browser.signIn(login);
  const authenticator = new SoftAuthenticator(habits);
  const { recoveryCode } = await enrolPasskey(browser, authenticator);
  return { id, login, browser, authenticator, recoveryCode: recoveryCode?.code ?? '' };
}

/** What a sign-in's challenge asks a passkey for. */
export function optionsIn({ body }: Answer<SessionView>): RequestOptions {
  const offer = body.state === 'challenged' ? body.methods.find(({ method }) => method === 'passkey') : undefined;
  if (offer?.method !== 'passkey') throw new Error(`no passkey is asked for: ${JSON.stringify(body)}`);
  return offer.options;
}

export const answerWith = (browser: Browser, credential: unknown) =>
  browser.send<SessionView>('POST', '/api/sign-in/challenge/answer', { method: 'passkey', credential });
