import type { Kind } from '../kind.ts';
import { texts } from './texts.ts';

/** A phone that gets codes by text message. */
export const phone: Kind = { method: 'sms', texts, offered: ({ smsOffered }) => smsOffered, weaker: true };
