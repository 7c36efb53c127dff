import { describe, expect, it } from 'vitest';
import { type Asked, breachesOf, type Effect, type Seen, type Told } from './history.ts';

const asked = (
  at: number,
  told: Told,
  effects: readonly Effect[],
  { entitled = 'may', lasts = 1 }: { entitled?: Asked['entitled']; lasts?: number } = {},
): Asked => ({ who: 'alice', what: `request ${at}`, from: at, until: at + lasts, told, entitled, effects });
const saw = (at: number, thing: string, value: string | number): Seen => ({ thing, value, from: at, until: at + 1 });
const spend = (secret: string): Effect => ({ kind: 'spend', secret });
const set = (value: string, thing = 'two-factor'): Effect => ({ kind: 'set', thing, value });
const add: Effect = { kind: 'add', thing: 'sign-ins' };

describe('a history is held against what is promised', () => {
  it('nothing asked, nothing broken', () => {
    expect(breachesOf({ asked: [], seen: [] })).toEqual([]);
  });

  it('acknowledged stays', () => {
    const history = [asked(0, 'acknowledged', [set('off')]), asked(10, 'acknowledged', [set('on')])];
    expect(breachesOf({ asked: history, seen: [saw(20, 'two-factor', 'on')] })).toEqual([]);
    expect(breachesOf({ asked: history, seen: [saw(20, 'two-factor', 'off')] })).toEqual([
      'two-factor is off, and was to be on',
    ]);
  });

  it('refused changes nothing', () => {
    const history = [asked(0, 'acknowledged', [set('off')]), asked(10, 'refused', [set('on')])];
    expect(breachesOf({ asked: history, seen: [saw(20, 'two-factor', 'on')] })).toEqual([
      'two-factor is on, and was to be off',
    ]);
  });

  it('unacknowledged is whole or absent, and nothing between', () => {
    const history = [asked(0, 'acknowledged', [set('off')]), asked(10, 'unknown', [set('on')])];
    for (const value of ['on', 'off'])
      expect(breachesOf({ asked: history, seen: [saw(20, 'two-factor', value)] })).toEqual([]);
    expect(breachesOf({ asked: history, seen: [saw(20, 'two-factor', 'on without a recovery code')] })).toEqual([
      'two-factor is on without a recovery code, and was to be off or on',
    ]);
  });

  it('unacknowledged and then seen does not go away again', () => {
    const history = [asked(0, 'acknowledged', [set('off')]), asked(10, 'unknown', [set('on')])];
    const seen = [saw(20, 'two-factor', 'on'), saw(30, 'two-factor', 'off')];
    expect(breachesOf({ asked: history, seen })).toEqual(['two-factor is off, and was to be on']);
  });

  it('of two that were under way at once either may have come last', () => {
    const start = asked(0, 'acknowledged', [set('off')]);
    const two = [
      asked(10, 'acknowledged', [set('app')], { lasts: 10 }),
      asked(12, 'acknowledged', [set('phone')], { lasts: 2 }),
    ];
    for (const value of ['app', 'phone'])
      expect(breachesOf({ asked: [start, ...two], seen: [saw(30, 'two-factor', value)] })).toEqual([]);
    expect(breachesOf({ asked: [start, ...two], seen: [saw(30, 'two-factor', 'off')] })).toHaveLength(1);
  });

  it('what is asked for while somebody looks may be seen or not', () => {
    const history = [asked(0, 'acknowledged', [set('off')]), asked(20, 'acknowledged', [set('on')])];
    for (const value of ['on', 'off'])
      expect(breachesOf({ asked: history, seen: [{ thing: 'two-factor', value, from: 19, until: 30 }] })).toEqual([]);
  });

  it('used stays used', () => {
    const first = asked(0, 'acknowledged', [spend('step 7')]);
    expect(breachesOf({ asked: [first, asked(5, 'refused', [spend('step 7')])], seen: [] })).toEqual([]);
    expect(breachesOf({ asked: [first, asked(5, 'acknowledged', [spend('step 7')])], seen: [] })).toEqual([
      'step 7 was good 2 times: request 0, request 5',
    ]);
    expect(breachesOf({ asked: [first, asked(5, 'acknowledged', [spend('step 8')])], seen: [] })).toEqual([]);
  });

  it('a code whose first use nobody acknowledged may be good once more, unless it is known to be used', () => {
    const history = [asked(0, 'unknown', [spend('step 7')]), asked(10, 'acknowledged', [spend('step 7')])];
    expect(breachesOf({ asked: history, seen: [] })).toEqual([]);
    expect(breachesOf({ asked: history, seen: [saw(5, 'step 7', 'used')] })).toEqual([
      'step 7 was good again after it had been used: request 10',
    ]);
    expect(breachesOf({ asked: history, seen: [saw(15, 'step 7', 'used')] })).toEqual([]);
  });

  it('the owner gets in', () => {
    expect(breachesOf({ asked: [asked(0, 'acknowledged', [], { entitled: 'must' })], seen: [] })).toEqual([]);
    for (const told of ['refused', 'unknown'] as const)
      expect(breachesOf({ asked: [asked(0, told, [], { entitled: 'must' })], seen: [] })).toEqual([
        `alice was not let in: request 0 (${told})`,
      ]);
  });

  it('nobody else gets in', () => {
    for (const told of ['refused', 'unknown'] as const)
      expect(breachesOf({ asked: [asked(0, told, [], { entitled: 'never' })], seen: [] })).toEqual([]);
    expect(breachesOf({ asked: [asked(0, 'acknowledged', [], { entitled: 'never' })], seen: [] })).toEqual([
      'alice was let in: request 0',
    ]);
  });

  it('every acknowledged one is there, and none that nobody asked for', () => {
    const history = [asked(0, 'acknowledged', [add]), asked(5, 'unknown', [add]), asked(10, 'refused', [add])];
    const counted = (value: number) => breachesOf({ asked: history, seen: [saw(20, 'sign-ins', value)] });
    expect(counted(0)).toEqual(['sign-ins: 0 are there, and 1 were acknowledged']);
    expect(counted(1)).toEqual([]);
    expect(counted(2)).toEqual([]);
    expect(counted(3)).toEqual(['sign-ins: 3 are there, and 2 at most were asked for']);
  });
});
