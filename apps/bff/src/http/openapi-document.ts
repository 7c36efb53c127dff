import { confirmedEnrolment, enrolment } from '@wattsense/contract/enrolments';
import { PROBLEMS, type ProblemType, problem } from '@wattsense/contract/problem';
import { recoveryCodeOnce } from '@wattsense/contract/recovery-code';
import { securityView } from '@wattsense/contract/security';
import { sessionView } from '@wattsense/contract/session';
import { smsProgress } from '@wattsense/contract/sms';
import * as z from 'zod/mini';
import type { Operation, Schema } from './description.ts';

type Json = Readonly<Record<string, unknown>>;

interface Described {
  readonly description: string;
  readonly content: Json;
}

interface OperationObject {
  readonly summary: string;
  readonly parameters?: readonly Json[];
  readonly security: readonly Json[];
  readonly requestBody?: { readonly required: true; readonly content: Json };
  /** By status. */
  readonly responses: Readonly<Record<string, Described>>;
}

/** As much of OpenAPI 3.1 as this API needs. */
export interface OpenapiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly Json[];
  /** By path and method. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Json>>;
    readonly securitySchemes: Readonly<Record<string, Json>>;
  };
}

/** Schemas that have a name of their own; the others stand where they are used. */
const NAMED: Readonly<Record<string, Schema>> = {
  SessionView: sessionView,
  SecurityView: securityView,
  SmsProgress: smsProgress,
  Enrolment: enrolment,
  ConfirmedEnrolment: confirmedEnrolment,
  RecoveryCodeOnce: recoveryCodeOnce,
  Problem: problem,
};
const BY_ANYBODY: readonly ProblemType[] = ['wrong-host', 'unexpected', 'busy'];
const BY_CHANGES: readonly ProblemType[] = ['wrong-origin', 'too-large', 'unsupported-media-type'];
const BY_CALLER: Readonly<Record<Operation['who'], readonly ProblemType[]>> = {
  anyone: [],
  challenge: ['challenge-over'],
  session: ['not-signed-in', 'level-required'],
};

/** The console's API as OpenAPI 3.1, whose schemas are those that requests and answers are held to. */
export function openapiDocument(operations: readonly Operation[]): OpenapiDocument {
  const paths: Record<string, Record<string, OperationObject>> = {};
  const { schemas, schemaOf } = jsonSchemas();
  for (const operation of operations) {
    const path = openapiPath(operation);
    paths[path] = { ...paths[path], [operation.method]: operationObject(operation, schemaOf) };
  }
  const cookie = (name: string, description: string) => ({ type: 'apiKey', in: 'cookie', name, description });
  return {
    openapi: '3.1.0',
    info: {
      title: 'Wattsense console: sign-in and two-factor authentication',
      version: '1',
      description:
        'Every failure is application/problem+json (RFC 9457) with a type out of a closed set. A change wants the ' +
        "console's exact Origin, or none and Sec-Fetch-Site: same-origin.",
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        session: cookie('__Host-session', 'Given at the end of a sign-in; `session` on plain http on loopback.'),
        challenge: cookie('__Host-challenge', 'Given after the password; `challenge` on plain http on loopback.'),
      },
    },
  };
}

/** `/api/sms/:id` as OpenAPI writes it. */
export const openapiPath = ({ path }: Pick<Operation, 'path'>) => path.replace(/:(\w+)/g, '{$1}');

/** The types of problem that an operation may answer with. */
export function problemsOf({ method, path, who, request, problems = [] }: Operation): ReadonlySet<ProblemType> {
  return new Set([
    ...BY_ANYBODY,
    ...(method === 'get' ? [] : BY_CHANGES),
    ...(request === undefined ? [] : (['malformed'] as const)),
    ...(path.includes(':') ? (['not-found'] as const) : []),
    ...BY_CALLER[who],
    ...problems,
  ]);
}

function operationObject(operation: Operation, schemaOf: (schema: Schema) => Json): OperationObject {
  const { path, who, summary, request, answers } = operation;
  const content = (schema: Schema) => ({ 'application/json': { schema: schemaOf(schema) } });
  const named = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  return {
    summary,
    ...(named.length === 0
      ? {}
      : {
          parameters: named.map((name) => ({
            name,
            in: 'path',
            required: true,
            schema: { type: 'string', format: 'uuid' },
          })),
        }),
    security: who === 'anyone' ? [] : [{ [who]: [] }],
    ...(request === undefined ? {} : { requestBody: { required: true, content: content(request) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, schema]) => [status, { description: 'Done.', content: content(schema) }]),
      ),
      ...problemResponses(operation, schemaOf(problem)),
    },
  };
}

function problemResponses(operation: Operation, schema: Json): Record<string, Described> {
  const byStatus: Record<string, ProblemType[]> = {};
  for (const type of problemsOf(operation)) {
    const { status } = PROBLEMS[type];
    byStatus[status] = [...(byStatus[status] ?? []), type];
  }
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, types]) => [
      status,
      {
        description: types.join(', '),
        content: { 'application/problem+json': { schema: { ...schema, properties: { type: { enum: types } } } } },
      },
    ]),
  );
}

/** JSON Schema 2020-12, which is OpenAPI 3.1's own. */
function jsonSchemas() {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });
  const uri = (id: string) => `#/components/schemas/${id}`;
  const schemas = Object.fromEntries(
    Object.entries(z.toJSONSchema(registry, { uri }).schemas).map(([id, schema]) => [id, plain(schema)]),
  );
  const schemaOf = (schema: Schema): Json => {
    const id = Object.keys(NAMED).find((name) => NAMED[name] === schema);
    return id === undefined ? plain(z.toJSONSchema(schema)) : { $ref: uri(id) };
  };
  return { schemas, schemaOf };
}

/** Without the marks of a document of its own. */
function plain({ $schema: _, $id: __, ...schema }: Json): Json {
  return schema;
}
