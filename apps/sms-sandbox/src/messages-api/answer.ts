import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { Mishap } from '../faults/catalogue.ts';
import type { SandboxEnv } from '../sandbox-env.ts';
import { type Problem, problemBody } from './problems.ts';
import type { Judged } from './submit.ts';

type SandboxContext = Context<SandboxEnv>;

/** 422 is `application/json`, all others are `application/problem+json`, as in Vonage's description. */
export function answerProblem(problem: Problem, requestId: string): Response {
  return new Response(problemBody(problem, requestId), {
    status: problem.status,
    headers: {
      ...problem.headers,
      'content-type': problem.status === 422 ? 'application/json' : 'application/problem+json',
      'x-request-id': requestId,
    },
  });
}

/** Puts a verdict on the wire, broken where a fault says so. */
export function answer(context: SandboxContext, { verdict }: Judged, requestId: string): Response | Promise<Response> {
  switch (verdict.kind) {
    case 'refused':
      return answerProblem(verdict.problem, requestId);
    case 'accepted':
      return Response.json(
        { message_uuid: verdict.message.id },
        { status: 202, headers: { 'x-request-id': requestId } },
      );
    case 'faulty':
      switch (verdict.effect.kind) {
        case 'html':
          return new Response('<html><body><h1>503 Service Unavailable</h1></body></html>', {
            status: verdict.effect.status,
            headers: {
              'content-type': 'text/html',
              'x-request-id': requestId,
            },
          });
        case 'redirect':
          return new Response(null, {
            status: verdict.effect.status,
            headers: {
              location: '/captive-portal',
              'x-request-id': requestId,
            },
          });
        case 'mishap':
          misbehave(context.env.outgoing, verdict.effect.mishap, verdict.message?.id ?? '', requestId);
          return RESPONSE_ALREADY_SENT;
      }
  }
}

/** Written straight to the socket: a Response would repair most of these. */
function misbehave(outgoing: ServerResponse, mishap: Mishap, messageId: string, requestId: string): void {
  const body = JSON.stringify({ message_uuid: messageId });
  const half = body.slice(0, 10);
  const head = { 'x-request-id': requestId };
  const json = { ...head, 'content-type': 'application/json' };
  switch (mishap) {
    case 'silence':
      return;
    case 'reset':
      outgoing.socket?.resetAndDestroy();
      return;
    case 'stall-with-length':
      outgoing.writeHead(202, { ...json, 'content-length': body.length });
      outgoing.write(half);
      return;
    case 'stall-chunked':
      outgoing.writeHead(202, json);
      outgoing.write(half);
      return;
    case 'not-json':
      outgoing.writeHead(202, json).end('<p>Accepted</p>');
      return;
    case 'empty':
      outgoing.writeHead(202, json).end();
      return;
    case 'no-content-type':
      outgoing.writeHead(202, head).end(body);
      return;
    case 'no-uuid':
      outgoing.writeHead(202, json).end('{}');
      return;
  }
}
