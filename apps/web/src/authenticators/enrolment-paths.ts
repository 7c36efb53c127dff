import type { ShownKind } from './shown.ts';

/** Where each kind is enrolled, below the Security tab: all that the first chunk knows of it. */
export const ENROLMENT_PATHS = { app: ['app'], phone: ['phone', 'phone/code'] } as const satisfies Record<
  ShownKind,
  readonly string[]
>;

export type EnrolmentPath = (typeof ENROLMENT_PATHS)[ShownKind][number];
