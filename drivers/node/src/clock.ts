/** The real clock: epoch milliseconds that never go back. @module */
import type { Millis } from '@openpnc/core/machine';
import type { Clock } from '@openpnc/core/ports';

/** The longest delay that setTimeout takes; a longer one would fire at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** A clock on the process's monotonic time. Alarms keep the process alive until they ring or are taken back. */
export const realClock: Clock = { now, alarm, sleep };

const ORIGIN = performance.timeOrigin;

function now(): Millis {
  return ORIGIN + performance.now();
}

function alarm(at: Millis, ring: () => void): () => void {
  let timer: NodeJS.Timeout;
  arm();
  return () => clearTimeout(timer);

  function arm(): void {
    timer = setTimeout(check, Math.min(Math.max(0, Math.ceil(at - now())), LONGEST_DELAY));
  }
  // libuv counts whole milliseconds and can fire up to one early: look again and wait for the rest.
  function check(): void {
    if (now() >= at) ring();
    else arm();
  }
}

function sleep(ms: Millis, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      cancel();
      reject(signal!.reason);
    };
    const cancel = alarm(now() + ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
