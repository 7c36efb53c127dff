import type { SecurityEvent, SecurityEventKind } from '@wattsense/contract/security';
import {
  Ban,
  CircleAlert,
  KeyRound,
  LogIn,
  LogOut,
  type LucideIcon,
  MonitorX,
  RotateCcw,
  ShieldCheck,
  ShieldOff,
  UserRound,
} from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Moment } from '../../ui/moment.tsx';
import { useActivityWords } from '../activity-words.ts';
import { useSecurityTexts } from '../security-texts.ts';
import { CardHead } from './card-head.tsx';
import css from './overview.module.css';
import { Facts } from './row.tsx';

const ICONS: Record<SecurityEventKind, LucideIcon> = {
  'signed-in': LogIn,
  'signed-out': LogOut,
  'wrong-password': CircleAlert,
  'password-guessed': CircleAlert,
  'wrong-code': CircleAlert,
  'second-factor-blocked': Ban,
  'second-factor-disabled': Ban,
  'authenticator-added': ShieldCheck,
  'authenticator-replaced': ShieldCheck,
  'authenticator-removed': ShieldOff,
  'two-factor-turned-off': ShieldOff,
  'recovery-code-issued': KeyRound,
  'recovery-code-saved': KeyRound,
  'recovery-code-replaced': KeyRound,
  'recovery-code-used': KeyRound,
  'session-ended': MonitorX,
  'sessions-ended': MonitorX,
  'password-changed': RotateCcw,
  'stepped-up': ShieldCheck,
  'account-created': UserRound,
  'account-disabled': UserRound,
  'account-enabled': UserRound,
  'two-factor-reset': ShieldOff,
  'login-changed': UserRound,
  'details-changed': UserRound,
  'account-erased': UserRound,
};

/** What somebody other than the owner may have caused. */
const BAD: ReadonlySet<SecurityEventKind> = new Set([
  'wrong-password',
  'password-guessed',
  'wrong-code',
  'second-factor-blocked',
  'second-factor-disabled',
]);

const FIRST = 6;

/** What comes and goes, and what strangers can make happen: beside the changes, and never among them. */
const PASSING: ReadonlySet<SecurityEventKind> = new Set([
  'signed-in',
  'signed-out',
  'wrong-password',
  'password-guessed',
  'wrong-code',
  'second-factor-blocked',
  'session-ended',
  'sessions-ended',
  'stepped-up',
]);

/** What happened on the account: its changes, and apart from them who came and what was refused. */
export function ActivityCards(props: { events: readonly SecurityEvent[] }) {
  const t = useSecurityTexts().activity;
  return (
    <>
      <ActivityCard words={t.changes} events={props.events.filter(({ kind }) => !PASSING.has(kind))} />
      <ActivityCard words={t.others} events={props.events.filter(({ kind }) => PASSING.has(kind))} />
    </>
  );
}

/** The latest first. */
function ActivityCard(props: { words: { title: string; text: string }; events: readonly SecurityEvent[] }) {
  const { words, events } = props;
  const t = useSecurityTexts().activity;
  const id = useId();
  const [all, setAll] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    // The button that was pressed is gone: on to what it brought.
    const next = all ? list.current?.children[FIRST] : null;
    if (next instanceof HTMLElement) next.focus();
  }, [all]);
  const shown = all ? events : events.slice(0, FIRST);
  return (
    <Card labelledBy={id}>
      <CardHead id={id} title={words.title} text={events.length === 0 ? t.none : words.text} />
      {events.length === 0 ? null : (
        <ol ref={list} className={css.rows}>
          {shown.map((event) => (
            <EventRow key={event.id} event={event} />
          ))}
        </ol>
      )}
      {shown.length < events.length ? (
        <div className={css.foot}>
          <Button onClick={() => setAll(true)}>{t.more}</Button>
        </div>
      ) : null}
    </Card>
  );
}

function EventRow(props: { event: SecurityEvent }) {
  const { event } = props;
  const words = useActivityWords();
  const t = useSecurityTexts().activity;
  const Icon = ICONS[event.kind];
  return (
    <li className={css.row} tabIndex={-1}>
      <Icon className={BAD.has(event.kind) ? `${css.rowIcon} ${css.bad}` : css.rowIcon} size={20} aria-hidden="true" />
      <div className={css.rowWords}>
        <p>{words.sentence(event)}</p>
        <Facts>
          {event.client ? (
            <>
              <span>{words.browser(event.client)}</span>
              <span>{words.network(event.client.network)}</span>
            </>
          ) : (
            <span>{t.operator}</span>
          )}
        </Facts>
      </div>
      <p className={css.when}>
        <Moment at={event.at} how="relative" />
        <Moment at={event.at} how="absolute" />
      </p>
    </li>
  );
}
