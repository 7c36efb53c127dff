import type { RecoveryCodeState, SecurityEvent } from '@wattsense/contract/security';
import { describe, expect, it } from 'vitest';
import { savedAt } from './saved-at.ts';

const code: RecoveryCodeState = {
  id: 'c2',
  issuedAt: '2026-11-20T10:00:00.000Z',
  saved: true,
  takenBack: false,
  replaceableInSeconds: 0,
};

const saved = (at: string): SecurityEvent => ({
  id: at,
  kind: 'recovery-code-saved',
  at,
  method: null,
  authenticatorKind: null,
  client: null,
  reason: null,
  count: 1,
});

describe('when a recovery code was saved', () => {
  it('is the acknowledgement that followed it', () => {
    expect(savedAt(code, [saved('2026-11-20T10:04:00.000Z')])).toBe('2026-11-20T10:04:00.000Z');
  });

  it('is never the acknowledgement of an earlier code', () => {
    expect(savedAt(code, [saved('2026-11-19T09:00:00.000Z')])).toBeNull();
  });

  it('is unknown once the event is no longer among the recent ones', () => {
    expect(savedAt(code, [])).toBeNull();
  });
});
