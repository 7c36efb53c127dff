import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** In a process of its own, since Node warns of each deprecation once. */
const START = `
  const { VonageClient } = await import(${JSON.stringify(join(import.meta.dirname, 'vonage-client.ts'))});
  new VonageClient({ apiKey: 'abcd1234', apiSecret: 'secret' }, { apiHost: 'https://api-eu.nexmo.com' });
`;

test('the SDK is made with key and secret alone without a word of deprecation', () => {
  const { status, stderr } = spawnSync(process.execPath, ['--throw-deprecation', '--input-type=module', '-e', START], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
});
