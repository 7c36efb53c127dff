import { generateKeyPairSync } from 'node:crypto';
import { Messages } from '@vonage/messages';
import { VetchError } from '@vonage/vetch';
import { onTestFinished, vi } from 'vitest';
import { type ListeningSandbox, listenSandbox } from '../src/listen.ts';
import type { SandboxOptions } from '../src/options.ts';
import { whenStalled } from '../src/stalled-answers.ts';
import { handRunTimers } from './hand-run-timers.ts';

/** The registered application of these tests, and a key that nobody registered. */
export const application = { id: '7c9a2b1e-1f7e-4f3c-9d59-2f1c0c9f4d11', ...keyPair() };
export const stranger = keyPair();

export const TEXT =
  '123456 is your verification code for Wattsense Console.\n' +
  'Please use this code to verify your identity.\n' +
  '@console.wattsense.com #123456';

/** A French fictional number without a sentinel ending. */
export const PHONE = '33639980012';

export function keyPair(): { privateKey: string; publicKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

export function startSandbox(options: Partial<SandboxOptions> = {}): Promise<ListeningSandbox> {
  return listenSandbox({
    // Tokens that the SDK makes are of the real time; nothing is sent later by itself.
    now: () => new Date(),
    schedule: handRunTimers().schedule,
    credentials: {
      applicationId: application.id,
      publicKey: application.publicKey,
      apiKey: 'abcd1234',
      apiSecret: 'S3cretS3cret',
    },
    ...options,
  });
}

/** The real SDK, pointed at the sandbox. It waits for answers as long as it takes. */
export function sdk(sandbox: ListeningSandbox, privateKey = application.privateKey): Messages {
  return new Messages({ applicationId: application.id, privateKey }, { apiHost: sandbox.url });
}

export function basicSdk(sandbox: ListeningSandbox, apiSecret = 'S3cretS3cret'): Messages {
  return new Messages({ apiKey: 'abcd1234', apiSecret, privateKey: '' }, { apiHost: sandbox.url });
}

export interface Sent {
  readonly to?: string;
  readonly from?: string;
  readonly text?: string;
  readonly clientRef?: string;
  readonly ttl?: number;
  readonly webhookUrl?: string;
}

export function send(messages: Messages, message: Sent = {}): Promise<{ messageUUID: string }> {
  return messages.send({
    messageType: 'text',
    channel: 'sms',
    to: PHONE,
    from: 'TheBuilding',
    text: TEXT,
    ...message,
  });
}

/**
 * As `sdk`, giving up after a second, which is over as soon as the sandbox holds an answer back.
 * @param inItsMidst the beginning of the answer has come, and is read, before its rest is held back.
 */
export function hastySdk(sandbox: ListeningSandbox, { inItsMidst }: { readonly inItsMidst: boolean }): Messages {
  // The SDK's limit is a timer of the process.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const begun = Promise.withResolvers<void>();
  const ask = globalThis.fetch;
  vi.stubGlobal('fetch', async (...request: Parameters<typeof ask>) => {
    const response = await ask(...request);
    begun.resolve();
    return response;
  });
  const leave = whenStalled(sandbox, async () => {
    if (inItsMidst) await begun.promise;
    vi.advanceTimersByTime(1000);
  });
  onTestFinished(() => {
    leave();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
  const { id: applicationId, privateKey } = application;
  return new Messages({ applicationId, privateKey }, { apiHost: sandbox.url, timeout: 1000 });
}

/** What the SDK makes of a send, in the words of its own errors. */
export async function outcome(sending: Promise<{ messageUUID?: string }>): Promise<Record<string, unknown>> {
  try {
    const { messageUUID } = await sending;
    return { resolved: messageUUID === undefined ? 'without an id' : 'with an id' };
  } catch (error) {
    if (error instanceof VetchError) return vetchOutcome(error);
    if (!(error instanceof Error)) throw error;
    const cause = error.cause instanceof Error && 'code' in error.cause ? { cause: error.cause.code } : {};
    return { name: error.name, message: error.message, ...cause };
  }
}

async function vetchOutcome(error: VetchError): Promise<Record<string, unknown>> {
  const response = error.response;
  if (!response) throw error;
  // The body of an answer that stalled is gone.
  const body = response.bodyUsed ? '' : await response.text();
  const type = response.headers.get('content-type');
  return {
    status: response.status,
    contentType: type,
    requestId: response.headers.get('x-request-id'),
    retryAfter: response.headers.get('retry-after'),
    headers: response.headers,
    message: error.message,
    body: type?.includes('json') && body ? JSON.parse(body) : body,
  };
}

/** A JSON order to the control panel. */
export async function order(sandbox: ListeningSandbox, method: string, path: string, body?: object): Promise<number> {
  const answer = await fetch(`${sandbox.url}${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  await answer.body?.cancel();
  return answer.status;
}

/** Waits for the sandbox to reach a state, looking again at every change it announces. */
export function until(sandbox: ListeningSandbox, holds: () => boolean): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve) => {
    const leave = sandbox.state.changes.subscribe(() => {
      if (!holds()) return;
      leave();
      resolve();
    });
  });
}
