import { browserName, platformName } from '@wattsense/contract/security';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readUserAgent } from './user-agent.ts';

const KHTML = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';

test.each([
  ['chrome', 'windows', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KHTML} Chrome/142.0.0.0 Safari/537.36`],
  [
    'edge',
    'windows',
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KHTML} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`,
  ],
  ['firefox', 'linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'],
  [
    'safari',
    'macos',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
  ],
  [
    'opera',
    'macos',
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${KHTML} Chrome/141.0.0.0 Safari/537.36 OPR/125.0.0.0`,
  ],
  ['chrome', 'chromeos', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${KHTML} Chrome/142.0.0.0 Safari/537.36`],
  ['chrome', 'android', `Mozilla/5.0 (Linux; Android 10; K) ${KHTML} Chrome/142.0.0.0 Mobile Safari/537.36`],
  [
    'samsung',
    'android',
    `Mozilla/5.0 (Linux; Android 10; K) ${KHTML} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36`,
  ],
  ['firefox', 'android', 'Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0'],
  [
    'edge',
    'android',
    `Mozilla/5.0 (Linux; Android 10; K) ${KHTML} Chrome/142.0.0.0 Mobile Safari/537.36 EdgA/142.0.0.0`,
  ],
  ['safari', 'ios', `${IPHONE} Version/26.0 Mobile/15E148 Safari/604.1`],
  ['chrome', 'ios', `${IPHONE} CriOS/142.0.0.0 Mobile/15E148 Safari/604.1`],
  ['firefox', 'ios', `${IPHONE} FxiOS/145.0 Mobile/15E148 Safari/605.1.15`],
  ['edge', 'ios', `${IPHONE} Version/26.0 EdgiOS/142.0.0.0 Mobile/15E148 Safari/605.1.15`],
  ['chrome', 'linux', `Mozilla/5.0 (X11; Linux x86_64) ${KHTML} HeadlessChrome/142.0.0.0 Safari/537.36`],
  ['other', 'other', 'curl/8.11.0'],
  ['other', 'other', ''],
] as const)('%s on %s', (browser, platform, header) => {
  expect(readUserAgent(header)).toEqual({ browser, platform });
});

test('no header, or an endless one, is other', () => {
  const other = { browser: 'other', platform: 'other' };
  expect(readUserAgent(undefined)).toEqual(other);
  expect(readUserAgent(`${'x'.repeat(100_000)} Windows Firefox/1`)).toEqual(other);
});

test("whatever the header, the names are the contract's", () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (header) => {
      const { browser, platform } = readUserAgent(header);
      expect(browserName.safeParse(browser).success).toBe(true);
      expect(platformName.safeParse(platform).success).toBe(true);
    }),
  );
});
