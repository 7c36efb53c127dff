import { useEffect, useRef } from 'react';

// WebOTP is not in TypeScript's DOM library; Chromium on Android alone has it.
interface OtpRequest extends CredentialRequestOptions {
  otp: { transport: readonly ['sms'] };
}

function hasCode(credential: unknown): credential is { code: string } {
  return (
    typeof credential === 'object' && credential !== null && 'code' in credential && typeof credential.code === 'string'
  );
}

/** While `on`, takes the code of an arriving text message where the browser can; let go on unmount. */
export function useWebOtp(on: boolean, onCode: (code: string) => void): void {
  const callback = useRef(onCode);
  useEffect(() => {
    callback.current = onCode;
  });
  useEffect(() => {
    if (!on || !('OTPCredential' in window)) return;
    const abort = new AbortController();
    const request: OtpRequest = {
      otp: { transport: ['sms'] },
      signal: abort.signal,
    };
    navigator.credentials
      .get(request)
      .then((credential: unknown) => {
        if (hasCode(credential)) callback.current(credential.code);
      })
      // Refused, dismissed or aborted: the field is there all the same.
      .catch(() => {});
    return () => abort.abort();
  }, [on]);
}
