import { Outlet } from 'react-router';
import { useSignedIn } from '../session/session-query.ts';
import { useNoteWayBack } from '../session/way-back.ts';
import { FlowMemoryProvider } from './flow-memory.tsx';
import { StepUpProvider } from './use-step-up.tsx';

/** What every security page stands in: one step-up dialog, and the memory of the flow. */
export function SecurityLayout() {
  const view = useSignedIn();
  useNoteWayBack(view?.account.login ?? null);
  return (
    <StepUpProvider>
      {/* Somebody else who signs in in another tab sees nothing of whoever was here before. */}
      <FlowMemoryProvider key={view?.account.id ?? 'nobody'}>
        <Outlet />
      </FlowMemoryProvider>
    </StepUpProvider>
  );
}
