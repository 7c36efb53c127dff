import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { freePort } from '../../../../scripts/free-port.ts';
import { createApp } from '../../src/app.ts';
import { SERVER_OPTIONS } from '../../src/serve-console.ts';
import { missingProgram } from './debian-package.ts';
import { findPlaces, listen, type Places } from './protected-site.ts';
import { ended, startProxy } from './proxy-process.ts';
import { createWorld, type World } from './world.ts';

/** Where the console of these tests is reached; cookies have their true names, since it is https. */
export const HOST = 'console.example.com';

type StartProxy = (places: Places, more: readonly string[], cgi?: string) => Promise<ChildProcess>;

export interface ProxiedSite {
  readonly world: World;
  readonly places: Places;
  close(): Promise<void>;
}

/** Two instances over one database behind a proxy by its example, which protects a WSGI application and a folder. */
export async function openProxiedSite(start: StartProxy): Promise<ProxiedSite> {
  const world = await createWorld();
  const places = await findPlaces();
  mkdirSync(join(places.site, 'app'));
  for (const path of ['worker.js', join('app', 'worker.js')]) writeFileSync(join(places.site, path), '// a worker\n');
  const pages = join(places.folder, 'pages');
  mkdirSync(pages);
  writeFileSync(join(pages, 'index.html'), '<!doctype html><title>Console</title>');
  const config = {
    ...world.deps.config,
    PUBLIC_ORIGIN: `https://${HOST}`,
    TRUSTED_PROXIES: ['127.0.0.1'],
    WEB_DIRECTORY: pages,
  };
  const second = await freePort();
  const instances = await Promise.all(
    [places.console, second].map(async (port) => {
      const { fetch } = createApp({ ...world.deps, config });
      // Its own type knows HTTP/2 servers too, which are not asked for here.
      const server = createAdaptorServer({ fetch, serverOptions: SERVER_OPTIONS }) as Server;
      await listen(server, port);
      return server;
    }),
  );
  const script = join(import.meta.dirname, 'echo-application.py');
  const application = await startProxy('python3', [script, String(places.application)], places.application);
  const cgi = fastcgiFor(places);
  const proxy = await start(places, [`127.0.0.1:${second}`], cgi?.socket);
  return {
    world,
    places,
    close: async () => {
      await ended(proxy);
      await ended(application);
      if (cgi !== null) await ended(cgi.process);
      for (const server of instances) {
        server.close();
        server.closeAllConnections();
      }
      await world.close();
      rmSync(places.folder, { recursive: true });
    },
  };
}

/** A CGI program that says its environment, behind Debian's fcgiwrap; null where that cannot be had. */
function fastcgiFor({ folder }: Places) {
  if (missingProgram('fcgiwrap') !== null) return null;
  const script = join(folder, 'echo.cgi');
  writeFileSync(script, '#!/bin/sh\nprintf "Content-Type: text/plain\\r\\n\\r\\n"\nenv\n');
  chmodSync(script, 0o755);
  const socket = join(folder, 'fcgi.sock');
  return { socket, process: spawn('fcgiwrap', ['-s', `unix:${socket}`], { stdio: 'ignore' }) };
}
