import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AppEnrolment } from '@wattsense/contract/enrolments';
import { askSignedIn, bff } from '../../api/client.ts';
import { useStepUp } from '../../security/use-step-up.tsx';
import { useMonotonic } from '../../ui/monotonic.ts';

/** Begins to enrol an app, or resumes what this session began: the same key, until it is proven or over. */
async function beginApp(replaces: string | null): Promise<AppEnrolment> {
  const enrolment = await askSignedIn(() =>
    bff.enrolments.$post({ json: { kind: 'app', ...(replaces === null ? {} : { replaces }) } }),
  );
  if (enrolment.kind !== 'app') throw new Error('the answer is about another kind of authenticator');
  return enrolment;
}

const key = (replaces: string | null) => ['app-enrolment', replaces] as const;

/** The app being enrolled. A reload, a wrong code or another look at the tab never changes its key (C018). */
export function useAppEnrolment(replaces: string | null) {
  const { run } = useStepUp();
  const client = useQueryClient();
  const query = useQuery(
    queryOptions({
      queryKey: key(replaces),
      queryFn: () => run(() => beginApp(replaces)),
      // Asking again is idempotent and useless; the secret leaves the memory with the page.
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    }),
  );
  const readAt = useMonotonic(query.dataUpdatedAt);
  return {
    enrolment: query.data ?? null,
    /** When it is over, a moment of `monotonic`. */
    endsAt: query.data ? readAt + query.data.expiresInSeconds * 1000 : null,
    error: query.error,
    busy: query.isFetching,
    /** A fresh one, once the last is over. */
    again: () => void client.resetQueries({ queryKey: key(replaces) }),
  };
}
