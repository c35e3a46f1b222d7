/**
 * Virtual time: a clock that stands still while anybody works and jumps to the next alarm when nobody does. An hour of
 * a protocol runs in milliseconds, always in the same order.
 *
 * @module
 */
import type { Millis } from '@openpnc/core/machine';
import type { Clock } from '@openpnc/core/ports';

interface Alarm {
  readonly at: Millis;
  /** Alarms of the same time ring in the order in which they were set. */
  readonly order: number;
  readonly ring: () => void;
}

/** The clock of one simulated world. All its parties share it. */
export class VirtualClock implements Clock {
  #now: Millis;
  #order = 0;
  /** Sorted, the next one last. */
  readonly #alarms: Alarm[] = [];
  #failure: { readonly error: unknown } | undefined;

  /** @param start ms since the epoch; certificates are judged by it. Default 2026-02-15T00:00:00Z. */
  constructor(start: Millis = Date.UTC(2026, 1, 15)) {
    this.#now = start;
  }

  now(): Millis {
    return this.#now;
  }

  alarm(at: Millis, ring: () => void): () => void {
    const alarm = { at, order: this.#order, ring };
    this.#order += 1;
    // Behind every alarm that rings later.
    let [low, high] = [0, this.#alarms.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#alarms[middle]!.at > at) low = middle + 1;
      else high = middle;
    }
    this.#alarms.splice(low, 0, alarm);
    return () => {
      const place = this.#alarms.indexOf(alarm);
      if (place >= 0) this.#alarms.splice(place, 1);
    };
  }

  sleep(ms: Millis, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const wake = this.alarm(this.#now + ms, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      const abort = () => {
        wake();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** How many alarms are set. */
  get pending(): number {
    return this.#alarms.length;
  }

  /** Lets `ms` pass, with everything that is due in it. */
  async advance(ms: Millis): Promise<void> {
    const until = this.#now + ms;
    await drain();
    while (this.#ringNext(until)) await drain();
    this.#now = until;
    this.#rethrow();
  }

  /**
   * Lets time pass until `work` has settled and gives its result.
   * @param limit_ms virtual time after which it is taken as stuck.
   * @throws Error when nothing is due any more and `work` still waits, or the limit has come.
   */
  async settle<T>(work: Promise<T>, limit_ms: Millis = 24 * 60 * 60_000): Promise<T> {
    let isSettled = false;
    const settled = () => {
      isSettled = true;
    };
    work.then(settled, settled);
    const until = this.#now + limit_ms;
    await drain();
    while (!isSettled) {
      if (!this.#ringNext(until))
        throw new Error(
          this.#alarms.length === 0
            ? 'virtual time: nothing is due any more and the work still waits'
            : `virtual time: the work still waits after ${limit_ms} ms`,
        );
      await drain();
      this.#rethrow();
    }
    return work;
  }

  /** Lets time pass until nothing is due any more. */
  async run(limit_ms: Millis = 24 * 60 * 60_000): Promise<void> {
    const until = this.#now + limit_ms;
    await drain();
    while (this.#ringNext(until)) {
      await drain();
      this.#rethrow();
    }
    this.#rethrow();
  }

  /** Rings the next alarm if it is due by `until`. An error of its ringer ends the run that rang it. */
  #ringNext(until: Millis): boolean {
    const next = this.#alarms.at(-1);
    if (!next || next.at > until || this.#failure) return false;
    this.#alarms.pop();
    this.#now = Math.max(this.#now, next.at);
    try {
      next.ring();
    } catch (error) {
      this.#failure = { error };
    }
    return true;
  }

  #rethrow(): void {
    if (!this.#failure) return;
    const { error } = this.#failure;
    this.#failure = undefined;
    throw error;
  }
}

/**
 * Ends when no microtask is left. Simulated parties await nothing but ports of this package, whose promises settle in
 * microtasks, so all work of this instant is done then: Node runs the next tick after the last microtask. Now and then the
 * event loop gets its turn, for what only it cleans up.
 */
function drain(): Promise<void> {
  drains += 1;
  return new Promise((resolve) => {
    if (drains % TURN_EVERY === 0) setImmediate(resolve);
    else process.nextTick(resolve);
  });
}

let drains = 0;
const TURN_EVERY = 1_000;
