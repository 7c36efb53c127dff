import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { Language } from '@wattsense/contract/vocabulary';
import { type ComponentProps, StrictMode } from 'react';
import { App } from './app.tsx';

/** The console from its root, the same in the browser and where its first page is prerendered. */
export function Console(props: {
  client: QueryClient;
  router: ComponentProps<typeof App>['router'];
  prerenderedIn: Language;
}) {
  const { client, ...app } = props;
  return (
    <StrictMode>
      <QueryClientProvider client={client}>
        <App {...app} />
      </QueryClientProvider>
    </StrictMode>
  );
}
