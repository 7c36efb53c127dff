import { floor, hashAlone, ours, peer, phonePassword, threeWrites } from './calls.ts';
import { codeAt } from './code.ts';
import type { Contender, Phase, Step } from './measure.ts';
import type { Server } from './processes.ts';
import { type Call, EXTRA_ACCOUNTS, type MoreRoutes, type Routes } from './protocol.ts';

export interface Servers {
  readonly ours: Server;
  readonly floor: Server;
  readonly peer: Server;
}

const CHECKS = 2000;
const HASHES = 60;
const ANSWERS = 400;

/** A stride through all accounts, so that with many of them few requests find their pages read already. */
function accountsFor(count: number, accounts: number): number[] {
  const stride = Math.max(1, Math.floor(accounts / count));
  return Array.from({ length: count }, (_, index) => (index * stride) % accounts);
}

/** The steps at so many connections with so many accounts; `extra` for those that the floor does not have. */
export function stepsOf(servers: Servers, connections: number, accounts: number, extra: boolean): Step[] {
  const steps: Step[] = [
    { name: 'session check', connections, hashing: false, contenders: sessionCheck(servers, accounts) },
    { name: 'password step', connections, hashing: true, contenders: passwordStep(servers, accounts, HASHES, true) },
    {
      name: 'password step without its hash',
      connections,
      hashing: false,
      contenders: passwordStep(servers, accounts, ANSWERS, false),
    },
    { name: 'second step by app', connections, hashing: false, contenders: secondStep(servers, accounts) },
  ];
  return extra ? [...steps, ...longSteps(servers, connections)] : steps;
}

const once = (calls: () => Call[], measured = true): Phase => ({ measured, calls });

export const checking = (server: Server, routes: Routes, accounts: number): Contender => ({
  name: server.name,
  server,
  phases: [once(() => accountsFor(CHECKS, accounts).map(routes.session))],
});

function sessionCheck({ ours: mine, floor: least, peer: theirs }: Servers, accounts: number): Contender[] {
  const beside = (server: Server) => server.ports.map((port) => port + 1);
  return [
    checking(mine, ours, accounts),
    { ...checking(mine, ours, accounts), name: 'node:http, the same query', ports: beside(mine) },
    { ...checking(least, floor, accounts), name: "node:http, the floor's query", ports: beside(least) },
    checking(least, floor, accounts),
    checking(theirs, peer, accounts),
  ];
}

export const passwordAsking = (server: Server, routes: Routes, accounts: number, count: number): Contender => ({
  name: server.name,
  server,
  phases: [once(() => accountsFor(count, accounts).map((account) => routes.password(account, true)))],
});

function passwordStep(servers: Servers, accounts: number, count: number, hashing: boolean): Contender[] {
  const hashes = () => Array.from({ length: count }, hashAlone);
  const alone: Contender = { name: 'the hash alone', server: servers.floor, phases: [once(hashes)] };
  return [
    passwordAsking(servers.ours, ours, accounts, count),
    ...(hashing ? [alone] : []),
    passwordAsking(servers.floor, floor, accounts, count),
    passwordAsking(servers.peer, peer, accounts, count),
  ];
}

export const answering = (server: Server, routes: Routes, accounts: number): Contender => ({
  name: server.name,
  server,
  phases: [
    once(() => accountsFor(ANSWERS, accounts).map((account) => routes.password(account, true)), false),
    {
      measured: true,
      calls: ([passwords = []]) => passwords.map(({ cookies }) => routes.answer(cookies, codeAt(Date.now()))),
    },
  ],
});

function secondStep(servers: Servers, accounts: number): Contender[] {
  const writes = () => Array.from({ length: ANSWERS }, threeWrites);
  return [
    answering(servers.ours, ours, accounts),
    { name: 'bare POST, three writes', server: servers.floor, phases: [once(writes)] },
    answering(servers.floor, floor, accounts),
    answering(servers.peer, peer, accounts),
  ];
}

/** By SMS (send and answer), enrolment (begin and confirm), recovery: of ours and the peer. */
function longSteps({ ours: mine, peer: theirs }: Servers, connections: number): Step[] {
  const both = (phases: (routes: MoreRoutes) => Phase[]): Contender[] => [
    { name: mine.name, server: mine, phases: phases(ours) },
    { name: theirs.name, server: theirs, phases: phases(peer) },
  ];
  return [
    { name: 'second step by SMS: send and answer', connections, hashing: false, contenders: both(bySms) },
    { name: 'enrolment of an app: begin and confirm', connections, hashing: false, contenders: both(enrolment) },
    { name: 'recovery: code and its replacement', connections, hashing: false, contenders: both(recovery) },
  ];
}

const extras = Array.from({ length: EXTRA_ACCOUNTS }, (_, index) => index);
const passwordsOf = (routes: Routes) => once(() => extras.map((account) => phonePassword(routes, account)), false);

const bySms = (routes: MoreRoutes): Phase[] => [
  passwordsOf(routes),
  { measured: true, calls: ([passwords = []]) => passwords.map(({ cookies }) => routes.sendSms(cookies)) },
  {
    measured: true,
    calls: ([passwords = []], codes) =>
      passwords.map(({ cookies }, account) => routes.answerSms(cookies, codes[account] ?? '')),
  },
];

const enrolment = (routes: MoreRoutes): Phase[] => [
  once(() => extras.map(routes.begin)),
  { measured: true, calls: ([begun = []]) => begun.map((answer, account) => routes.confirm(account, answer)) },
];

function recovery(routes: MoreRoutes): Phase[] {
  const { replaceRecovery } = routes;
  const recover: Phase = {
    measured: true,
    calls: ([passwords = []]) => passwords.map(({ cookies }, account) => routes.recover(cookies, account)),
  };
  if (replaceRecovery === null) return [passwordsOf(routes), recover];
  const replace: Phase = {
    measured: true,
    calls: ([, recovered = []]) => recovered.map(({ cookies }) => replaceRecovery(cookies)),
  };
  return [passwordsOf(routes), recover, replace];
}
