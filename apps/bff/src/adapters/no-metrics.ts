import type { Metrics } from '../deps.ts';

const nothing = () => undefined;

/** Where nobody asks for metrics, nothing is counted. */
export const noMetrics: Metrics = {
  requestFinished: nothing,
  eventWritten: nothing,
  challengeBegun: nothing,
  loginGuessed: nothing,
  smsSent: nothing,
  smsVerified: nothing,
  smsHeld: nothing,
  smsAlarm: nothing,
  smsReceipt: nothing,
  hashRefused: nothing,
  databaseUsed: nothing,
  backgroundFailed: nothing,
  pruned: nothing,
};
