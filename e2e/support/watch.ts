import type { BrowserContext } from '@playwright/test';

/** Faults that a test brings about on purpose. */
export type Allowed = RegExp[];

/** An answer that says no is no fault of the page: the browser logs each one as an error. */
const REFUSALS = /^Failed to load resource: the server responded with a status of 4\d\d /;

/** Collects what must not happen in any tab of a context: errors in the console, exceptions, breaches of the policy. */
export async function watch(context: BrowserContext, faults: string[]): Promise<void> {
  context.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (!REFUSALS.test(message.text())) faults.push(`${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (error) => faults.push(`exception: ${error.error().stack ?? error.error().message}`));
  await context.exposeBinding('policyBreached', (_source, breach: string) => faults.push(`policy breached: ${breach}`));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      const tell: unknown = Reflect.get(window, 'policyBreached');
      if (typeof tell === 'function') tell(`${violatedDirective} by ${blockedURI}`);
    });
  });
}

export function unexpected(faults: readonly string[], allowed: Allowed): string[] {
  return faults.filter((fault) => !allowed.some((pattern) => pattern.test(fault)));
}
