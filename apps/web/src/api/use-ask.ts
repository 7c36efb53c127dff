import { type UseMutationOptions, type UseMutationResult, useMutation } from '@tanstack/react-query';
import { useRef } from 'react';

/**
 * Asks the server for something that must happen once: what every form and button goes through. While one is under way
 * another is ignored, also within the same turn, when no button can know yet that it is busy (C015).
 */
export function useAsk<O, I = void>(options: UseMutationOptions<O, Error, I>): UseMutationResult<O, Error, I> {
  const underWay = useRef(false);
  const mutation = useMutation<O, Error, I>({
    // Passwords and codes are kept no longer than the call.
    gcTime: 0,
    ...options,
    onSettled: (...settled) => {
      underWay.current = false;
      return options.onSettled?.(...settled);
    },
  });
  return {
    ...mutation,
    mutate: (...call) => {
      if (underWay.current) return;
      underWay.current = true;
      mutation.mutate(...call);
    },
  };
}
