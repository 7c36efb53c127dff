import { language } from '@wattsense/contract/vocabulary';
import { Hono } from 'hono';
import * as z from 'zod';
import type { Deps } from '../../apps/bff/src/deps.ts';
import { createAccount } from '../../apps/bff/src/flows/operators/create-account.ts';
import { disableAuthenticators } from '../../apps/bff/src/store/authenticators.ts';
import { retireRecoveryCode } from '../../apps/bff/src/store/recovery-codes.ts';
import type { MovedClock } from './moved-clock.ts';

const newAccount = z.strictObject({
  login: z.string(),
  name: z.string(),
  language,
  password: z.nullable(z.string()),
  /** When it was made; its one-time link lives from then on. */
  hoursAgo: z.number().min(0).default(0),
});
const advance = z.strictObject({ seconds: z.number().min(0) });

/** What tests may do behind the console's back: make accounts, disable their methods as a hundred wrong codes do, take their recovery codes back as a restore does, and move the clock. Nothing of it is in production code. */
export function controlApp(deps: Deps, clock: MovedClock): Hono {
  return new Hono()
    .get('/clock', (c) => c.json({ now: clock.now().getTime() }))
    .post('/clock', async (c) => {
      clock.advance(advance.parse(await c.req.json()).seconds);
      return c.json({ now: clock.now().getTime() });
    })
    .post('/accounts', async (c) => {
      const { hoursAgo, ...account } = newAccount.parse(await c.req.json());
      const then = () => new Date(clock.now().getTime() - hoursAgo * 3_600_000);
      const outcome = await createAccount({ ...deps, clock: { now: then } }, account);
      return c.json(outcome, outcome.kind === 'created' ? 201 : 409);
    })
    .post('/accounts/:id/disabled-methods', async (c) => {
      await deps.database.single(() => disableAuthenticators({ accountId: c.req.param('id'), now: clock.now() }));
      return c.body(null, 204);
    })
    .post('/accounts/:id/taken-back-code', async (c) => {
      await deps.database.single(() => retireRecoveryCode({ accountId: c.req.param('id') }));
      return c.body(null, 204);
    })
    .onError((error, c) => c.text(error.stack ?? error.message, 500));
}
