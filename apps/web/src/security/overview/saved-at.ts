import type { RecoveryCodeState, SecurityEvent } from '@wattsense/contract/security';

/** When the present recovery code was acknowledged, ISO 8601, as far as the recent events still tell. */
export function savedAt(code: RecoveryCodeState, events: readonly SecurityEvent[]): string | null {
  const since = Date.parse(code.issuedAt);
  const moments = events
    .filter(({ kind, at }) => kind === 'recovery-code-saved' && Date.parse(at) >= since)
    .map(({ at }) => at)
    .sort((one, other) => Date.parse(other) - Date.parse(one));
  return moments[0] ?? null;
}
