import type { Changes } from './changes.ts';
import type { Encoding } from './text/measure.ts';

export type MessageState = 'accepted' | 'submitted' | 'delivered' | 'rejected' | 'undeliverable';

export interface Message {
  /** Vonage's `message_uuid`. */
  readonly id: string;
  /** Digits only, as on the wire. */
  readonly to: string;
  readonly from: string;
  readonly text: string;
  /** The one-time code found in the text. */
  readonly code: string | null;
  readonly acceptedAt: Date;
  readonly encoding: Encoding;
  readonly units: number;
  readonly segments: number;
  readonly outsideGsm7: string;
  readonly clientRef: string | null;
  readonly webhookUrl: string | null;
  readonly authentication: 'jwt' | 'basic';
  /** The application that sent it, where its token named one. */
  readonly applicationId: string | null;
  readonly apiKey: string | null;
  readonly state: MessageState;
  /** Vonage's code of a rejection. */
  readonly errorCode: number | null;
}

/** What the phone's owner wrote back to a numeric sender. */
export interface Reply {
  readonly id: string;
  readonly phone: string;
  readonly sender: string;
  readonly text: string;
  readonly at: Date;
}

export interface Mailbox {
  /** Oldest first; `to` may be written with a plus sign and spaces. */
  messages(to?: string): readonly Message[];
  replies(phone: string, sender: string): readonly Reply[];
  find(id: string): Message | undefined;
  add(message: Message): void;
  update(id: string, change: Pick<Message, 'state'> & Partial<Pick<Message, 'errorCode'>>): void;
  /** Records a reply; STOP and its like opt out, START and its like opt in again. */
  reply(reply: Reply): void;
  hasOptedOut(phone: string, sender: string): boolean;
  /** Forgets all messages and replies, or those of one phone. */
  clear(to?: string): void;
}

/** Older messages are dropped beyond this many, so that a long session does not grow for ever. */
const KEPT = 1000;

// Vonage's Opt-Out Assist keywords; UNSTOP is the carriers' word for toll-free numbers.
const OUT = new Set(['STOP', 'END', 'QUIT', 'CANCEL', 'UNSUBSCRIBE']);
const IN = new Set(['START', 'JOIN', 'UNSTOP']);

export function digitsOf(number: string): string {
  return number.replace(/\D/g, '');
}

export function createMailbox(changes: Changes): Mailbox {
  let messages: readonly Message[] = [];
  let replies: readonly Reply[] = [];
  const optedOut = new Set<string>();
  const pair = (phone: string, sender: string) => `${phone} ${sender}`;
  return {
    messages: (to) => (to === undefined ? messages : messages.filter((message) => message.to === digitsOf(to))),
    replies: (phone, sender) => replies.filter((reply) => reply.phone === phone && reply.sender === sender),
    find: (id) => messages.find((message) => message.id === id),
    add: (message) => {
      messages = [...messages, message].slice(-KEPT);
      changes.announce();
    },
    update: (id, change) => {
      messages = messages.map((message) => (message.id === id ? { ...message, ...change } : message));
      changes.announce();
    },
    reply: (reply) => {
      replies = [...replies, reply].slice(-KEPT);
      const keyword = reply.text.trim().split(/\s+/)[0]?.toUpperCase() ?? '';
      if (OUT.has(keyword)) optedOut.add(pair(reply.phone, reply.sender));
      if (IN.has(keyword)) optedOut.delete(pair(reply.phone, reply.sender));
      changes.announce();
    },
    hasOptedOut: (phone, sender) => optedOut.has(pair(phone, sender)),
    clear: (to) => {
      const phone = to === undefined ? undefined : digitsOf(to);
      const keeps = (number: string) => phone !== undefined && number !== phone;
      messages = messages.filter((message) => keeps(message.to));
      replies = replies.filter((reply) => keeps(reply.phone));
      for (const entry of optedOut) if (!keeps(entry.split(' ')[0] ?? '')) optedOut.delete(entry);
      changes.announce();
    },
  };
}
