import { paths } from '../paths.ts';

/** The pages below the Security tab. */
export const securityPaths = {
  tab: paths.security,
  password: `${paths.security}/password`,
  enable: `${paths.security}/enable`,
  app: `${paths.security}/app`,
  phone: `${paths.security}/phone`,
  phoneCode: `${paths.security}/phone/code`,
  recoveryCode: `${paths.security}/recovery-code`,
} as const;

const REPLACES = 'replaces';

/** The page that enrols an app or a phone in the place of an authenticator, or a first one. */
export function enrolPath(kind: 'app' | 'phone', replaces: string | null): string {
  const path = securityPaths[kind];
  return replaces === null ? path : `${path}?${REPLACES}=${encodeURIComponent(replaces)}`;
}

/** The authenticator that a page's address says is being replaced. */
export function replacedIn(search: URLSearchParams): string | null {
  return search.get(REPLACES) || null;
}
