import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { placed, readExample } from './nginx-example.ts';
import type { Places } from './protected-site.ts';
import { startProxy } from './proxy-process.ts';

/**
 * The example for Caddy without TLS, and `/echo` beside the site.
 * @param more addresses of further instances.
 * @param cgi a socket that speaks FastCGI: `/cgi` is what it runs.
 */
export function startCaddy(places: Places, more: readonly string[] = [], cgi?: string): Promise<ChildProcess> {
  const conf = join(places.folder, 'Caddyfile');
  const plain = placed(readExample('caddy', 'Caddyfile'), places)
    .replace('console.example.com {', `http://:${places.proxy} {\n\tbind 127.0.0.1`)
    .replace(
      '\t\t\troot *',
      `\t\t\treverse_proxy /echo 127.0.0.1:${places.application}
${cgi === undefined ? '' : fastcgiRoute(places, cgi)}\t\t\troot *`,
    )
    .replace(/reverse_proxy (127\.0\.0\.1:\d+) \{/, `reverse_proxy ${['$1', ...more].join(' ')} {`);
  writeFileSync(conf, `{\n\tadmin off\n\tauto_https off\n}\n${plain}`);
  const environment = { ...process.env, HOME: places.folder, XDG_DATA_HOME: places.folder };
  return startProxy('caddy', ['run', '--config', conf, '--adapter', 'caddyfile'], places.proxy, environment);
}

const fastcgiRoute = ({ folder }: Places, socket: string) => `\t\t\trewrite /cgi /echo.cgi
\t\t\treverse_proxy /echo.cgi unix/${socket} {
\t\t\t\ttransport fastcgi {
\t\t\t\t\troot ${folder}
\t\t\t\t\tsplit .cgi
\t\t\t\t}
\t\t\t}
`;
