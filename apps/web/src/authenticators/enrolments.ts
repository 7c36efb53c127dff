import type { ComponentType } from 'react';
import { appEnrolment, appPages } from './app/enrolment.ts';
import type { EnrolmentPath } from './enrolment-paths.ts';
import type { EnrolmentChoice } from './kind.ts';
import { phoneEnrolment, phonePages } from './phone/enrolment.ts';
import type { ShownKind } from './shown.ts';

/** What there is to choose from, the recommended one first. */
export const ENROLMENTS: Readonly<Record<ShownKind, EnrolmentChoice>> = {
  app: appEnrolment,
  phone: phoneEnrolment,
};

export const ENROLMENT_PAGES: Readonly<Record<EnrolmentPath, ComponentType>> = { ...appPages, ...phonePages };
