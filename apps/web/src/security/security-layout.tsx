import { Outlet } from 'react-router';
import { FlowMemoryProvider } from './flow-memory.tsx';
import { StepUpProvider } from './use-step-up.tsx';

/** What every security page stands in: one step-up dialog, and the memory of the flow. */
export function SecurityLayout() {
  return (
    <StepUpProvider>
      <FlowMemoryProvider>
        <Outlet />
      </FlowMemoryProvider>
    </StepUpProvider>
  );
}
