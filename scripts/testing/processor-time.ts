import { readFileSync } from 'node:fs';
import { cpuUsage } from 'node:process';

/** Clock ticks a second in /proc (proc_pid_stat(5)); 100 on every Linux that Node runs on. */
const TICKS = 100;

/**
 * Seconds of processor time of this process and of all that it started and waited for, and what those started.
 * Null where the system doesn't tell that of children.
 */
export function processorSeconds(): number | null {
  let stat: string;
  try {
    stat = readFileSync('/proc/self/stat', 'utf8');
  } catch {
    return null;
  }
  // The name in parentheses may hold blanks; cutime and cstime are the 16th and 17th field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const { user, system } = cpuUsage();
  return (user + system) / 1e6 + (Number(fields[13]) + Number(fields[14])) / TICKS;
}
