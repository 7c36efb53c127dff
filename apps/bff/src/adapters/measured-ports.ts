import type { Asker, Background, Metrics, PasswordHasher, SmsGateway, Timers } from '../deps.ts';
import { Unavailable } from '../outcome.ts';

/** The same gateway, whose sends are counted. */
export function measuredSms(inner: SmsGateway, metrics: Metrics, { elapsedMs }: Timers): SmsGateway {
  return {
    paused: () => inner.paused?.() ?? false,
    send: async (message) => {
      const started = elapsedMs();
      const outcome = await inner.send(message);
      metrics.smsSent(outcome, message.country, (elapsedMs() - started) / 1000);
      return outcome;
    },
  };
}

/** The same hasher, whose refusals are counted. */
export function measuredPasswords(inner: PasswordHasher, metrics: Metrics): PasswordHasher {
  const refused = (asker: Asker | undefined) => metrics.hashRefused(asker?.turn ?? 'stranger');
  return {
    // Whoever is told that there is none goes away.
    hasRoom: (asker) => {
      const room = inner.hasRoom(asker);
      if (!room) refused(asker);
      return room;
    },
    hash: async (password, asker) => {
      const hash = await inner.hash(password, asker);
      if (hash === null) refused(asker);
      return hash;
    },
    verify: async (password, stored, asker) => {
      const verdict = await inner.verify(password, stored, asker);
      if (verdict.kind === 'busy') refused(asker);
      return verdict;
    },
  };
}

/** The same background, whose failures are counted; what is owed has not failed while the database cannot be asked. */
export function measuredBackground(inner: Background, metrics: Metrics): Background {
  const counted = (name: string, work: () => Promise<void>, isFailure: (error: unknown) => boolean) => async () => {
    try {
      await work();
    } catch (error) {
      if (isFailure(error)) metrics.backgroundFailed(name);
      throw error;
    }
  };
  return {
    run: (name, work) =>
      inner.run(
        name,
        counted(name, work, () => true),
      ),
    settled: () => inner.settled(),
    owe: (subject, name, work) =>
      inner.owe(
        subject,
        name,
        counted(name, work, (error) => !(error instanceof Unavailable)),
      ),
    settleOwed: (subject) => inner.settleOwed(subject),
  };
}
