import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { createApp } from '../../src/app.ts';
import { test } from '../support/test.ts';
import { settingSession } from './routes-calls.ts';
import { API_ROUTES, nameOf, OTHER_ROUTES, PAGE_ROUTES, routeOf } from './routes-table.ts';
import { walkEveryRoute } from './routes-walk.ts';

describe('the route table', () => {
  test('T-027: holds the pinned routes and no other, so that a new one says who may call it', ({ world }) => {
    const found = world.app.routes.filter(({ method, path }) => method !== 'ALL' || !['/*', '/api/*'].includes(path));
    const names = new Set(found.map(({ method, path }) => `${method} ${path}`));
    expect([...names].toSorted()).toEqual([...API_ROUTES.map(nameOf), ...OTHER_ROUTES].toSorted());
  });

  test('gains the pages alone when there is a built SPA to serve', ({ world }) => {
    const folder = mkdtempSync(join(tmpdir(), 'web-'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html>');
    const { config } = world.deps;
    const app = createApp({ ...world.deps, config: { ...config, WEB_DIRECTORY: folder } });
    rmSync(folder, { recursive: true });
    const before = new Set(world.app.routes.map(({ method, path }) => `${method} ${path}`));
    const added = new Set(
      app.routes.map(({ method, path }) => `${method} ${path}`).filter((name) => !before.has(name)),
    );
    expect([...added].toSorted()).toEqual([...PAGE_ROUTES].toSorted());
  });

  test('T-106, R-SUP-04: gains the page about the API in development, and nowhere else', ({ world }) => {
    const routesFor = (NODE_ENV: 'development' | 'test' | 'production') => {
      const app = createApp({ ...world.deps, config: { ...world.deps.config, NODE_ENV } });
      return [...new Set(app.routes.map(({ method, path }) => `${method} ${path}`))].toSorted();
    };
    expect(routesFor('production')).toEqual(routesFor('test'));
    const added = routesFor('development').filter((name) => !routesFor('production').includes(name));
    expect(added).toEqual(['GET /api/reference', 'GET /api/reference.css']);
  });

  test('C026, T-027: one function inserts sessions, and the sign-in flows alone call it', () => {
    const sources = sourceFiles();
    const having = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name);
    expect(having(/\.insert\(\s*(s|session)\s*\)/)).toEqual(['store/sessions.ts']);
    // Which migrations were applied, in drizzle's own table.
    expect(having(/insert\s+into/i)).toEqual(['store/migrate-postgres.ts', 'store/migrate-sqlite.ts']);
    expect(having(/\binsertSession\b/)).toEqual(['flows/session/create-session.ts', 'store/sessions.ts']);
    expect(having(/\bcreateSession[(<]/)).toEqual([
      'flows/session/create-session.ts',
      'flows/sign-in/answer-challenge.ts',
      'flows/sign-in/sign-in-with-password.ts',
    ]);
    expect(having(/\bwriteSignIn\(/)).toEqual(['http/cookies.ts', 'http/sign-in-routes.ts']);
    expect(having(/\bsetCookie\(/)).toEqual(['http/cookies.ts']);
  });
});

function sourceFiles(): { name: string; text: string }[] {
  const folder = join(import.meta.dirname, '..', '..', 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

describe('a walk over every route', () => {
  test('T-027: takes each to success, and only the listed ones give out a session', async ({ world }) => {
    const { exchanges } = await walkEveryRoute(world);
    const succeeded = new Set<string>();
    const gaveSession = new Set<string>();
    for (const { method, path, answer } of exchanges) {
      const route = routeOf(method, path);
      if (route === undefined) continue;
      if (answer.status < 300) succeeded.add(nameOf(route));
      if (settingSession(answer.headers).length > 0) gaveSession.add(nameOf(route));
      if (answer.status >= 400) expect(settingSession(answer.headers)).toEqual([]);
    }
    expect([...succeeded].toSorted()).toEqual(API_ROUTES.map(nameOf).toSorted());
    expect([...gaveSession].toSorted()).toEqual(
      API_ROUTES.filter((one) => one.setsSession)
        .map(nameOf)
        .toSorted(),
    );
  });
});
