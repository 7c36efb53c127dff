import fc from 'fast-check';
import type { Factor, Kind } from './model-account.ts';

/** Which code is typed: the right one of now, of a step around it, one from before, or a wrong one. */
export type Typed = 'right' | 'early' | 'late' | 'stale' | 'wrong';

/** One thing that somebody does in one of the two browsers, as plain data: it prints, shrinks and repeats. */
export type Command =
  | {
      readonly do: 'sign-in';
      readonly who: number;
      readonly password: 'right' | 'wrong' | 'old';
      readonly twice: boolean;
    }
  | {
      readonly do: 'answer';
      readonly who: number;
      readonly method: Factor;
      readonly code: Typed;
      readonly twice: boolean;
    }
  | { readonly do: 'resend' | 'back' | 'sign-out' | 'end-others'; readonly who: number }
  | {
      readonly do: 'begin';
      readonly who: number;
      readonly kind: Kind;
      readonly replaces: boolean;
      readonly twice: boolean;
    }
  | { readonly do: 'cancel'; readonly who: number; readonly kind: Kind; readonly foreign: boolean }
  | {
      readonly do: 'confirm';
      readonly who: number;
      readonly kind: Kind;
      readonly code: Typed;
      readonly foreign: boolean;
      readonly twice: boolean;
    }
  | { readonly do: 'remove'; readonly who: number; readonly kind: Kind; readonly twice: boolean }
  | { readonly do: 'turn-off' | 'fresh-code'; readonly who: number; readonly twice: boolean }
  | { readonly do: 'save-code'; readonly who: number; readonly which: 'present' | 'old' }
  | {
      readonly do: 'step-up';
      readonly who: number;
      readonly password: 'right' | 'wrong';
      readonly method: 'otp' | 'sms' | 'none';
      readonly code: Typed;
      readonly twice: boolean;
    }
  | { readonly do: 'step-up-sms'; readonly who: number }
  | { readonly do: 'password'; readonly who: number; readonly to: 'new' | 'same' | 'short'; readonly twice: boolean }
  | { readonly do: 'wait'; readonly seconds: number };

const who = fc.constantFrom(0, 0, 0, 1);
const seldomTwice = fc.constantFrom(true, false, false, false, false, false);
const kind = fc.constantFrom<Kind>('app', 'phone');
const factor = fc.constantFrom<Factor>('otp', 'otp', 'sms', 'sms', 'recovery');
const typed = fc.constantFrom<Typed>('right', 'right', 'right', 'right', 'early', 'late', 'stale', 'wrong');
const rarely = fc.constantFrom(true, false, false, false, false);
const is = fc.constant;

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: is('sign-in' as const),
      who,
      password: fc.constantFrom('right', 'right', 'right', 'right', 'wrong', 'old'),
      twice: seldomTwice,
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({ do: is('answer' as const), who, method: factor, code: typed, twice: seldomTwice }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('resend' as const, 'back' as const, 'sign-out' as const, 'end-others' as const),
      who,
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: is('begin' as const), who, kind, replaces: rarely, twice: seldomTwice }) },
  { weight: 1, arbitrary: fc.record({ do: is('cancel' as const), who, kind, foreign: rarely }) },
  {
    weight: 7,
    arbitrary: fc.record({ do: is('confirm' as const), who, kind, code: typed, foreign: rarely, twice: seldomTwice }),
  },
  { weight: 1, arbitrary: fc.record({ do: is('remove' as const), who, kind, twice: seldomTwice }) },
  { weight: 1, arbitrary: fc.record({ do: is('turn-off' as const), who, twice: seldomTwice }) },
  { weight: 3, arbitrary: fc.record({ do: is('fresh-code' as const), who, twice: seldomTwice }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: is('save-code' as const), who, which: fc.constantFrom('present', 'present', 'old') }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: is('step-up' as const),
      who,
      password: fc.constantFrom('right', 'right', 'right', 'wrong'),
      method: fc.constantFrom('otp', 'otp', 'sms', 'none'),
      code: typed,
      twice: seldomTwice,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: is('step-up-sms' as const), who }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: is('password' as const),
      who,
      to: fc.constantFrom('new', 'new', 'same', 'short'),
      twice: seldomTwice,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: is('wait' as const),
      seconds: fc.constantFrom(1, 30, 30, 30, 61, 119, 120, 600, 601, 3599, 3600, 43_200),
    }),
  },
);

