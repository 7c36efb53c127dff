import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { refused, Unavailable } from '../../src/outcome.ts';
import { findAccount, raiseSecurityEpoch, setPassword } from '../../src/store/accounts.ts';
import { lost, RolledBack } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { insertRecoveryCode } from '../../src/store/recovery-codes.ts';
import { TrappedDatabase } from '../support/held-ports.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { createTestDatabase, WITHOUT_LIMITS } from '../support/postgres.ts';
import { test } from '../support/test.ts';
import { createWorld } from '../support/world.ts';

const T0 = new Date('2026-03-02T09:00:00.000Z');

describe.each(['sqlite', 'postgres'] as const)('the unit of work, on %s', (engine) => {
  const it = test
    .extend('options', { engine })
    .extend('id', async ({ world }) => (await world.account()).id)
    .extend(
      'epoch',
      ({ world, id }) =>
        async () =>
          (await world.database.single(() => findAccount({ id })))?.securityEpoch,
    );

  it('commits all that its body wrote, and sees its own writes on the way', async ({ world, id, epoch }) => {
    const seen = await world.database.unit(function* () {
      yield* raiseSecurityEpoch(id, 1);
      yield* raiseSecurityEpoch(id, 2);
      return yield* findAccount({ id });
    });
    expect(seen?.securityEpoch).toBe(3);
    expect(await epoch()).toBe(3);
  });

  it('undoes everything and says why when its body ends rolled back', async ({ world, id }) => {
    const outcome = await world.database.unit<string>(function* () {
      yield* raiseSecurityEpoch(id, 1);
      yield* setPassword({ id, hash: 'gone', now: T0 });
      return new RolledBack<string>('conflict');
    });
    expect(outcome).toBe('conflict');
    expect(await world.database.single(() => findAccount({ id }))).toMatchObject({
      securityEpoch: 1,
      passwordHash: expect.stringContaining('$argon2id$'),
    });
  });

  it.for([refused({ type: 'not-found' }), lost('changed')])(
    'undoes everything when it ends as %o',
    async (end, { world, id, epoch }) => {
      const outcome = await world.database.unit(function* () {
        yield* raiseSecurityEpoch(id, 1);
        return end;
      });
      expect(outcome).toEqual(end);
      expect(await epoch()).toBe(1);
      const alone = world.database.single(function* () {
        yield* findAccount({ id });
        return end;
      });
      await expect(alone).rejects.toThrow('a single statement cannot be rolled back');
    },
  );

  it('undoes everything and passes the exception on when its body throws', async ({ world, id, epoch }) => {
    const failing = world.database.unit(function* () {
      yield* raiseSecurityEpoch(id, 1);
      throw new Error('in the middle');
    });
    await expect(failing).rejects.toThrow('in the middle');
    expect(await epoch()).toBe(1);
  });

  const planting = it.extend('options', {
    engine,
    planted: 'a recovery code for nobody, to see that it can be written again',
  });
  planting('undoes everything when one of its statements fails', async ({ world, id, epoch }) => {
    const code = { accountId: id, hash: 'h', issuedBySession: null, issuedAt: T0 };
    const failing = world.database.unit(function* () {
      yield* raiseSecurityEpoch(id, 1);
      yield* insertRecoveryCode({ ...code, id: 'r1' });
      yield* insertRecoveryCode({ ...code, id: 'r2' });
    });
    await expect(failing).rejects.toThrow();
    expect(await epoch()).toBe(1);
    await world.database.single(() => insertRecoveryCode({ ...code, id: 'r1' }));
  });

  it('goes on working after a unit that failed', async ({ world, id }) => {
    await expect(
      world.database.unit(() => {
        throw new Error('before the first statement');
      }),
    ).rejects.toThrow('before the first statement');
    expect(await world.database.unit(() => raiseSecurityEpoch(id, 1))).toBe(2);
  });

  it('lets one of many that read the same epoch win', async ({ world, id, epoch }) => {
    const raised = await Promise.all(
      Array.from({ length: 50 }, () => world.database.unit(() => raiseSecurityEpoch(id, 1))),
    );
    expect(raised.filter((one) => one === 2)).toHaveLength(1);
    expect(await epoch()).toBe(2);
  });
});

describe('the unit of work, on sqlite alone', () => {
  test('runs each body in one turn, so that no other request’s statement falls inside; a read waits for nobody', async () => {
    const world = await createWorld();
    const { id } = await world.account();
    const order: string[] = [];
    function* body(name: string) {
      for (let n = 0; n < 5; n += 1) {
        order.push(name);
        yield* findAccount({ id });
      }
    }
    await Promise.all([
      world.database.unit(() => body('first')),
      world.database.single(() => body('between')),
      world.database.unit(() => body('second')),
    ]);
    const runs = order.filter((name, n) => name !== order[n - 1]);
    expect(runs).toEqual(['between', 'first', 'second']);
    await world.close();
  });
});

describe('the unit of work, on postgres alone', () => {
  const it = test.extend('options', { engine: 'postgres' });

  it('shows nothing to others before it commits', async ({ world }) => {
    const { id } = await world.account();
    const trapped = new TrappedDatabase(world.database);
    const hold = trapped.holdBefore('account_by_id');
    const running = trapped.unit(function* () {
      yield* raiseSecurityEpoch(id, 1);
      return yield* findAccount({ id });
    });
    await hold.reached;
    expect((await world.database.single(() => findAccount({ id })))?.securityEpoch).toBe(1);
    hold.release();
    expect((await running)?.securityEpoch).toBe(2);
  });

  it('D037: waits for a held row no longer than its limit, and then is unavailable for the moment', async () => {
    const hasty = await openPostgres({
      url: await createTestDatabase(),
      migrations: join(MIGRATIONS, 'postgres'),
      limits: { ...WITHOUT_LIMITS, lockMs: 1 },
      onIdleError: () => undefined,
    });
    const world = await createWorld({ database: hasty });
    const { id } = await world.account();
    const trapped = new TrappedDatabase(hasty);
    const hold = trapped.holdBefore('account_by_id');
    const running = trapped.unit(function* () {
      yield* raiseSecurityEpoch(id, 1);
      return yield* findAccount({ id });
    });
    await hold.reached;
    await expect(hasty.unit(() => raiseSecurityEpoch(id, 1))).rejects.toThrow(new Unavailable('55P03'));
    hold.release();
    await running;
    await world.close();
    await hasty.close();
  });
});
