import type { RouteObject } from 'react-router';
import { ENROLMENT_PATHS } from '../authenticators/enrolment-paths.ts';
import { lazyPage } from '../lazy-page.ts';

const FLOW_PATHS = ['enable', 'recovery-code', ...Object.values(ENROLMENT_PATHS).flat()] as const;

/** The Security tab and its pages, below `/console`. Nothing of them is in the first chunk. */
export const securityRoutes: RouteObject[] = [
  {
    path: 'security',
    lazy: lazyPage(() => import('./security-layout.tsx'), 'SecurityLayout'),
    children: [
      {
        index: true,
        lazy: lazyPage(() => import('./overview/security-page.tsx'), 'SecurityPage'),
      },
      {
        path: 'password',
        lazy: lazyPage(() => import('./password/change-password-page.tsx'), 'ChangePasswordPage'),
      },
      // One chunk for the whole flow: a plant room's network may fail between two of its steps.
      ...FLOW_PATHS.map((path) => ({
        path,
        lazy: lazyPage(async () => (await import('./enable/flow-pages.tsx')).flowPages, path),
      })),
    ],
  },
];
