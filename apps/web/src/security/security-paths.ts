import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { paths } from '../paths.ts';

/** The pages below the Security tab. */
export const securityPaths = {
  tab: paths.security,
  password: `${paths.security}/password`,
  enable: `${paths.security}/enable`,
  recoveryCode: `${paths.security}/recovery-code`,
} as const;

const REPLACES = 'replaces';

/** The page that enrols an authenticator in the place of another, or a first one. */
export function enrolPath(kind: AuthenticatorKind, replaces: string | null): string {
  const path = `${paths.security}/${kind}`;
  return replaces === null ? path : `${path}?${REPLACES}=${encodeURIComponent(replaces)}`;
}

/** The authenticator that a page's address says is being replaced. */
export function replacedIn(search: URLSearchParams): string | null {
  return search.get(REPLACES) || null;
}
