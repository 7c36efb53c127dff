import { createRoot } from 'react-dom/client';

/** The least that a React sign-in page can be: the library and a plain form. */
function SignIn() {
  return (
    <form method="post">
      <label>
        Login <input name="login" autoComplete="username" />
      </label>
      <label>
        Password <input name="password" type="password" autoComplete="current-password" />
      </label>
      <button type="submit">Sign in</button>
    </form>
  );
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<SignIn />);
