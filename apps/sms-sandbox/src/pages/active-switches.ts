import { html } from 'hono/html';
import { faultOf } from '../faults/catalogue.ts';
import type { SandboxState } from '../state.ts';
import type { Setting } from '../switches.ts';
import { formatNumber, type Html } from './format.ts';

/** What is out of the ordinary just now, each with its way back. */
export function activeSwitches(state: SandboxState): Html {
  const { account, clock, switches } = state;
  const offset = clock.offsetSeconds();
  const balance = account.balance();
  const rows = [
    ...settingRows(switches.get(), null),
    ...switches.numbers().flatMap((number) => settingRows(switches.get(number), number)),
    ...(balance === null ? [] : [`Balance ${balance.toFixed(3)} EUR`]).map((text) =>
      row(text, 'PUT', '/control/account', { balance: null }),
    ),
    ...(offset === 0 ? [] : [`Clock ${offset} s off`]).map((text) =>
      row(text, 'PUT', '/control/clock', { offsetSeconds: 0 }),
    ),
    ...(switches.sentinels() ? [] : ['Endings have no effect']).map((text) =>
      row(text, 'PUT', '/control/sentinels', { on: true }),
    ),
  ];
  if (rows.length === 0)
    return html`<p class="muted">Everything works. A number's ending can fail by itself: <a href="/guide#endings">which ones</a></p>`;
  return html`<ul class="active">${rows}</ul>
		${rows.length > 1 ? html`<button type="button" class="small" data-method="DELETE" data-url="/control">Switch all off</button>` : ''}`;
}

function settingRows(setting: Setting, number: string | null): Html[] {
  const whom = number === null ? 'all numbers' : formatNumber(number);
  const to = number === null ? {} : { to: number };
  const query = number === null ? '' : `?to=${encodeURIComponent(number)}`;
  const rows: Html[] = [];
  if (setting.fault) {
    const { kind, times } = setting.fault;
    const often = times === null ? '' : times === 1 ? ', once' : `, ${times} times`;
    rows.push(row(`${faultOf(kind).title}${often}: ${whom}`, 'DELETE', `/control/fault${query}`));
  }
  if (setting.latencyMs !== null)
    rows.push(
      row(`${setting.latencyMs} ms late: ${whom}`, 'PUT', '/control/latency', {
        milliseconds: null,
        ...to,
      }),
    );
  const changed = Object.entries(setting.receipts);
  if (changed.length > 0)
    rows.push(
      row(
        `Receipts ${changed.map(([name, value]) => `${name} ${value}`).join(', ')}: ${whom}`,
        'PUT',
        '/control/receipts',
        to,
      ),
    );
  return rows;
}

function row(text: string, method: string, url: string, body?: object): Html {
  return html`<li>
		<span>${text}</span>
		<button type="button" class="small" data-method="${method}" data-url="${url}"${body ? html` data-body="${JSON.stringify(body)}"` : ''}>Switch off</button>
	</li>`;
}
