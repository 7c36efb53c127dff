import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Asker, HashTurn } from '../deps.ts';
import { fairQueue } from './fair-queue.ts';

const asker = (client: string, turn: HashTurn = 'stranger', part = client): Asker => ({ client, turn, part });

/** A queue whose works end when the test says so, one after the other, and what became of each. */
function stage(most: number, capacity: number) {
  const queue = fairQueue(most, capacity);
  const began: string[] = [];
  const refused: string[] = [];
  const ends: (() => void)[] = [];
  return {
    queue,
    began,
    refused,
    ask: (who: Asker) => {
      void queue
        .run(who, () => {
          began.push(who.client);
          return new Promise<true>((end) => ends.push(() => end(true)));
        })
        .then((done) => done ?? refused.push(who.client));
    },
    /** Ends the work that began first, and lets whoever follows begin. */
    end: async () => {
      ends.shift()?.();
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    },
    settle: async () => {
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    },
  };
}

describe('the queue of hashes', () => {
  it('D042: has no shares while there is room: an office behind one address is no storm', () => {
    const { queue, ask } = stage(2, 16);
    for (let n = 0; n < 16; n += 1) ask(asker('office'));
    expect(queue.load()).toEqual({ running: 2, waiting: 14 });
  });

  it('D042: when it is full, the client with most waiting gives way, by its latest', async () => {
    const { ask, refused, settle } = stage(2, 16);
    for (let n = 0; n < 24; n += 1) ask(asker('storm'));
    for (let n = 0; n < 6; n += 1) ask(asker(`person ${n}`));
    await settle();
    expect(refused).toEqual(Array(8 + 6).fill('storm'));
  });

  it('D042: a session that asks for more than everybody else gives way as well', async () => {
    const { ask, refused, settle } = stage(1, 8);
    for (let n = 0; n < 8; n += 1) ask(asker('session', 'signed-in'));
    for (let n = 0; n < 4; n += 1) ask(asker(`person ${n}`));
    await settle();
    expect(refused).toEqual(Array(4).fill('session'));
  });

  it('D042: of those with as many waiting a stranger gives way, then a known browser, and nobody to a stranger', async () => {
    const { ask, refused, settle } = stage(1, 4);
    ask(asker('first'));
    for (const turn of ['stranger', 'known', 'signed-in'] as const) ask(asker(turn, turn));
    ask(asker('known too', 'known'));
    ask(asker('late'));
    ask(asker('signed in too', 'signed-in'));
    await settle();
    expect(refused.toSorted()).toEqual(['known too', 'late', 'stranger']);
  });

  it('D042: of those with as many waiting the many browsers of one account, or clients of one network, give way', async () => {
    const { ask, refused, settle } = stage(1, 8);
    for (let n = 0; n < 8; n += 1) ask(asker(`browser ${n}`, 'known', 'account'));
    for (let n = 0; n < 3; n += 1) ask(asker(`person ${n}`));
    ask(asker('browser 8', 'known', 'account'));
    await settle();
    expect(refused.toSorted()).toEqual(['browser 5', 'browser 6', 'browser 7', 'browser 8']);
  });

  it('D042: turns go round: the first of each before the second of any, people signed in before strangers', async () => {
    const { ask, began, end } = stage(1, 16);
    ask(asker('storm'));
    for (let n = 0; n < 3; n += 1) ask(asker('storm'));
    ask(asker('one'));
    ask(asker('two'));
    ask(asker('in', 'signed-in'));
    ask(asker('in', 'signed-in'));
    for (let n = 0; n < 8; n += 1) await end();
    expect(began).toEqual(['storm', 'in', 'storm', 'one', 'two', 'in', 'storm', 'storm']);
  });

  it('D042: people signed in go before the strangers who wait, also when some of those have had their turn', async () => {
    const { ask, began, end } = stage(1, 16);
    for (let n = 0; n < 5; n += 1) ask(asker(`stranger ${n}`));
    await end();
    ask(asker('late'));
    for (let n = 0; n < 2; n += 1) ask(asker('in', 'signed-in'));
    ask(asker('known', 'known'));
    for (let n = 0; n < 9; n += 1) await end();
    const rest = ['stranger 2', 'stranger 3', 'stranger 4', 'in', 'late'];
    expect(began).toEqual(['stranger 0', 'stranger 1', 'in', 'known', ...rest]);
  });

  it('D042: who is known, and asks again as soon as there was an answer, leaves strangers their turn', async () => {
    const { ask, began, end } = stage(1, 8);
    for (let n = 0; n < 4; n += 1) ask(asker(`stranger ${n}`));
    for (let n = 0; n < 7; n += 1) {
      ask(asker('known', 'known'));
      await end();
    }
    expect(began.indexOf('stranger 3')).toBeGreaterThan(0);
  });

  it('D042: ever more sessions of one account leave strangers their turn', async () => {
    const { ask, began, end } = stage(1, 8);
    for (let n = 0; n < 3; n += 1) ask(asker(`stranger ${n}`));
    for (let n = 0; n < 40; n += 1) {
      ask(asker(`session ${n}`, 'signed-in', 'account'));
      await end();
    }
    expect(began.indexOf('stranger 2')).toBeGreaterThan(0);
    expect(began.indexOf('stranger 2')).toBeLessThan(8);
  });

  it('D042: says beforehand what it does: who is told that there is room is let in', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            client: fc.constantFrom('a', 'b', 'c', 'd'),
            turn: fc.constantFrom<HashTurn>('signed-in', 'known', 'stranger'),
            part: fc.constantFrom('e', 'f'),
          }),
          {
            maxLength: 40,
          },
        ),
        (asked) => {
          const queue = fairQueue(1, 6);
          for (const who of asked) {
            const room = queue.hasRoom(who);
            const before = queue.load();
            void queue.run(who, () => new Promise(() => undefined));
            const { running, waiting } = queue.load();
            expect(running + waiting).toBeLessThanOrEqual(6);
            expect(running + waiting - before.running - before.waiting).toBe(
              room && before.running + before.waiting < 6 ? 1 : 0,
            );
          }
        },
      ),
    );
  });

  it('D042: is empty again when all have had their turn', async () => {
    const { queue, ask, end, began } = stage(2, 16);
    for (let n = 0; n < 16; n += 1) ask(asker(`client ${n % 3}`));
    for (let n = 0; n < 16; n += 1) await end();
    expect(queue.load()).toEqual({ running: 0, waiting: 0 });
    expect(began).toHaveLength(16);
  });
});
