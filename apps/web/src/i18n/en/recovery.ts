import type { recovery as fr } from '../fr/recovery.ts';

export const recovery: typeof fr = {
  title: 'Save your recovery code',
  purpose:
    'It lets you sign in if you lose your phone or change your number. Write it down, or keep it somewhere besides this phone: in a password manager or on another device.',
  once: 'This code can’t be read again once this window is closed.',
  codeLabel: 'Your recovery code',
  copy: 'Copy the code',
  download: 'Download',
  print: 'Print',
  saved: 'I have saved this code',
  finishWhy: 'Tick the box once you have saved the code.',
  share: 'Share to…',
  finish: 'Finish',
  finishing: 'Saving…',
  replacedElsewhere: 'This code was replaced in another window and no longer works. Save the one shown there.',
  leaveTitle: 'Leave without saving the code?',
  leaveText: 'This code will not be shown again. Without it, a lost phone can lock you out of your account.',
  stay: 'Back to the code',
  leave: 'Leave anyway',
  file: (login, date, code) =>
    [
      'Wattsense Console – recovery code',
      '',
      `Account: ${login}`,
      `Issued: ${date}`,
      '',
      code,
      '',
      'This code stands in for your second factor once: enter your password,',
      'then choose “Recovery code”. You are then given a new one.',
      'Keep this file somewhere safe.',
      '',
    ].join('\r\n'),
  printAccount: 'Account:',
  printIssued: 'Issued:',
  printUse:
    'This code stands in for your second factor once: enter your password, then choose “Recovery code”. You are then given a new one.',
  recovered: {
    page: 'New recovery code',
    intro: 'You are signed in with your recovery code, which is now used up. Here is the next one.',
    preparing: 'Preparing your new code…',
    failedTitle: 'Your new code could not be shown',
    retry: 'Show a new code',
    gone: 'The code that was shown here can’t be read again. If it isn’t saved, ask for another: the previous one then stops working.',
    goOn: 'Go to the Security tab',
    dismiss: 'I still have it',
    noticeTitle: 'You signed in with your recovery code',
    notice:
      'Two-factor authentication is still on. Replace or remove the method you no longer have: otherwise the next sign-in will ask for it.',
  },
};
