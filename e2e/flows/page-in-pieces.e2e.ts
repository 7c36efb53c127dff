import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { measureShifts, painted, shifts } from '../support/layout-shifts.ts';
import { expect, test } from '../support/test.ts';

/** Sends a page up to a place of it, and the rest when it is told to. */
async function inPieces(page: string) {
  const waiting: { answer: ServerResponse; rest: string }[] = [];
  const server = createServer(({ url = '' }, answer) => {
    const cut = Number(/^\/(\d+)$/.exec(url)?.[1]);
    if (!Number.isInteger(cut)) {
      answer.writeHead(404).end();
      return;
    }
    answer.setHeader('content-type', 'text/html; charset=utf-8');
    answer.write(page.slice(0, cut));
    waiting.push({ answer, rest: page.slice(cut) });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    at: (cut: number) => `http://127.0.0.1:${port}/${cut}`,
    release: () => waiting.splice(0).forEach(({ answer, rest }) => void answer.end(rest)),
    close: () => server.close(),
  };
}

/** Where each element of the sign-in form begins: a network may pause before any of them. */
function cutsOf(page: string): number[] {
  const begin = page.indexOf('<form');
  const form = page.slice(begin, page.indexOf('</form>'));
  return [...form.matchAll(/<(?!\/)/g)].map(({ index }) => begin + index);
}

test('the sign-in page moves nothing, wherever a slow network cuts it in two @rest', async ({
  tab: { page },
  stack,
}) => {
  test.slow();
  const answer = await page.request.get(`${stack.origin}/console/sign-in`);
  // Its script has its own tests; here it would only be looked for in vain.
  const whole = (await answer.text()).replaceAll(/<script[^>]*>(?:(?!<\/script>).)*<\/script>|<link [^>]*>/gs, '');
  const cuts = cutsOf(whole);
  expect(cuts.length).toBeGreaterThan(20);
  const pieces = await inPieces(whole);
  await measureShifts(page);
  for (const cut of cuts) {
    await page.goto(pieces.at(cut), { waitUntil: 'commit' });
    await painted(page);
    pieces.release();
    await page.waitForLoadState();
    expect({ cut, moved: await shifts(page) }).toEqual({ cut, moved: [] });
  }
  pieces.close();
});
