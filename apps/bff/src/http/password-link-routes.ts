import {
  type RedeemedPasswordLink,
  redeemedPasswordLink,
  redeemPasswordLinkRequest,
} from '@wattsense/contract/password';
import { Hono } from 'hono';
import { redeemPasswordLink } from '../flows/password/redeem-password-link.ts';
import { body } from './body.ts';
import type { Context } from './context.ts';
import { anyone } from './description.ts';
import { answerProblem } from './problem-response.ts';

export const passwordLinkRoutes = new Hono<Context>().post(
  '/password-link',
  anyone({
    summary: 'Set a password with a one-time link. Never signs in.',
    answers: { 200: redeemedPasswordLink },
    problems: ['not-found', 'password-refused', 'conflict', 'too-many-attempts'],
  }),
  body(redeemPasswordLinkRequest),
  async (c) => {
    const { deps, requester } = c.var;
    const outcome = await redeemPasswordLink(deps, { ...c.req.valid('json'), requester });
    if (outcome.kind === 'refused') return answerProblem(c, outcome.refusal);
    return c.json({ login: outcome.login } satisfies RedeemedPasswordLink, 200);
  },
);
