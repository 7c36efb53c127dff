import type { Account, Accounts } from './accounts.ts';
import type { Tab } from './tab.ts';

/** Enables by app and stops where the recovery code is on screen. */
export async function enable(tab: Tab, accounts: Accounts): Promise<{ account: Account; shown: string }> {
  const account = await accounts.make('nothing');
  await tab.arriveAs(await accounts.signedIn(account), '/console/security/enable');
  await tab.choose('app');
  const app = await tab.scan();
  await tab.prove(await app.code());
  return { account, shown: await tab.shownRecoveryCode() };
}

/** Signs in with a recovery code as far as the page that shows the next one. */
export async function signInWith(code: string, account: Account, tab: Tab): Promise<void> {
  await tab.open('/console/sign-in');
  await tab.enterPassword(account);
  await tab.other('recovery').click();
  await tab.recoveryCode().fill(code);
  await tab.button(tab.t.challenge.submit).click();
}
