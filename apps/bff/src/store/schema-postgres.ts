import { postgresKit } from './kit-postgres.ts';
import { defineSchema } from './schema.ts';

export const postgresTables = defineSchema(postgresKit);
export const { account, session, browser, authenticator, recoveryCode, challenge, enrolment } = postgresTables;
export const { attempt, throttle, paidTry, sendLock } = postgresTables;
export const { smsMessage, smsAlarm, receipt, securityEvent, keyCanary } = postgresTables;
export const { passwordLink, instance } = postgresTables;
