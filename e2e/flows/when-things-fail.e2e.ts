import { sentence } from '../support/sentences.ts';
import { expect, test } from '../support/test.ts';

test.describe('when things fail', () => {
  test('offline at the password: the page says so, keeps what was typed, and goes on once online', async ({
    tab,
    accounts,
    context,
    allowed,
    t,
  }) => {
    allowed.push(/ERR_INTERNET_DISCONNECTED/);
    const account = await accounts.make('nothing');
    await tab.open();
    await context.setOffline(true);
    await expect(tab.text(t.shared.offline)).toBeVisible();
    await tab.enterPassword(account);
    await expect(tab.text(sentence(t, 'offline', { by: 'unsent' }))).toBeVisible();
    await expect(tab.password()).toHaveValue(account.password);
    await context.setOffline(false);
    await expect(tab.text(t.shared.offline)).toHaveCount(0);
    await tab.button(t.signIn.submit).click();
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  });

  test('offline while the password is under way: the server is not blamed, nor is anything said not to have been sent', async ({
    tab,
    accounts,
    context,
    allowed,
    t,
  }) => {
    allowed.push(/ERR_INTERNET_DISCONNECTED/);
    const account = await accounts.make('nothing');
    await tab.open();
    await tab.page.route('**/api/sign-in', async (route) => {
      await context.setOffline(true);
      await route.abort('internetdisconnected');
    });
    await tab.enterPassword(account);
    await expect(tab.text(t.shared.offline)).toBeVisible();
    await expect(tab.text(sentence(t, 'offline', { by: 'cut' }))).toBeVisible();
    await tab.page.unroute('**/api/sign-in');
    await context.setOffline(false);
    await tab.button(t.signIn.submit).click();
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  });

  test('offline at the code: the code is kept and works once online', async ({
    tab,
    accounts,
    context,
    allowed,
    t,
  }) => {
    allowed.push(/ERR_INTERNET_DISCONNECTED/);
    const account = await accounts.make('app');
    await tab.open();
    await tab.enterPassword(account);
    await expect(tab.appCode()).toBeVisible();
    await context.setOffline(true);
    const code = await account.app.code();
    await tab.answer(tab.appCode(), code);
    await expect(tab.text(sentence(t, 'offline', { by: 'unsent' }))).toBeVisible();
    await expect(tab.appCode()).toHaveValue(code);
    await context.setOffline(false);
    await tab.button(t.challenge.submit).click();
    await expect(tab.menu()).toBeVisible();
  });

  test('offline while enabling: nothing is lost between two steps', async ({ tab, accounts, context, allowed, t }) => {
    allowed.push(/ERR_INTERNET_DISCONNECTED/);
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/app');
    const app = await tab.scan();
    await context.setOffline(true);
    const code = await app.code();
    await tab.prove(code);
    await expect(tab.text(sentence(t, 'offline', { by: 'unsent' }))).toBeVisible();
    await expect(tab.enrolmentCode()).toHaveValue(code);
    await context.setOffline(false);
    await tab.button(t.shared.continue).click();
    await expect(tab.title(t.recovery.title)).toBeVisible();
  });

  test('D015: a call that nobody answers ends after half a minute, in words, and can be made again', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.page.clock.install();
    await tab.open();
    await expect(tab.link(t.shared.contactSupport)).toBeVisible();
    await tab.page.route('**/api/sign-in', () => {}, { times: 1 });
    const asked = tab.page.waitForRequest('**/api/sign-in');
    await tab.enterPassword(account);
    await asked;
    await tab.page.clock.runFor(29_000);
    await expect(tab.text(sentence(t, 'offline'))).toHaveCount(0);
    await tab.page.clock.runFor(1_000);
    await expect(tab.text(sentence(t, 'offline'))).toBeVisible();
    await expect(tab.password()).toHaveValue(account.password);
    await tab.button(t.signIn.submit).click();
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  });

  test('a server that fails is no fault of the person: words, and another try', async ({
    tab,
    accounts,
    allowed,
    t,
  }) => {
    allowed.push(/status of 50\d/);
    const account = await accounts.make('nothing');
    await tab.open();
    await tab.page.route('**/api/sign-in', (route) => route.fulfill({ status: 500, body: 'no JSON' }), { times: 1 });
    await tab.enterPassword(account);
    await expect(tab.text(sentence(t, 'unexpected'))).toBeVisible();
    await tab.page.route('**/api/sign-in', (route) => route.fulfill({ status: 502, body: '<html>' }), { times: 1 });
    await tab.button(t.signIn.submit).click();
    await expect(tab.text(sentence(t, 'offline'))).toBeVisible();
    await tab.button(t.signIn.submit).click();
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  });

  test('a Security tab that cannot be read offers another try', async ({ tab, accounts, allowed, t }) => {
    allowed.push(/status of 50\d/);
    await tab.page.route('**/api/security', (route) => route.fulfill({ status: 503, body: '' }));
    await tab.arriveAs(await accounts.signedIn(await accounts.make('app')));
    await expect(tab.button(t.shared.retry)).toBeVisible();
    await tab.page.unroute('**/api/security');
    await tab.button(t.shared.retry).click();
    await expect(tab.status(true)).toBeVisible();
  });

  test('a console that cannot reach its server at first starts once it can', async ({ tab, accounts, allowed, t }) => {
    allowed.push(/ERR_FAILED/);
    await tab.page.route('**/api/session', (route) => route.abort());
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')));
    await expect(tab.button(t.shared.retry)).toBeVisible();
    await tab.page.unroute('**/api/session');
    await tab.button(t.shared.retry).click();
    await expect(tab.title(t.security.title)).toBeVisible();
  });

  test('C098: a page whose code cannot be fetched offers a reload, which finds the place again', async ({
    tab,
    accounts,
    allowed,
    t,
  }) => {
    allowed.push(/ERR_FAILED|dynamically imported module|chunk|Minified React error|An error occurred|exception/i);
    const account = await accounts.make('app');
    await tab.open();
    await tab.page.route('**/assets/*challenge*', (route) => route.abort());
    await tab.enterPassword(account);
    await expect(tab.title(t.shared.failure.title)).toBeVisible();
    await tab.page.unroute('**/assets/*challenge*');
    await tab.button(t.shared.failure.reload).click();
    await tab.answer(tab.appCode(), await account.app.code());
    await expect(tab.menu()).toBeVisible();
  });

  test('signing out while offline says that it did not work', async ({ tab, accounts, context, allowed, t }) => {
    allowed.push(/ERR_INTERNET_DISCONNECTED/);
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/');
    await tab.menu().click();
    const signOut = tab.page.getByRole('menuitem', { name: t.shell.signOut });
    await expect(signOut).toBeVisible();
    await context.setOffline(true);
    await signOut.click();
    await expect(tab.text(t.shell.signOutFailed)).toBeVisible();
  });

  test('a menu whose code did not come before the connection was lost says so when it is pressed, and opens once it is back', async ({
    tab,
    accounts,
    context,
    allowed,
    t,
  }) => {
    allowed.push(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
    const asked = tab.page.waitForRequest('**/assets/profile-menu-*.js');
    await tab.page.route('**/assets/profile-menu-*.js', (route) => route.abort());
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security');
    await expect(tab.status(false)).toBeVisible();
    await tab.page.keyboard.press('End');
    // A scroll that is still under way would go on over any other.
    const left = () => tab.page.evaluate(() => document.documentElement.scrollHeight - innerHeight - scrollY);
    await expect.poll(left).toBeLessThan(1);
    await asked;
    await context.setOffline(true);
    await tab.page.unroute('**/assets/profile-menu-*.js');
    await tab.menu().click();
    await expect(tab.text(t.shell.menuFailed)).toBeInViewport();
    await context.setOffline(false);
    await tab.menu().click();
    await expect(tab.page.getByRole('menuitem', { name: t.shell.signOut })).toBeVisible();
    await expect(tab.text(t.shell.menuFailed)).toHaveCount(0);
  });

  test('an address that does not exist says so and leads home', async ({ tab, accounts, t }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/no/such/page');
    await expect(tab.title(t.shell.notFound.title)).toBeVisible();
    await tab.link(t.shell.notFound.home).click();
    await expect(tab.menu()).toBeVisible();
  });
});
