import { html } from 'hono/html';
import type { Message, MessageState } from '../mailbox.ts';
import { errorCodeTitle } from '../messages-api/error-codes.ts';
import type { Attempt, Receipt } from '../receipts/delivery.ts';
import { formatTime, type Html, plural } from './format.ts';
import { progress } from './mark.ts';

const WORDS: Readonly<Record<MessageState, string>> = {
  accepted: 'Accepted',
  submitted: 'Submitted',
  delivered: 'Delivered',
  rejected: 'Rejected',
  undeliverable: 'Undeliverable',
};

/** One message with what a person wants of it (the code) and what a developer does (the rest). */
export function messageBubble(message: Message, receipts: readonly Receipt[], now: Date): Html {
  const lost = message.state === 'rejected' || message.state === 'undeliverable';
  return html`<li class="message" id="m-${message.id}">
    <div class="${lost ? 'bubble lost' : 'bubble'}">
      <p class="text">${message.text}</p>
      ${
        message.code === null
          ? ''
          : html`<p class="code">
        <code>${message.code}</code>
        <button type="button" data-copy="${message.code}">Copy</button>
      </p>`
      }
    </div>
    <p class="meta">
      <span class="state ${message.state}">${progress(message.state)} ${stateWords(message)}</span>
      <span>${formatTime(message.acceptedAt, now)}</span>
      <span>${message.encoding} · ${message.units} units · ${plural(message.segments, 'segment')}</span>
    </p>
    ${
      message.outsideGsm7 === ''
        ? ''
        : html`<p class="meta warn">Not in GSM-7: ${[...message.outsideGsm7].map(nameLetter).join(' ')}</p>`
    }
    ${details(message, receipts, now)}
  </li>`;
}

function stateWords(message: Message): string {
  return message.errorCode === null
    ? WORDS[message.state]
    : `${WORDS[message.state]}: ${message.errorCode} ${errorCodeTitle(message.errorCode)}`;
}

/** A letter that may be invisible, such as a no-break space, with its code point. */
function nameLetter(letter: string): string {
  const point = letter.codePointAt(0)?.toString(16).toUpperCase() ?? '';
  return `${letter.trim()} U+${point.padStart(4, '0')}`.trim();
}

function details(message: Message, receipts: readonly Receipt[], now: Date): Html {
  return html`<details id="d-${message.id}">
    <summary>Details and receipts</summary>
    <dl>
      <div><dt>message_uuid</dt><dd><code>${message.id}</code></dd></div>
      <div><dt>client_ref</dt><dd><code>${message.clientRef ?? 'none'}</code></dd></div>
      <div><dt>webhook_url</dt><dd><code>${message.webhookUrl ?? 'none, so no receipts are sent'}</code></dd></div>
      <div><dt>Credential</dt><dd>${message.authentication === 'jwt' ? 'JWT' : 'API key and secret'}</dd></div>
    </dl>
    ${
      receipts.length === 0
        ? ''
        : html`<ul class="receipts">${receipts.map((receipt) => receiptLine(receipt, now))}</ul>`
    }
    <form class="by-hand" data-method="POST" data-url="/control/messages/${message.id}/receipts">
      <label>Receipt by hand
        <select name="status">
          <option>delivered</option>
          <option>submitted</option>
          <option>rejected</option>
          <option>undeliverable</option>
        </select>
      </label>
      <button>Send</button>
    </form>
  </details>`;
}

function receiptLine(receipt: Receipt, now: Date): Html {
  const { attempts, code, id, outcome, status } = receipt;
  return html`<li>
    <span><strong>${status}${code === null ? '' : ` ${code}`}</strong>
    ${attempts.length === 0 ? (outcome === 'dropped' ? 'not sent: receipts go to loopback addresses only' : 'waiting') : ''}
    ${outcome === 'waiting' && attempts.length > 0 ? '· will be tried again' : ''}</span>
    <ol>${attempts.map((attempt) => attemptLine(attempt, now))}</ol>
    ${
      attempts.length === 0
        ? ''
        : html`<form data-method="POST" data-url="/control/receipts/${id}/replay"><button class="small">Send again</button></form>`
    }
  </li>`;
}

function attemptLine(attempt: Attempt, now: Date): Html {
  const answer = attempt.status === null ? (attempt.error ?? 'no answer') : `answered ${attempt.status}`;
  return html`<li>${formatTime(attempt.at, now)} ${answer}${attempt.signed ? '' : ', unsigned'}</li>`;
}
