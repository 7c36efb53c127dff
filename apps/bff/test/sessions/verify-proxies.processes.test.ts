import { type ChildProcess, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from '../support/browser.ts';
import { startCaddy } from '../support/caddy-example.ts';
import { missingProgram } from '../support/debian-package.ts';
import { ORIGIN } from '../support/fixed-values.ts';
import { nginxConf, placed, readExample, startNginx } from '../support/nginx-example.ts';
import { overHttp } from '../support/over-http.ts';
import { type AppOwner, appOwner, nextCode } from '../support/owners.ts';
import { echoing, findPlaces, listen, type Places } from '../support/protected-site.ts';
import { ended } from '../support/proxy-process.ts';
import { createWorld, type World } from '../support/world.ts';

const PROXIES = [
  { name: 'nginx', start: startNginx },
  { name: 'caddy', start: startCaddy },
];

describe.each(PROXIES)(
  '$name, by the example in deploy/, in front of a site at aal2',
  { timeout: 120_000 },
  (proxy) => {
    const missing = missingProgram(proxy.name);
    if (missing !== null) process.stdout.write(`Not tested: ${missing}\n`);
    let world: World;
    let places: Places;
    let running: ChildProcess;
    let bff: Server;
    let application: Server;
    let owner: AppOwner;
    const browser = () => new Browser(overHttp(places.proxy), world.deps);

    beforeAll(async () => {
      if (missing !== null) return;
      world = await createWorld();
      places = await findPlaces();
      // Its own type knows HTTP/2 servers too, which are not asked for here.
      bff = createAdaptorServer({ fetch: world.app.fetch }) as Server;
      application = echoing();
      await Promise.all([listen(bff, places.console), listen(application, places.application)]);
      running = await proxy.start(places);
      owner = await appOwner(world);
    }, 300_000);
    afterAll(async () => {
      if (missing !== null) return;
      await ended(running);
      for (const server of [bff, application]) {
        server.close();
        server.closeAllConnections();
      }
      await world.close();
      rmSync(places.folder, { recursive: true });
    });

    const page = { accept: 'text/html', 'sec-fetch-mode': 'navigate' };
    const open = async (visitor: Browser, path: string, more: Record<string, string> = page) => {
      const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = new Headers({ host: new URL(ORIGIN).host, cookie, ...more });
      const response = await overHttp(places.proxy).request(`${ORIGIN}${path}`, { method: 'GET', headers }, {});
      return { status: response.status, location: response.headers.get('location'), text: await response.text() };
    };

    it.skipIf(missing !== null)('nobody sees it before the second factor, and its owner does after it', async () => {
      const visitor = browser();
      const sent = await open(visitor, '/plan.html?floor=2');
      expect(sent.status).toBe(302);
      expect(sent.text).not.toContain('the plan');
      const signIn = new URL(sent.location ?? '');
      expect([signIn.origin, signIn.pathname]).toEqual([ORIGIN, '/console/sign-in']);

      expect((await visitor.signIn(owner.login)).body.state).toBe('challenged');
      expect((await open(visitor, '/plan.html?floor=2')).status).toBe(302);
      await visitor.answer('otp', nextCode(world, owner.secret));

      const back = await open(visitor, signIn.searchParams.get('next') ?? '');
      expect(back).toMatchObject({ status: 302, location: '/plan.html?floor=2' });
      expect(await open(visitor, back.location ?? '')).toMatchObject({ status: 200, text: 'the plan\n' });
      await visitor.send('DELETE', '/api/session');
      expect((await open(visitor, '/plan.html')).status).toBe(302);
    });

    it.skipIf(missing !== null)(
      'a password alone is not enough: the person is led to turning two-factor on',
      async () => {
        const { login } = await world.account(`simple-${proxy.name}@example.com`);
        const visitor = browser();
        expect((await visitor.signIn(login)).body.state).toBe('authenticated');
        const sent = await open(visitor, '/plan.html');
        const back = encodeURIComponent('/auth/return?to=%2Fplan.html');
        expect(sent).toMatchObject({ status: 302, location: `${ORIGIN}/console/security?next=${back}` });
      },
    );

    it.skipIf(missing !== null)('a script gets 401, not a page', async () => {
      const answer = await open(browser(), '/plan.html', { accept: '*/*', 'sec-fetch-mode': 'cors' });
      expect([answer.status, answer.location]).toEqual([401, null]);
    });

    it.skipIf(missing !== null)('the application is told who asks by the console alone', async () => {
      const visitor = browser();
      await visitor.signIn(owner.login);
      await visitor.answer('otp', nextCode(world, owner.secret));
      const claimed = {
        ...page,
        'x-console-account': 'root',
        'x-console-login': 'root',
        'X-CONSOLE-ASSURANCE': 'aal3',
      };
      expect(JSON.parse((await open(visitor, '/echo', claimed)).text)).toEqual({
        account: owner.id,
        login: owner.login,
        assurance: 'aal2',
      });
      expect((await open(browser(), '/echo', claimed)).status).toBe(302);
    });

    it.skipIf(missing !== null)('health, metrics and the question itself are not for the outside', async () => {
      for (const path of ['/healthz', '/readyz', '/metrics', '/auth/verify'])
        expect([path, (await open(browser(), path, {})).text]).not.toContain('alive');
      const asked = await open(browser(), '/auth/verify');
      expect(asked.status).not.toBe(204);
    });
  },
);

describe('the example for nginx', () => {
  const missing = missingProgram('nginx') ?? missingProgram('openssl');
  it.skipIf(missing !== null)('is taken by nginx as it is, with TLS', async () => {
    const places = await findPlaces();
    const certificate = ['-out', join(places.folder, 'fullchain.pem'), '-keyout', join(places.folder, 'privkey.pem')];
    const made = spawnSync('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      '/CN=console',
      ...certificate,
    ]);
    expect(made.status).toBe(0);
    const conf = nginxConf(
      places,
      placed(readExample('nginx', 'console.conf'), places).replaceAll('/etc/ssl/console', places.folder),
    );
    const tested = spawnSync('nginx', ['-t', '-c', conf, '-p', places.folder], { encoding: 'utf8' });
    expect(tested.stderr).toContain('test is successful');
    rmSync(places.folder, { recursive: true });
  });
});
