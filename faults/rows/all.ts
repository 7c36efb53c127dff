import type { Row } from '../row.ts';
import { clocks } from './clocks.ts';
import { data } from './data.ts';
import { database } from './database.ts';
import { killed } from './killed.ts';
import { postgres } from './postgres.ts';
import { provider } from './provider.ts';
import { restarts } from './restarts.ts';
import { retried } from './retried.ts';
import { tested } from './tested.ts';

/** Every row of security.md 3.2, in its order. */
export const ROWS: readonly Row[] = [
  ...killed,
  ...retried,
  ...clocks,
  ...database,
  ...postgres,
  ...restarts,
  ...provider,
  ...data,
  ...tested,
].toSorted((a, b) => a.id.localeCompare(b.id));
