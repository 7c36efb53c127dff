import type { AuthenticatorKind, StepUpMethod } from '@wattsense/contract/vocabulary';

/*
 * What the console has a room for. Passkeys have none yet, and a server offers them where its operator says so alone
 * (`PASSKEYS`): what it names of them is to a page what a newer server's kind is.
 */
export type ShownKind = Exclude<AuthenticatorKind, 'passkey'>;
export type ShownMethod = Exclude<StepUpMethod, 'passkey'>;
