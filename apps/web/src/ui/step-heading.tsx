import { type ReactNode, useEffect, useRef } from 'react';
import { useShared } from '../i18n/shared-texts.ts';

/** Names the document after its page; `failed` says in the title that something is to be mended. */
export function usePageTitle(page: string, failed = false): void {
  const t = useShared();
  const title = failed ? t.titleWithError(page) : t.title(page);
  useEffect(() => {
    document.title = title;
  }, [title]);
}

/**
 * A page's or step's heading. The focus goes to it when it appears and when `step` changes, unless
 * `keepFocus` says that a field of the step takes it.
 */
export function StepHeading(props: {
  children: string;
  /** What tells one step from the next; the text itself if nothing is given. */
  step?: string | number;
  /** The page's name in the document title, where it is not the heading. */
  title?: string;
  failed?: boolean;
  keepFocus?: boolean;
  before?: ReactNode;
}) {
  const { children, step = children, title = children, failed, keepFocus, before } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(false);
  usePageTitle(title, failed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the step is what moves the focus.
  useEffect(() => {
    // Where a page opens is the router's affair (D054); a later step of the same page begins at its heading.
    if (!keepFocus) heading.current?.focus({ preventScroll: !shown.current });
    shown.current = true;
  }, [step, keepFocus]);
  return (
    <>
      {before}
      <h1 ref={heading} tabIndex={-1}>
        {children}
      </h1>
    </>
  );
}
