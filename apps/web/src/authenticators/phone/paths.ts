import { enrolPath } from '../../security/security-paths.ts';

/** The page for the code that was sent to the phone. */
export const CODE_PAGE = `${enrolPath('phone', null)}/code`;
