import { randomUUID } from 'node:crypto';
import { type Account, createAccount } from './account.ts';
import { type Changes, createChanges } from './changes.ts';
import { createClock, type SandboxClock } from './clock.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { type Authenticator, createAuthenticator } from './messages-api/authenticate.ts';
import { DEFAULT_API_KEY, DEFAULT_SIGNATURE_SECRET, realSchedule, type SandboxOptions } from './options.ts';
import { createReceipts, type Receipts } from './receipts/receipts.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';
import { createSwitches, type Switches } from './switches.ts';
import { createTimers } from './timers.ts';

/** Everything the sandbox remembers; tests in the same process hold it directly. */
export interface SandboxState {
  readonly clock: SandboxClock;
  readonly authenticator: Authenticator;
  readonly account: Account;
  readonly mailbox: Mailbox;
  readonly switches: Switches;
  readonly receipts: Receipts;
  readonly requests: RequestLog;
  readonly changes: Changes;
  readonly newId: () => string;
  /** What receipts are signed with, for the guide. */
  readonly signing: { readonly secret: string; readonly isDefault: boolean };
  wait(delayMs: number): Promise<void>;
  /** Puts every switch, the account and the clock back. */
  resetControls(): void;
  /** That, and forgets messages, receipts and requests. */
  reset(): void;
  /** Calls off all timers. */
  close(): void;
}

export function createState(options: SandboxOptions): SandboxState {
  const credentials = options.credentials ?? {};
  const clock = createClock(options.now);
  const changes = createChanges();
  const timers = createTimers(options.schedule ?? realSchedule);
  const newId = options.newId ?? randomUUID;
  const mailbox = createMailbox(changes);
  const switches = createSwitches(changes, options.receipts);
  const account = createAccount(changes, options.requestsPerSecond ?? 30);
  const requests = createRequestLog(changes);
  const secret = options.signatureSecret ?? DEFAULT_SIGNATURE_SECRET;
  const receipts = createReceipts({
    clock,
    timers,
    changes,
    newId,
    mailbox,
    fetch: options.fetch ?? fetch,
    signerFor: (message) => ({
      secret,
      apiKey: credentials.apiKey ?? message.apiKey ?? DEFAULT_API_KEY,
      applicationId: credentials.applicationId ?? message.applicationId,
    }),
  });
  const resetControls = () => {
    switches.clear();
    clock.setOffset(0);
    account.setBalance(null);
    account.setRequestsPerSecond(account.usualRequestsPerSecond);
  };
  return {
    clock,
    authenticator: createAuthenticator(credentials),
    account,
    mailbox,
    switches,
    receipts,
    requests,
    changes,
    newId,
    signing: { secret, isDefault: options.signatureSecret === undefined },
    wait: timers.wait,
    resetControls,
    reset: () => {
      mailbox.clear();
      receipts.clear();
      requests.clear();
      resetControls();
    },
    close: timers.stop,
  };
}
