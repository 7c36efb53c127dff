import { changedPassword as endedSessions } from '@wattsense/contract/password';
import { languageChoice, noticesSeenRequest, sessionView } from '@wattsense/contract/session';
import { smsProgress } from '@wattsense/contract/sms';
import { Hono, type Context as HonoContext } from 'hono';
import { chooseLanguage } from '../flows/session/choose-language.ts';
import { describeSession } from '../flows/session/describe-session.ts';
import { dismissNotices } from '../flows/session/dismiss-notices.ts';
import { cancelSignIn, endAllOtherSessions, endOneSession, signOut } from '../flows/session/end-sessions.ts';
import { findSession } from '../flows/session/find-session.ts';
import { describeSms } from '../flows/sms/describe-sms.ts';
import { body } from './body.ts';
import type { Context } from './context.ts';
import { clear, readToken, writeLanguage } from './cookies.ts';
import { anyone, done } from './description.ts';
import { knownId } from './known-id.ts';
import { answerProblem } from './problem-response.ts';
import { signedIn } from './signed-in.ts';

/** Whose session this is, if it is anybody's; for reading and leaving alone. */
const sessionOf = (c: HonoContext<Context>) =>
  findSession(c.get('deps'), readToken(c, 'session'), 'reading or leaving');

/** What this browser is shown. */
const view = async (c: HonoContext<Context>) =>
  describeSession(c.get('deps'), await sessionOf(c), readToken(c, 'challenge'), c.get('requester'));

export const sessionRoutes = new Hono<Context>()
  // It takes no cookie away: another tab may have got the next token while this was under way, and that would be the one.
  .get(
    '/session',
    anyone({ summary: 'The state that the client renders. Never counts as activity.', answers: { 200: sessionView } }),
    async (c) => c.json(await view(c), 200),
  )
  .delete('/session', anyone({ summary: 'Sign out.', answers: { 200: done('signedOut') } }), async (c) => {
    // A step-up of another tab may be on its way back with the next token: the session ends all the same.
    const session = await sessionOf(c);
    if (session !== null) await signOut(c.get('deps'), session, c.get('requester'));
    clear(c, 'session');
    const challengeToken = readToken(c, 'challenge');
    if (challengeToken !== null) {
      // Half a sign-in must not be what the next person finds.
      await cancelSignIn(c.get('deps'), challengeToken);
      clear(c, 'challenge');
    }
    // Pages that Back would bring up again. Never "cookies", since this browser stays known, and never "storage": it
    // would take that of an application which shares the host. The page takes away the little that it keeps there.
    c.header('Clear-Site-Data', '"cache"');
    return c.json({ signedOut: true }, 200);
  })
  .delete(
    '/sessions/:id',
    signedIn({ summary: 'End one session of the account.', answers: { 200: endedSessions } }),
    knownId,
    async (c) => {
      const outcome = await endOneSession(c.get('deps'), c.get('session'), c.req.param('id'), c.get('requester'));
      return outcome.kind === 'refused'
        ? answerProblem(c, outcome.refusal)
        : c.json({ endedSessions: outcome.count }, 200);
    },
  )
  .delete(
    '/sessions',
    signedIn({ summary: 'End all other sessions of the account.', answers: { 200: endedSessions } }),
    async (c) => {
      const outcome = await endAllOtherSessions(c.get('deps'), c.get('session'), c.get('requester'));
      return outcome.kind === 'refused'
        ? answerProblem(c, outcome.refusal)
        : c.json({ endedSessions: outcome.count }, 200);
    },
  )
  .post(
    '/notices/seen',
    signedIn({
      summary: 'Say that the notices up to an instant were seen in this browser; no other browser forgets them.',
      answers: { 200: sessionView },
    }),
    body(noticesSeenRequest),
    async (c) => {
      await dismissNotices(c.get('deps'), c.get('session'), new Date(c.req.valid('json').seenAt));
      return c.json(await view(c), 200);
    },
  )
  .get(
    '/sms/:id',
    anyone({
      summary: 'How a text message is getting on, for whoever holds what it was sent for.',
      answers: { 200: smsProgress },
    }),
    knownId,
    async (c) => {
      const progress = await describeSms(
        c.get('deps'),
        await sessionOf(c),
        readToken(c, 'challenge'),
        c.req.param('id'),
      );
      return progress === null ? answerProblem(c, { type: 'not-found' }) : c.json(progress, 200);
    },
  )
  .post(
    '/language',
    anyone({
      summary: 'The language of the pages: kept for the browser, and for the account of whoever is signed in.',
      answers: { 200: languageChoice },
    }),
    body(languageChoice),
    async (c) => {
      const { language } = c.req.valid('json');
      await chooseLanguage(c.get('deps'), await findSession(c.get('deps'), readToken(c, 'session')), language);
      writeLanguage(c, language);
      return c.json({ language }, 200);
    },
  );
