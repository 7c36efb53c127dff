import type { ProblemType } from '@wattsense/contract/problem';
import type * as z from 'zod/mini';

export type Schema = z.ZodMiniType;

/** One route, as whoever calls it must know it. */
export interface Operation {
  readonly method: 'get' | 'post' | 'delete';
  /** As the router has it. */
  readonly path: string;
  readonly summary: string;
  /** Whose cookie it wants. */
  readonly who: 'anyone' | 'challenge' | 'session';
  readonly request?: Schema;
  /** What a success brings, by status. */
  readonly answers: Readonly<Record<number, Schema>>;
  /** Beside those that any route of its kind may answer with. */
  readonly problems?: readonly ProblemType[];
}
