import type { Person } from './person.ts';
import type { Cluster } from './postgres-cluster.ts';
import { type Engine, Stage, type StageOptions } from './stage.ts';

/** What a scenario works with. Every stage that it opens is held against the promises and closed when it is over. */
export interface Play {
  readonly engine: Engine;
  /** Null on SQLite. */
  readonly cluster: Cluster | null;
  readonly seed: number;
  open(environment?: StageOptions['environment']): Promise<Stage>;
  /** Who is looked at when it is over. */
  watch(...people: readonly Person[]): void;
  /** A line for each thing that is not as it was to be. */
  hold(holds: boolean, otherwise: string): void;
  /** Beside the verdict: what was measured. */
  note(line: string): void;
}

/** A row of security.md 3.2 that the suite plays by itself. */
export interface PlayedRow {
  readonly id: `F-${number}`;
  readonly engines: readonly Engine[];
  readonly injected: string;
  readonly checked: string;
  readonly play: (play: Play) => Promise<void>;
}

/** A row that tests of the product show already: the suite runs those. */
export interface TestedRow {
  readonly id: `F-${number}`;
  readonly injected: string;
  readonly checked: string;
  /** Files of tests, and a part of the names of those that show it. */
  readonly tests: readonly { readonly file: string; readonly name: string }[];
}

export type Row = PlayedRow | TestedRow;

export interface Verdict {
  readonly violations: readonly string[];
  readonly notes: readonly string[];
}

/** Plays a row on one engine. What it throws is a violation: a fault that was not foreseen. */
export async function playRow(
  row: PlayedRow,
  given: { readonly engine: Engine; readonly cluster: Cluster | null; readonly seed: number; readonly plant?: string },
): Promise<Verdict> {
  const violations: string[] = [];
  const notes: string[] = [];
  const stages: Stage[] = [];
  const people: Person[] = [];
  const play: Play = {
    ...given,
    open: async (environment = {}) => {
      const stage = await Stage.open({ ...given, plant: given.plant, environment });
      stages.push(stage);
      return stage;
    },
    watch: (...more) => people.push(...more),
    hold: (holds, otherwise) => {
      if (!holds) violations.push(otherwise);
    },
    note: (line) => notes.push(line),
  };
  try {
    await row.play(play);
    for (const stage of stages) {
      const own = people.filter(({ parts }) => parts.recorder === stage.recorder);
      violations.push(...(await stage.breaches(own)));
    }
  } catch (error) {
    violations.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    for (const stage of stages) await stage.close();
  }
  return { violations, notes };
}
