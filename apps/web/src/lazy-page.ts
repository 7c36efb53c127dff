import type { ComponentType } from 'react';

/** A route's page in a chunk of its own: the component of that name in what `load` fetches. */
export function lazyPage<N extends string>(load: () => Promise<Readonly<Record<N, ComponentType>>>, name: N) {
  return async () => ({ Component: (await load())[name] });
}
