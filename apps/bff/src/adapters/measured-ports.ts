import type { Background, Metrics, PasswordHasher, SmsGateway, Timers } from '../deps.ts';

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
  return {
    // Whoever is told that there is none goes away.
    hasRoom: () => {
      const room = inner.hasRoom();
      if (!room) metrics.hashRefused('stranger');
      return room;
    },
    hash: async (password, turn = 'stranger') => {
      const hash = await inner.hash(password, turn);
      if (hash === null) metrics.hashRefused(turn);
      return hash;
    },
    verify: async (password, stored, turn = 'stranger') => {
      const verdict = await inner.verify(password, stored, turn);
      if (verdict.kind === 'busy') metrics.hashRefused(turn);
      return verdict;
    },
  };
}

/** The same background, whose failures are counted. */
export function measuredBackground(inner: Background, metrics: Metrics): Background {
  return {
    run: (name, work) =>
      inner.run(name, async () => {
        try {
          await work();
        } catch (error) {
          metrics.backgroundFailed(name);
          throw error;
        }
      }),
    settled: () => inner.settled(),
  };
}
