import type { ReactNode } from 'react';
import { StepHeading } from '../../ui/step-heading.tsx';
import { StepWindows } from '../../ui/step-windows.tsx';
import css from './flow.module.css';

const STEPS = 3;

/** A step's heading; where two-factor authentication is being turned on, with where the flow is. */
export function FlowHead(props: {
  title: string;
  /** Null: one method is being added or replaced, which has no numbered steps. */
  step: 1 | 2 | 3 | null;
  failed?: boolean;
  keepFocus?: boolean;
  children?: ReactNode;
}) {
  const { title, step, failed = false, keepFocus = false, children } = props;
  return (
    <div className={css.head}>
      <StepHeading
        failed={failed}
        keepFocus={keepFocus}
        before={step === null ? null : <StepWindows at={step} of={STEPS} />}
      >
        {title}
      </StepHeading>
      {children}
    </div>
  );
}
