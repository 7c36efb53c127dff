import { missingProgram } from '../../apps/bff/test/support/debian-package.ts';
import { readOtpauth } from '../support/authenticator-app.ts';
import { readQrCode, readQrCodeByZbar } from '../support/qr-code.ts';
import { expect, test } from '../support/test.ts';

const LOOKS = [
  { name: 'light', colorScheme: 'light', forcedColors: 'none' },
  { name: 'dark', colorScheme: 'dark', forcedColors: 'none' },
  { name: 'forced colours', colorScheme: 'dark', forcedColors: 'active' },
] as const;
const WIDTHS = [1280, 375];
/** What a login may have at most. */
const LONGEST_LOGIN = 320;
const DOMAIN = '@example.com';

/** Of a login in the picture. */
const LONGEST_SHOWN = 48;
const shortened = (login: string) => new RegExp(`^${login.slice(0, 20)}[\\w-]*…$`);

/** What each decoder makes of a photograph, as an app would enter it; null where it finds nothing. */
function readByBoth(photograph: Buffer) {
  return [readQrCode, readQrCodeByZbar].map((decode) => {
    const uri = decode(photograph);
    return uri === null ? null : readOtpauth(uri);
  });
}

test.describe('reading the QR code @rest', () => {
  for (const { whose, made } of [
    { whose: 'an ordinary login', made: () => ({}) },
    {
      whose: 'the longest login',
      made: () => ({ login: crypto.randomUUID().padEnd(LONGEST_LOGIN - DOMAIN.length, 'w') + DOMAIN }),
    },
  ]) {
    test(`C059: two decoders that share no code read it at 1280 and 375 px in every look, with ${whose}`, async ({
      tab,
      accounts,
      t,
    }) => {
      const missing = missingProgram('zbarimg', 'zbar-tools');
      test.skip(missing !== null, missing ?? '');
      const account = await accounts.make('nothing', made());
      await tab.arriveAs(await accounts.signedIn(account), '/console/security/app');
      const entry = {
        issuer: 'The Building API',
        // A login that would make the picture too fine for cameras is cut in it, and in it alone (D021).
        label: account.login.length > LONGEST_SHOWN ? expect.stringMatching(shortened(account.login)) : account.login,
        secret: await tab.printedKey(),
        digits: 6,
        period: 30,
      };
      const picture = tab.page.getByRole('img', { name: t.app.enrol.qr });
      for (const width of WIDTHS) {
        await tab.page.setViewportSize({ width, height: 800 });
        const fold = tab.page.getByText(t.app.enrol.otherDevice, { exact: true });
        await expect(picture.or(fold).first()).toBeVisible();
        if (!(await picture.isVisible())) await fold.click();
        for (const { name, ...look } of LOOKS) {
          await tab.page.emulateMedia(look);
          await picture.scrollIntoViewIfNeeded();
          const read = readByBoth(await tab.page.screenshot());
          expect(read, `${width} px, ${name}`).toEqual([entry, entry]);
        }
      }
    });
  }
});
