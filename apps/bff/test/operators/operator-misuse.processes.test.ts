import { describe, expect, it } from 'vitest';
import { RELEASE } from '../../src/release.ts';
import { runCommand } from '../support/run-command.ts';

describe('called wrongly, a command says how it is called, and exits with 2', { timeout: 120_000 }, () => {
  it.each([
    [['account'], /^Usage: pnpm account <command>/],
    [
      ['account', 'destroy', 'a@example.com'],
      /^There is no command "destroy a@example.com"\.\n\nUsage: pnpm account <command>/,
    ],
    [['db', 'keys'], /^There is no command "keys"\.\n\nUsage: pnpm db <command>/],
    [['account', 'show'], /^Name one account\.\nUsage: pnpm account show <login>$/],
    [['account', 'show', 'a@example.com', '--everything'], /^Unknown option '--everything'/],
    [['account', 'create', '--login', 'a@example.com'], /^Give --login and --name\./],
    [['account', 'sessions', '--every-account'], /^--every-account goes with --end-all alone\./],
  ])('%j', async (args, complaint) => {
    const ended = await runCommand(args, {});
    expect([ended.code, ended.output]).toEqual([2, '']);
    expect(ended.complaint).toMatch(complaint);
  });

  it('asked for its version, it says the release, without any setting', async () => {
    for (const program of ['db', 'account'] as const) {
      const { code, output } = await runCommand([program, '--version'], {});
      expect([code, output]).toEqual([0, RELEASE]);
    }
  });

  it('asked for help, it says it on the output and exits with 0, without any setting', async () => {
    const program = await runCommand(['db', '--help'], {});
    expect([program.code, program.complaint]).toEqual([0, '']);
    expect(program.output).toContain('keys rotate');
    const command = await runCommand(['account', 'reset-two-factor', '--help'], {});
    expect(command.output).toMatch(
      /^Usage: pnpm account reset-two-factor <login> --reason <text> \[--dry-run\]\nRemoves/,
    );
    expect(command.output).toContain(
      'Exit codes: 0 done, 1 refused or failed (the reason is printed), 2 called wrongly.',
    );
  });

  it('without a setting it says which is missing, and exits with 1', async () => {
    expect(await runCommand(['account', 'list'], {})).toMatchObject({
      code: 1,
      complaint: expect.stringMatching(/^PUBLIC_ORIGIN: is missing/),
    });
  });
});
