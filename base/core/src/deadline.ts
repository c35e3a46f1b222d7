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
 */
export async function within<T>(
  clock: Clock,
  deadline: Millis,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const expired = new AbortController();
  let cancel = () => {};
  const alarm = new Promise<never>((_, reject) => {
    cancel = clock.alarm(deadline, () => {
      const error = new DeadlineExceeded(what, deadline);
      expired.abort(error);
      reject(error);
    });
  });
  try {
    return await Promise.race([work(expired.signal), alarm]);
  } finally {
    cancel();
  }
}
