import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PROBLEMS } from '@wattsense/contract/problem';
import { securityEventKind } from '@wattsense/contract/security';
import { describe, expect, it } from 'vitest';
import { createFitness } from '../../src/adapters/fitness.ts';
import { createMetrics } from '../../src/adapters/metrics.ts';

const root = resolve(import.meta.dirname, '..', '..', '..', '..');
const alerts = readFileSync(resolve(root, 'deploy', 'prometheus-alerts.yml'), 'utf8');
const deploying = readFileSync(resolve(root, 'docs', 'deploying.md'), 'utf8');

const namedIn = (text: string) => [...new Set(text.match(/\b(console|nodejs)_[a-z0-9_]+/g))];

/** The names that are really exported, of each kind of sample. */
async function exported(): Promise<Set<string>> {
  const prometheus = createMetrics();
  const fitness = createFitness({ clockOffsetMs: () => 0, smsPaused: () => false }, { elapsedMs: () => 0 });
  prometheus.measure({ fitness, hashLoad: () => ({ running: 0, waiting: 0 }) });
  const types = [...(await prometheus.text()).matchAll(/^# TYPE (\S+) (\w+)$/gm)];
  return new Set(
    types.flatMap(([, name = '', type]) =>
      type === 'histogram' ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
}

describe('the alert rules', () => {
  it('ask for metrics that exist', async () => {
    const names = namedIn(alerts);
    expect(names.length).toBeGreaterThan(10);
    expect([...(await exported())]).toEqual(expect.arrayContaining(names));
  });

  it('ask for problems and events that exist', () => {
    const kinds: readonly string[] = securityEventKind.options;
    for (const [, kind] of alerts.matchAll(/kind="([^"]+)"/g)) expect(kinds).toContain(kind);
    for (const [, type] of alerts.matchAll(/problem="([^"]+)"/g)) expect(PROBLEMS).toHaveProperty(type ?? '');
  });
});

describe('docs/deploying.md', () => {
  it('tells of every metric of ours, and of none that is not there', async () => {
    const ours = [...(await exported())].filter((name) => /^console_/.test(name) && !/_(bucket|sum|count)$/.test(name));
    expect(
      namedIn(deploying)
        .filter((name) => name.startsWith('console_'))
        .toSorted(),
    ).toEqual(ours.toSorted());
  });
});
