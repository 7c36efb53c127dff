import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { listenSandbox } from '@wattsense/sms-sandbox/listen';
import { newKey } from '../../apps/bff/src/adapters/key-ring.ts';
import { createApp } from '../../apps/bff/src/app.ts';
import { assemble } from '../../apps/bff/src/assemble.ts';
import { controlApp } from './control.ts';
import { MovedClock } from './moved-clock.ts';
import type { Addresses } from './stack.ts';

const root = resolve(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'console-e2e-'));

/**
 * The whole server from the BFF's sources, with the built pages, a database and keys of its own, a phone
 * that tests read and a clock that they move. Prints its addresses as one line of JSON and stays until
 * its standard input is closed, so that it never outlives whoever started it.
 */
async function main(): Promise<void> {
  const clock = new MovedClock();
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const application = randomUUID();
  const signatureSecret = randomBytes(32).toString('base64url');
  const sandbox = await listenSandbox({
    now: () => new Date(),
    credentials: {
      applicationId: application,
      publicKey: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      apiKey: 'e2e00000',
      apiSecret: randomBytes(12).toString('hex'),
    },
    signatureSecret,
    // The file's cap per second would be met by tests that have nothing to do with one another.
    requestsPerSecond: 1000,
  });
  const place = await listen();
  const origin = process.env['E2E_PUBLIC_ORIGIN'] ?? `http://localhost:${place.port}`;
  const environment = {
    NODE_ENV: 'test',
    LOG_LEVEL: process.env['E2E_LOG_LEVEL'] ?? 'error',
    PUBLIC_ORIGIN: origin,
    PORT: String(place.port),
    WEB_DIRECTORY: process.env['WEB_DIRECTORY'] ?? join(root, 'dist', 'web'),
    DATABASE_URL: `sqlite:${join(folder, 'e2e.sqlite')}`,
    KEY_RING: newKey(),
    PASSWORD_MEMORY_MIB: '19',
    PASSWORD_PASSES: '2',
    PASSWORD_LANES: '1',
    // Each test comes from an address of its own, so that none shares another's limits.
    TRUSTED_PROXIES: '127.0.0.1',
    SUPPORT_URL: 'mailto:support@example.com',
    VONAGE_API_HOST: sandbox.url,
    VONAGE_APPLICATION_ID: application,
    VONAGE_PRIVATE_KEY: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    VONAGE_API_KEY: 'e2e00000',
    VONAGE_SIGNATURE_SECRET: signatureSecret,
    // Receipts carry the phone network's time, which stays behind when a test moves the server's.
    VONAGE_WEBHOOK_MAX_AGE_SECONDS: '86400',
    SMS_FICTIONAL_PREFIXES: '+336399',
    // All numbers are neighbours, and many tests never enter the code.
    SMS_CONVERSION_PERCENT: '0',
    SMS_PREFIX_PER_HOUR: '1000',
    SMS_OVERALL_PER_HOUR: '1000',
  };
  const { deps, close } = await assemble(environment, 'serve', join(root, 'apps', 'bff', 'migrations'));
  const moved = { ...deps, clock };
  place.serve(createApp(moved).fetch);
  const control = await listen();
  control.serve(controlApp(moved, clock).fetch);
  const addresses: Addresses = {
    origin,
    control: `http://127.0.0.1:${control.port}`,
    phone: sandbox.url,
    port: place.port,
    environment,
  };
  process.stdout.write(`${JSON.stringify(addresses)}\n`);
  const stop = async () => {
    await close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  };
  process.stdin.resume().once('end', () => void stop());
}

type Fetch = Parameters<typeof createAdaptorServer>[0]['fetch'];

/** A port that the system chose and this process holds at once, so that nobody can take it in between. */
function listen(): Promise<{ readonly port: number; readonly serve: (fetch: Fetch) => void }> {
  let answer: Fetch = () => new Response(null, { status: 503 });
  const server = createAdaptorServer({ fetch: (request, bindings) => answer(request, bindings) });
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return failed(new Error('a server without a port'));
      done({
        port: address.port,
        serve: (fetch) => {
          answer = fetch;
        },
      });
    });
  });
}

await main();
