import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ENROLMENT_PATHS } from '../../apps/web/src/authenticators/enrolment-paths.ts';
import { scenes } from '../scenes/all.ts';
import { type Shown, STATES } from '../scenes/states.ts';

const web = join(import.meta.dirname, '..', '..', 'apps', 'web', 'src');
const shown = Object.entries(STATES).flatMap(([kind, states]) =>
  Object.entries<Shown>(states).map(([state, where]) => ({ state: `${kind}: ${state}`, where })),
);

test.describe('every state of the product @desktop', () => {
  test('is shown by a scene that there is, or says why by none', () => {
    const names = new Set(scenes.map(({ name }) => name));
    const missing = shown.flatMap(({ state, where }) =>
      'none' in where ? [] : where.filter((name) => !names.has(name)).map((name) => `${state}: ${name}`),
    );
    expect(missing, 'these states name a scene that is not in e2e/scenes').toEqual([]);
  });

  test('D062: and every scene belongs to one, or is told by name to be missing there', () => {
    const used = new Set(shown.flatMap(({ where }) => ('none' in where ? [] : where)));
    const unnamed = scenes.map(({ name }) => name).filter((name) => !used.has(name));
    expect(unnamed, 'these scenes stand in no state: name each in e2e/scenes/states.ts').toEqual([]);
  });

  test('and no page has an address that is not among them', () => {
    const routes = ['routes.tsx', 'security/security-routes.tsx'].map((file) => readFileSync(join(web, file), 'utf8'));
    const [, ofFlows = ''] = /FLOW_PATHS = \[([^\]]+)\]/.exec(routes.join('')) ?? [];
    const quoted = [...routes.join('').matchAll(/path: '([^']+)'/g), ...ofFlows.matchAll(/'([^']+)'/g)];
    const written = [...quoted.map(([, path = '']) => path), ...Object.values(ENROLMENT_PATHS).flat()];
    const known = Object.keys(STATES.page);
    expect(written.length).toBeGreaterThan(10);
    // Written relative to the page above, as react-router has it.
    expect(written.filter((path) => !known.some((one) => one.endsWith(path)) && path !== '/console')).toEqual([]);
  });

  test('and every accepted screen is one of a scene', () => {
    const kept = globSync('*.txt', { cwd: join(import.meta.dirname, '..', 'screens') });
    const wanted = scenes.flatMap(({ name }) => ['desktop', 'phone'].map((project) => `${name}.${project}.txt`));
    expect(kept.toSorted()).toEqual(wanted.toSorted());
  });
});
