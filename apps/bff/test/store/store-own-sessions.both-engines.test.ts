import { describe, expect } from 'vitest';
import { findPasswordLink, putPasswordLink, removePasswordLinks, spendPasswordLink } from '../../src/store/accounts.ts';
import type { Work } from '../../src/store/database.ts';
import { acknowledgeRecoveryCodeRow } from '../../src/store/recovery-codes.ts';
import {
  endOtherSessions,
  endSession,
  findLiveSession,
  listSessions,
  rotateSession,
  touchSession,
} from '../../src/store/sessions.ts';
import { test } from '../support/test.ts';
import { at, doneAndUndone, gone, nothing, twoPeople } from '../support/two-people.ts';

describe.each(['sqlite', 'postgres'] as const)('what changes or finds a session or a link, on %s', (engine) => {
  const it = test
    .extend('options', { engine, planted: 'rows are written one by one, as no flow would leave them' })
    .extend('world', async ({ world }) => {
      await world.database.unit(twoPeople);
      return world;
    })
    .extend(
      'does',
      ({ world }) =>
        <R>(write: () => Work<R>) =>
          doneAndUndone(world.database, write),
    );

  const rotation = { id: 'm-s', tokenHash: 'new', events: [], epoch: 2, byRecovery: 'finished', now: at(1) } as const;

  it('gives one session its new token, and ends one or the others of its account', async ({ does }) => {
    expect(await does(() => rotateSession({ ...rotation, old: 'hash of m-s' }))).toEqual({
      said: true,
      changed: { 'm-s': { tokenHash: 'new', events: [], epoch: 2, byRecovery: 'finished', lastSeenAt: at(1) } },
    });
    expect(await does(() => rotateSession({ ...rotation, old: 'hash of o-s' }))).toEqual(nothing);
    expect(await does(() => endSession({ id: 'm-s', accountId: 'm' }))).toEqual({ said: true, changed: gone('m-s') });
    expect(await does(() => endSession({ id: 'm-s', accountId: 'o' }))).toEqual(nothing);
    expect(await does(() => endOtherSessions({ accountId: 'm', keep: 'm-s' }))).toEqual({
      said: 1,
      changed: gone('m-t'),
    });
  });

  it('notes the activity of one session, once its last note is old enough', async ({ does }) => {
    expect(await does(() => touchSession({ id: 'm-s', now: at(2), before: at(1) }))).toEqual({
      said: true,
      changed: { 'm-s': { lastSeenAt: at(2) } },
    });
    expect(await does(() => touchSession({ id: 'm-s', now: at(2), before: at(0) }))).toEqual(nothing);
  });

  it('lists the sessions of one account that are of its epoch and in use', async ({ does }) => {
    const listed = (idleSince: Date) => () => listSessions('m', at(1), idleSince);
    const ids = async (read: () => Work<{ id: string }[]>) => (await does(read)).said.map((one) => one.id);
    expect(await ids(listed(at(-1)))).toEqual(['m-t', 'm-s']);
    expect(await ids(listed(at(0)))).toEqual([]);
    const ofAnEpochAhead = function* () {
      yield* rotateSession({ ...rotation, old: 'hash of m-s' });
      return yield* listed(at(-1))();
    };
    expect(await ids(ofAnEpochAhead)).toEqual(['m-t']);
  });

  it('finds a live session with the state of its own account’s active recovery code', async ({ does }) => {
    const savedAt = async (whose: string, saver: string) => {
      const read = function* () {
        yield* acknowledgeRecoveryCodeRow({ accountId: saver, id: `${saver}-code`, now: at(3) });
        return (yield* findLiveSession(`hash of ${whose}-s`, at(4), at(-1)))?.recoveryCodeSavedAt;
      };
      return (await does(read)).said;
    };
    expect([await savedAt('m', 'm'), await savedAt('o', 'o')]).toEqual([at(3), at(3)]);
    expect([await savedAt('m', 'o'), await savedAt('o', 'm')]).toEqual([null, null]);
  });

  it('finds none that begins more than a minute ahead', async ({ does }) => {
    const found = async (now: Date) => (await does(() => findLiveSession('hash of m-s', now, at(-99)))).said?.id;
    expect([await found(at(-60)), await found(at(-61))]).toEqual(['m-s', undefined]);
  });

  it('stores a link over the one before, and spends or removes one', async ({ does }) => {
    const fresh = { id: 'm-link', accountId: 'm', tokenHash: 'new', createdAt: at(1), expiresAt: at(900) };
    expect(await does(() => putPasswordLink(fresh))).toEqual({
      said: true,
      changed: { 'm-link': { tokenHash: 'new', createdAt: at(1), expiresAt: at(900) } },
    });
    expect(await does(() => spendPasswordLink({ tokenHash: 'hash of m-link', now: at(1) }))).toEqual({
      said: true,
      changed: gone('m-link'),
    });
    expect(await does(() => spendPasswordLink({ tokenHash: 'hash of m-link', now: at(600) }))).toEqual(nothing);
    expect(await does(() => removePasswordLinks({ accountId: 'm' }))).toEqual({ said: 1, changed: gone('m-link') });
    const found = async (now: Date) =>
      (await does(() => findPasswordLink({ tokenHash: 'hash of o-link', now }))).said?.id;
    expect(await found(at(599))).toBe('o-link');
    expect(await found(at(600))).toBeUndefined();
  });
});
