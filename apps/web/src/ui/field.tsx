import { type ComponentProps, type ReactNode, type Ref, useId } from 'react';
import { classes } from './classes.ts';
import { Fault } from './fault.tsx';
import css from './field.module.css';
import type { FieldError } from './use-field-error.ts';

/** What ties a control to its label, hint and error. */
export interface ControlProps {
  id: string;
  className: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

export interface FieldProps {
  label: string;
  hint?: ReactNode;
  /** What to mend; null or absent when nothing is wrong. */
  error?: FieldError | null | undefined;
}

/** A label, a hint, a control and its error, tied together. The control is drawn by `children`. */
export function Field(props: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const { label, hint, error, children } = props;
  const id = useId();
  const hintId = `${id}hint`;
  const errorId = `${id}error`;
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      {hint ? (
        <p className={css.hint} id={hintId}>
          {hint}
        </p>
      ) : null}
      {children({
        id,
        className: css.control ?? '',
        'aria-describedby': classes(error && errorId, hint ? hintId : null) || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {error ? (
        <Fault key={error.turn} id={errorId} role="alert">
          {error.sentence}
        </Fault>
      ) : null}
    </div>
  );
}

type InputProps = Omit<ComponentProps<'input'>, 'id' | 'className'> & {
  ref?: Ref<HTMLInputElement>;
};

/** A line of text. Further properties go to the input. */
export function TextField(props: FieldProps & InputProps) {
  const { label, hint, error, ...input } = props;
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <input type="text" {...input} {...control} />}
    </Field>
  );
}
