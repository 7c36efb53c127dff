import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { checkInvariants } from '../support/invariants.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { appOwner, codeAhead } from '../support/owners.ts';
import { createWorld } from '../support/world.ts';

describe('limits and a restart', () => {
  it('C099, T-052: counts, waits and open challenges outlive the process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'restart-'));
    const open = () =>
      openSqlite({ path: join(folder, 'console.sqlite'), migrations: join(MIGRATIONS, 'sqlite'), as: 'serve' });
    const first = open();
    const before = await createWorld({ database: first });
    const { login, secret } = await appOwner(before);
    const browser = before.browser();
    await browser.signIn(login);
    for (let n = 0; n < 3; n += 1) await browser.answer('otp', 'zzzzzz');
    await first.close();

    const second = open();
    const after = await createWorld({ database: second });
    const same = after.browser();
    for (const [name, value] of browser.cookies) same.cookies.set(name, value);
    expect((await same.session()).body).toMatchObject({ state: 'challenged', attemptsLeft: 2 });
    await same.answer('otp', 'zzzzzz');
    await same.answer('otp', 'zzzzzz');
    const fresh = after.browser();
    await fresh.signIn(login);
    expect((await fresh.answer('otp', codeAhead(after, secret))).problem).toMatchObject({ retryAfterSeconds: 30 });
    await checkInvariants(second);
    await second.close();
    rmSync(folder, { recursive: true });
  });
});
