import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const bff = resolve(import.meta.dirname, '..', 'apps', 'bff');

/** Packages with a binary inside: they cannot be bundled and lie beside the bundle. */
export const NATIVE = ['better-sqlite3', '@node-rs/argon2'];

const PROGRAMS: Readonly<Record<string, string>> = {
  server: join(bff, 'src', 'main.ts'),
  account: join(bff, 'src', 'cli', 'account.ts'),
  db: join(bff, 'src', 'cli', 'db.ts'),
};

/** Puts the server and the operators' commands into one file each, or other programs by their names. */
export function bundleServer(outdir: string, programs = PROGRAMS): void {
  buildSync({
    entryPoints: { ...programs },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // The seeds stay out of what is deployed.
    external: [...NATIVE, 'pg-native', '../development/seed.ts'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
    },
    legalComments: 'none',
    // Names stay, since the log tells errors by theirs; half the text is half of what a start has to read.
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'warning',
  });
}
