import { html } from 'hono/html';
import type { MessageState } from '../mailbox.ts';
import type { Html } from './format.ts';

const windows = [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => ({ row, column })));

/** The mark: a façade of nine windows, one lit; all dark while nothing has come. */
export function mark(lit = true): Html {
  return html`<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
    <rect class="wall" x="1" y="1" width="30" height="30" />
    ${windows.map(
      ({ column, row }) =>
        html`<rect class="${lit && column === 1 && row === 1 ? 'pane lit' : 'pane'}" x="${5 + column * 8}" y="${5 + row * 8}" width="6" height="6" />`,
    )}
  </svg>`;
}

const LIT: Readonly<Record<MessageState, number>> = {
  accepted: 1,
  submitted: 2,
  delivered: 3,
  rejected: 2,
  undeliverable: 1,
};

/** Three windows that light up as a message gets on; the word beside them carries the meaning. */
export function progress(state: MessageState): Html {
  const failed = state === 'rejected' || state === 'undeliverable';
  return html`<svg class="progress" viewBox="0 0 44 16" width="44" height="16" aria-hidden="true">
    ${[0, 1, 2].map(
      (index) =>
        html`<rect class="${index < LIT[state] ? 'window lit' : 'window'}" x="${1 + index * 15}" y="1" width="12" height="14" />`,
    )}
    ${failed ? html`<path class="dash" d="M${1 + LIT[state] * 15} 8h12" />` : ''}
  </svg>`;
}
