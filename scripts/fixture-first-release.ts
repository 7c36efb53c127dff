import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FIRST_RELEASE, unpackFirstRelease } from './first-release.ts';
import { differences } from './fixture-normal-form.ts';

const HELP = `Usage: pnpm fixture:0.1.0 [--compare]

Makes the databases of ${FIRST_RELEASE.version} that each later version must open, by that release's own code, taken from its commit.
  --compare   writes nothing: says in what they differ from those that are kept, apart from what time and chance decide`;

const KEPT = resolve(import.meta.dirname, '..', 'apps', 'bff', 'test', 'fixtures', FIRST_RELEASE.version);
const PROGRAMS = ['play-every-state.ts', 'every-state.ts', 'somebody.ts'] as const;
const FILES = ['console.sqlite', 'console.sql', 'key-ring', 'people.json', 'sealed-values.json'] as const;

const { values } = parseArgs({ options: { compare: { type: 'boolean' }, help: { type: 'boolean' } } });
if (values.help) {
  process.stdout.write(`${HELP}\n`);
  process.exit(0);
}

const made = mkdtempSync(join(tmpdir(), 'fixture-'));
const release = unpackFirstRelease();
try {
  const tests = join(release.folder, 'apps', 'bff', 'test');
  for (const program of PROGRAMS) copyFileSync(join(KEPT, program), join(tests, program));
  await release.run(join(tests, PROGRAMS[0]), [made]);
  if (values.compare) {
    const found = differences(KEPT, made);
    for (const line of found) process.stdout.write(`${line}\n`);
    process.stdout.write(found.length === 0 ? 'The same, apart from what time and chance decide.\n' : '');
    process.exitCode = found.length === 0 ? 0 : 1;
  } else {
    mkdirSync(KEPT, { recursive: true });
    for (const file of FILES) copyFileSync(join(made, file), join(KEPT, file));
    process.stdout.write(`Written to ${KEPT}\n`);
  }
} finally {
  release.remove();
  rmSync(made, { recursive: true });
}
