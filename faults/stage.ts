import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../apps/bff/src/store/database.ts';
import { openPostgres } from '../apps/bff/src/store/open-postgres.ts';
import { openSqlite } from '../apps/bff/src/store/open-sqlite.ts';
import { Browser } from '../apps/bff/test/support/browser.ts';
import { addAccounts } from '../apps/bff/test/support/console-files.ts';
import { ORIGIN } from '../apps/bff/test/support/fixed-values.ts';
import { checkInvariants, readEverything } from '../apps/bff/test/support/invariants.ts';
import { overHttp } from '../apps/bff/test/support/over-http.ts';
import type { Entry } from '../scripts/console-process.ts';
import { startTopology, type Topology } from '../scripts/topology.ts';
import { breachesOf } from './history.ts';
import { type Everything, observe } from './observations.ts';
import type { NumberedOrder, Order, Report } from './orders.ts';
import { Person } from './person.ts';
import type { Cluster } from './postgres-cluster.ts';
import { Recorder } from './recorder.ts';

const SERVER = resolve(import.meta.dirname, 'server.ts') as `/${string}.ts`;
const MIGRATIONS = resolve(import.meta.dirname, '..', 'apps', 'bff', 'migrations');

export type Engine = 'sqlite' | 'postgres';

export interface StageOptions {
  readonly engine: Engine;
  readonly cluster: Cluster | null;
  readonly plant?: string | undefined;
  readonly environment?: Readonly<Record<string, string>>;
  /** The suite's own server, which takes orders, unless told otherwise. */
  readonly entry?: Entry;
  /** Makes accounts as the present release does, unless another runs. */
  readonly addAccounts?: typeof addAccounts;
}

/** Real servers on a database of their own, the people who use them, and what those were told. */
export class Stage {
  readonly engine: Engine;
  readonly topology: Topology;
  readonly recorder = new Recorder();
  readonly databaseUrl: string;
  readonly folder: string;
  /** The text messages that instances sent. */
  readonly messages: { readonly to: string; readonly text: string }[] = [];
  #aheadSeconds = 0;
  #orders = 0;
  #people = 0;
  #look: Database | null = null;
  /** Of the newest release that was started. */
  #migrations = MIGRATIONS;
  readonly #addAccounts: typeof addAccounts;

  private constructor(
    engine: Engine,
    topology: Topology,
    databaseUrl: string,
    folder: string,
    add: typeof addAccounts,
  ) {
    this.#addAccounts = add;
    this.engine = engine;
    this.topology = topology;
    this.databaseUrl = databaseUrl;
    this.folder = folder;
  }

  /** One instance on SQLite, two on PostgreSQL. */
  static async open(options: StageOptions): Promise<Stage> {
    const { engine, cluster, plant, environment = {}, entry = SERVER } = options;
    const folder = mkdtempSync(join(tmpdir(), 'faults-'));
    const file = `sqlite:${join(folder, 'console.sqlite')}`;
    const databaseUrl = engine === 'sqlite' ? file : await cluster?.createDatabase();
    if (databaseUrl === undefined) throw new Error('there is no PostgreSQL');
    const topology = await startTopology({
      databaseUrl,
      instances: engine === 'sqlite' ? 1 : 2,
      entry,
      environment: {
        PUBLIC_ORIGIN: ORIGIN,
        SMS_FICTIONAL_PREFIXES: '+336399',
        PASSWORD_MEMORY_MIB: '19',
        PASSWORD_PASSES: '2',
        PASSWORD_LANES: '1',
        ...(plant === undefined ? {} : { FAULTS_PLANT: plant }),
        ...environment,
      },
    });
    const stage = new Stage(engine, topology, databaseUrl, folder, options.addAccounts ?? addAccounts);
    for (let index = 0; index < stage.instances; index += 1) stage.#listen(index);
    return stage;
  }

  get instances(): number {
    return this.engine === 'sqlite' ? 1 : 2;
  }

  /** What operators' commands are told. */
  get environment(): Readonly<Record<string, string>> {
    return this.topology.environment;
  }

