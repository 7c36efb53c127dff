import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleProcess, startConsole } from '../../../../scripts/console-process.ts';
import { freePort } from '../../../../scripts/free-port.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { Browser } from '../support/browser.ts';
import { type ConsoleFiles, consoleFiles } from '../support/console-files.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { overHttp } from '../support/over-http.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { type Ended, json, runCommand } from '../support/run-command.ts';

const ALICE = 'alice@example.com';
const UUID = /^[0-9a-f-]{36}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

describe.each(['sqlite', 'postgres'] as const)(
  "operators' commands beside a server, on %s",
  { timeout: 120_000 },
  (engine) => {
    let files: ConsoleFiles;
    let server: ConsoleProcess;
    beforeAll(async () => {
      files = consoleFiles(engine === 'postgres' ? { DATABASE_URL: await createTestDatabase() } : {});
      server = startConsole({ port: await freePort(), environment: files.environment });
      expect(await server.listening, server.output.join('\n')).toBe(true);
    }, 120_000);
    afterAll(async () => {
      server.child.kill('SIGTERM');
      await server.exited;
      files.remove();
    });

    const run = (args: readonly string[], input?: string): Promise<Ended> => runCommand(args, files.environment, input);
    const browser = () => new Browser(overHttp(server.port), { clock: systemClock });

    it('create: prints a link once, and the person sets the password with it on the running server', async () => {
      const made = json(await run(['account', 'create', '--login', ' Alice@Example.com', '--name', 'Alice', '--json']));
      expect(made).toEqual({
        id: expect.stringMatching(UUID),
        login: ALICE,
        link: expect.stringMatching(/^http:\/\/localhost:8787\/console\/set-password#[\w-]{43}$/),
        linkExpiresAt: expect.stringMatching(INSTANT),
      });
      const token = String(made['link']).split('#')[1];
      const set = await browser().send('POST', '/api/password-link', { token, newPassword: PASSWORD });
      expect(set.body).toEqual({ login: ALICE });
      expect((await browser().signIn(ALICE)).body.state).toBe('authenticated');

      expect(await run(['account', 'create', '--login', ALICE, '--name', 'Alice'])).toMatchObject({
        code: 1,
        output: '',
        complaint: 'There is an account with this login already.',
      });
      const piped = [
        'account',
        'create',
        '--login',
        'bruno@example.com',
        '--name',
        'Bruno',
        '--password-stdin',
        '--json',
      ];
      expect(json(await run(piped, `${PASSWORD}\n`))).toMatchObject({ login: 'bruno@example.com', link: null });
      expect((await browser().signIn('bruno@example.com')).body.state).toBe('authenticated');
    });

    it('list and show: for people, and one JSON object a line for programs', async () => {
      const [first, second] = (await run(['account', 'list', '--json'])).output
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(first).toEqual({
        id: expect.stringMatching(UUID),
        login: ALICE,
        name: 'Alice',
        language: 'fr',
        active: true,
        authenticators: [],
        secondFactorDisabled: false,
        createdAt: expect.stringMatching(INSTANT),
        lastSignInAt: expect.stringMatching(INSTANT),
      });
      expect(second).toMatchObject({ login: 'bruno@example.com' });
      expect((await run(['account', 'list', '--search', 'BRUN'])).output).toMatch(
        /^bruno@example\.com {2}Bruno {2}password only, last sign-in 20/,
      );
      const shown = json(await run(['account', 'show', ALICE, '--json']));
      expect(shown).toMatchObject({ login: ALICE, active: true, twoFactorOn: false, sessions: [{ methods: ['pwd'] }] });
      const lines = (await run(['account', 'show', ALICE])).output.split('\n');
      expect(lines[0]).toMatch(/^alice@example\.com {2}Alice {2}\(fr, /);
      expect(lines[1]).toMatch(/^Status {8}active, made 20.* UTC$/);
      expect(await run(['account', 'show', 'nobody@example.com'])).toMatchObject({
        code: 1,
        complaint: 'There is no account nobody@example.com.',
      });
    });

    it('R-RC-10: one command helps somebody who has lost phone and recovery code, and the owner finds it', async () => {
      const owner = browser();
      await owner.signIn(ALICE);
      await owner.enrolApp();
      const reason = 'Phone lost at sea, ticket 4711';
      const unreasoned = await run(['account', 'reset-two-factor', ALICE]);
      expect([unreasoned.code, unreasoned.complaint.split('\n')[0]]).toEqual([
        2,
        'Give a --reason: the owner will read it.',
      ]);
      const asked = ['account', 'reset-two-factor', ALICE, '--reason', reason];
      const foretold = { login: ALICE, removed: ['app'], endedSessions: 1, dryRun: true };
      expect(json(await run([...asked, '--dry-run', '--json']))).toEqual(foretold);
      expect((await owner.session()).body.state).toBe('authenticated');
      const reset = await run(asked);
      expect([reset.code, ...reset.output.split('\n').slice(0, 2)]).toEqual([
        0,
        'Removed app of alice@example.com with the recovery code, and end 1 session.',
        'The password no longer works. The owner is told at the next sign-in, with your reason.',
      ]);
      expect((await owner.session()).body.state).toBe('anonymous');
      const back = browser();
      expect((await back.signIn(ALICE)).problem?.type).toBe('wrong-credentials');
      const token = /set-password#(\S+)/.exec(reset.output)?.[1];
      const newPassword = 'copper harbour 88 thistle';
      expect((await back.send('POST', '/api/password-link', { token, newPassword })).status).toBe(200);
      const view = (await back.signIn(ALICE, newPassword)).body;
      const notices = view.state === 'authenticated' ? view.notices : [];
      expect(notices).toContainEqual(expect.objectContaining({ kind: 'two-factor-reset', reason }));
      const told = (await back.security()).body.events.find(({ kind }) => kind === 'two-factor-reset');
      expect(told).toMatchObject({ reason, client: null });
      const off = 'Two-factor authentication is off for alice@example.com.';
      expect(await run(asked)).toMatchObject({ code: 1, complaint: off });
      // The tests after this one know her by her old one.
      await run(['account', 'set-password', ALICE, '--password-stdin'], PASSWORD);
    });

    it('disable, enable and sessions: what they end is ended on the running server at once', async () => {
      const one = browser();
      await one.signIn(ALICE);
      const listed = json(await run(['account', 'sessions', ALICE, '--json']))['sessions'] as { id: string }[];
      expect(listed.length).toBeGreaterThan(0);
      expect(json(await run(['account', 'sessions', ALICE, '--end', listed[0]?.id ?? '', '--json']))).toMatchObject({
        ended: 1,
      });
      expect((await one.session()).body.state).toBe('anonymous');
      await one.signIn(ALICE);
      expect((await run(['account', 'sessions', ALICE, '--end-all', '--dry-run'])).output).toMatch(
        /^Would end \d sessions?\.$/,
      );
      expect((await one.session()).body.state).toBe('authenticated');
      expect(json(await run(['account', 'sessions', '--every-account', '--end-all', '--json']))).toMatchObject({
        dryRun: false,
      });
      expect((await one.session()).body.state).toBe('anonymous');

      expect(json(await run(['account', 'disable', ALICE, '--reason', 'left', '--json']))).toMatchObject({
        active: false,
        changed: true,
      });
      expect((await browser().signIn(ALICE)).problem?.type).toBe('wrong-credentials');
      expect((await run(['account', 'disable', ALICE])).output).toBe('alice@example.com is disabled already.');
      expect((await run(['account', 'enable', ALICE, '--dry-run'])).output).toBe('Would enable alice@example.com.');
      expect((await run(['account', 'enable', ALICE])).output).toBe('alice@example.com is enabled.');
      expect((await browser().signIn(ALICE)).body.state).toBe('authenticated');
    });

    it('D025: change and erase, in dry run and for good', async () => {
      await run(['account', 'create', '--login', 'carla@example.com', '--name', 'Carla', '--password-stdin'], PASSWORD);
      const change = ['account', 'change', 'carla@example.com'];
      expect(await run(change)).toMatchObject({
        code: 2,
        complaint: expect.stringMatching(/^Give --login, --name or/),
      });
      expect(await run([...change, '--language', 'de'])).toMatchObject({ code: 2 });
      expect(await run([...change, '--name', 'a\nb'])).toMatchObject({
        code: 1,
        complaint: expect.stringContaining('The name must be one line of letters'),
      });
      const all = [...change, '--login', 'c.petit@example.com', '--name', 'Carla Petit', '--language', 'en'];
      expect((await run([...all, '--dry-run'])).output).toContain('Would change the login from carla@example.com to');
      expect((await browser().signIn('carla@example.com')).body.state).toBe('authenticated');
      expect(json(await run([...all, '--json']))).toEqual({
        login: 'c.petit@example.com',
        name: 'Carla Petit',
        language: 'en',
        changed: ['login', 'name', 'language'],
        endedSessions: 1,
        dryRun: false,
      });
      const person = browser();
      expect((await person.signIn('c.petit@example.com')).body.state).toBe('authenticated');

      const erase = ['account', 'erase', 'c.petit@example.com'];
      expect(await run(erase)).toMatchObject({ code: 2, complaint: expect.stringMatching(/^Give a --reason/) });
      const reasoned = [...erase, '--reason', 'request 4711'];
      expect((await run([...reasoned, '--dry-run'])).output).toMatch(/^Would erase c\.petit@example\.com/);
      expect((await person.session()).body.state).toBe('authenticated');
      expect((await run(reasoned)).output).toMatch(/^Erased c\.petit@example\.com; 1 session ended\./);
      expect((await person.session()).body.state).toBe('anonymous');
      expect(await run(reasoned)).toMatchObject({ code: 1, complaint: 'There is no account c.petit@example.com.' });
    });

    it('set-password --clear: the leaked password is worth nothing from the same moment on', async () => {
      const answer = json(await run(['account', 'set-password', ALICE, '--clear', '--json']));
      expect(answer).toMatchObject({ login: ALICE, cleared: true, link: expect.stringContaining('#') });
      expect((await browser().signIn(ALICE)).problem?.type).toBe('wrong-credentials');
    });

    it('export-events: goes on after the last id, and leaves the last minute to the next run', async () => {
      const settled = await run(['db', 'export-events']);
      expect(settled.code).toBe(0);
      for (const line of settled.output.split('\n').filter(Boolean))
        expect(Date.parse(JSON.parse(line).at)).toBeLessThan(Date.now() - 60_000);
      const all = await run(['db', 'export-events', '--up-to-now']);
      const events = all.output.split('\n').map((line) => JSON.parse(line));
      const absent = ['method', 'authenticatorKind', 'sessionId', 'client', 'reason', 'count', 'tally'];
      expect(events[0]).toEqual({
        id: expect.stringMatching(UUID),
        at: expect.stringMatching(INSTANT),
        kind: 'account-created',
        accountId: expect.stringMatching(UUID),
        login: ALICE,
        ...Object.fromEntries(absent.map((name) => [name, null])),
      });
      expect(events.map(({ id }) => id)).toEqual(events.map(({ id }) => id).toSorted());
      const middle = events[5].id;
      const rest = await run(['db', 'export-events', '--up-to-now', '--after', middle]);
      expect(rest.output.split('\n').map((line) => JSON.parse(line).id)).toEqual(events.slice(6).map(({ id }) => id));
      expect(rest.complaint).toBe(`${events.length - 6} events, the last one is ${events.at(-1).id}`);
      expect((await run(['db', 'export-events', '--after', 'yesterday'])).code).toBe(2);
    });

    it('reset is for development alone: where nothing says so, nothing is deleted', async () => {
      const complaint = expect.stringMatching(/^reset deletes a database: it runs where NODE_ENV=development alone/);
      expect(await run(['db', 'reset'])).toMatchObject({ code: 1, complaint });
      expect((await run(['db', 'check'])).code).toBe(0);
    });

    it('check, migrate and prune: nothing is wrong, nothing is pending', async () => {
      const check = json(await run(['db', 'check', '--json']));
      expect(check).toMatchObject({ ok: true });
      expect(check['findings']).toHaveLength(engine === 'sqlite' ? 9 : 8);
      expect(json(await run(['db', 'migrate', '--dry-run', '--json']))).toEqual({ engine, pending: 0, dryRun: true });
      expect((await run(['db', 'migrate'])).output).toBe(
        `The ${engine} database is at the present schema (0 migrations applied).`,
      );
      expect(json(await run(['db', 'prune', '--dry-run', '--json']))).toMatchObject({ dryRun: true, removed: 0 });
      const init = await run(['db', 'init']);
      expect(init.complaint).toBe('DATABASE_URL: there is a database already: nothing was changed.');
    });
  },
);
