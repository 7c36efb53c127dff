import { createServer } from 'node:net';

/** A port of 127.0.0.1 that nothing listens on, chosen by the operating system. */
export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      if (address === null || typeof address === 'string') return failed(new Error('no TCP address'));
      probe.close(() => done(address.port));
    });
  });
}
