import { html } from 'hono/html';
import { faultOf } from '../faults/catalogue.ts';
import { USUAL_RECEIPTS } from '../receipts/plan.ts';
import type { SandboxState } from '../state.ts';
import type { Setting } from '../switches.ts';
import { formatNumber, type Html, plural } from './format.ts';

/** What is out of the ordinary just now, each with its way back. */
export function activeSwitches(state: SandboxState): Html {
  const { switches } = state;
  const rows = [
    ...settingRows(switches.get(), null),
    ...switches.numbers().flatMap((number) => settingRows(switches.get(number), number)),
    ...accountRows(state),
  ];
  if (rows.length === 0)
    return html`<p class="muted">Everything works. A number's ending can fail by itself: <a href="/guide#endings">which ones</a></p>`;
  return html`<ul class="active">${rows}</ul>
    ${rows.length > 1 ? html`<button type="button" class="small" data-method="DELETE" data-url="/control">Switch all off</button>` : ''}`;
}

function settingRows(setting: Setting, number: string | null): Html[] {
  const whom = number === null ? 'All numbers' : formatNumber(number);
  const to = number === null ? {} : { to: number };
  const query = number === null ? '' : `?to=${encodeURIComponent(number)}`;
  const rows: Html[] = [];
  if (setting.fault) {
    const { kind, times } = setting.fault;
    const often = times === null ? '' : `, ${plural(times, 'time')} more`;
    rows.push(row(whom, `${faultOf(kind).title}${often}`, 'DELETE', `/control/fault${query}`));
  }
  if (setting.latencyMs !== null)
    rows.push(row(whom, `${setting.latencyMs} ms late`, 'PUT', '/control/latency', { milliseconds: null, ...to }));
  if (Object.keys(setting.receipts).length > 0)
    rows.push(row(whom, `receipts: ${receiptWords(setting.receipts)}`, 'PUT', '/control/receipts', to));
  return rows;
}

/** Only what differs from the usual: the form sends every field. */
function receiptWords(receipts: Setting['receipts']): string {
  const usual = new Map<string, unknown>(Object.entries(USUAL_RECEIPTS));
  const changed = Object.entries(receipts).filter(([name, value]) => usual.get(name) !== value);
  return changed.map(([name, value]) => `${name} ${value}`).join(', ') || 'as usual';
}

function accountRows({ account, clock, switches }: SandboxState): Html[] {
  const rows: Html[] = [];
  const balance = account.balance();
  if (balance !== null)
    rows.push(row('Balance', `${balance.toFixed(3)} EUR`, 'PUT', '/control/account', { balance: null }));
  const rate = account.requestsPerSecond();
  if (rate !== account.usualRequestsPerSecond)
    rows.push(
      row('Rate', `${plural(rate, 'request')} a second`, 'PUT', '/control/account', {
        requestsPerSecond: account.usualRequestsPerSecond,
      }),
    );
  const offset = clock.offsetSeconds();
  if (offset !== 0) rows.push(row('Clock', `${offset} s ahead`, 'PUT', '/control/clock', { offsetSeconds: 0 }));
  if (!switches.sentinels()) rows.push(row('Endings', 'have no effect', 'PUT', '/control/sentinels', { on: true }));
  return rows;
}

function row(whom: string, what: string, method: string, url: string, body?: object): Html {
  return html`<li>
    <span><strong>${whom}</strong> ${what}</span>
    <button type="button" class="small" data-method="${method}" data-url="${url}"${body ? html` data-body="${JSON.stringify(body)}"` : ''}>Switch off</button>
  </li>`;
}
