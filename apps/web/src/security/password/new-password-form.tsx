import { PASSWORD_MIN_LENGTH, passwordLength } from '@wattsense/contract/password';
import type { ReactNode } from 'react';
import { useProblemText } from '../../api/problem-text.ts';
import { PasswordField } from '../../ui/password-field.tsx';
import { type Refuse, TypedForm } from '../../ui/typed-form.tsx';
import type { TypedField } from '../../ui/use-field.ts';
import { useSecurityTexts } from '../security-texts.ts';

/** Asks for a new password, judged here by its length alone. */
export function NewPasswordForm(props: {
  className: string | undefined;
  onPassword: (password: string, refuse: Refuse) => void;
  onFault: (found: boolean) => void;
  before?: ReactNode;
  children: ReactNode;
}) {
  const { onPassword, ...form } = props;
  const problemText = useProblemText();
  const tooShort = problemText({ type: 'password-refused', title: '', status: 422, reason: 'too-short' });
  return (
    <TypedForm
      {...form}
      fault={(password) => (passwordLength(password) >= PASSWORD_MIN_LENGTH ? null : tooShort)}
      onTyped={onPassword}
      field={(password) => <NewPasswordField field={password} />}
    />
  );
}

/** Says how much is missing while it is typed. */
function NewPasswordField(props: { field: TypedField }) {
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
