import type { Client } from '@wattsense/contract/security';

/** The first that fits wins: most browsers name Chrome or Safari too, and Chrome names Safari. */
const BROWSERS: readonly (readonly [RegExp, Client['browser']])[] = [
  [/\bEdg(e|A|iOS)?\//, 'edge'],
  [/\b(OPR|OPT|OPiOS|Opera)\b/, 'opera'],
  [/\bSamsungBrowser\//, 'samsung'],
  [/\b(Firefox|FxiOS)\//, 'firefox'],
  [/\b(Chrome|Chromium|HeadlessChrome|CriOS)\//, 'chrome'],
  [/\bVersion\/.*\bSafari\//, 'safari'],
];

const PLATFORMS: readonly (readonly [RegExp, Client['platform']])[] = [
  [/\b(iPhone|iPad|iPod)\b/, 'ios'],
  [/\bAndroid\b/, 'android'],
  [/\bCrOS\b/, 'chromeos'],
  [/\bWindows\b/, 'windows'],
  [/\bMac(intosh| OS X)\b/, 'macos'],
  [/\b(Linux|X11)\b/, 'linux'],
];

/** Long enough for every browser there is; what lies behind is not looked at. */
const LONGEST = 512;

/**
 * Names the browser and platform for the list of sessions: what helps a person to know a device again,
 * and no more. Nothing is decided by it. (An iPad that asks for desktop pages says it is a Mac.)
 */
export function readUserAgent(header: string | undefined): Pick<Client, 'browser' | 'platform'> {
  const agent = (header ?? '').slice(0, LONGEST);
  return {
    browser: BROWSERS.find(([sign]) => sign.test(agent))?.[1] ?? 'other',
    platform: PLATFORMS.find(([sign]) => sign.test(agent))?.[1] ?? 'other',
  };
}
