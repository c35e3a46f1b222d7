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
export async function within<T>(
  clock: Clock,
  deadline: Millis,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const expired = new AbortController();
  const unfollow = follow(expired, outer);
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
    unfollow();
  }
}

/**
 * Runs `work` with a signal that aborts as the first of two does. It lets go of both afterwards: `AbortSignal.any` costs
 * ten times as much and hangs on to a signal that lives as long as the process.
 */
export async function withEither<T>(
  one: AbortSignal,
  other: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const either = new AbortController();
  const unfollow = [follow(either, one), follow(either, other)];
  try {
    return await work(either.signal);
  } finally {
    for (const end of unfollow) end();
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
