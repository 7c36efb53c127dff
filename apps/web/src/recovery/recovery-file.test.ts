import { expect, it } from 'vitest';
import { recoveryCodeRows, recoveryFileName } from './recovery-file.ts';

const code = {
  id: 'r',
  code: '7K2M-9XQ4-BT0V-3HNE-WC5R-8ZJP',
  login: 'a.martin+site@example.com',
  issuedAt: '2026-11-25T13:32:00.000Z',
};

it('names the file after account and day', () => {
  expect(recoveryFileName(code)).toBe('wattsense-recovery-a.martin+site@example.com-2026-11-25.txt');
});

it('lets nothing into the name that a file system would trip over', () => {
  expect(recoveryFileName({ ...code, login: '../a:b"c\\d/e@é.fr' })).toBe(
    'wattsense-recovery-.._a_b_c_d_e@é.fr-2026-11-25.txt',
  );
});

it('shows two rows of three groups that read as the code when copied together', () => {
  const rows = recoveryCodeRows(code.code);
  expect(rows).toEqual(['7K2M-9XQ4-BT0V-', '3HNE-WC5R-8ZJP']);
  expect(rows.join('')).toBe(code.code);
});
