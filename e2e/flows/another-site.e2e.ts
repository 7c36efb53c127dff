import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '../support/test.ts';

/** An empty page of another site, on this machine too: browsers keep pages of the internet from reaching it at all. */
async function elsewhere(): Promise<{ port: number; close: () => void }> {
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<title>evil</title>'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return { port, close: () => server.close() };
}

test.describe('another site', () => {
  for (const host of ['127.0.0.1', 'evil.localhost'])
    test(`T-092: forms, requests and pictures from ${host} change nothing, and sign nobody in`, async ({
      tab,
      accounts,
      context,
      stack,
      allowed,
      t,
    }) => {
      allowed.push(/CORS|ERR_FAILED|frame|net::|X-Frame-Options|blocked/i);
      const [owner, mallory] = [await accounts.make('app'), await accounts.make('nothing')];
      await tab.arriveAs(await accounts.signedIn(owner));
      await expect(tab.status(true)).toBeVisible();
      const answered: string[] = [];
      context.on('response', (response) => {
        const { pathname } = new URL(response.url());
        if (pathname.startsWith('/api/'))
          answered.push(`${response.request().method()} ${pathname} ${response.status()}`);
      });
      const page = await context.newPage();
      const site = await elsewhere();
      await page.goto(`http://${host}:${site.port}/`);
      await page.evaluate(
        async ({ origin, login, password }) => {
          const paths = ['/api/two-factor', '/api/recovery-code', '/api/enrolments', '/api/sessions', '/api/sign-in'];
          const body = JSON.stringify({ login, password });
          for (const path of paths) {
            for (const enctype of ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']) {
              const frame = document.createElement('iframe');
              frame.name = `${path}-${enctype}`;
              document.body.append(frame);
              const form = document.createElement('form');
              Object.assign(form, { method: 'post', action: origin + path, enctype, target: frame.name });
              const field = document.createElement('input');
              field.name = body.slice(0, -1);
              field.value = '"}';
              form.append(field);
              document.body.append(form);
              form.submit();
            }
            const ask = (init: RequestInit) =>
              fetch(origin + path, { credentials: 'include', ...init }).catch(() => null);
            await ask({ method: 'POST', mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body });
            await ask({ method: 'POST', headers: { 'content-type': 'application/json' }, body });
            await ask({ method: 'DELETE' });
            const picture = new Image();
            picture.src = origin + path;
            await new Promise((done) => {
              picture.onerror = done;
            });
          }
        },
        { origin: stack.origin, login: mallory.login, password: mallory.password },
      );
      await page.goto(`${stack.origin}/api/two-factor`);
      await expect.poll(() => answered.filter((one) => one.startsWith('POST')).length).toBeGreaterThan(10);
      expect(
        answered.filter((one) => !one.startsWith('GET') && !/ (403|415)$/.test(one) && !/^OPTIONS/.test(one)),
      ).toEqual([]);
      site.close();
      await tab.page.reload();
      await expect(tab.status(true)).toBeVisible();
      await tab.open('/console/profile');
      await expect(tab.text(owner.login)).toBeVisible();
      await expect(tab.title(t.profile.title)).toBeVisible();
    });
});
