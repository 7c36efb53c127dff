import { Navigate, type RouteObject } from 'react-router';
import { Outline } from './outline.tsx';
import { paths } from './paths.ts';
import { PageFailed, RouteFailed } from './route-failed.tsx';
import { securityRoutes } from './security/security-routes.tsx';
import { SessionGate } from './session/session-gate.tsx';
import { loadChallengePage } from './sign-in/load-challenge-page.ts';
import { PasswordPage } from './sign-in/password-page.tsx';
import { SignInLayout } from './sign-in/sign-in-layout.tsx';

/** The pages. Only the first step of signing in is in the first chunk; the rest comes when it is asked for. */
export const routes: RouteObject[] = [
  {
    path: '/console',
    Component: SessionGate,
    ErrorBoundary: RouteFailed,
    HydrateFallback: Outline,
    children: [
      {
        Component: SignInLayout,
        ErrorBoundary: RouteFailed,
        children: [
          { path: 'sign-in', Component: PasswordPage },
          { path: 'sign-in/challenge', lazy: loadChallengePage },
        ],
      },
      {
        lazy: async () => {
          const { Shell } = await import('./shell/shell.tsx');
          return { Component: Shell };
        },
        children: [
          {
            ErrorBoundary: PageFailed,
            children: [
              {
                index: true,
                lazy: async () => {
                  const { HomePage } = await import('./home/home-page.tsx');
                  return { Component: HomePage };
                },
              },
              {
                path: 'recovered',
                lazy: async () => {
                  const { RecoveredPage } = await import('./recovery/recovered-page.tsx');
                  return { Component: RecoveredPage };
                },
              },
              {
                lazy: async () => {
                  const { AccountLayout } = await import('./profile/account-layout.tsx');
                  return { Component: AccountLayout };
                },
                children: [
                  {
                    ErrorBoundary: PageFailed,
                    children: [
                      {
                        path: 'profile',
                        lazy: async () => {
                          const { ProfilePage } = await import('./profile/profile-page.tsx');
                          return { Component: ProfilePage };
                        },
                      },
                      ...securityRoutes,
                    ],
                  },
                ],
              },
              {
                path: '*',
                lazy: async () => {
                  const { NotFoundPage } = await import('./shell/not-found-page.tsx');
                  return { Component: NotFoundPage };
                },
              },
            ],
          },
        ],
      },
    ],
  },
  {
    // For anybody who holds the link, signed in or not.
    path: paths.setPassword,
    Component: SignInLayout,
    ErrorBoundary: RouteFailed,
    HydrateFallback: Outline,
    children: [
      {
        index: true,
        lazy: async () => {
          const { SetPasswordPage } = await import('./set-password/set-password-page.tsx');
          return { Component: SetPasswordPage };
        },
      },
    ],
  },
  { path: '*', element: <Navigate to={paths.home} replace /> },
];
