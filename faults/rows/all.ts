import type { Row } from '../row.ts';
import { killed } from './killed.ts';
import { retried } from './retried.ts';

/** Every row of security.md 3.2, in its order. */
export const ROWS: readonly Row[] = [...killed, ...retried].toSorted((a, b) => a.id.localeCompare(b.id));
