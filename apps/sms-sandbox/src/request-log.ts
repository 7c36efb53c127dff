import type { Changes } from './changes.ts';
import type { FaultKind } from './faults/catalogue.ts';

/** One call of the Messages API as it was answered; credentials and texts are left out. */
export interface LoggedRequest {
  readonly id: string;
  readonly at: Date;
  readonly to: string | null;
  readonly from: string | null;
  /** Null when no answer went out. */
  readonly status: number | null;
  readonly title: string;
  readonly detail: string;
  readonly fault: FaultKind | null;
  readonly messageId: string | null;
}

export interface RequestLog {
  /** Oldest first. */
  all(): readonly LoggedRequest[];
  add(request: LoggedRequest): void;
  clear(): void;
}

const KEPT = 200;

export function createRequestLog(changes: Changes): RequestLog {
  let requests: readonly LoggedRequest[] = [];
  return {
    all: () => requests,
    add: (request) => {
      requests = [...requests, request].slice(-KEPT);
      changes.announce();
    },
    clear: () => {
      requests = [];
      changes.announce();
    },
  };
}
