import type { Deps } from '../../deps.ts';
import { Unavailable } from '../../outcome.ts';
import { notePaidTry, takePaidTry, takePaidTryInDoubt } from '../../store/attempts.ts';
import { together, type Work } from '../../store/database.ts';

/** What was counted for one try, as what takes it back to the letter. */
type Payment = () => Work<boolean>;

/** Where a body writes down what it counted, in the order in which rows are locked. */
export interface Till {
  readonly tryId: string;
  put(payment: Payment): void;
}

type Ports = Pick<Deps, 'database' | 'background' | 'random' | 'clock'>;

/** A try that was paid for before it is judged. */
export class PaidTry {
  readonly id: string;
  readonly #ports: Ports;
  readonly #subject: string;
  readonly #payments: readonly Payment[];

  constructor(ports: Ports, subject: string, id: string, payments: readonly Payment[]) {
    this.#ports = ports;
    this.#subject = subject;
    this.id = id;
    this.#payments = payments;
  }

  /**
   * Where nothing was judged (the server was too busy, a key was missing, the database could not be asked) nobody has
   * guessed, and nobody is to be shut out by it. What the database does not take now is owed to it.
   * Never called after a verdict of wrong: that try stays paid.
   */
  async giveBack(): Promise<void> {
    await this.#giveBackIf(() => takePaidTry({ id: this.id }));
  }

  /** Gives back what was paid where that was not answered: once it is known whether it was. */
  async giveBackInDoubt(at: Date): Promise<void> {
    await this.#giveBackIf(() => takePaidTryInDoubt(this.id, at));
  }

  async #giveBackIf(paid: () => Work<boolean>): Promise<void> {
    const { database, background } = this.#ports;
    await background.owe(this.#subject, 'give-try-back', () => database.unit(() => giveBackIf(paid, this.#payments)));
  }

  /**
   * Gives the try back where the database could not decide (a row that is held, a connection that broke).
   * @param decide reads what a code is judged by, or writes what a right one brings about; what a wrong one does
   * is `record`ed.
   */
  async unlessUnavailable<R>(decide: () => Promise<R>): Promise<R> {
    try {
      return await decide();
    } catch (error) {
      // Whoever waits is to hear at once that they may try again.
      if (error instanceof Unavailable) void this.giveBack();
      throw error;
    }
  }

  /**
   * What a judged failure brings about: it is answered as one, whether the database takes it now or later. Once for
   * each try, which from then on can no longer be given back.
   */
  async record(name: string, write: () => Work<unknown>): Promise<void> {
    const { database, background } = this.#ports;
    const { id } = this;
    await background.owe(this.#subject, name, () =>
      database.unit<void>(function* () {
        if (yield* takePaidTry({ id })) yield* write();
      }),
    );
  }
}

/** Takes everything back that was paid for a try, once, and only where it was paid. */
function* giveBackIf(paid: () => Work<boolean>, payments: readonly Payment[]): Work<void> {
  if (!(yield* paid())) return;
  for (const takeBack of payments) yield* takeBack();
}

/**
 * Pays for a try in a committed transaction of its own, before it is judged: no refusal that follows can take it back.
 * @param subject whose counts they are; what is still owed to them is settled first.
 * @param pay counts and puts each payment in the till; where its outcome is `Undone` nothing is counted.
 */
export async function payForTry<R>(
  ports: Ports,
  subject: string,
  pay: (till: Till, now: Date) => Work<R>,
): Promise<{ readonly outcome: R; readonly paid: PaidTry }> {
  await ports.background.settleOwed(subject);
  const tryId = ports.random.id();
  const now = ports.clock.now();
  let payments: Payment[] = [];
  const paid = () => new PaidTry(ports, subject, tryId, payments);
  try {
    const outcome = await ports.database.unit<R>(function* () {
      payments = [];
      const put = (payment: Payment) => void payments.push(payment);
      const [outcome] = yield* together(pay({ tryId, put }, now), notePaidTry({ id: tryId, at: now }));
      return outcome;
    });
    return { outcome, paid: paid() };
  } catch (error) {
    // It may have been committed all the same, or be so yet: a connection that breaks at the commit does not say.
    if (error instanceof Unavailable && payments.length > 0) void paid().giveBackInDoubt(now);
    throw error;
  }
}
