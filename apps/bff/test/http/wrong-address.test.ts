import { expect } from 'vitest';
import { test } from '../support/test.ts';
import { ask } from './gate-ask.ts';

const it = test.extend(
  'at',
  ({ world }) =>
    (path: string, accept: string) =>
      ask(world.app, 'GET', path, { headers: { host: 'evil.test', accept } }),
);

it('D015: people at another host are told the right address, in both languages', async ({ world, at }) => {
  const { status, headers, text } = await at('/console/', 'text/html,*/*');
  expect([status, headers.get('content-type')]).toEqual([421, 'text/html; charset=UTF-8']);
  expect(text).toContain(`href="${world.deps.config.PUBLIC_ORIGIN}/console/"`);
  expect(text).toMatch(/La console n’est pas à cette adresse[\s\S]*The console is not at this address/);
  expect(text).toMatch(/<h1>[\s\S]*<div lang="en">/);
  expect(text).toContain('name="color-scheme" content="light dark"');
  expect(text).not.toContain('evil.test');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
});

it('D015: programs get the problem', async ({ at }) => {
  for (const { path, accept } of [
    { path: '/console/', accept: 'application/json' },
    { path: '/api/session', accept: 'text/html' },
  ]) {
    const { status, headers } = await at(path, accept);
    expect([path, status, headers.get('content-type')]).toEqual([path, 421, 'application/problem+json']);
  }
});
