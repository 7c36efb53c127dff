/** Every page's address. The security pages below `security` are that folder's own. */
export const paths = {
  home: '/console/',
  signIn: '/console/sign-in',
  challenge: '/console/sign-in/challenge',
  recovered: '/console/recovered',
  setPassword: '/console/set-password',
  profile: '/console/profile',
  security: '/console/security',
} as const;
