import manifest from '../package.json' with { type: 'json' };

/** What this code is, as CHANGELOG.md names it. */
export const RELEASE: string = manifest.version;
