import type { RecoveryCodeOnce } from '@wattsense/contract/recovery-code';

/** The file's name: product, account and day, so that it is found again years later. */
export function recoveryFileName(code: RecoveryCodeOnce): string {
  const login = code.login.replace(/[^\p{L}\p{N}.@+-]/gu, '_');
  return `wattsense-recovery-${login}-${code.issuedAt.slice(0, 10)}.txt`;
}

/** Two rows of three groups, the dash between them at the first row's end. */
export function recoveryCodeRows(code: string): readonly [string, string] {
  const groups = code.split('-');
  const half = Math.ceil(groups.length / 2);
  return [`${groups.slice(0, half).join('-')}-`, groups.slice(half).join('-')];
}

/** Hands a text over as a download. Nothing leaves the browser. */
export function downloadText(name: string, text: string): void {
  // The mark of UTF-8: old editors on Windows read accents wrongly without it.
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser takes the content in the same turn; the secret need not stay in memory for long.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
