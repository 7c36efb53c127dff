import { LifeBuoy } from 'lucide-react';
import { useShared } from '../i18n/shared-texts.ts';
import css from './support-link.module.css';

const SCHEMES: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:', 'tel:']);

/** The link's attributes for an operator's support address; null where it is none that a link may go to. */
export function supportTarget(url: string): { href: string; target?: '_blank'; rel?: string } | null {
  if (!URL.canParse(url)) return null;
  const { protocol } = new URL(url);
  if (!SCHEMES.has(protocol)) return null;
  // A page opens beside the console, so that a half-finished sign-in stays as it is.
  return protocol.startsWith('http') ? { href: url, target: '_blank', rel: 'noopener noreferrer' } : { href: url };
}

/** "Contact support", in the same place on every page that has it (WCAG 3.2.6). */
export function SupportLink(props: { url: string }) {
  const t = useShared();
  const target = supportTarget(props.url);
  if (!target) return null;
  return (
    <a className={css.link} {...target}>
      <LifeBuoy size={16} aria-hidden="true" />
      <span>{t.contactSupport}</span>
    </a>
  );
}
