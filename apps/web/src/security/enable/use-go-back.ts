import { useLocation, useNavigate } from 'react-router';
import { securityPaths } from '../security-paths.ts';

/** Back to the page before this one, or to the tab where this one was opened by its address. */
export function useGoBack(): () => void {
  const { key } = useLocation();
  const navigate = useNavigate();
  return () => void (key === 'default' ? navigate(securityPaths.tab, { replace: true }) : navigate(-1));
}
