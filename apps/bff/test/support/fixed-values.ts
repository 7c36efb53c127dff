/** Where the console under test is served. */
export const ORIGIN = 'http://localhost:8787';
/** The password of every account that a test makes. */
export const PASSWORD = 'meadow lantern 42 orbit';
