import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { beforeAll, expect, it, vi } from 'vitest';
import { compiler } from '../../src/store/compiled-statement.ts';
import { postgresTables } from '../../src/store/schema-postgres.ts';

const STORE = join(import.meta.dirname, '..', '..', 'src', 'store');

// Other tests of this worker have statements of their own: the store is loaded anew, by itself.
vi.resetModules();
const { statements } = await import('../../src/store/statement.ts');

beforeAll(async () => {
  for (const file of readdirSync(STORE).filter((name) => name.endsWith('.ts'))) await import(join(STORE, file));
});

it.each([
  ['security-event', /^insert into "security_event"/, ['event_insert', 'event_tally']],
  ['challenge-begun', /^insert into "challenge"/, ['challenge_insert']],
  ['sms-verified', /^update "sms_message" set .*"verified_at" = \$/, ['sms_verify']],
] as const)(
  '%s is told by every statement that brings it about, by what it does and not by its name',
  (what, does, known) => {
    const compile = compiler(drizzle.mock(), postgresTables);
    const found = [...statements()].filter((one) => does.test(compile(one).sql));
    expect(found.map(({ name }) => name).toSorted()).toEqual(known);
    for (const one of found) expect(one.tells?.({})).toMatchObject({ what });
  },
);
