import type { shared as fr } from '../fr/shared.ts';

export const shared: typeof fr = {
  product: 'Wattsense Console',
  title: (page) => `${page} – Wattsense Console`,
  titleWithError: (page) => `Error: ${page} – Wattsense Console`,
  contactSupport: 'Contact support',
  loading: 'Loading…',
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  continue: 'Continue',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Copying did not work. The text is selected: copy it with your keyboard or menu.',
  showPassword: 'Show password',
  notice: { info: 'Information', ok: 'Success', warn: 'Warning', danger: 'Error' },
  step: (at, of) => `Step ${at} of ${of}`,
  protection: {
    label: 'Account protection',
  },
  failure: {
    title: 'This page could not be shown',
    text: 'Reload it to go on: you will pick up where you were.',
    reload: 'Reload the page',
  },
  offline: 'You are offline. What you typed is kept.',
  online: 'You are online again.',
};
