import { html } from 'hono/html';
import type { Message, Reply } from '../mailbox.ts';
import { isNumericSender } from '../messages-api/sender-rules.ts';
import type { SandboxState } from '../state.ts';
import type { Conversation } from './conversations.ts';
import { countryName, formatNumber, formatTime, type Html } from './format.ts';
import { mark } from './mark.ts';
import { messageBubble } from './message-bubble.ts';

/** A phone's screen: one conversation, oldest message first, and the box to write back. */
export function thread(state: SandboxState, conversation: Conversation | undefined, origin: string): Html {
  return html`<section class="thread card" aria-label="Conversation">
    <div data-live id="thread" data-messages="${conversation?.messages.at(-1)?.id ?? ''}" data-newest="${newest(conversation)}">
      ${conversation ? messages(state, conversation) : emptyPhone(origin)}
    </div>
    <div data-live id="reply">${conversation ? replyBox(state, conversation) : ''}</div>
  </section>`;
}

/** What a screen reader is told when it changes. */
function newest(conversation: Conversation | undefined): string {
  if (!conversation) return '';
  const { code, from, to } = conversation.last;
  return `Message from ${from} to ${formatNumber(to)}${code === null ? '' : `, code ${code}`}`;
}

function messages(state: SandboxState, conversation: Conversation): Html {
  const now = state.clock.now();
  const { phone, sender } = conversation;
  const country = countryName(phone);
  const receipts = state.receipts.all(phone);
  const entries = [
    ...conversation.messages.map((message) => ({
      at: message.acceptedAt,
      view: bubbleOf(message),
    })),
    ...state.mailbox.replies(phone, sender).map((reply) => ({ at: reply.at, view: replyBubble(reply, now) })),
  ].toSorted((one, other) => one.at.getTime() - other.at.getTime());

  function bubbleOf(message: Message): Html {
    return messageBubble(
      message,
      receipts.filter(({ messageId }) => messageId === message.id),
      now,
    );
  }
  return html`<header class="sender">
    <span class="avatar" aria-hidden="true">${sender.slice(0, 1)}</span>
    <div>
      <h1>${isNumericSender(sender) ? formatNumber(sender) : sender}</h1>
      <p class="muted">to <span class="number">${formatNumber(phone)}</span>${country ? ` · ${country}` : ''}</p>
    </div>
  </header>
  <ol class="messages">${entries.map(({ view }) => view)}</ol>`;
}

function replyBubble(reply: Reply, now: Date): Html {
  return html`<li class="message mine">
    <div class="bubble"><p class="text">${reply.text}</p></div>
    <p class="meta">Reply ${formatTime(reply.at, now)}</p>
  </li>`;
}

function replyBox(state: SandboxState, { phone, sender }: Conversation): Html {
  if (!isNumericSender(sender))
    return html`<form class="reply">
      <label for="reply-text">Reply</label>
      <div class="row">
        <input id="reply-text" disabled aria-describedby="reply-help">
        <button disabled>Send</button>
      </div>
      <p class="muted" id="reply-help">${sender} is a name, not a number: nobody can write back to it, so STOP does not exist here.</p>
    </form>`;
  const optedOut = state.mailbox.hasOptedOut(phone, sender);
  return html`<form class="reply" data-method="POST" data-url="/control/replies">
    <input type="hidden" name="phone" value="${phone}">
    <input type="hidden" name="sender" value="${sender}">
    <label for="reply-text">Reply to ${formatNumber(sender)}</label>
    <div class="row">
      <input id="reply-text" name="text" required maxlength="1600" autocomplete="off" aria-describedby="reply-help">
      <button>Send</button>
    </div>
    <p class="muted" id="reply-help">${
      optedOut
        ? 'This phone has opted out: what comes next is rejected with 1240. START opts in again.'
        : 'STOP opts this phone out: what comes next is rejected with 1240.'
    }</p>
  </form>`;
}

function emptyPhone(origin: string): Html {
  return html`<div class="empty">
    ${mark(false)}
    <h1>No message yet</h1>
    <p>Send a text message through <code>${origin}</code> and it appears here at once. <a href="/guide">How to point a program at it</a></p>
  </div>`;
}
