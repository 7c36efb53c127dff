/** Where the console under test is served. */
export const ORIGIN = 'http://localhost:8787';
/** The password of every account that a test makes. */
export const PASSWORD = 'meadow lantern 42 orbit';

/** The keys of every world that has none of its own. */
export const TEST_RING = `t1:${Buffer.alloc(32, 7).toString('base64')}`;
