/** The length of a time step, in seconds (RFC 6238 §4.1): the one that every authenticator app supports. */
export const STEP_SECONDS = 30;

/** The time step that an instant lies in (RFC 6238 §4.2). */
export const timeStep = (now: Date) => Math.floor(now.getTime() / 1000 / STEP_SECONDS);
