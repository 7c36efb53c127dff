import pg from 'pg';

/** A statement as the protocol takes it: its text is parsed once a connection and known by its name from then on. */
export interface Command {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What came of a command: its rows, and the server's word for it (`COMMIT`, or `ROLLBACK` where that was refused). */
export interface Completed {
  readonly rows: unknown[][];
  tag: string;
}

/** What of `pg`'s connection is used; its types leave out or misname the rest. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  close(of: { type: 'S'; name: string }): void;
  parse(query: { name: string; text: string }): void;
  bind(to: { statement: string; values: readonly unknown[] }): void;
  describe(of: { type: 'P'; name: string }): void;
  execute(of: { portal: string; rows: number }): void;
  sync(): void;
}

interface Field {
  readonly dataTypeID: number;
}

const { utils } = pg as unknown as { utils: { prepareValue(value: unknown): unknown } };
const prepareValue = (value: unknown) => utils.prepareValue(value);

/** Instants and the like as text: the columns read them, and the driver's own reading would be in vain. */
const AS_TEXT: ReadonlySet<number> = new Set([
  pg.types.builtins.TIMESTAMPTZ,
  pg.types.builtins.TIMESTAMP,
  pg.types.builtins.DATE,
]);
const asItCame = (value: string) => value;
type Reader = (value: string) => unknown;
const readerOf = ({ dataTypeID }: Field): Reader =>
  AS_TEXT.has(dataTypeID) ? asItCame : pg.types.getTypeParser(dataTypeID, 'text');

/**
 * The statements that each connection knows by their names, and how their rows are read. The server refuses to run one
 * whose columns have changed since (0A000).
 */
const known = new WeakMap<object, Map<string, readonly Reader[]>>();

/**
 * Commands that travel in one round trip. They share one Sync, so that the server runs them in their order and none after
 * one that failed (PostgreSQL 18, 54.2.3): no write that came with a `begin` is ever run without it.
 * `pg` hands the server's messages on to whatever it was given to submit.
 */
class Batch implements pg.Submittable {
  callback: ((error: unknown, completed?: readonly Completed[]) => void) | undefined;
  readonly #commands: readonly Command[];
  readonly #completed: Completed[] = [];
  #described: readonly Reader[] = [];
  #rows: unknown[][] = [];
  #parsed = new Map<string, readonly Reader[]>();
  #failure: unknown = null;

  constructor(commands: readonly Command[]) {
    this.#commands = commands;
  }

  submit(connection: pg.Connection): void {
    const wire = connection as unknown as Wire;
    this.#parsed = known.get(wire) ?? new Map();
    known.set(wire, this.#parsed);
    // One packet for all of them, where they fit.
    wire.stream.cork();
    try {
      for (const command of this.#commands) this.#send(wire, command);
    } finally {
      wire.sync();
      wire.stream.uncork();
    }
  }

  #send(wire: Wire, { name, text, values }: Command): void {
    const isKnown = this.#parsed.has(name);
    if (!isKnown) {
      // Whether the server knows it after a failure is not told; closing what it does not know is no error.
      wire.close({ type: 'S', name });
      wire.parse({ name, text });
    }
    wire.bind({ statement: name, values });
    if (!isKnown) wire.describe({ type: 'P', name: '' });
    wire.execute({ portal: '', rows: 0 });
  }

  get #running(): Command | undefined {
    return this.#commands[this.#completed.length];
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    this.#described = fields.map(readerOf);
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    try {
      const readers = this.#parsed.get(this.#running?.name ?? '') ?? this.#described;
      this.#rows.push(fields.map((value, index) => (value === null ? null : readers[index]?.(value))));
    } catch (error) {
      this.#failure = error;
    }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const name = this.#running?.name ?? '';
    if (!this.#parsed.has(name)) this.#parsed.set(name, this.#described);
    this.#completed.push({ rows: this.#rows, tag: text });
    this.#rows = [];
    this.#described = [];
  }

  handleError(error: unknown): void {
    this.#parsed.delete(this.#running?.name ?? '');
    this.callback?.(error);
  }

  handleReadyForQuery(): void {
    if (this.#failure === null) this.callback?.(null, this.#completed);
    else this.callback?.(this.#failure);
  }
}

/** Runs commands in one round trip. Rejects with the first failure, after which none of them was run. */
export function runTogether(client: pg.PoolClient, commands: readonly Command[]): Promise<readonly Completed[]> {
  return new Promise((resolve, reject) => {
    // Before any of them is sent: a value that cannot be written down must not leave half of them there.
    const batch = new Batch(commands.map((one) => ({ ...one, values: one.values.map(prepareValue) })));
    batch.callback = (error, completed) => (completed === undefined ? reject(error) : resolve(completed));
    client.query(batch);
  });
}
