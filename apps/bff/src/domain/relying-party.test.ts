import { expect, it } from 'vitest';
import { relyingPartyOf } from './relying-party.ts';

it.each([
  ['https://console.example.com', 'console.example.com'],
  ['https://console.example.com:8443', 'console.example.com'],
  ['https://xn--btiment-dwa.example', 'xn--btiment-dwa.example'],
  ['http://localhost:5173', 'localhost'],
])('P35: passkeys of %s are made for its host', (origin, id) => {
  expect(relyingPartyOf(origin)).toEqual({ kind: 'host', id });
});

it.each([
  ['http://127.0.0.1:8787', 'address'],
  ['https://192.0.2.7', 'address'],
  ['https://[2001:db8::1]', 'address'],
  ['http://[::1]:8787', 'address'],
  ['http://console.example.com', 'https'],
])('P35: %s can have no passkeys, and it is said why', (origin, word) => {
  expect(relyingPartyOf(origin)).toEqual({ kind: 'impossible', why: expect.stringContaining(word) });
});
