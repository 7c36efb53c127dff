import { join } from 'node:path';

/** The folder with the migrations of each engine. */
export const MIGRATIONS = join(import.meta.dirname, '..', '..', 'migrations');

/** The PostgreSQL database that is migrated once for the whole run; nobody is connected to it. */
export const POSTGRES_TEMPLATE = 'migrated_template';
