import { type Language, language } from '@wattsense/contract/vocabulary';
import type { Context as HonoContext } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { CreatedSession } from '../flows/session/create-session.ts';
import type { Context } from './context.ts';

const COOKIES = ['session', 'challenge', 'browser', 'language'] as const;
type CookieName = (typeof COOKIES)[number];

/** 32 random bytes as base64url; anything else is not even looked up. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const BROWSER_LIFE_SECONDS = 180 * 24 * 3600;

const isSecure = (c: HonoContext<Context>) => c.get('deps').config.PUBLIC_ORIGIN.startsWith('https:');

/** `__Host-` binds a cookie to this very host over https; plain http is served on loopback only, where it cannot be used. */
const nameOf = (c: HonoContext<Context>, name: CookieName) => (isSecure(c) ? `__Host-${name}` : name);

function write(c: HonoContext<Context>, name: CookieName, value: string, maxAge?: number): void {
  setCookie(c, nameOf(c, name), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'Strict',
    secure: isSecure(c),
    ...(maxAge === undefined ? {} : { maxAge }),
  });
}

/** The token in a cookie of ours, or null when there is none of the right shape, or more than one. */
export function readToken(c: HonoContext<Context>, name: CookieName): string | null {
  const value = getCookie(c, nameOf(c, name));
  return value !== undefined && TOKEN.test(value) && isAlone(c, nameOf(c, name)) ? value : null;
}

/** The language that was chosen in this browser, if one was. It is no secret and proves nothing. */
export function readLanguage(c: HonoContext<Context>): Language | null {
  return language.safeParse(getCookie(c, nameOf(c, 'language'))).data ?? null;
}

export function writeLanguage(c: HonoContext<Context>, chosen: Language): void {
  write(c, 'language', chosen, BROWSER_LIFE_SECONDS);
}

/** A browser sends each of ours once: a second one of the name was planted, and either might be it. */
function isAlone(c: HonoContext<Context>, name: string): boolean {
  const header = c.req.header('cookie') ?? '';
  if (header.indexOf(name) === header.lastIndexOf(name)) return true;
  const names = header.split(';').map((pair) => pair.split('=')[0]?.trim());
  return names.filter((one) => one === name).length === 1;
}

/** The request's cookies that are not the console's, as one header; empty where there is none. */
export function othersCookies(c: HonoContext<Context>): string {
  const ours: ReadonlySet<string | undefined> = new Set(COOKIES.map((name) => nameOf(c, name)));
  const pairs = (c.req.header('cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.filter((pair) => pair !== '' && !ours.has(pair.split('=')[0]?.trim())).join('; ');
}

/** A session cookie ends with the browser; how long the session lives is the server's affair. */
export function writeSession(c: HonoContext<Context>, token: string): void {
  write(c, 'session', token);
}

/** A completed sign-in: the session, and the token by which this browser is known from now on. */
export function writeSignIn(c: HonoContext<Context>, session: CreatedSession): void {
  writeSession(c, session.token);
  write(c, 'browser', session.browserToken, BROWSER_LIFE_SECONDS);
  clear(c, 'challenge');
}

/** It lapses with the challenge by itself: an answer that took it away might take the next one of another tab. */
export function writeChallenge(c: HonoContext<Context>, token: string, lifeSeconds: number): void {
  write(c, 'challenge', token, lifeSeconds);
}

export function clear(c: HonoContext<Context>, name: CookieName): void {
  write(c, name, '', 0);
}
