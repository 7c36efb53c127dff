import { Check, Minus } from 'lucide-react';
import { classes } from '../../ui/classes.ts';
import { useSecurityTexts } from '../security-texts.ts';
import css from './overview.module.css';

/** Whether two-factor authentication is on, in a word. */
export function StatusPill(props: { on: boolean }) {
  const { on } = props;
  const t = useSecurityTexts().twoFactor;
  const Icon = on ? Check : Minus;
  return (
    <p className={classes(css.status, on ? css.statusOn : css.statusOff)}>
      <Icon size={16} aria-hidden="true" />
      <span className="visually-hidden">{t.title}</span>
      <span>{on ? t.on : t.off}</span>
    </p>
  );
}
