/// <reference lib="dom" />
import { expect, type Locator, type Page } from '@playwright/test';
import type { Account, Language } from './accounts.ts';
import { AuthenticatorApp, readOtpauth } from './authenticator-app.ts';
import type { TestClock } from './clock.ts';
import { watchRequests } from './page-at-rest.ts';
import type { PhoneNetwork } from './phone.ts';
import { readQrCode } from './qr-code.ts';
import type { Visitor } from './visitor.ts';
import { type Words, words } from './words.ts';

export interface World {
  readonly clock: TestClock;
  readonly phone: PhoneNetwork;
}

/**
 * One tab with the console in it, and what a person does there. It finds things as people do: by role and
 * by what is written on them, in the language of the test.
 */
export class Tab {
  readonly page: Page;
  readonly t: Words;
  readonly #world: World;

  constructor(page: Page, t: Words, world: World) {
    this.page = page;
    this.t = t;
    this.#world = world;
    watchRequests(page);
  }

  /** The same tab, read in another language. */
  in(language: Language): Tab {
    return new Tab(this.page, words[language], this.#world);
  }

  /** Turns to this tab from another one: pages then ask the server how things stand. */
  async lookAgain(): Promise<void> {
    await this.page.bringToFront();
    await this.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  }

  // Finding

  button = (name: string): Locator => this.page.getByRole('button', { name, exact: true });
  link = (name: string): Locator => this.page.getByRole('link', { name, exact: true });
  field = (name: string): Locator => this.page.getByRole('textbox', { name, exact: true });
  dialog = (name?: string): Locator =>
    this.page.getByRole('alertdialog', name === undefined ? {} : { name, exact: true });
  /** A part of the Security tab by its heading. */
  card = (name: string): Locator => this.page.getByRole('region', { name, exact: true });
  title = (name: string): Locator => this.page.getByRole('heading', { level: 1, name, exact: true });
  /** A sentence on the page, not one that only screen readers are told. */
  text = (sentence: string | RegExp): Locator =>
    this.page.getByText(sentence).and(this.page.locator(':not([role=status] *)')).filter({ visible: true }).first();

  // Signing in

  /** Is here already, signed in without the screens of it. */
  async arriveAs(visitor: Visitor, path = '/console/security'): Promise<void> {
    await this.page.context().addCookies(visitor.cookies());
    await this.page.goto(path);
  }

  open = (path = '/console/') => this.page.goto(path);

  password = (): Locator => this.page.getByLabel(this.t.signIn.password, { exact: true });
  login = (): Locator => this.field(this.t.signIn.login);

  async enterPassword(account: Pick<Account, 'login' | 'password'>): Promise<void> {
    await this.login().fill(account.login);
    await this.password().fill(account.password);
    await this.button(this.t.signIn.submit).click();
  }

  appCode = (): Locator => this.field(this.t.app.answer.label);
  smsCode = (): Locator => this.field(this.t.phone.answer.label);
  recoveryCode = (): Locator => this.field(this.t.codes.recoveryCode.label);
  other = (method: 'app' | 'phone' | 'recovery'): Locator => {
    const { app, phone, challenge } = this.t;
    const name = { app: app.answer.name, phone: phone.answer.name('').trim(), recovery: challenge.recovery.name }[
      method
    ];
    return this.page.getByRole('region', { name: this.t.challenge.others }).getByRole('button', { name });
  };

  /** The whole sign-in from wherever the sign-in page is shown, by the account's first method. */
  async signIn(account: Account): Promise<void> {
    await this.enterPassword(account);
    if (account.protection === 'phone') await this.answer(this.smsCode(), await this.#world.phone.code(account.number));
    else if (account.protection !== 'nothing') await this.answer(this.appCode(), await account.app.code());
    await expect(this.menu()).toBeVisible();
  }

  /** Types a code and presses the button. */
  async answer(field: Locator, code: string): Promise<void> {
    await field.fill('');
    await field.pressSequentially(code);
    await this.button(this.t.challenge.submit).click();
  }

  // The console

  menu = (): Locator => this.page.getByRole('button', { name: this.t.shell.menu });
  status = (on: boolean): Locator =>
    this.card(this.t.security.twoFactor.title).getByText(this.t.security.twoFactor[on ? 'on' : 'off'], { exact: true });

  async openSecurityFromMenu(): Promise<void> {
    await this.menu().click();
    await this.page.getByRole('menuitem', { name: this.t.shell.security }).click();
    await expect(this.title(this.t.security.title)).toBeVisible();
  }

  async signOut(): Promise<void> {
    await this.menu().click();
    await this.page.getByRole('menuitem', { name: this.t.shell.signOut }).click();
    await expect(this.title(this.t.signIn.title)).toBeVisible();
  }

  // Enabling

  async choose(method: 'app' | 'phone'): Promise<void> {
    await this.page.getByRole('radio', { name: this.t[method].enrol.choice.name }).check();
    await this.button(this.t.shared.continue).click();
  }

  /** Photographs the page and reads the QR code, as a phone's camera does. */
  async scan(): Promise<AuthenticatorApp> {
    const picture = this.page.getByRole('img', { name: this.t.app.enrol.qr });
    const fold = this.page.getByText(this.t.app.enrol.otherDevice, { exact: true });
    await expect(picture.or(fold).first()).toBeVisible();
    if ((await fold.isVisible()) && !(await picture.isVisible())) await fold.click();
    await picture.scrollIntoViewIfNeeded();
    const uri = readQrCode(await this.page.screenshot());
    if (uri === null) throw new Error('no QR code can be read on this page');
    return new AuthenticatorApp(readOtpauth(uri), this.#world.clock);
  }

  /** The key as it is printed for those who cannot scan, without the spaces between its groups. */
  async printedKey(): Promise<string> {
    const key = this.page.getByRole('code').filter({ hasText: /^([A-Z2-7]{4} ?)+$/ });
    return ((await key.textContent()) ?? '').replaceAll(/\s/g, '');
  }

  /** An app into which the printed key was typed. */
  async appFromPrintedKey(): Promise<AuthenticatorApp> {
    const entry = { issuer: '', label: '', secret: await this.printedKey(), digits: 6, period: 30 };
    return new AuthenticatorApp(entry, this.#world.clock);
  }

  enrolmentCode = (): Locator => this.field(this.t.app.enrol.form.label);

  /** Types the code that proves a method and presses Continue. */
  async prove(code: string): Promise<void> {
    await this.enrolmentCode().fill('');
    await this.enrolmentCode().pressSequentially(code);
    await this.button(this.t.shared.continue).click();
  }

  country = (): Locator => this.page.getByLabel(this.t.phone.enrol.country, { exact: true });

  /** Enters a French number for text messages, in its national form. */
  async enterNumber(number: string): Promise<void> {
    await this.country().selectOption('FR');
    await this.field(this.t.phone.enrol.number).fill(number.replace('+33', '0'));
    await this.button(this.t.phone.enrol.send).click();
  }

  /** The recovery code as it stands on the screen. */
  async shownRecoveryCode(): Promise<string> {
    const code = this.page.getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}-$/).locator('..');
    await expect(code).toBeVisible();
    return ((await code.textContent()) ?? '').replaceAll(/\s/g, '');
  }

  async saveRecoveryCode(): Promise<void> {
    await this.page.getByRole('checkbox', { name: this.t.recovery.saved }).check();
    await this.button(this.t.recovery.finish).click();
    await expect(this.title(this.t.security.title)).toBeVisible();
  }

  // Proving again who one is

  /** Fills the dialog that asks for a fresh proof. */
  async stepUp(account: Pick<Account, 'password'>, code?: string): Promise<void> {
    const dialog = this.dialog(this.t.stepUp.title);
    await dialog.getByLabel(this.t.stepUp.password, { exact: true }).fill(account.password);
    if (code !== undefined) await dialog.getByRole('textbox', { name: /code/i }).last().fill(code);
    await dialog.getByRole('button', { name: this.t.stepUp.confirm, exact: true }).click();
  }

  /** Puts text on the clipboard and pastes it with the keyboard, as a person does. */
  async paste(field: Locator, text: string): Promise<void> {
    await this.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await field.focus();
    await this.page.keyboard.press('ControlOrMeta+V');
  }
}
