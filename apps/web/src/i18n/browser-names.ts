import type { Client } from '@wattsense/contract/security';

/** Names that are the same in both languages; null: it is told in words. */
export const BROWSER_NAMES: Record<Client['browser'], string | null> = {
  chrome: 'Chrome',
  edge: 'Edge',
  firefox: 'Firefox',
  safari: 'Safari',
  opera: 'Opera',
  samsung: 'Samsung Internet',
  other: null,
};

export const PLATFORM_NAMES: Record<Client['platform'], string | null> = {
  windows: 'Windows',
  macos: 'macOS',
  linux: 'Linux',
  android: 'Android',
  ios: 'iOS',
  chromeos: 'ChromeOS',
  other: null,
};
