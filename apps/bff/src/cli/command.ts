import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { asCalledHere, isBuilt } from '../built.ts';
import { Unavailable } from '../outcome.ts';
import { RELEASE } from '../release.ts';

/** Exit codes of every command: 0 done, 1 refused or failed, 2 called wrongly. */
export const DONE = 0;
export const FAILED = 1;
export const MISUSED = 2;

/** What `pnpm dev` made for this checkout; never read in production, nor by what is built, which is for production. */
const DEVELOPMENT_ENVIRONMENT = '.data/development.env';

/** Called wrongly: the message and the usage are shown. */
export class Misused extends Error {}

/** Refused, and why: one line each, saying what to do. */
export class Refusal extends Error {
  readonly lines: readonly string[];
  constructor(...lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

type Options = NonNullable<ParseArgsConfig['options']>;

const COMMON = {
  json: { type: 'boolean', default: false },
  'env-file': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies Options;

export interface Call<O extends Options> {
  readonly values: ReturnType<typeof parseArgs<{ options: O & typeof COMMON; allowPositionals: true }>>['values'];
  readonly positionals: readonly string[];
}

export interface Subcommand {
  readonly usage: string;
  readonly summary: string;
  readonly details: string;
  readonly run: (args: readonly string[]) => Promise<number>;
}

interface Specification<O extends Options> {
  /** What follows the command's name. */
  readonly usage: string;
  readonly summary: string;
  readonly details?: string;
  readonly options: O;
  readonly run: (call: Call<O>) => Promise<number>;
}

/** One command of a program, with its own options beside `--json`, `--env-file` and `--help`. */
export function subcommand<O extends Options>(of: Specification<O>): Subcommand {
  return {
    usage: of.usage,
    summary: of.summary,
    details: of.details ?? '',
    run: async (args) => {
      const { values, positionals } = parse({ ...of.options, ...COMMON }, args);
      // The parser was given exactly these options; a generic set of them hides what it found.
      const found = values as Call<O>['values'] & { readonly 'env-file'?: string };
      loadEnvironment(found['env-file']);
      return of.run({ values: found, positionals });
    },
  };
}

function parse(options: Options, args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Misused(error instanceof Error ? error.message : 'the options cannot be read');
  }
}

/** Runs the command that the arguments name and ends the process with its exit code. */
export function runProgram(name: string, commands: Readonly<Record<string, Subcommand>>): void {
  const args = process.argv.slice(2);
  choose(name, commands, args).then(
    (code) => finish(code),
    (error: unknown) => {
      for (const line of refusalOf(error)) complain(line);
      finish(FAILED);
    },
  );
}

async function choose(
  name: string,
  commands: Readonly<Record<string, Subcommand>>,
  args: readonly string[],
): Promise<number> {
  if (args[0] === '--version') {
    say(RELEASE);
    return DONE;
  }
  const words = args.slice(0, 2).filter((word) => !word.startsWith('-'));
  const named = [words.join(' '), words[0] ?? ''].find((one) => Object.hasOwn(commands, one));
  const command = named === undefined ? undefined : commands[named];
  const asked = args.some((word) => word === '--help' || word === '-h');
  if (named === undefined || command === undefined) {
    (asked ? say : complain)(`${unknownCommand(asked ? [] : words)}${programHelp(name, commands)}`);
    return asked ? DONE : MISUSED;
  }
  const help = `Usage: pnpm ${name} ${named} ${command.usage}`.trimEnd();
  if (asked) {
    say([help, '', command.summary, command.details, COMMON_HELP].filter((part) => part !== '').join('\n'));
    return DONE;
  }
  try {
    return await command.run(args.slice(named.split(' ').length));
  } catch (error) {
    if (!(error instanceof Misused)) throw error;
    complain(`${error.message}\n${help}`);
    return MISUSED;
  }
}

const COMMON_HELP = `
  --json             for programs: one JSON object, or one a line where there are many
  --env-file <file>  reads the server's variables from a file
  --version          alone: which release this is
Exit codes: 0 done, 1 refused or failed (the reason is printed), 2 called wrongly.`;

const unknownCommand = (words: readonly string[]) =>
  words.length === 0 ? '' : `There is no command "${words.join(' ')}".\n\n`;

function programHelp(name: string, commands: Readonly<Record<string, Subcommand>>): string {
  const width = Math.max(...Object.keys(commands).map((each) => each.length));
  const lines = Object.entries(commands).map(([each, { summary }]) => `  ${each.padEnd(width)}  ${summary}`);
  return [`Usage: pnpm ${name} <command> [--help]`, '', ...lines, COMMON_HELP].join('\n');
}

function refusalOf(error: unknown): readonly string[] {
  if (error instanceof Refusal) return error.lines;
  if (error instanceof Unavailable) return [`The database is not available now (${error.message}): try again.`];
  if (error instanceof AggregateError) return refusalOf(error.errors[0]);
  return [error instanceof Error && error.message !== '' ? error.message : 'failed'];
}

/** A pipe takes its time: what was printed is written before the process ends. */
function finish(code: number): void {
  process.exitCode = code;
  process.stdout.write('', () => process.exit(code));
}

/** Signs that a terminal would obey are shown as one that it cannot. */
const printable = (text: string) => text.replace(/[^\P{Cc}\n\t]/gu, '\ufffd');

export function say(text: string): void {
  process.stdout.write(`${printable(asCalledHere(text))}\n`);
}

export function complain(text: string): void {
  process.stderr.write(`${printable(asCalledHere(text))}\n`);
}

/** Prints a result for people or for programs. @returns the exit code of what is done. */
export function report(json: boolean | undefined, value: object, lines: readonly string[]): number {
  say(json === true ? JSON.stringify(value) : lines.join('\n'));
  return DONE;
}

/** The one operand of a command. */
export function operand(positionals: readonly string[], what: string): string {
  const [value, ...rest] = positionals;
  if (value === undefined || rest.length > 0) throw new Misused(`Name one ${what}.`);
  return value;
}

/** The environment of a command: the real one, a file's, and in development what `pnpm dev` wrote down. */
export function loadEnvironment(file?: string): void {
  if (file !== undefined) {
    if (!existsSync(file)) throw new Refusal(`${file} does not exist.`);
    process.loadEnvFile(file);
  } else if (!isBuilt && process.env['NODE_ENV'] !== 'production' && existsSync(DEVELOPMENT_ENVIRONMENT)) {
    process.loadEnvFile(DEVELOPMENT_ENVIRONMENT);
  }
}

/** In the bundle the migrations lie beside it; in the sources two folders up. */
export function migrationsDirectory(): string {
  const beside = join(import.meta.dirname, 'migrations');
  const inSources = join(import.meta.dirname, '..', '..', 'migrations');
  return resolve(process.env['MIGRATIONS_DIRECTORY'] ?? (existsSync(beside) ? beside : inSources));
}

/** The first line of what is piped in. */
export async function readLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  return '';
}

/** An instant as operators read it, to the minute; UTC like the log. */
export const instant = (at: Date | null) =>
  at === null ? 'never' : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

export const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
