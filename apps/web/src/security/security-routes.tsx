import type { RouteObject } from 'react-router';
import { ENROLMENT_PATHS } from '../authenticators/enrolment-paths.ts';

const FLOW_PATHS = ['enable', 'recovery-code', ...Object.values(ENROLMENT_PATHS).flat()] as const;

/** The Security tab and its pages, below `/console`. Nothing of them is in the first chunk. */
export const securityRoutes: RouteObject[] = [
  {
    path: 'security',
    lazy: async () => {
      const { SecurityLayout } = await import('./security-layout.tsx');
      return { Component: SecurityLayout };
    },
    children: [
      {
        index: true,
        lazy: async () => {
          const { SecurityPage } = await import('./overview/security-page.tsx');
          return { Component: SecurityPage };
        },
      },
      {
        path: 'password',
        lazy: async () => {
          const { ChangePasswordPage } = await import('./password/change-password-page.tsx');
          return { Component: ChangePasswordPage };
        },
      },
      // One chunk for the whole flow: a plant room's network may fail between two of its steps.
      ...FLOW_PATHS.map((path) => ({
        path,
        lazy: async () => {
          const { flowPages } = await import('./enable/flow-pages.tsx');
          return { Component: flowPages[path] };
        },
      })),
    ],
  },
];
