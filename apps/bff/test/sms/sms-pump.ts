import type { Browser } from '../support/browser.ts';
import type { SmsBench } from './sms-bench.ts';

/** Caps that do not come into it are out of the way, so that each is seen by itself. */
export const APART = {
  SMS_FICTIONAL_PREFIXES: '+33639,+447700900',
  SMS_CLIENT_PER_HOUR: '1000',
  SMS_PREFIX_PER_HOUR: '1000',
  SMS_COUNTRY_PER_DAY: '1000',
  SMS_OVERALL_PER_HOUR: '1000',
  SMS_OVERALL_PER_DAY: '1000',
  SMS_CLIENT_WAITING: '1000',
  SMS_PREFIX_WAITING: '1000',
  SMS_OVERALL_WAITING: '1000',
  SMS_CONVERSION_PERCENT: '0',
};

/** Distinct numbers of one range (`range` 0 to 99), none with an ending that the phone network gives a meaning. */
export const numberOf = (index: number, range = 80) => `+33639${range}${String(index).padStart(4, '0')}`;
export const sentBy = (bench: SmsBench) => bench.sandbox.state.mailbox.messages().length;

let made = 0;
/** Somebody else each time, who begins to bind a phone and never enters the code. */
export async function pump(bench: SmsBench, number: string, { address = '203.0.113.9', country = 'FR' } = {}) {
  made += 1;
  const account = await bench.account(`pump-${made}@example.com`);
  const browser = bench.browser(address);
  await browser.signIn(account.login);
  const begun = await browser.begin({ kind: 'phone', country, number });
  await bench.settled();
  return { browser, problem: begun.problem, sent: begun.problem === null };
}

/** The same, with the code entered. */
export async function bind(bench: SmsBench, number: string, address = '198.51.100.7'): Promise<Browser> {
  const { browser } = await pump(bench, number, { address });
  const enrolment = (await browser.security()).body.phoneEnrolment;
  await browser.confirm(enrolment?.id ?? '', bench.codeFor(number));
  return browser;
}

export async function pumpMany(bench: SmsBench, count: number, range?: number, address?: string): Promise<number> {
  let sent = 0;
  for (let index = 0; index < count; index += 1)
    if ((await pump(bench, numberOf(index, range), address === undefined ? {} : { address })).sent) sent += 1;
  return sent;
}

export async function loginOf(browser: Browser): Promise<string> {
  const view = (await browser.session()).body;
  return view.state === 'authenticated' ? view.account.login : '';
}
