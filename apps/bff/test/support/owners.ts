import { type Browser, codeOf } from './browser.ts';
import type { World } from './world.ts';

export interface Owner {
  readonly id: string;
  readonly login: string;
  /** Signed in, of both factors, and known for the account. */
  readonly browser: Browser;
  readonly recoveryCode: string;
}

export interface AppOwner extends Owner {
  /** What the app on the phone holds. */
  readonly secret: string;
}

export interface PhoneOwner extends Owner {
  /** E.164. */
  readonly number: string;
}

/** An account whose owner has turned two-factor on with an app. */
export async function appOwner(world: World, login = 'a.martin@example.com'): Promise<AppOwner> {
  const account = await world.account(login);
  const browser = world.browser();
  await browser.signIn(account.login);
  const { secret, recoveryCode } = await browser.enrolApp();
  return { ...account, browser, secret, recoveryCode: shown(recoveryCode) };
}

/** An account whose owner has turned two-factor on with a phone of the fictional range. */
export async function phoneOwner(
  world: World,
  login = 'b.durand@example.com',
  number = '+33639980012',
): Promise<PhoneOwner> {
  const account = await world.account(login);
  const browser = world.browser();
  await browser.signIn(account.login);
  const { recoveryCode } = await browser.enrolPhone(number, () => world.phones.codeFor(number));
  return { ...account, browser, number, recoveryCode: shown(recoveryCode) };
}

/** An account with an app and, since a second ago, a phone. */
export async function ownerOfBoth(world: World, login = 'c.petit@example.com'): Promise<AppOwner & PhoneOwner> {
  const owner = await appOwner(world, login);
  const number = '+33639980034';
  world.clock.advance(1);
  await owner.browser.enrolPhone(number, () => world.phones.codeFor(number));
  return { ...owner, number };
}

/** Waits for the next time step and reads the app. */
export function nextCode(world: World, secret: string): string {
  world.clock.advance(30);
  return codeOf(secret, world.clock.now());
}

/** What the app will show in the next time step; it is accepted already, and nobody need wait. */
export function codeAhead(world: World, secret: string): string {
  return codeOf(secret, new Date(world.clock.now().getTime() + 30_000));
}

function shown(recoveryCode: string | null): string {
  if (recoveryCode === null) throw new Error('no recovery code was shown');
  return recoveryCode;
}
