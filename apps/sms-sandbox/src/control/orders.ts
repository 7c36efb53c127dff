import * as z from 'zod';
import { faultKinds } from '../faults/catalogue.ts';
import { receiptPlan } from '../receipts/plan.ts';

const to = z
  .string()
  .regex(/^\+?[\d\s]{7,24}$/, 'is a phone number')
  .optional();

export const faultOrder = z.strictObject({
  to,
  kind: z.enum(faultKinds()),
  /** How many requests it meets; absent or null for as long as it is on. */
  times: z.number().int().min(1).max(1000).nullable().default(null),
  retryAfterSeconds: z.number().int().min(0).max(3600).default(1),
});

export const latencyOrder = z.strictObject({
  to,
  /** Null goes back to none, or to what holds for all numbers. */
  milliseconds: z.number().int().min(0).max(600_000).nullable(),
});

/** Replaces what was ordered before for the same number, or for all. */
export const receiptsOrder = receiptPlan.partial().extend({ to });

export const accountOrder = z.strictObject({
  /** Euros; null never runs out. */
  balance: z.number().min(0).max(1_000_000).nullable().optional(),
  requestsPerSecond: z.number().int().min(0).max(100_000).optional(),
});

export const sentinelsOrder = z.strictObject({ on: z.boolean() });

export const clockOrder = z.strictObject({
  offsetSeconds: z.number().min(-31_536_000).max(31_536_000),
});

export const replyOrder = z.strictObject({
  phone: z.string().regex(/^\+?[\d\s]{7,24}$/, 'is a phone number'),
  sender: z.string().min(1),
  text: z.string().min(1).max(1600),
});

export const receiptOrder = receiptPlan
  .pick({ signature: true, copies: true })
  .partial()
  .extend({
    status: z.enum(['submitted', 'delivered', 'rejected', 'undeliverable']),
    /** Vonage's code, with `rejected`; 1330 when absent. */
    code: receiptPlan.shape.code.optional(),
  });
