import { PROBLEMS } from '@wattsense/contract/problem';
import { Hono } from 'hono';
import { describe, expect } from 'vitest';
import * as z from 'zod';
import { createApp } from '../../src/app.ts';
import { anyone, type Operation, operationsOf } from '../../src/http/description.ts';
import { type OpenapiDocument, openapiPath, problemsOf } from '../../src/http/openapi-document.ts';
import { ORIGIN } from '../support/fixed-values.ts';
import { test } from '../support/test.ts';
import type { World } from '../support/world.ts';
import { walkEveryRoute } from './routes-walk.ts';

const SAYING = { summary: 'More.', answers: { 200: z.object({}) } };
const it = test
  .extend('operations', ({ world }) =>
    operationsOf(
      world.app.routes.filter(
        ({ method, path }) => method !== 'ALL' && path.startsWith('/api/') && path !== '/api/openapi.json',
      ),
    ),
  )
  .extend(
    'published',
    ({ world }) =>
      async () =>
        (await world.browser().send<OpenapiDocument>('GET', '/api/openapi.json')).body,
  )
  /** The operation that a request went to. */
  .extend('operationOf', ({ operations }) => (method: string, path: string): Operation | undefined => {
    const [bare = ''] = path.split('?');
    return operations.find(
      (one) => one.method === method.toLowerCase() && new RegExp(`^${one.path.replace(/:\w+/g, '[^/]+')}$`).test(bare),
    );
  });

const nameOf = ({ method, path }: Pick<Operation, 'method' | 'path'>) => `${method.toUpperCase()} ${path}`;

/** A schema of the published document, as something that values can be held to. */
function validator({ components }: OpenapiDocument, schema: object) {
  const alone = JSON.stringify({ ...schema, $defs: components.schemas }).replaceAll(
    '#/components/schemas/',
    '#/$defs/',
  );
  return z.fromJSONSchema(JSON.parse(alone));
}

function schemaIn(media: unknown): object | undefined {
  if (typeof media !== 'object' || media === null || !('schema' in media)) return undefined;
  return media.schema instanceof Object ? media.schema : undefined;
}

describe('the published description of the API', () => {
  it('has every route below /api, and no other', async ({ operations, published }) => {
    const real = new Set(operations.map(nameOf));
    expect(real.size).toBeGreaterThan(20);
    const { openapi, paths } = await published();
    expect(openapi).toBe('3.1.0');
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(described.toSorted()).toEqual([...real].toSorted());
  });

  it('D062: lets no route be mounted that does not say what it is', () => {
    const silent = new Hono()
      .get('/api/more', (c) => c.text(''))
      .get('/api/much-more', anyone(SAYING), (c) => c.text(''));
    expect(() => operationsOf(silent.routes)).toThrow('GET /api/more does not say what it is');
    expect(operationsOf(silent.routes.slice(1))).toEqual([
      { ...SAYING, who: 'anyone', method: 'get', path: '/api/much-more' },
    ]);
  });

  it('refers to nothing that is not in it', async ({ published }) => {
    const document = await published();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target);
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(known).toEqual(expect.arrayContaining([...new Set(references)]));
    expect(new Set(references).size).toBe(known.length);
  });

  it('holds for every request and answer of a walk over all routes', async ({
    world,
    operations,
    published,
    operationOf,
  }) => {
    const document = await published();
    const { exchanges } = await walkEveryRoute(world);
    const seen = new Set<string>();
    for (const { method, path, sent, answer } of exchanges) {
      const operation = operationOf(method, path);
      if (operation === undefined) continue;
      const described = document.paths[openapiPath(operation)]?.[operation.method];
      const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
      const where = `${nameOf(operation)} ${answer.status} ${answer.problem?.type ?? ''}`;
      const schema = schemaIn(described?.responses[answer.status]?.content[type]);
      expect(schema, where).toBeDefined();
      expect(validator(document, schema ?? {}).safeParse(answer.body).error, where).toBeUndefined();
      if (answer.problem !== null) expect(problemsOf(operation), where).toContain(answer.problem.type);
      const request = schemaIn(described?.requestBody?.content['application/json']);
      expect(request === undefined, where).toBe(sent === undefined);
      if (request !== undefined && answer.problem?.type !== 'malformed')
        expect(validator(document, request).safeParse(sent).error, where).toBeUndefined();
      seen.add(nameOf(operation));
    }
    expect([...seen].toSorted()).toEqual(operations.map(nameOf).toSorted());
  });

  it('would tell of an answer that is not as described', async ({ world, published }) => {
    const document = await published();
    const session = validator(document, { $ref: '#/components/schemas/SessionView' });
    const view = (await world.browser().session()).body;
    expect(session.safeParse(view).success).toBe(true);
    expect(session.safeParse({ ...view, extra: 1 }).success).toBe(false);
    expect(session.safeParse({ ...view, supportUrl: 1 }).success).toBe(false);
    expect(session.safeParse({ ...view, state: 'elsewhere' }).success).toBe(false);
  });

  it('gives each problem under the status that it has', async ({ operations, published }) => {
    const document = await published();
    for (const operation of operations) {
      const described = document.paths[openapiPath(operation)]?.[operation.method];
      for (const type of problemsOf(operation)) {
        const response = described?.responses[PROBLEMS[type].status];
        expect(JSON.stringify(response), `${nameOf(operation)} ${type}`).toContain(`"${type}"`);
      }
    }
  });
});

describe('the page of the reference', () => {
  const onPage = it.extend(
    'ask',
    ({ world }) =>
      (environment: World['deps']['config']['NODE_ENV'], path: string) =>
        createApp({ ...world.deps, config: { ...world.deps.config, NODE_ENV: environment } }).request(
          `${ORIGIN}${path}`,
          {
            headers: { host: new URL(ORIGIN).host },
          },
        ),
  );

  onPage('can be read in development, without a script', async ({ operations, ask }) => {
    const answer = await ask('development', '/api/reference');
    const text = await answer.text();
    expect(answer.status).toBe(200);
    for (const { path, summary } of operations) {
      expect(text).toContain(`<code>${path}</code>`);
      expect(text).toContain(summary.replaceAll("'", '&#39;'));
    }
    expect(text).toContain('<a href="#SessionView">SessionView</a>');
    expect(text).not.toContain('<script');
    expect((await ask('development', '/api/reference.css')).headers.get('content-type')).toContain('text/css');
    expect((await ask('development', '/api/session')).status).toBe(200);
    expect((await ask('development', '/api/nowhere')).status).toBe(404);
  });

  onPage('R-CF-05: is not there otherwise', async ({ ask }) => {
    for (const environment of ['production', 'test'] as const)
      expect((await ask(environment, '/api/reference')).status).toBe(404);
  });
});
