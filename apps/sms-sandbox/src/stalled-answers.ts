import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ListeningSandbox } from './listen.ts';

/** Published by `fetch` when the head of an answer has come. */
const HEAD_CAME = 'undici:request:headers';

/** Resolves when whoever asked a host next has read the head of its answer, and waits for the body. */
export function answerBegun(host: string): Promise<void> {
  return new Promise((begun) => {
    const heard = (message: unknown) => {
      // What Node publishes there: nodejs.org/api/diagnostics_channel.html names it for undici.
      const { request } = message as { request: { origin: string } };
      if (request.origin !== host) return;
      unsubscribe(HEAD_CAME, heard);
      setImmediate(begun);
    };
    subscribe(HEAD_CAME, heard);
  });
}

/**
 * Calls back whenever the sandbox holds an answer back for good, in whole or in part: a test that asks from the same
 * process moves its time then, past the limit of whoever waits.
 * @returns what ends it.
 */
export function whenStalled({ state, url }: ListeningSandbox, pass: () => void): () => void {
  let seen: unknown;
  let isOver = false;
  const leave = state.changes.subscribe(() => {
    const latest = state.requests.all().at(-1);
    if (latest === undefined || latest === seen) return;
    seen = latest;
    switch (latest.fault) {
      case 'no-answer':
      case 'no-answer-but-sent':
        pass();
        return;
      case 'stalled-with-length':
      case 'stalled-chunked':
        // By then it may be over, and the answer that begins another's: nobody's time but one's own is moved.
        void answerBegun(url).then(() => {
          if (!isOver) pass();
        });
    }
  });
  return () => {
    isOver = true;
    leave();
  };
}
