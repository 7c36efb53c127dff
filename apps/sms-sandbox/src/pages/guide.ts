import { html } from 'hono/html';
import { faultList } from '../faults/catalogue.ts';
import { SENTINELS } from '../faults/sentinels.ts';
import type { SandboxState } from '../state.ts';
import type { Html } from './format.ts';

/** How to point a program at the sandbox, and everything it can be told to do. */
export function guide(state: SandboxState, origin: string): Html {
  return html`<main class="guide">
    <h1>Guide</h1>
    ${pointing(origin)} ${receipts(state)} ${endings()} ${control(origin)} ${differences()}
  </main>`;
}

function pointing(origin: string): Html {
  const node = `import { Messages } from "@vonage/messages";

const messages = new Messages(
  { applicationId, privateKey },
  { apiHost: "${origin}", timeout: 5000 },
);
await messages.send({
  messageType: "text",
  channel: "sms",
  to: "33639980012",
  from: "TheBuilding",
  text: "123456 is your verification code",
});`;
  const curl = `curl ${origin}/v1/messages \\
  -u anykey:anysecret -H 'content-type: application/json' \\
  -d '{"message_type":"text","channel":"sms","to":"33639980012","from":"TheBuilding","text":"123456 is your code"}'`;
  return html`<section class="card">
    <h2>Point a program at it</h2>
    <p>Any program that uses Vonage's SDK needs one change, the host: give <code>${origin}</code> as <code>apiHost</code>, without a slash at the end. In the console's server that is <code>VONAGE_API_HOST</code>.</p>
    <pre tabindex="0"><code>${node}</code></pre>
    <p>Or by hand, while no credentials are registered:</p>
    <pre tabindex="0"><code>${curl}</code></pre>
    <p>To have credentials checked, start the sandbox with <code>SMS_SANDBOX_APPLICATION_ID</code> and <code>SMS_SANDBOX_PUBLIC_KEY_FILE</code> (JWT), or <code>SMS_SANDBOX_API_KEY</code> and <code>SMS_SANDBOX_API_SECRET</code> (Basic). <code>SMS_SANDBOX_PORT</code> is another port than 8788.</p>
  </section>`;
}

function receipts({ signing }: SandboxState): Html {
  return html`<section class="card">
    <h2>Receipts</h2>
    <p>A message with a <code>webhook_url</code> on this machine gets signed receipts there: <code>submitted</code>, then <code>delivered</code>. Any other address is never called. An answer of 429 or 5xx, or none within 15 s, is tried again after 5 s, doubling to 15 min, for a day.</p>
    <p>${
      signing.isDefault
        ? html`They are signed with the default secret <code>${signing.secret}</code>, which is no secret; <code>SMS_SANDBOX_SIGNATURE_SECRET</code> sets another.`
        : html`They are signed with the secret given in <code>SMS_SANDBOX_SIGNATURE_SECRET</code>.`
    }</p>
  </section>`;
}

function endings(): Html {
  return html`<section class="card" id="endings">
    <h2>Numbers that fail by themselves</h2>
    <p>A number that ends in one of these four digits does what the table says, without any switch. Numbers that end in 0000 to 0400 are always ordinary. Fictional numbers to play with: <span class="number">+33 6 39 98 xx xx</span> and <span class="number">+44 7700 900 xxx</span>.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Endings">
      <table>
        <thead><tr><th scope="col">Ends in</th><th scope="col">What happens</th></tr></thead>
        <tbody>${SENTINELS.map(({ ending, title }) => html`<tr><td><code>${ending}</code></td><td>${title}</td></tr>`)}</tbody>
      </table>
    </div>
  </section>`;
}

const ORDERS: readonly (readonly [string, string])[] = [
  ['GET /messages?to=', 'messages, oldest first, each with its code'],
  ['DELETE /messages?to=', 'forgets those of one phone, or all'],
  ['GET /receipts?to=', 'receipts with every attempt'],
  ['GET /requests', 'calls of the API and how they were answered'],
  ['GET /control', 'everything that is switched'],
  ['PUT /control/fault {"kind", "to"?, "times"?, "retryAfterSeconds"?}', 'a fault, for one number or all'],
  ['DELETE /control/fault?to=', 'switches it off'],
  ['PUT /control/latency {"milliseconds", "to"?}', 'a late answer'],
  [
    'PUT /control/receipts {"to"?, "final"?, "code"?, "submitted"?, "submittedAfterMs"?, "finalAfterMs"?, "finalFirst"?, "copies"?, "beforeAnswer"?, "signature"?, "signAgain"?, "retryAfterMs"?}',
    'other receipts than usual; {} goes back',
  ],
  ['PUT /control/account {"balance"?, "requestsPerSecond"?}', 'money and rate'],
  ['PUT /control/clock {"offsetSeconds"}', 'a clock that is wrong'],
  ['PUT /control/sentinels {"on"}', 'whether endings have an effect'],
  ['POST /control/replies {"phone", "sender", "text"}', 'writes back to a numeric sender: STOP, START'],
  ['POST /control/messages/:id/receipts {"status", "code"?, "signature"?, "copies"?}', 'one receipt by hand'],
  ['POST /control/receipts/:id/replay', 'the same bytes and token once more'],
  ['DELETE /control', 'all switches back; ?to= for one number'],
];

function control(origin: string): Html {
  return html`<section class="card">
    <h2>For tests</h2>
    <p>The same switches and the same inbox as JSON, at <code>${origin}</code>. Bodies are <code>application/json</code>.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Requests for tests">
      <table class="stacked">
        <thead><tr><th scope="col">Request</th><th scope="col">What it does</th></tr></thead>
        <tbody>${ORDERS.map(([order, meaning]) => html`<tr><td class="order"><code>${order}</code></td><td>${meaning}</td></tr>`)}</tbody>
      </table>
    </div>
    <p>Faults: ${faultList.map(({ kind }, index) => html`${index === 0 ? '' : ', '}<code>${kind}</code>`)}.</p>
  </section>`;
}

function differences(): Html {
  return html`<section class="card">
    <h2>What is not here</h2>
    <p>Text messages only: no other channel, no failover, no number pools. Receipts have the shape of webhook version v1. Replies are kept for STOP and START; there is no inbound webhook. Prices and the network code in receipts are made up. Which codes Vonage answers at once and which it tells by receipt is not documented for every case: a stopped number is accepted here and rejected by receipt (1240), an alphanumeric sender to the United States or Canada is refused at once (1120).</p>
  </section>`;
}
