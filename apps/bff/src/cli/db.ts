import { runProgram } from './command.ts';
import { backupCommand, restoreCommand, retireCommand } from './db-backup.ts';
import { addKeyCommand, initKeysCommand, promoteKeyCommand, removeKeyCommand } from './db-key-ring.ts';
import { keyStatusCommand, rotateKeysCommand } from './db-keys.ts';
import { exportEventsCommand, pruneCommand } from './db-records.ts';
import { checkCommand, initCommand, migrateCommand, resetCommand } from './db-schema.ts';

runProgram('db', {
  init: initCommand,
  migrate: migrateCommand,
  check: checkCommand,
  backup: backupCommand,
  restore: restoreCommand,
  'after-restore': retireCommand,
  'keys init': initKeysCommand,
  'keys status': keyStatusCommand,
  'keys add': addKeyCommand,
  'keys promote': promoteKeyCommand,
  'keys rotate': rotateKeysCommand,
  'keys remove': removeKeyCommand,
  'export-events': exportEventsCommand,
  prune: pruneCommand,
  reset: resetCommand,
});
