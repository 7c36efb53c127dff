import { useCodesTexts } from '../i18n/codes-texts.ts';
import { Field } from './field.tsx';
import css from './recovery-code-field.module.css';
import type { TypedField } from './use-field.ts';

/** A recovery code as it was written down: the server does not mind case, spaces and dashes. */
export function RecoveryCodeField(props: { field: TypedField; readOnly: boolean }) {
  const { field, readOnly } = props;
  const t = useCodesTexts();
  return (
    <div className={css.field}>
      <Field label={t.recoveryCode.label} hint={t.recoveryCode.hint} error={field.error}>
        {(control) => (
          <input
            name="recovery-code"
            autoComplete="off"
            autoCapitalize="characters"
            autoCorrect="off"
            spellCheck={false}
            translate="no"
            dir="ltr"
            {...control}
            ref={field.input}
            type="text"
            readOnly={readOnly}
            value={field.value}
            onChange={(event) => field.type(event.currentTarget.value)}
            onBlur={field.leave}
          />
        )}
      </Field>
    </div>
  );
}
