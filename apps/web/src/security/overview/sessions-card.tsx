import type { SignedInSession } from '@wattsense/contract/security';
import { Laptop, Smartphone } from 'lucide-react';
import { useId, useRef } from 'react';
import { askSignedIn, bff } from '../../api/client.ts';
import { problemOfType } from '../../api/client-problem.ts';
import { useFormat } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { useAnnounce } from '../../ui/live-region.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { useActivityWords } from '../activity-words.ts';
import { useSecurityTexts } from '../security-texts.ts';
import { useSecured } from '../use-secured.ts';
import { CardHead } from './card-head.tsx';
import css from './overview.module.css';
import { Facts, Row } from './row.tsx';

/** A session that has ended meanwhile is what was asked for. */
async function endSession(id: string): Promise<void> {
  try {
    await askSignedIn(() => bff.sessions[':id'].$delete({ param: { id: id } }));
  } catch (error) {
    if (!problemOfType(error, 'not-found')) throw error;
  }
}

/** The browsers that are signed in, this one first, and the way to sign the others out. */
export function SessionsCard(props: { sessions: readonly SignedInSession[] }) {
  const { sessions } = props;
  const t = useSecurityTexts().sessions;
  const announce = useAnnounce();
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const said = (sentence: string) => () => {
    // The button that was pressed is gone with its row.
    heading.current?.focus();
    announce(sentence);
  };
  const end = useSecured({ run: endSession, onShown: said(t.ended) });
  const endOthers = useSecured({ run: () => askSignedIn(() => bff.sessions.$delete()), onShown: said(t.endedAll) });
  const sorted = sessions.toSorted((one, other) => Number(other.current) - Number(one.current));
  const alone = sessions.length <= 1;
  return (
    <Card labelledBy={id}>
      <CardHead
        id={id}
        title={t.title}
        text={alone ? t.none : t.text}
        headingRef={heading}
        end={
          alone ? null : (
            <Button busy={endOthers.busy} busyWord={t.ending} onClick={() => endOthers.start()}>
              {t.endAll}
            </Button>
          )
        }
      />
      <ProblemNotice problem={endOthers.problem} />
      <ProblemNotice problem={end.problem} />
      <ul className={css.rows}>
        {sorted.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            busy={end.busy && end.input === session.id}
            unavailable={end.busy && end.input !== session.id}
            onEnd={() => end.start(session.id)}
          />
        ))}
      </ul>
    </Card>
  );
}

function SessionRow(props: { session: SignedInSession; busy: boolean; unavailable: boolean; onEnd: () => void }) {
  const { session, busy, unavailable, onEnd } = props;
  const { client, current } = session;
  const t = useSecurityTexts().sessions;
  const words = useActivityWords();
  const format = useFormat();
  const ways = [...words.ways].filter(([method]) => session.methods.includes(method)).map(([, way]) => way.name);
  const name = words.browser(client);
  const mobile = client.platform === 'android' || client.platform === 'ios';
  return (
    <Row
      icon={mobile ? Smartphone : Laptop}
      name={
        <>
          <span>{name}</span>
          {current ? <span className={css.here}>{t.current}</span> : null}
        </>
      }
      actions={
        current ? null : (
          <Button
            variant="quiet"
            busy={busy}
            busyWord={t.ending}
            unavailable={unavailable}
            aria-label={t.endThe(name)}
            onClick={onEnd}
          >
            {t.end}
          </Button>
        )
      }
    >
      <Facts>
        <span>
          {t.since} <Moment at={session.startedAt} how="relative" />
        </span>
        {current ? null : (
          <span>
            {t.seen} <Moment at={session.lastSeenAt} how="relative" />
          </span>
        )}
        <span>{format.list(ways)}</span>
        <span>{words.network(client.network)}</span>
      </Facts>
    </Row>
  );
}
