import { join } from 'node:path';
import { expect, it } from 'vitest';
import { consoleFiles } from '../support/console-files.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { json, runCommand } from '../support/run-command.ts';

it('D047: a restore says whom it lets in again, and shuts them out again when it is asked to', {
  timeout: 120_000,
}, async () => {
  const files = consoleFiles();
  try {
    const run = (...args: string[]) => runCommand(args, files.environment, `${PASSWORD}\n`);
    const backup = join(files.folder, 'backup');
    await run('db', 'init');
    await run('account', 'create', '--login', 'a@example.com', '--name', 'A', '--password-stdin');
    await run('account', 'create', '--login', 'b@example.com', '--name', 'B', '--password-stdin');
    await run('db', 'backup', backup);
    await run('account', 'disable', 'a@example.com');

    const foretold = await run('db', 'restore', backup, '--dry-run');
    expect(foretold.output).toContain('  a@example.com  had been disabled\n');
    expect(foretold.output).toContain('Restore with --reapply');
    expect(foretold.output).not.toContain('b@example.com');

    expect(json(await run('db', 'restore', backup, '--reapply', '--json'))).toMatchObject({
      lost: [{ login: 'a@example.com', revocations: ['disabled'] }],
      reapplied: 1,
    });
    expect(json(await run('account', 'show', 'a@example.com', '--json'))).toMatchObject({ active: false });

    const gone = { ...files.environment, DATABASE_URL: `sqlite:${join(files.folder, 'elsewhere', 'console.sqlite')}` };
    expect((await runCommand(['db', 'restore', backup], gone)).output).toContain('Nothing was compared');
  } finally {
    files.remove();
  }
});
