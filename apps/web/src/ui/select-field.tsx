import { ChevronDown } from 'lucide-react';
import type { ComponentProps, Ref } from 'react';
import { Field, type FieldProps } from './field.tsx';
import css from './select-field.module.css';

/** A native choice from a list; options are its children. */
export function SelectField(
  props: FieldProps &
    Omit<ComponentProps<'select'>, 'id' | 'className'> & {
      ref?: Ref<HTMLSelectElement>;
    },
) {
  const { label, hint, error, children, ...select } = props;
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div className={css.select}>
          <select {...select} {...control}>
            {children}
          </select>
          <ChevronDown size={18} aria-hidden="true" />
        </div>
      )}
    </Field>
  );
}