  now = (): Date => new Date(Date.now() + this.#aheadSeconds * 1000);

  /** A browser at one instance, or at the proxy in front of all. */
  browser(at: number | 'proxy' = 'proxy', like?: Browser): Browser {
    const port = at === 'proxy' ? Number(new URL(this.topology.origin).port) : this.topology.instance(at).port;
    const browser = new Browser(overHttp(port), { clock: { now: this.now } });
    for (const [name, value] of like?.cookies ?? []) browser.cookies.set(name, value);
    return browser;
  }

  /** People with accounts that have a password alone. */
  async people(count: number, at: number | 'proxy' = 'proxy'): Promise<Person[]> {
    const logins = Array.from({ length: count }, () => `person-${++this.#people}@example.com`);
    await this.#addAccounts(this.environment, logins);
    return logins.map((login) => {
      const from = performance.now();
      const set = { kind: 'set', thing: `two-factor of ${login}`, value: 'off' } as const;
      const made = { who: 'operator', what: `create ${login}`, entitled: 'must', effects: [set] } as const;
      this.recorder.asked.push({ ...made, from, until: performance.now(), told: 'acknowledged' });
      return new Person({
        login,
        recorder: this.recorder,
        now: this.now,
        browser: (like) => this.browser(at, like),
      });
    });
  }

  async person(at: number | 'proxy' = 'proxy'): Promise<Person> {
    const [one] = await this.people(1, at);
    if (one === undefined) throw new Error('nobody');
    return one;
  }

  /** Somebody with an app. */
  async owner(at: number | 'proxy' = 'proxy'): Promise<Person> {
    return (await this.person(at)).enrol();
  }

  /** Tells a running instance what is to go wrong; resolves when it knows. */
  order(index: number, order: Order): Promise<void> {
    const { child } = this.topology.instance(index);
    const number = ++this.#orders;
    return new Promise((done, failed) => {
      const hear = (message: unknown) => {
        // Sent by server.ts, which shares the type.
        const report = message as Report;
        if (report.kind !== 'done' || report.number !== number) return;
        child.off('message', hear);
        done();
      };
      child.on('message', hear);
      child.once('exit', () => failed(new Error('the instance has ended')));
      const numbered: NumberedOrder = { number, order };
      child.send(numbered, (error) => (error === null ? undefined : failed(error)));
    });
  }

  async orderAll(order: Order): Promise<void> {
    for (let index = 0; index < this.instances; index += 1) await this.order(index, order);
  }

  /** Time passes for everybody. */
  async advance(seconds: number): Promise<void> {
    this.#aheadSeconds += seconds;
    await this.orderAll({ kind: 'advance', seconds });
  }

  /** Waits until an instance was killed by its own order. */
  async fallen(index: number): Promise<void> {
    await this.topology.instance(index).exited;
  }

  /** Starts an ended instance again, in the time that it is by now. */
  async restart(index: number, environment: Readonly<Record<string, string>> = {}): Promise<void> {
    const ahead = { FAULTS_AHEAD_SECONDS: String(this.#aheadSeconds) };
    this.#migrations = environment['MIGRATIONS_DIRECTORY'] ?? this.#migrations;
    await this.topology.start(index, { environment: { ...ahead, ...environment } });
    this.#listen(index);
  }

  #listen(index: number): void {
    this.topology.instance(index).child.on('message', (message) => {
      const report = message as Report;
      if (report.kind === 'sms') this.messages.push(report);
    });
  }

  /** The code in the latest message to a number, waited for. */
  async codeFor(number: string): Promise<string> {
    for (let tries = 0; tries < 200; tries += 1) {
      const code = /^(\d{6}) /.exec(this.messages.findLast(({ to }) => to === number)?.text ?? '')?.[1];
      if (code !== undefined) return code;
      await pause(25);
    }
    throw new Error(`no message came to ${number}`);
  }

  /** What is in the database. */
  async rows(): Promise<Everything> {
    return readEverything(await this.#database());
  }

  /** Whatever release it is of by now. */
  async #database(): Promise<Database> {
    this.#look ??=
      this.engine === 'postgres'
        ? await openPostgres({
            url: this.databaseUrl,
            migrations: join(this.#migrations, 'postgres'),
            // Whoever reads everything there is takes their time.
            limits: { connectMs: 0, statementMs: 0, lockMs: 0, answerMs: 0, idleMs: 0 },
            onIdleError: () => undefined,
          })
        : openSqlite({
            path: this.databaseUrl.slice('sqlite:'.length),
            migrations: join(this.#migrations, 'sqlite'),
            as: 'command',
          });
    return this.#look;
  }

  /** Looks at how things stand with people, and writes it down. */
  async look(...people: readonly Person[]): Promise<void> {
    const from = performance.now();
    observe(this.recorder, people, await this.rows(), from);
  }

  /** What is wrong with the database and with what people were told. */
  async breaches(people: readonly Person[]): Promise<string[]> {
    await this.look(...people);
    const broken = await checkInvariants(await this.#database()).then(
      () => [],
      (error: unknown) => [error instanceof Error ? error.message : String(error)],
    );
    return [...breachesOf(this.recorder), ...this.recorder.unexpected, ...broken];
  }

  async close(): Promise<void> {
    await this.#look?.close();
    this.#look = null;
    for (let index = 0; index < this.instances; index += 1) this.topology.instance(index).child.kill('SIGCONT');
    await this.topology.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