/** Where a sequence begins: people with two-factor already on are most of what can go wrong. */
const beginnings = ['fresh', 'app', 'phone', 'both'] as const;
export interface Sequence {
  readonly beginning: (typeof beginnings)[number];
  readonly commands: readonly Command[];
}

/** What people do in one go, so that sequences get far: a code of its own time step, an enrolment with its proof. */
const inOneGo: fc.Arbitrary<readonly Command[]> = fc
  .record({ who, kind, method: factor, twice: seldomTwice })
  .chain(({ who: by, kind: bound, method, twice }) => {
    const enter: Command[] = [
      { do: 'wait', seconds: 30 },
      { do: 'sign-in', who: by, password: 'right', twice: false },
      { do: 'answer', who: by, method, code: 'right', twice },
    ];
    return fc.constantFrom<readonly Command[]>(
      enter,
      enter,
      [
        ...enter.slice(0, 2),
        { do: 'answer', who: by, method: 'recovery', code: 'right', twice },
        { do: 'fresh-code', who: by, twice },
      ],
      [
        { do: 'begin', who: by, kind: bound, replaces: false, twice },
        { do: 'confirm', who: by, kind: bound, code: 'right', foreign: false, twice },
      ],
      [
        { do: 'wait', seconds: 30 },
        { do: 'begin', who: by, kind: bound, replaces: true, twice },
        { do: 'confirm', who: by, kind: bound, code: 'right', foreign: false, twice },
      ],
      // An enrolment that is over by its time, and one that is over by its tries.
      [
        { do: 'begin', who: by, kind: bound, replaces: false, twice },
        { do: 'wait', seconds: 600 },
        { do: 'begin', who: by, kind: bound, replaces: false, twice },
        { do: 'confirm', who: by, kind: bound, code: 'right', foreign: false, twice },
      ],
      [
        { do: 'begin', who: by, kind: bound, replaces: false, twice },
        ...Array<Command>(5).fill({ do: 'confirm', who: by, kind: bound, code: 'wrong', foreign: false, twice: false }),
        { do: 'begin', who: by, kind: bound, replaces: false, twice },
      ],
      // Into a wait, in which the right code is refused too, and out of it.
      [
        ...enter.slice(0, 2),
        ...Array<Command>(5).fill({ do: 'answer', who: by, method, code: 'wrong', twice: false }),
        ...enter.slice(1),
        { do: 'wait', seconds: 30 },
        { do: 'answer', who: by, method, code: 'right', twice },
      ],
      [
        ...Array<Command>(5).fill({
          do: 'step-up',
          who: by,
          password: 'right',
          method: method === 'recovery' ? 'otp' : method,
          code: 'wrong',
          twice: false,
        }),
        { do: 'wait', seconds: 30 },
        { do: 'step-up', who: by, password: 'right', method: 'otp', code: 'right', twice },
      ],
      [
        { do: 'wait', seconds: 601 },
        { do: 'step-up-sms', who: by },
        {
          do: 'step-up',
          who: by,
          password: 'right',
          method: method === 'recovery' ? 'none' : method,
          code: 'right',
          twice,
        },
      ],
    );
  });

/** @param longest how many commands, or goes of a few, a sequence has at most. */
export const sequences = (longest: number): fc.Arbitrary<Sequence> =>
  fc.record({
    beginning: fc.constantFrom(...beginnings),
    commands: fc
      .array(fc.oneof({ weight: 2, arbitrary: command.map((one): readonly Command[] => [one]) }, inOneGo), {
        minLength: 1,
        maxLength: longest,
        size: 'max',
      })
      .map((goes) => goes.flat()),
  });

const first = { who: 0, twice: false } as const;
const signIn: Command = { do: 'sign-in', password: 'right', ...first };
const enrol = (one: Kind): Command[] => [
  { do: 'begin', kind: one, replaces: false, ...first },
  { do: 'confirm', kind: one, code: 'right', foreign: false, ...first },
];

/** The commands that bring an account to where a sequence begins. */
export function leadIn(beginning: Sequence['beginning']): Command[] {
  switch (beginning) {
    case 'fresh':
      return [];
    case 'app':
      return [signIn, ...enrol('app')];
    case 'phone':
      return [signIn, ...enrol('phone')];
    case 'both':
      return [signIn, ...enrol('app'), ...enrol('phone')];
  }
}
