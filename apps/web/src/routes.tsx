import { Navigate, type RouteObject } from 'react-router';
import { lazyPage } from './lazy-page.ts';
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
        lazy: lazyPage(() => import('./shell/shell.tsx'), 'Shell'),
        children: [
          {
            ErrorBoundary: PageFailed,
            children: [
              {
                index: true,
                lazy: lazyPage(() => import('./home/home-page.tsx'), 'HomePage'),
              },
              {
                path: 'recovered',
                lazy: lazyPage(() => import('./recovery/recovered-page.tsx'), 'RecoveredPage'),
              },
              {
                lazy: lazyPage(() => import('./profile/account-layout.tsx'), 'AccountLayout'),
                children: [
                  {
                    ErrorBoundary: PageFailed,
                    children: [
                      {
                        path: 'profile',
                        lazy: lazyPage(() => import('./profile/profile-page.tsx'), 'ProfilePage'),
                      },
                      ...securityRoutes,
                    ],
                  },
                ],
              },
              {
                path: '*',
                lazy: lazyPage(() => import('./shell/not-found-page.tsx'), 'NotFoundPage'),
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
        lazy: lazyPage(() => import('./set-password/set-password-page.tsx'), 'SetPasswordPage'),
      },
    ],
  },
  { path: '*', element: <Navigate to={paths.home} replace /> },
];
