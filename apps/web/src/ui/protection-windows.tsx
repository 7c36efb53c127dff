import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useShared } from '../i18n/shared-texts.ts';
import { classes } from './classes.ts';
import css from './protection-windows.module.css';
import { Window } from './window.tsx';

export interface ProtectionWindow {
  /** Tells the windows apart. */
  id: string;
  /** What it is: "Password", "Authenticator app". */
  label: string;
  lit: boolean;
  /** What is so: "On", "Not set up", "Not saved yet". */
  state: string;
  /** What the person may do about it: one short link or button. */
  action?: ReactNode;
}

/** How well an account is protected: a façade whose windows are lit where something is in place. */
export function ProtectionWindows(props: { windows: readonly ProtectionWindow[] }) {
  const t = useShared();
  return (
    <ul className={css.facade} aria-label={t.protection.label}>
      {props.windows.map(({ id, label, lit, state, action }) => (
        <li key={id} className={css.bay}>
          <Window lit={lit} width={48} />
          <div className={css.words}>
            <span className={css.label}>{label}</span>
            <span className={classes(css.state, lit && css.on)}>
              {lit ? <Check size={16} aria-hidden="true" /> : <Minus size={16} aria-hidden="true" />}
              <span>{state}</span>
            </span>
            {action ? <span className={css.action}>{action}</span> : null}
          </div>
        </li>
      ))}
    </ul>
  );
}
