import { useNavigate } from 'react-router';
import { askSignedIn, bff } from '../../api/client.ts';
import { useFlowMemory } from '../flow-memory.tsx';
import { securityPaths } from '../security-paths.ts';
import { useSecured } from '../use-secured.ts';

/** Replaces the recovery code and goes to the page that shows the new one, once. */
export function useNewRecoveryCode() {
  const { setCode } = useFlowMemory();
  const navigate = useNavigate();
  return useSecured({
    run: () => askSignedIn(() => bff['recovery-code'].$post()),
    onDone: (once) => {
      setCode({ once, from: 'request' });
      void navigate(securityPaths.recoveryCode);
    },
  });
}
