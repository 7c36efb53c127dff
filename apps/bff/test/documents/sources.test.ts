import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const APPS = join(import.meta.dirname, '..', '..', '..');

/** What is deployed, without its tests. */
function sourcesOf(app: 'bff' | 'web'): { name: string; text: string }[] {
  const folder = join(APPS, app, 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

const having = (app: 'bff' | 'web', pattern: RegExp) =>
  sourcesOf(app)
    .filter(({ text }) => pattern.test(text))
    .map(({ name }) => name)
    .toSorted();

describe('what is not in the sources', () => {
  it('are read at all', () => {
    expect(sourcesOf('bff').length).toBeGreaterThan(100);
    expect(sourcesOf('web').length).toBeGreaterThan(100);
  });

  it('R-MF-07, R-CR-07: chance comes from the platform’s generator, in three adapters, and from nowhere else', () => {
    expect(having('bff', /Math\.random/)).toEqual([]);
    expect(having('web', /Math\.random/)).toEqual([]);
    expect(having('bff', /randomUUID|getRandomValues/)).toEqual([]);
    expect(having('bff', /\brandomBytes\(/)).toEqual([
      'adapters/key-ring.ts',
      'adapters/password-hasher.ts',
      'adapters/system-random.ts',
    ]);
  });

  it('R-CR-08, R-CR-10: hashes and ciphers are the platform’s, and none of them is old', () => {
    expect(having('bff', /['"](md5|des|rc4|aes-\d+-(cbc|ecb|ctr))['"]/i)).toEqual([]);
    // As the HMAC of time-based codes alone: apps know no other (RFC 6238).
    expect(having('bff', /['"]sha-?1['"]/i)).toEqual(['authenticators/app/totp.ts']);
    const algorithms = sourcesOf('bff').flatMap(({ text }) =>
      [...text.matchAll(/create(?:Hash|Hmac|Cipheriv|Decipheriv)\('([^']+)'/g)].map(([, name]) => name),
    );
    expect([...new Set(algorithms)].toSorted()).toEqual(['aes-256-gcm', 'sha256']);
    expect(having('bff', /from '(crypto-js|node-forge|bcrypt|jsonwebtoken|jose)/)).toEqual([]);
  });

  it('R-MF-15: signatures and codes are compared in constant time, all else is looked up by its hash', () => {
    expect(having('bff', /timingSafeEqual/)).toEqual(['adapters/vonage-signature.ts']);
    expect(having('bff', /\bsameCode\(/)).toEqual(['authenticators/phone/phone.ts', 'domain/one-time-code.ts']);
    // Codes of errors and exits are compared with what is written there; a secret is never written there.
    expect(having('bff', /(tokenHash|codeHash|\btoken|\bcode|\bsecret) (===|!==) (?!null|undefined|['\d])/)).toEqual(
      [],
    );
  });

  it('T-104: names in SQL are the schema’s, never somebody’s text', () => {
    // A constant of the source (`.as('rank')`); the closed sets of the contract as checks, which a migration writes.
    expect(having('bff', /sql\.(raw|identifier)|\.as\((?!'\w+'\))/)).toEqual(['store/schema-values.ts']);
  });

  it('D037: nobody waits or measures time but by the timers of the ports', () => {
    expect(having('bff', /\b(setTimeout|setInterval|AbortSignal\.timeout|performance\.now)\b/)).toEqual([
      'adapters/system-timers.ts',
    ]);
  });

  it('T-101: no part of the server is mounted under a prefix that is cut from the raw path', () => {
    expect(having('bff', /\.mount\(/)).toEqual([]);
  });

  it('R-BR-10: no page is written from text as markup, and nothing is evaluated', () => {
    const markup = /dangerouslySetInnerHTML|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write/;
    expect(having('web', markup)).toEqual([]);
    expect(having('web', /\beval\(|new Function\(|setTimeout\(['"`]/)).toEqual([]);
  });

  it('R-SE-14, R-DP-04: the SPA keeps no secret in the browser’s stores and reads no cookie', () => {
    expect(having('web', /localStorage|indexedDB|document\.cookie|caches\.open/)).toEqual([]);
    // Of a tab's life: that a notice was dismissed, and the place that somebody was sent from.
    expect(having('web', /sessionStorage/)).toEqual(['recovery/dismissed.ts', 'session/way-back.ts']);
  });

  it('R-PW-16: nobody is asked for a hint or a question', () => {
    expect(having('bff', /securityQuestion|passwordHint|secretQuestion/i)).toEqual([]);
  });
});
