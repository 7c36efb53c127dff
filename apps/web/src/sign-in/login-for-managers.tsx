/** Lets password managers tie the code to its account. Not for eyes, ears or the keyboard. */
export function LoginForManagers(props: { login: string }) {
  return <input type="text" name="login" autoComplete="username" value={props.login} readOnly hidden />;
}
