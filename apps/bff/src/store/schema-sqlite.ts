import { sqliteKit } from './kit-sqlite.ts';
import { defineSchema } from './schema.ts';

export const sqliteTables = defineSchema(sqliteKit);
export const { account, session, browser, authenticator, recoveryCode, challenge, enrolment } = sqliteTables;
export const { attempt, throttle, paidTry, sendLock } = sqliteTables;
export const { smsMessage, smsAlarm, receipt, securityEvent, keyCanary } = sqliteTables;
export const { passwordLink, instance } = sqliteTables;
