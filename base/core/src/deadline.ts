/** Deadlines as AbortSignals without a timer: made from a Clock, so they run in virtual time too. @module */

import type { Millis } from './machine.ts';
import type { Clock } from './ports.ts';

/** A budget ran out. */
export class DeadlineExceeded extends Error {
  readonly deadline: Millis;

  constructor(what: string, deadline: Millis) {
    super(`${what}: no answer in time`);
    this.name = 'DeadlineExceeded';
    this.deadline = deadline;
  }
}

/**
 * Runs `work` with a signal that aborts at `deadline`, and rejects with {@link DeadlineExceeded} then even if the work
 * ignores its signal: nothing hangs.
 * @param outer aborts the work's signal too, with its own reason.
 */
export function within<T>(
  clock: Clock,
  deadline: Millis,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const expired = new AbortController();
  const unfollow = follow(expired, outer);
  // One promise, where a race would make six: every call to another party passes here, more than once.
  return new Promise((resolve, reject) => {
    const cancel = clock.alarm(deadline, () => {
      unfollow();
      const error = new DeadlineExceeded(what, deadline);
      expired.abort(error);
      reject(error);
    });
    const end = () => {
      cancel();
      unfollow();
    };
    const failed = (error: unknown) => {
      end();
      reject(error);
    };
    try {
      work(expired.signal).then((value) => {
        end();
        resolve(value);
      }, failed);
    } catch (error) {
      failed(error);
    }
  });
}

/**
 * Runs `work` with a signal that aborts as the first of `signals` does. It leaves nothing behind: a signal of
 * `AbortSignal.any` that somebody listens to, and all that waits for it, is kept by Node until it aborts.
 */
export async function withFirst<T>(
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const first = new AbortController();
  const unfollow = signals.map((signal) => follow(first, signal));
  try {
    return await work(first.signal);
  } finally {
    for (const end of unfollow) end();
  }
}

/** What a party has under way towards others: given up together when the party stops. */
export class UnderWay {
  readonly #running = new Set<AbortController>();
  #ended: DOMException | undefined;

  /** Runs `work` with a signal that aborts as `signal` does, or when all is given up. */
  async run<T>(signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const either = new AbortController();
    const unfollow = follow(either, signal);
    if (this.#ended) either.abort(this.#ended);
    this.#running.add(either);
    try {
      return await work(either.signal);
    } finally {
      this.#running.delete(either);
      unfollow();
    }
  }

  /** Gives up what runs, and whatever comes later. */
  end(): void {
    this.#ended = new DOMException('the party has stopped', 'AbortError');
    for (const controller of this.#running) controller.abort(this.#ended);
  }
}

/** Aborts `controller` as `signal` does, until the returned function is called. */
function follow(controller: AbortController, signal: AbortSignal | undefined): () => void {
  if (signal === undefined) return () => {};
  const abort = () => controller.abort(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return () => signal.removeEventListener('abort', abort);
}
