import { html } from 'hono/html';
import { faultList } from '../faults/catalogue.ts';
import { errorCodeTitle, knownErrorCodes } from '../messages-api/error-codes.ts';
import { signatureKind, USUAL_RECEIPTS } from '../receipts/plan.ts';
import type { SandboxState } from '../state.ts';
import { activeSwitches } from './active-switches.ts';
import type { Html } from './format.ts';

/** The panel that makes things fail. The forms send JSON to `/control`, as a test would. */
export function switchForms(state: SandboxState): Html {
  return html`<section class="switches card" aria-labelledby="switches-title">
    <h2 id="switches-title">Make it fail</h2>
    <div data-live id="active">${activeSwitches(state)}</div>
    ${faultForm()} ${receiptsForm()} ${latencyForm()} ${accountForm(state)}
  </section>`;
}

function numberField(id: string): Html {
  return html`<label for="${id}">Number</label>
    <input id="${id}" name="to" inputmode="tel" autocomplete="off" placeholder="All numbers" data-omit-empty>`;
}

function faultForm(): Html {
  const option = ({ kind, title }: (typeof faultList)[number]) => html`<option value="${kind}">${title}</option>`;
  return html`<form data-method="PUT" data-url="/control/fault">
    <label for="fault-kind">Fault</label>
    <select id="fault-kind" name="kind">
      <optgroup label="Refused">${faultList.filter(({ effect }) => effect.kind === 'problem' || effect.kind === 'html').map(option)}</optgroup>
      <optgroup label="Answer lost, broken or elsewhere">${faultList.filter(({ effect }) => effect.kind === 'mishap' || effect.kind === 'redirect').map(option)}</optgroup>
    </select>
    <div class="pair">
      <div>
        <label for="fault-times">How often</label>
        <input id="fault-times" name="times" type="number" min="1" max="1000" placeholder="Always" data-omit-empty>
      </div>
      <div>
        <label for="fault-retry">Retry-After, s</label>
        <input id="fault-retry" name="retryAfterSeconds" type="number" min="0" max="3600" value="1">
      </div>
    </div>
    ${numberField('fault-to')}
    <button class="submit">Switch on</button>
  </form>`;
}

function receiptsForm(): Html {
  return html`<details id="receipts-form"><summary>Receipts</summary>
  <form data-method="PUT" data-url="/control/receipts">
    <label for="receipt-final">How messages end</label>
    <select id="receipt-final" name="final">
      <option value="delivered">Delivered</option>
      <option value="rejected">Rejected, with the code below</option>
      <option value="undeliverable">Undeliverable</option>
      <option value="none">No final receipt</option>
    </select>
    <label for="receipt-code">Code</label>
    <select id="receipt-code" name="code" data-number>
      ${knownErrorCodes().map((code) => html`<option value="${code}"${code === USUAL_RECEIPTS.code ? html` selected` : ''}>${code} ${errorCodeTitle(code)}</option>`)}
    </select>
    <label for="receipt-signature">Signature</label>
    <select id="receipt-signature" name="signature">
      ${signatureKind.options.map((kind) => html`<option>${kind}</option>`)}
    </select>
    <div class="pair">
      <div>
        <label for="receipt-submitted">Submitted after, ms</label>
        <input id="receipt-submitted" name="submittedAfterMs" type="number" min="0" max="86400000" value="${USUAL_RECEIPTS.submittedAfterMs}">
      </div>
      <div>
        <label for="receipt-end">Then final after, ms</label>
        <input id="receipt-end" name="finalAfterMs" type="number" min="0" max="86400000" value="${USUAL_RECEIPTS.finalAfterMs}">
      </div>
    </div>
    <label for="receipt-copies">Copies of each</label>
    <input id="receipt-copies" name="copies" type="number" min="1" max="5" value="1">
    <label class="tick"><input type="checkbox" name="finalFirst"> Final one before submitted</label>
    <label class="tick"><input type="checkbox" name="beforeAnswer"> All before the request is answered</label>
    ${numberField('receipt-to')}
    <button class="submit">Use these receipts</button>
  </form></details>`;
}

function latencyForm(): Html {
  return html`<details id="latency-form"><summary>Latency</summary>
  <form data-method="PUT" data-url="/control/latency">
    <label for="latency-ms">Answer after, ms</label>
    <input id="latency-ms" name="milliseconds" type="number" min="0" max="600000" required>
    ${numberField('latency-to')}
    <button class="submit">Set latency</button>
  </form></details>`;
}

function accountForm(state: SandboxState): Html {
  return html`<details id="account-form"><summary>Account, clock, endings</summary>
  <form data-method="PUT" data-url="/control/account">
    <div class="pair">
      <div>
        <label for="balance">Balance, EUR</label>
        <input id="balance" name="balance" type="number" min="0" step="0.001" placeholder="Unlimited" data-null-empty>
      </div>
      <div>
        <label for="rate">Requests a second</label>
        <input id="rate" name="requestsPerSecond" type="number" min="0" max="100000" value="${state.account.requestsPerSecond()}">
      </div>
    </div>
    <button class="submit">Set account</button>
  </form>
  <form data-method="PUT" data-url="/control/clock">
    <label for="offset">Clock ahead by, s</label>
    <input id="offset" name="offsetSeconds" type="number" value="0" required>
    <button class="submit">Set clock</button>
  </form>
  <form data-method="PUT" data-url="/control/sentinels">
    <label class="tick"><input type="checkbox" name="on"${state.switches.sentinels() ? html` checked` : ''}> Endings such as …0401 have an effect</label>
    <button class="submit">Set endings</button>
  </form></details>`;
}
