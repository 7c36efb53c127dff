import { PASSWORD_MIN_LENGTH, passwordLength } from '@wattsense/contract/password';
import { useProblemText } from '../../api/problem-text.ts';
import { PasswordField } from '../../ui/password-field.tsx';
import { type TypedField, useField } from '../../ui/use-field.ts';
import { useSecurityTexts } from '../security-texts.ts';

/** A new password, judged here by its length alone. */
export function useNewPassword(): TypedField {
  const problemText = useProblemText();
  const tooShort = problemText({ type: 'password-refused', title: '', status: 422, reason: 'too-short' });
  return useField((password) => (passwordLength(password) >= PASSWORD_MIN_LENGTH ? null : tooShort));
}

/** Says how much is missing while it is typed. */
export function NewPasswordField(props: { field: TypedField }) {
  const { field } = props;
  const t = useSecurityTexts().password;
  const typed = passwordLength(field.value);
  const short = typed > 0 && typed < PASSWORD_MIN_LENGTH;
  return (
    <PasswordField
      ref={field.input}
      name="password"
      label={t.label}
      hint={short ? `${t.hint} ${t.count(typed, PASSWORD_MIN_LENGTH)}` : t.hint}
      autoComplete="new-password"
      error={field.error}
      value={field.value}
      onChange={(event) => field.type(event.currentTarget.value)}
      onBlur={field.leave}
    />
  );
}
