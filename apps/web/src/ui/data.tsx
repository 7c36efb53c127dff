import type { ReactNode } from 'react';

/**
 * What is data and not language, such as a number, a login or a name: never translated, never turned round by the
 * sentence that it stands in. `ltr` where its own letters do not say which way it is read.
 */
export function Data(props: { children: ReactNode; className?: string | undefined; ltr?: boolean }) {
  const { children, className, ltr = false } = props;
  return (
    <bdi className={className} dir={ltr ? 'ltr' : undefined} translate="no">
      {children}
    </bdi>
  );
}
