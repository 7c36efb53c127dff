import { html } from 'hono/html';
import { faultOf } from '../faults/catalogue.ts';
import type { LoggedRequest } from '../request-log.ts';
import type { SandboxState } from '../state.ts';
import { formatNumber, formatTime, type Html } from './format.ts';

const SHOWN = 20;

/** The latest calls of the API, newest first, so that a message that never came can be explained. */
export function requestTable(state: SandboxState): Html {
  const requests = state.requests.all().slice(-SHOWN).toReversed();
  const now = state.clock.now();
  return html`<section class="requests card" aria-labelledby="requests-title">
    <h2 id="requests-title">Requests</h2>
    <div data-live id="requests" class="scroll" tabindex="0" role="region" aria-label="Latest requests">
      ${
        requests.length === 0
          ? html`<p class="muted">Nobody has called <code>POST /v1/messages</code> yet.</p>`
          : html`<table class="stacked">
        <thead><tr><th scope="col">Time</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Answer</th><th scope="col">Why</th></tr></thead>
        <tbody>${requests.map((request) => row(request, now))}</tbody>
      </table>`
      }
    </div>
  </section>`;
}

function row(request: LoggedRequest, now: Date): Html {
  const bad = request.status !== 202 || request.fault !== null;
  return html`<tr>
    <td>${formatTime(request.at, now)}</td>
    <td>${request.from ?? '–'}</td>
    <td class="number">${request.to === null ? '–' : formatNumber(request.to)}</td>
    <td class="${bad ? 'bad' : 'good'}">${request.status ?? 'No answer'} ${request.fault === null ? request.title : ''}</td>
    <td>${why(request)}</td>
  </tr>`;
}

function why(request: LoggedRequest): string {
  return request.fault === null ? request.detail : `Asked for: ${faultOf(request.fault).title}`;
}
