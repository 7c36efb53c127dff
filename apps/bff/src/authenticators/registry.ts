import type { BeginEnrolmentRequest, ConfirmEnrolmentRequest } from '@wattsense/contract/enrolments';
import { recoveryProof } from '@wattsense/contract/methods';
import type { AnswerRequest } from '@wattsense/contract/sign-in';
import { type StepUpRequest, stepUpRequest } from '@wattsense/contract/step-up';
import type { AuthenticationMethod, UnusableMethod, UnusableReason } from '@wattsense/contract/vocabulary';
import * as z from 'zod/mini';
import type { Kind } from './kind.ts';

/** What is bound, as far as it matters to whether it can be used. A newer or a damaged database may hold any kind. */
interface Bound {
  readonly kind: string;
  readonly disabledAt: Date | null;
}

/** A kind of which something that is bound can be used now, and what that is. */
export interface Usable<D, B> {
  readonly kind: Kind<D>;
  readonly bound: readonly B[];
}

/**
 * The kinds of authenticator that this server knows, the one that is preferred first. What is bound of another kind is a
 * factor that nobody can answer.
 */
export class Authenticators<D> {
  readonly kinds: readonly Kind<D>[];
  /** The methods that count as a second factor, by name: an unknown one counts for nothing. */
  readonly factors: ReadonlySet<AuthenticationMethod>;
  /** What requests are held to: the contract's unions, of these kinds. */
  readonly requests: Requests;

  constructor(kinds: readonly Kind<D>[]) {
    this.kinds = kinds;
    this.factors = new Set<AuthenticationMethod>([...kinds.map(({ method }) => method), 'recovery']);
    this.requests = requestsOf(kinds.map(({ shapes }) => shapes));
  }

  of(kind: string): Kind<D> | undefined {
    return this.kinds.find((one) => one.kind === kind);
  }

  by(method: string): Kind<D> | undefined {
    return this.kinds.find((one) => one.method === method);
  }

  isKnown = ({ kind }: { readonly kind: string }) => this.of(kind) !== undefined;

  /**
   * Whether something that is bound can be used now; null: it can. Every view, promise and refusal asks here. Where a kind
   * is off that is said of a disabled one as well: replacing it would help nobody.
   */
  whyUnusable(deps: D, one: Bound): UnusableReason | null {
    if ((this.of(one.kind)?.whyOff(deps) ?? null) !== null) return 'off';
    return one.disabledAt === null ? null : 'disabled';
  }

  /** The kinds of an account by whether they can be used now. What is of an unknown kind is neither. */
  usability<B extends Bound>(deps: D, bound: readonly B[]) {
    const usable: Usable<D, B>[] = [];
    const unusable: UnusableMethod[] = [];
    for (const kind of this.kinds) {
      const own = bound.filter((one) => one.kind === kind.kind);
      const fit = own.filter((one) => this.whyUnusable(deps, one) === null);
      const [first] = own;
      if (fit.length > 0) usable.push({ kind, bound: fit });
      else if (first !== undefined)
        unusable.push({ method: kind.method, why: this.whyUnusable(deps, first) ?? 'disabled' });
    }
    return { usable, unusable };
  }
}

interface Requests {
  readonly begin: z.ZodMiniType<BeginEnrolmentRequest>;
  readonly confirm: z.ZodMiniType<ConfirmEnrolmentRequest>;
  readonly answer: z.ZodMiniType<AnswerRequest>;
  readonly stepUp: z.ZodMiniType<StepUpRequest>;
}

/** The registry's own unions. */
function requestsOf(shapes: readonly Kind<never>['shapes'][]): Requests {
  const union = (by: string, members: readonly z.ZodMiniObject[]) =>
    z.discriminatedUnion(by, members as [z.ZodMiniObject, ...z.ZodMiniObject[]]);
  const proofs = shapes.map(({ proof }) => proof);
  const confirmations = [...new Set(shapes.map(({ confirmation }) => confirmation))];
  const requests: Record<keyof Requests, z.ZodMiniType> = {
    begin: union(
      'kind',
      shapes.map(({ begin }) => begin),
    ),
    // Of one shape it can be said what is missing.
    confirm: confirmations.length > 1 ? z.union(confirmations) : (confirmations[0] ?? z.never()),
    answer: union('method', [...proofs, recoveryProof]),
    stepUp: z.strictObject({ ...stepUpRequest.shape, answer: z.optional(union('method', proofs)) }),
  };
  // What they hold for the product's kinds is the contract's, and of another kind nothing but its own folder knows.
  return requests as Requests;
}
