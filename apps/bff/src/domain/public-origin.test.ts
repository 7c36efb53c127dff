import { describe, expect, test } from 'vitest';
import { originOf, sameHost } from './public-origin.ts';

describe('D036: a host as proxies spell it', () => {
  test.each([
    ['console.example.com', 'https://console.example.com'],
    ['CONSOLE.Example.com', 'https://console.example.com'],
    ['console.example.com:443', 'https://console.example.com'],
    ['console.example.com.', 'https://console.example.com'],
    ['Console.example.com.:443', 'https://console.example.com'],
    ['console.example.com:8443', 'https://console.example.com:8443'],
    ['localhost:80', 'http://localhost'],
    ['[::1]:8787', 'http://[::1]:8787'],
  ])('%s is the host of %s', (host, origin) => {
    expect(sameHost(host, origin)).toBe(true);
  });

  test.each([
    '',
    'example.com',
    'console.example.com:80',
    'console.example.com:8443',
    'console.example.com..',
    'console.example.com.evil.test',
    'evil.test/console.example.com',
    'evil.test#console.example.com',
    'x@console.example.com',
    'console.example.com,evil.test',
    'console.example.com evil.test',
    'console.example.com:',
    'console.example.com:443:443',
    'console.example.com:99999',
  ])('%j is not the host of https://console.example.com', (host) => {
    expect(sameHost(host, 'https://console.example.com')).toBe(false);
  });
});

describe('an origin as operators type it', () => {
  test.each([
    ['https://console.example.com', 'https://console.example.com'],
    [' HTTPS://Console.Example.com:443/ ', 'https://console.example.com'],
    ['http://localhost:8787', 'http://localhost:8787'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('%j is %s', (typed, origin) => {
    expect(originOf(typed)).toBe(origin);
  });

  test.each([
    '',
    'console.example.com',
    'ftp://console.example.com',
    'file:///',
    'https://console.example.com/console',
    'https://console.example.com?',
    'https://console.example.com/?a=b',
    'https://console.example.com#',
    'https://console.example.com/#top',
    'https://user@console.example.com',
  ])('%j is none', (typed) => {
    expect(originOf(typed)).toBeNull();
  });
});
