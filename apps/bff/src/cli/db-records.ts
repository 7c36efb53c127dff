import { once } from 'node:events';
import { CLOCKS_AGREE_MS } from '../domain/processes.ts';
import { prunable, prune } from '../flows/running/prune.ts';
import { listEventsAfter } from '../store/security-events.ts';
import { complain, DONE, Misused, plural, report, subcommand } from './command.ts';
import { type Operator, withOperator } from './operator.ts';

/** Longer than a statement may take and than hosts' clocks may differ: no event older than this can still appear. */
const SETTLED_MS = 60_000;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const exportEventsCommand = subcommand({
  usage: '[--after <event id>] [--up-to-now]',
  summary: 'Prints the security events, one JSON object a line, the oldest first.',
  details: `
For a regular export, pass the id of the last line of the run before. Events of the last minute are left to the next
run, so that none that is being written is passed over; those written while a clock was fast, to a run after their time.

  --after <event id>   those that follow this one
  --up-to-now          also those of the last minute`,
  options: { after: { type: 'string', default: '' }, 'up-to-now': { type: 'boolean', default: false } },
  run: async ({ values, positionals }) => {
    const after = values.after ?? '';
    if (positionals.length > 0 || (after !== '' && !ID.test(after)))
      throw new Misused('--after takes the id of an event.');
    return withOperator(async (operator) => {
      const now = operator.clock.now().getTime();
      const until = new Date(values['up-to-now'] ? now + 1 : now - SETTLED_MS);
      const { count, last, next } = await printEvents(operator, after, until);
      complain(`${plural(count, 'event')}${last === '' ? '' : `, the last one is ${last}`}`);
      if (next !== null && next > now + CLOCKS_AGREE_MS)
        complain(`Others were written while a clock was fast; they follow from ${new Date(next).toISOString()} on.`);
      return DONE;
    });
  },
});

/** Up to the first that may still have others come before it; `next` is when that one is of, in milliseconds. */
async function printEvents(operator: Operator, after: string, until: Date) {
  let count = 0;
  let last = after;
  for (;;) {
    const from = last;
    const page = await operator.database.single(() => listEventsAfter({ after: from }));
    for (const event of page) {
      const next = Math.max(event.at.getTime(), timeOfId(event.id));
      if (next >= until.getTime()) return { count, last, next };
      // Whoever reads it may be slow: no more is held in memory than the pipe takes.
      if (!process.stdout.write(`${JSON.stringify(event)}\n`)) await once(process.stdout, 'drain');
      count += 1;
      last = event.id;
    }
    if (page.length === 0) return { count, last, next: null };
  }
}

/**
 * What a version 7 id begins with (RFC 9562 §5.7). A process whose clock was fast goes on from there when it is put right,
 * and whoever goes on after such an id would pass over what others write meanwhile.
 */
const timeOfId = (id: string) => Number.parseInt(id.slice(0, 13).replace('-', ''), 16);

export const pruneCommand = subcommand({
  usage: '[--dry-run]',
  summary: 'Deletes what has ended and was kept long enough; servers do it every minute.',
  details: `
  --dry-run   says how much of what`,
  options: { 'dry-run': { type: 'boolean', default: false } },
  run: async ({ values }) =>
    withOperator(async (operator) => {
      const found = await prunable(operator);
      const dryRun = values['dry-run'] === true;
      let removed = 0;
      for (let round = -1; round !== 0 && !dryRun; removed += round) round = await prune(operator);
      const kinds = Object.entries(found).filter(([, count]) => count > 0);
      const lines = dryRun
        ? ['Would remove:', ...kinds.map(([kind, count]) => `  ${kind}: ${count}`)]
        : [`Removed ${plural(removed, 'row')}.`];
      return report(values.json, { dryRun, found, removed }, kinds.length === 0 ? ['Nothing to remove.'] : lines);
    }),
});
