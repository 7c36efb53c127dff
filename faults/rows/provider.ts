import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { PlayedRow } from '../row.ts';

const AT_ONCE = 200;
/** A send may take 8 s in all (DESIGN section 9), and a loaded machine a little more to say so. */
const BUDGET_MS = 9500;
const MORE_MEMORY_MIB = 100;

/** Takes connections and requests and never says a word. */
async function silentProvider() {
  let requests = 0;
  const server = createServer((socket) => {
    socket.on('data', (part) => {
      if (part.includes('POST /')) requests += 1;
    });
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is never a path.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests: () => requests, close: () => server.close() };
}

const memoryMib = (pid: number | undefined) =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

export const provider: readonly PlayedRow[] = [
  {
    id: 'F-18',
    engines: ['sqlite', 'postgres'],
    injected: `the provider takes ${AT_ONCE} requests at once and answers none`,
    checked: 'each is told within the budget; less than 100 MiB more; other routes stay fast; nothing is sent twice',
    play: async (play) => {
      const silent = await silentProvider();
      const stage = await play.open({
        VONAGE_API_HOST: silent.url,
        VONAGE_API_KEY: 'abcd1234',
        VONAGE_API_SECRET: 'S3cretS3cret',
        VONAGE_SIGNATURE_SECRET: 'x'.repeat(32),
        SMS_CLIENT_PER_HOUR: '1000',
        SMS_CLIENT_WAITING: '1000',
        SMS_PREFIX_PER_HOUR: '1000',
        SMS_PREFIX_WAITING: '1000',
        SMS_OVERALL_WAITING: '1000',
      });
      const people = await stage.people(AT_ONCE);
      for (const person of people) await person.password('must', { opens: true });
      const { pid } = stage.topology.instance(0).child;
      const before = memoryMib(pid);
      const sends = people.map((person, index) => {
        const number = `+33639${String(980_000 + index).padStart(6, '0')}`;
        return person.parts.recorder.ask({ who: person.login, what: 'begin a phone' }, () =>
          person.browser.begin({ kind: 'phone', country: 'FR', number: number.slice(0, 12) }),
        );
      });
      const state = { isOver: false };
      const settled = Promise.all(sends).finally(() => {
        state.isOver = true;
      });
      let [slowest, most] = [0, before];
      while (!state.isOver) {
        const from = performance.now();
        await people[0]?.browser.session();
        slowest = Math.max(slowest, performance.now() - from);
        most = Math.max(most, memoryMib(pid));
        await new Promise((done) => setTimeout(done, 100));
      }
      const outcomes = await settled;
      silent.close();
      const longest = Math.max(...outcomes.map(({ tookMs }) => tookMs));
      play.hold(longest < BUDGET_MS, `somebody waited ${longest} ms`);
      play.hold(most - before < MORE_MEMORY_MIB, `${Math.round(most - before)} MiB more`);
      play.hold(slowest < 1500, `another route took ${Math.round(slowest)} ms`);
      play.hold(silent.requests() <= AT_ONCE, `${silent.requests()} requests for ${AT_ONCE} messages`);
      play.note(
        `told within ${longest} ms, ${Math.round(most - before)} MiB more, another route within ${Math.round(slowest)} ms`,
      );
      const kinds = new Set(outcomes.map(({ status, problem }) => `${status} ${problem?.type ?? ''}`.trim()));
      play.note([...kinds].join(', '));
    },
  },
];
