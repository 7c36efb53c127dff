import { Check, Copy } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { useShared } from '../i18n/shared-texts.ts';
import { Button, type ButtonVariant } from './button.tsx';
import { classes } from './classes.ts';
import css from './copy-button.module.css';
import { useAnnounce } from './live-region.tsx';

type CopyState = 'idle' | 'copied' | 'failed';

const COPIED_FOR_MS = 4000;

function copyBySelection(element: HTMLElement, text: string): boolean {
  const carrier = document.createElement('textarea');
  carrier.value = text;
  carrier.setAttribute('readonly', '');
  carrier.className = 'visually-hidden';
  // Beside the text, so that a dialog that keeps the focus inside does not take it away again.
  element.after(carrier);
  carrier.select();
  try {
    // Deprecated, and the only way on plain http, where there is no navigator.clipboard (C055).
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    carrier.remove();
  }
}

async function copy(element: HTMLElement, text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(element, text);
  }
}

function select(element: HTMLElement): void {
  const selection = window.getSelection();
  selection?.removeAllRanges();
  const range = document.createRange();
  range.selectNodeContents(element);
  selection?.addRange(range);
}

/**
 * Copies `text`; "Copied" is said only after it worked. Where it did not, the text in `source` is
 * selected and a sentence says so.
 */
export function CopyButton(props: {
  text: string;
  /** The element that shows the text. */
  source: RefObject<HTMLElement | null>;
  /** The button's word; "Copy" if nothing is given. */
  label?: string;
  variant?: ButtonVariant;
  onCopied?: () => void;
}) {
  const { text, source, label, variant, onCopied } = props;
  const [state, setState] = useState<CopyState>('idle');
  const announce = useAnnounce();
  const t = useShared();

  useEffect(() => {
    if (state !== 'copied') return;
    const timer = setTimeout(() => setState('idle'), COPIED_FOR_MS);
    return () => clearTimeout(timer);
  }, [state]);

  const press = async () => {
    const element = source.current;
    if (!element) return;
    const done = await copy(element, text);
    setState(done ? 'copied' : 'failed');
    announce(done ? t.copied : t.copyFailed);
    if (done) onCopied?.();
    else select(element);
  };

  const copied = state === 'copied';
  return (
    <>
      <Button
        variant={variant}
        icon={copied ? <Check size={18} aria-hidden="true" /> : <Copy size={18} aria-hidden="true" />}
        onClick={() => void press()}
      >
        <span className={css.words}>
          <span className={classes(css.word, copied && css.away)}>{label ?? t.copy}</span>
          <span className={classes(css.word, !copied && css.away)}>{t.copied}</span>
        </span>
      </Button>
      {state === 'failed' ? <p>{t.copyFailed}</p> : null}
    </>
  );
}
