import { readdirSync, readFileSync } from 'node:fs';

/** The variable that everything started by a run carries. */
export const MARK = 'TEST_RUN';

/** Ends what a run started and its runners left behind, such as a database whose keeper was killed; Linux alone tells. */
export async function endWhatIsLeft(mark: string): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const left = marked(mark);
    for (const pid of left) end(pid, signal);
    if (left.length > 0) await new Promise((settle) => setTimeout(settle, 1000));
  }
}

function marked(mark: string): number[] {
  let processes: string[];
  try {
    processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return processes.filter((pid) => environmentOf(pid).includes(`${MARK}=${mark}\0`)).map(Number);
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone meanwhile.
  }
}
