import type { RouteObject } from 'react-router';

// One chunk for the whole flow: a plant room's network may fail between two of its steps.
const flow = () => import('./enable/flow-pages.tsx');

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
      { path: 'enable', lazy: async () => ({ Component: (await flow()).flowPages.choose }) },
      { path: 'app', lazy: async () => ({ Component: (await flow()).flowPages.app }) },
      { path: 'phone', lazy: async () => ({ Component: (await flow()).flowPages.phone }) },
      { path: 'phone/code', lazy: async () => ({ Component: (await flow()).flowPages.phoneCode }) },
      { path: 'recovery-code', lazy: async () => ({ Component: (await flow()).flowPages.recoveryCode }) },
    ],
  },
];
