import * as z from 'zod/mini';
import { type Kind, NO_COLUMNS } from '../../src/authenticators/kind.ts';
import { authenticators } from '../../src/authenticators/kinds.ts';
import { Authenticators } from '../../src/authenticators/registry.ts';
import { openSealed } from '../../src/authenticators/sealed.ts';
import { WRONG_CODE } from '../../src/authenticators/verdict.ts';
import type { Deps } from '../../src/deps.ts';
import { spendTimeStep } from '../../src/store/authenticators.ts';

const knocks = z.array(z.int());
const begin = z.strictObject({ kind: z.literal('knock'), door: z.string(), replaces: z.optional(z.string()) });
/** Each knocking is told from the last by a count that grows, as a security key's does. */
const proof = z.strictObject({ method: z.literal('knock'), knocks, count: z.int() });
const confirmation = z.strictObject({ knocks });

/** What is sealed: which door it is, and the rhythm that opens it. */
const secretOf = (secret: string): { door: string; knocks: number[] } => JSON.parse(secret);
const isRhythm = (secret: string, given: unknown) => JSON.stringify(secretOf(secret).knocks) === JSON.stringify(given);
const doors = (deps: Deps, bound: Parameters<Kind<Deps>['proving']['offer']>[1]) =>
  bound.map((one) => secretOf(openSealed(deps.keys, 'authenticator', one) ?? '{}').door);

/**
 * A kind that the product has never heard of: a rhythm, knocked at a door that its owner names. An account may have
 * several, its proofs are no codes, and nothing of it can be guessed.
 */
const knock = {
  kind: 'knock',
  method: 'knock',
  most: 3,
  guessable: false,
  shapes: { begin, proof, confirmation },
  whyOff: () => null,
  enrolling: {
    begin: async ({ random }: Deps, _: unknown, { door }: z.infer<typeof begin>) => ({
      secret: JSON.stringify({ door, knocks: [...random.bytes(4)] }),
      columns: NO_COLUMNS,
    }),
    describe: async (_: Deps, _session: unknown, _row: unknown, secret: string) => ({
      kind: 'knock',
      ...secretOf(secret),
    }),
    judge: async (_: Deps, _row: unknown, secret: string, given: z.infer<typeof confirmation>) =>
      isRhythm(secret, given.knocks)
        ? {
            kind: 'right',
            method: 'knock',
            secret,
            columns: { ...NO_COLUMNS, lastStep: 0, credentialIndex: JSON.stringify(given) },
            spend: null,
          }
        : WRONG_CODE,
  },
  proving: {
    offer: (deps: Deps, bound: never) => ({ method: 'knock', doors: doors(deps, bound) }),
    offerAt: async (deps: Deps, { bound }: { bound: never }) => ({ method: 'knock', doors: doors(deps, bound) }),
    judge: async (
      { keys }: Deps,
      _: unknown,
      bound: Parameters<Kind<Deps>['proving']['judge']>[2],
      given: z.infer<typeof proof>,
    ) => {
      const one = bound.find((each) => isRhythm(openSealed(keys, 'authenticator', each) ?? '{}', given.knocks));
      if (one === undefined) return WRONG_CODE;
      return {
        kind: 'right',
        method: 'knock',
        spend: (now: Date) => spendTimeStep({ id: one.id, step: given.count, now }),
      };
    },
  },
  describe: ({ keys }: Deps, one: Parameters<Kind<Deps>['describe']>[1]) => ({
    id: one.id,
    kind: 'knock',
    door: secretOf(openSealed(keys, 'authenticator', one) ?? '{}').door,
    unusable: one.disabledAt === null ? null : 'disabled',
  }),
};

/** The product's kinds and this one, which the contract does not know. */
export const withKnock = new Authenticators<Deps>([...authenticators.kinds, knock as unknown as Kind<Deps>]);
