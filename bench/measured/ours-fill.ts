import { assemble } from '../../apps/bff/src/assemble.ts';
import { openDatabase } from '../../apps/bff/src/store/open-database.ts';
import { MIGRATIONS, variables } from '../console.ts';
import { fill } from './ours-accounts.ts';

/** Fills a new database and ends, so that no server's memory holds what filling took. */
const [url = '', keyRing = '', accounts = '0'] = process.argv.slice(2);
// In production a server makes no database by itself.
await (await openDatabase({ url, migrations: MIGRATIONS, as: 'command', onIdleError: () => undefined })).close();
const { deps, close } = await assemble(variables(url, keyRing), 'command', MIGRATIONS);
await fill(deps, Number(accounts));
await close();
