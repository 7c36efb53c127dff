import { changeCommand } from './account-change.ts';
import { createCommand } from './account-create.ts';
import { eraseCommand } from './account-erase.ts';
import { setPasswordCommand } from './account-password.ts';
import { sessionsCommand } from './account-sessions.ts';
import { listCommand, showCommand } from './account-show.ts';
import { disableCommand, enableCommand, resetCommand } from './account-status.ts';
import { runProgram } from './command.ts';

runProgram('account', {
  create: createCommand,
  list: listCommand,
  show: showCommand,
  change: changeCommand,
  'set-password': setPasswordCommand,
  'reset-two-factor': resetCommand,
  disable: disableCommand,
  enable: enableCommand,
  sessions: sessionsCommand,
  erase: eraseCommand,
});
