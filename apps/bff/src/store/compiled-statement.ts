import { Column, is, Param, Placeholder, SQL } from 'drizzle-orm';
import type { Step } from './database.ts';
import type { Tables } from './schema.ts';
import type { QueryBuilder } from './statement.ts';

/** A statement as a driver takes it: its text, its values in their order, and how a row of it is read. */
export interface CompiledStatement {
  readonly name: string;
  readonly sql: string;
  /** How many values it takes. */
  readonly parameters: number;
  readonly encode: (values: Step['values']) => unknown[];
  /** @param row in the order of the columns. */
  readonly decode: (row: readonly unknown[]) => Record<string, unknown>;
}

/** What drizzle prepares, as far as it is read here; its types leave `fields` out. */
interface Prepared {
  getQuery(): { readonly sql: string; readonly params: readonly unknown[] };
  readonly fields?: readonly { readonly path: readonly string[]; readonly field: unknown }[];
}

interface Codec {
  readonly key: string;
  readonly fromDriver: (value: unknown) => unknown;
}

/**
 * Compiles each statement once and keeps it by its name. Drizzle itself would work out text, encoders and decoders
 * again for every run, which costs more than most of our queries do (`docs/performance.md`).
 */
export function compiler(builder: QueryBuilder, tables: Tables): (statement: Step['statement']) => CompiledStatement {
  const compiled = new Map<string, CompiledStatement>();
  return (statement) => {
    let known = compiled.get(statement.name);
    if (known === undefined) {
      const prepared = statement.build(builder, tables).prepare(statement.name) as unknown as Prepared;
      known = compile(statement.name, prepared);
      compiled.set(statement.name, known);
    }
    return known;
  };
}

function compile(name: string, prepared: Prepared): CompiledStatement {
  const { sql, params } = prepared.getQuery();
  const encoders = params.map(encoderOf);
  const codecs = (prepared.fields ?? []).map(({ path, field }): Codec => {
    const [key, ...deeper] = path;
    if (key === undefined || deeper.length > 0) throw new Error(`${name}: a row is flat, ${path.join('.')} is not`);
    return { key, fromDriver: decoderOf(field) };
  });
  if (codecs.length === 0) throw new Error(`${name} yields no rows: a write names what it returns`);
  return {
    name,
    sql,
    parameters: params.length,
    encode: (values) => encoders.map((encode) => encode(values)),
    decode: (row) => {
      const read: Record<string, unknown> = {};
      for (let index = 0; index < codecs.length; index += 1) {
        const { key, fromDriver } = codecs[index] as Codec;
        const value = row[index];
        read[key] = value === null ? null : fromDriver(value);
      }
      return read;
    },
  };
}

/** A parameter is a value of the statement's own, or a placeholder with the encoding of its column. */
function encoderOf(param: unknown): (values: Step['values']) => unknown {
  if (!is(param, Param) || !is(param.value, Placeholder)) return () => param;
  const { encoder, value } = param;
  return (values) => {
    if (!(value.name in values)) throw new Error(`no value for "${value.name}"`);
    return encoder.mapToDriverValue(values[value.name]);
  };
}

function decoderOf(field: unknown): Codec['fromDriver'] {
  if (is(field, Column)) return (value) => field.mapFromDriverValue(value);
  const expression = is(field, SQL.Aliased) ? field.sql : field;
  if (!is(expression, SQL)) throw new Error('a selected field is a column or an expression');
  // Internal to drizzle, and what its own reading of rows does with an expression.
  const { decoder } = expression as unknown as { decoder: { mapFromDriverValue(value: unknown): unknown } };
  return (value) => decoder.mapFromDriverValue(value);
}
