import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../../scripts/free-port.ts';

/** Where things are in a test, in place of where the examples have them. */
export interface Places {
  readonly folder: string;
  readonly site: string;
  readonly proxy: number;
  readonly console: number;
  readonly application: number;
}

/** A folder with a page in it, and free ports. */
export async function findPlaces(): Promise<Places> {
  const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
  const site = join(folder, 'site');
  mkdirSync(site);
  writeFileSync(join(site, 'plan.html'), 'the plan\n');
  return { folder, site, proxy: await freePort(), console: await freePort(), application: await freePort() };
}

/** Says what it was told of who asks. */
export function echoing(): Server {
  return createServer(({ headers }, response) => {
    const told = (name: string) => headers[`x-console-${name}`];
    response.end(JSON.stringify({ account: told('account'), login: told('login'), assurance: told('assurance') }));
  });
}

export const listen = (server: Server, port: number) =>
  new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
