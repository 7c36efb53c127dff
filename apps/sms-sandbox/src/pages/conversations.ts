import { html } from 'hono/html';
import type { Mailbox, Message } from '../mailbox.ts';
import { formatNumber, formatTime, type Html, plural } from './format.ts';

/** All messages from one sender to one phone. */
export interface Conversation {
  readonly phone: string;
  readonly sender: string;
  /** Oldest first, never empty. */
  readonly messages: readonly Message[];
  readonly last: Message;
}

/** The most recently written to first. */
export function conversations(mailbox: Mailbox): readonly Conversation[] {
  const byPair = new Map<string, Conversation>();
  for (const message of mailbox.messages()) {
    const key = `${message.to} ${message.from}`;
    const before = byPair.get(key)?.messages ?? [];
    byPair.delete(key);
    byPair.set(key, {
      phone: message.to,
      sender: message.from,
      messages: [...before, message],
      last: message,
    });
  }
  return [...byPair.values()].reverse();
}

function conversationPath(conversation: Conversation): string {
  return `/?${new URLSearchParams({ phone: conversation.phone, sender: conversation.sender })}`;
}

/** @param chosen phone and sender as the address has them; without, or unknown, the newest is shown. */
export function chooseConversation(
  all: readonly Conversation[],
  chosen: { readonly phone: string | undefined; readonly sender: string | undefined },
): Conversation | undefined {
  if (chosen.phone === undefined) return all[0];
  return all.find(
    ({ phone, sender }) => phone === chosen.phone && (chosen.sender === undefined || sender === chosen.sender),
  );
}

export function conversationList(all: readonly Conversation[], shown: Conversation | undefined, now: Date): Html {
  return html`<nav class="phones card" aria-labelledby="phones-title">
    <h2 id="phones-title">Phones</h2>
    <div data-live id="phone-list">
      ${
        all.length === 0
          ? html`<p class="muted">No phone has received anything yet.</p>`
          : html`<ul>
        ${all.map((conversation) => entry(conversation, conversation === shown, now))}
      </ul>
      <button type="button" class="small" data-method="DELETE" data-url="/messages">Delete all messages</button>`
      }
    </div>
  </nav>`;
}

function entry(conversation: Conversation, current: boolean, now: Date): Html {
  const { last, messages, phone, sender } = conversation;
  return html`<li>
    <a href="${conversationPath(conversation)}"${current ? html` aria-current="true"` : ''}>
      <span class="number">${formatNumber(phone)}</span>
      <span class="when muted">${formatTime(last.acceptedAt, now)}</span>
      <span class="from muted">${sender} · ${plural(messages.length, 'message')}</span>
    </a>
  </li>`;
}
