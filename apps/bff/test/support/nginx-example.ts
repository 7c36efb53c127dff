import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Places } from './protected-site.ts';
import { startProxy } from './proxy-process.ts';

const DEPLOY = resolve(import.meta.dirname, '..', '..', '..', '..', 'deploy');
export const readExample = (...path: string[]) => readFileSync(join(DEPLOY, ...path), 'utf8');

/** The example with the places of a test, and nothing else changed. */
export function placed(example: string, { site, console: port }: Places): string {
  return example.replaceAll('127.0.0.1:8787', `127.0.0.1:${port}`).replaceAll('/srv/application', site);
}

/** Writes what nginx is started with: the example itself, and a line or two around it. */
export function nginxConf(places: Places, text: string): string {
  const { folder } = places;
  mkdirSync(join(folder, 'console'), { recursive: true });
  const local = (conf: string) => conf.replaceAll('/etc/nginx/console/', `${folder}/console/`);
  for (const name of ['upstream', 'pass', 'verify', 'protect'])
    writeFileSync(
      join(folder, 'console', `${name}.conf`),
      local(placed(readExample('nginx', 'console', `${name}.conf`), places)),
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

/**
 * The example for nginx without TLS, and `/echo` beside the site.
 * @param more addresses of further instances.
 * @param cgi a socket that speaks FastCGI: `/cgi` is what it runs.
 */
export function startNginx(places: Places, more: readonly string[] = [], cgi?: string): Promise<ChildProcess> {
  const [head = '', , tls = ''] = placed(readExample('nginx', 'console.conf'), places).split(/^(?=server \{)/m);
  const plain = tls
    .replace('listen 443 ssl http2', `listen 127.0.0.1:${places.proxy}`)
    .replace(/^ *ssl_.*\n/gm, '')
    .replace(
      '    location / {',
      `    location = /echo {
        include /etc/nginx/console/protect.conf;
        proxy_pass http://127.0.0.1:${places.application};
    }
${cgi === undefined ? '' : fastcgiLocation(places, cgi)}
    location / {`,
    );
  const conf = nginxConf(places, head + plain);
  const upstream = join(places.folder, 'console', 'upstream.conf');
  const servers = more.map((address) => `    server ${address} max_fails=0;`);
  writeFileSync(upstream, readFileSync(upstream, 'utf8').replace(/^ *# server .*$/m, servers.join('\n')));
  return startProxy('nginx', ['-c', conf, '-p', places.folder], places.proxy);
}

const fastcgiLocation = ({ folder }: Places, socket: string) => `    location = /cgi {
        include /etc/nginx/console/protect.conf;
        fastcgi_param SCRIPT_FILENAME ${folder}/echo.cgi;
        fastcgi_param REQUEST_METHOD $request_method;
        fastcgi_pass unix:${socket};
    }
`;
