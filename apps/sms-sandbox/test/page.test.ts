import { expect, test } from 'vitest';
import { createSandbox } from '../src/app.ts';

const NOW = new Date('2026-11-25T10:00:00Z');

async function sandboxWith(...messages: { to?: string; from?: string; text: string }[]) {
  const sandbox = createSandbox({ now: () => NOW, schedule: () => () => undefined });
  for (const message of messages)
    await sandbox.app.request('http://127.0.0.1/v1/messages', {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('key:secret')}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        message_type: 'text',
        channel: 'sms',
        to: '33639980012',
        from: 'TheBuilding',
        ...message,
      }),
    });
  const page = async (path = '/') => (await sandbox.app.request(`http://127.0.0.1${path}`)).text();
  return { ...sandbox, page };
}

test('the page shows sender, number, full text with its lines, encoding, segments and the code to copy', async () => {
  const { page } = await sandboxWith({
    text: '042917 est votre code de vérification.\nDeuxième ligne.\n@x.fr #042917',
  });
  const html = await page();
  expect(html).toContain('<h1>TheBuilding</h1>');
  expect(html).toContain('+33 6 39 98 00 12</span> · France');
  expect(html).toContain('042917 est votre code de vérification.\nDeuxième ligne.\n@x.fr #042917');
  expect(html).toContain('GSM-7 · 68 units · 1 segment');
  expect(html).toContain('data-copy="042917"');
});

test('a text that is markup is shown as text', async () => {
  const { page } = await sandboxWith({ text: '<img src=x onerror="alert(1)"> & code 123456' });
  const html = await page();
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; code 123456');
});

test('what an address asks for is escaped too', async () => {
  const { page } = await sandboxWith({ text: 'hello' });
  expect(await page('/?phone=33639980012&sender=%22%3E%3Cscript%3E')).not.toContain('"><script>');
});

test('the newest conversation is shown unless another one is asked for', async () => {
  const { page } = await sandboxWith({ text: 'first' }, { to: '447700900012', text: 'second' });
  expect(await page()).toContain('data-newest="Message from TheBuilding to +44 7700 900012"');
  expect(await page('/?phone=33639980012')).toContain('data-newest="Message from TheBuilding to +33 6 39 98 00 12"');
});

test('the reply box is open for numbers and closed with its reason for names', async () => {
  const { page } = await sandboxWith(
    { text: 'to France' },
    { to: '12025550123', from: '18005550199', text: 'to America' },
  );
  expect(await page('/?phone=33639980012')).toContain('TheBuilding is a name, not a number');
  expect(await page('/?phone=12025550123')).toContain('STOP opts this phone out');
});

test('the page runs under a policy without inline script or style, and has neither', async () => {
  const { app, page } = await sandboxWith({ text: 'hello 1234' });
  const answer = await app.request('http://127.0.0.1/');
  expect(answer.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self';/,
  );
  expect(answer.headers.get('cache-control')).toBe('no-store');
  for (const html of [await page(), await page('/guide')]) {
    expect(html).not.toMatch(/ style=|<style| on[a-z]+=/);
    expect(html.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="/public/sandbox.js">']);
  }
});

test('styles, script and mark are served with their types, and nothing else is', async () => {
  const { app } = await sandboxWith();
  const type = async (path: string) => (await app.request(`http://127.0.0.1${path}`)).headers.get('content-type');
  expect(await type('/public/base.css')).toBe('text/css; charset=utf-8');
  expect(await type('/public/sandbox.js')).toBe('text/javascript; charset=utf-8');
  expect(await type('/public/mark.svg')).toBe('image/svg+xml');
  expect((await app.request('http://127.0.0.1/public/..%2fpackage.json')).status).toBe(404);
});

test('the guide names the host, every ending and the default secret', async () => {
  const { page } = await sandboxWith();
  const guide = await page('/guide');
  expect(guide).toContain('apiHost: &quot;http://127.0.0.1&quot;');
  expect(guide).toContain('<code>0401</code>');
  expect(guide).toContain('<code>1240</code>');
  expect(guide).toContain('sms-sandbox-signature-secret-known-to-all');
});

test('another name than loopback is refused, so that no rebound page reads the codes', async () => {
  const { app } = await sandboxWith({ text: 'code 123456' });
  expect((await app.request('http://evil.example/messages')).status).toBe(421);
  expect((await app.request('http://localhost:8788/messages')).status).toBe(200);
});

test('listeners hear of every change, until they leave', async () => {
  const { state } = await sandboxWith();
  let changes = 0;
  const leave = state.changes.subscribe(() => {
    changes += 1;
  });
  state.switches.setSentinels(false);
  leave();
  state.switches.setSentinels(true);
  expect(changes).toBe(1);
});
