import type { ProblemType } from '@wattsense/contract/problem';
import type { Deps } from '../deps.ts';
import type { Requester } from '../flows/requester.ts';
import type { LiveSession } from '../flows/session/find-session.ts';

/** What middleware puts in a request's way; `session` only behind `signedIn`. */
export interface Context {
  Variables: {
    deps: Deps;
    requestId: string;
    /** The host, with its port, that the console is served under. */
    publicHost: string;
    requester: Requester;
    session: LiveSession;
    /** What the request was refused with. */
    problem?: ProblemType;
  };
}
