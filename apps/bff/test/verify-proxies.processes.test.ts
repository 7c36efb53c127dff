import { type ChildProcess, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../scripts/free-port.ts';
import { Browser } from './browser.ts';
import { missingProgram } from './debian-package.ts';
import { ORIGIN } from './fixed-values.ts';
import { overHttp } from './over-http.ts';
import { type AppOwner, appOwner, nextCode } from './owners.ts';
import { ended, startProxy } from './proxy-process.ts';
import { createWorld, type World } from './world.ts';

const DEPLOY = resolve(import.meta.dirname, '..', '..', '..', 'deploy');
const read = (...path: string[]) => readFileSync(join(DEPLOY, ...path), 'utf8');

/** Where things are in a test, in place of where the examples have them. */
interface Places {
  readonly folder: string;
  readonly site: string;
  readonly proxy: number;
  readonly console: number;
  readonly application: number;
}

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
        expect(sent).toMatchObject({ status: 302, location: `${ORIGIN}/console/security` });
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
      placed(read('nginx', 'console.conf'), places).replaceAll('/etc/ssl/console', places.folder),
    );
    const tested = spawnSync('nginx', ['-t', '-c', conf, '-p', places.folder], { encoding: 'utf8' });
    expect(tested.stderr).toContain('test is successful');
    rmSync(places.folder, { recursive: true });
  });
});

async function findPlaces(): Promise<Places> {
  const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
  const site = join(folder, 'site');
  mkdirSync(site);
  writeFileSync(join(site, 'plan.html'), 'the plan\n');
  return { folder, site, proxy: await freePort(), console: await freePort(), application: await freePort() };
}

/** Says what it was told of who asks. */
function echoing(): Server {
  return createServer(({ headers }, response) => {
    const told = (name: string) => headers[`x-console-${name}`];
    response.end(JSON.stringify({ account: told('account'), login: told('login'), assurance: told('assurance') }));
  });
}

const listen = (server: Server, port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', done));

/** The example with the places of a test, and nothing else changed. */
function placed(example: string, { site, console: port }: Places): string {
  return example.replaceAll('127.0.0.1:8787', `127.0.0.1:${port}`).replaceAll('/srv/application', site);
}

function nginxConf(places: Places, text: string): string {
  const { folder } = places;
  mkdirSync(join(folder, 'console'), { recursive: true });
  const local = (conf: string) => conf.replaceAll('/etc/nginx/console/', `${folder}/console/`);
  for (const name of ['upstream', 'pass', 'verify', 'protect'])
    writeFileSync(
      join(folder, 'console', `${name}.conf`),
      local(placed(read('nginx', 'console', `${name}.conf`), places)),
    );
  writeFileSync(join(folder, 'console.conf'), local(text));
  const conf = join(folder, 'nginx.conf');
  writeFileSync(
    conf,
    `user root; pid ${folder}/nginx.pid; error_log stderr; daemon off; events {}
http { access_log off; include ${folder}/console.conf; }
`,
  );
  return conf;
}

function startNginx(places: Places): Promise<ChildProcess> {
  const [head = '', , tls = ''] = placed(read('nginx', 'console.conf'), places).split(/^(?=server \{)/m);
  const plain = tls
    .replace('listen 443 ssl http2', `listen 127.0.0.1:${places.proxy}`)
    .replace(/^ *ssl_.*\n/gm, '')
    .replace(
      '    location / {',
      `    location = /echo {
        include /etc/nginx/console/protect.conf;
        proxy_pass http://127.0.0.1:${places.application};
    }

    location / {`,
    );
  const conf = nginxConf(places, head + plain);
  return startProxy('nginx', ['-c', conf, '-p', places.folder], places.proxy);
}

function startCaddy(places: Places): Promise<ChildProcess> {
  const conf = join(places.folder, 'Caddyfile');
  const plain = placed(read('caddy', 'Caddyfile'), places)
    .replace('console.example.com {', `http://localhost:${places.proxy} {\n\tbind 127.0.0.1`)
    .replace('\t\t\troot *', `\t\t\treverse_proxy /echo 127.0.0.1:${places.application}\n\t\t\troot *`);
  writeFileSync(conf, `{\n\tadmin off\n\tauto_https off\n}\n${plain}`);
  const environment = { ...process.env, HOME: places.folder, XDG_DATA_HOME: places.folder };
  return startProxy('caddy', ['run', '--config', conf, '--adapter', 'caddyfile'], places.proxy, environment);
}
