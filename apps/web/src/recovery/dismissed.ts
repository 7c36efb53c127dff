const KEY = 'console.recovered-dismissed';

/** Whether whoever came in with the recovery code said in this tab that nothing is lost. It is no secret. */
export const isDismissed = () => sessionStorage.getItem(KEY) !== null;

export const dismissRecovered = () => sessionStorage.setItem(KEY, 'yes');

/** Each sign-in with the recovery code tells it anew. */
export const forgetDismissal = () => sessionStorage.removeItem(KEY);
