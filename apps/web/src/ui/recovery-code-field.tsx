import type { ComponentProps, Ref } from 'react';
import { useCodesTexts } from '../i18n/codes-texts.ts';
import { Field } from './field.tsx';
import css from './recovery-code-field.module.css';

interface RecoveryCodeFieldProps
  extends Omit<ComponentProps<'input'>, 'id' | 'className' | 'type' | 'value' | 'onChange'> {
  error?: string | null | undefined;
  /** As typed: the server does not mind case, spaces and dashes. */
  value: string;
  onChange: (text: string) => void;
  ref?: Ref<HTMLInputElement>;
}

/** A recovery code as it was written down. */
export function RecoveryCodeField(props: RecoveryCodeFieldProps) {
  const { error, value, onChange, ...input } = props;
  const t = useCodesTexts();
  return (
    <div className={css.field}>
      <Field label={t.recoveryCode.label} hint={t.recoveryCode.hint} error={error}>
        {(control) => (
          <input
            autoComplete="off"
            autoCapitalize="characters"
            autoCorrect="off"
            spellCheck={false}
            translate="no"
            dir="ltr"
            {...input}
            {...control}
            type="text"
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )}
      </Field>
    </div>
  );
}
