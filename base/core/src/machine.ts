/** The one shape of every protocol endpoint: no socket, timer, clock or randomness of its own. @module */

/** Milliseconds since the Unix epoch on a clock that never goes back. A duration has the unit in its name (`_ms`). */
export type Millis = number;

/** What a driver feeds when {@link Machine.deadline} has come. */
export interface Timeout {
  readonly type: 'timeout';
}

/** A protocol endpoint with no sockets, timers or randomness of its own. */
export interface Machine<Input, Effect> {
  /** Feeds one input at `now`; returns what the driver must do, in order. Never throws on a peer's input. */
  step(input: Input | Timeout, now: Millis): readonly Effect[];
  /** When to step with a timeout if nothing comes first: the minimum of the armed timers. */
  readonly deadline: Millis | undefined;
}

/** The earlier of two deadlines, either of which may be unset. */
export function earliest(...deadlines: readonly (Millis | undefined)[]): Millis | undefined {
  let first: Millis | undefined;
  for (const deadline of deadlines)
    if (deadline !== undefined && (first === undefined || deadline < first)) first = deadline;
  return first;
}
