import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleServer } from '../../../../scripts/bundle-server.ts';
import { newKey } from '../../src/adapters/key-ring.ts';
import { readRingFile, writeRingFile } from '../../src/adapters/key-ring-file.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { runCommand } from '../support/run-command.ts';

const BFF = resolve(import.meta.dirname, '..', '..');

describe('the operators’ commands where they are deployed', { timeout: 60_000 }, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'deployed-'));
    bundleServer(folder);
    // Beside it stands what starts the server.
    writeFileSync(join(folder, 'start.mjs'), '');
    symlinkSync(join(BFF, 'node_modules'), join(folder, 'node_modules'));
    symlinkSync(MIGRATIONS, join(folder, 'migrations'));
    mkdirSync(join(folder, 'work', '.data'), { recursive: true });
    writeFileSync(
      join(folder, 'work', '.data', 'development.env'),
      `PUBLIC_ORIGIN=http://localhost:5173\nKEY_RING=${newKey()}\nDATABASE_URL=sqlite:${join(folder, 'development.sqlite')}\n`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    spawnSync(process.execPath, [join(folder, `${program}.mjs`), ...args], {
      cwd: join(folder, 'work'),
      env: { PATH: process.env['PATH'], ...env },
      encoding: 'utf8',
    });

  it('D051: read no development environment of the folder that they are called in', () => {
    for (const args of [['list'], ['set-password', 'a@example.com']]) {
      const { status, stdout, stderr } = run('account', args);
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toContain('PUBLIC_ORIGIN: is missing');
    }
  });

  it('D061: say everything that is missing at once, and name commands that are there', () => {
    const { stderr } = run('db', ['init']);
    expect(stderr.trim().split('\n')).toEqual([
      'PUBLIC_ORIGIN: is missing',
      'KEY_RING_FILE: is missing: make a key ring with "node db.mjs keys init <file>" and name the file',
    ]);
    const server = run('server', []);
    expect(server.stderr).toContain('PUBLIC_ORIGIN: is missing');
    expect(server.stderr).toContain('"node db.mjs keys init <file>"');
    expect(run('db', ['keys', 'add', '--help']).stdout).not.toContain('pnpm db');
  });

  it('D061: a command that there is not is named', async () => {
    const asked = await runCommand(['account', 'lst'], {});
    expect(asked.code).toBe(2);
    expect(asked.complaint.split('\n')[0]).toBe('There is no command "lst".');
    expect((await runCommand(['account'], {})).complaint).not.toContain('There is no command');
  });
});

describe('the key ring’s file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ring-'));
  const ring = join(folder, 'keys');
  afterAll(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });

  it.each([0o600, 0o400, 0o440, 0o640])('D036: of mode %o is read', (mode) => {
    writeFileSync(ring, `${newKey()}\n`, { mode: 0o600 });
    chmodSync(ring, mode);
    expect(readRingFile(ring).kind).toBe('ok');
    writeRingFile(ring, [newKey()]);
    expect((statSync(ring).mode & 0o040) !== 0).toBe((mode & 0o040) !== 0);
    rmSync(ring);
  });

  it.each([0o604, 0o644, 0o660, 0o620, 0o601])('D036: of mode %o is not', (mode) => {
    writeFileSync(ring, `${newKey()}\n`, { mode: 0o600 });
    chmodSync(ring, mode);
    expect(readRingFile(ring).kind).toBe('refused');
    rmSync(ring);
  });
});
