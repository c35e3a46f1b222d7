/** A role that runs on real sockets. @module */
import type { OperatorError } from '@openpnc/core/errors';
import type { Party, Trace } from '@openpnc/core/trace';
import { realClock } from '@openpnc/node/clock';
/** What a started role offers to whoever started it. */
export interface Running {
  /** Where it listens, for people: `OCPI http://127.0.0.1:8881/ocpi/versions`. */
  readonly addresses: readonly string[];
  /** Resolves with what makes it useless from now on: a rig at its plug that is lost. */
  readonly broken?: Promise<OperatorError>;
  /** Ends everything; nothing of it keeps the process alive afterwards. */
  close(): Promise<void>;
}

/** Tells in the trace that a request broke one of our own handlers: the peer only saw a 500. */
export function tellBroken(trace: Trace, party: Party): (error: unknown) => void {
  return (error) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    trace({ type: 'finding', at: realClock.now(), party, code: 'internal_error', severity: 'warning', text });
  };
}

/** Closes in reverse order of starting, all of them even when one fails. */
export async function closeAll(closers: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const close of closers.toReversed()) await close().catch(() => {});
}
