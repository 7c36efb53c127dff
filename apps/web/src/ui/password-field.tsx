import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type Ref, useEffect, useRef, useState } from 'react';
import { useShared } from '../i18n/shared-texts.ts';
import { Field, type FieldProps } from './field.tsx';
import css from './password-field.module.css';

type PasswordInputProps = Omit<ComponentProps<'input'>, 'id' | 'className' | 'type' | 'autoComplete'> & {
  autoComplete: 'current-password' | 'new-password';
  ref?: Ref<HTMLInputElement>;
};

/**
 * A password with a button that shows it. It hides itself again when its form is submitted, so that
 * a browser offers to save it as a password.
 */
export function PasswordField(props: FieldProps & PasswordInputProps) {
  const { label, hint, error, ...input } = props;
  const [shown, setShown] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const t = useShared();

  useEffect(() => {
    const form = button.current?.form;
    const hide = () => setShown(false);
    form?.addEventListener('submit', hide);
    return () => form?.removeEventListener('submit', hide);
  }, []);

  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div className={css.wrap}>
          <input
            spellCheck={false}
            autoCapitalize="off"
            autoCorrect="off"
            {...input}
            {...control}
            type={shown ? 'text' : 'password'}
          />
          <button
            ref={button}
            type="button"
            className={css.eye}
            aria-pressed={shown}
            aria-label={t.showPassword}
            aria-controls={control.id}
            onClick={() => setShown(!shown)}
          >
            {shown ? <EyeOff size={20} aria-hidden="true" /> : <Eye size={20} aria-hidden="true" />}
          </button>
        </div>
      )}
    </Field>
  );
}
