/** What a station does of its own accord towards the CSMS, as scripts whose steps are data. @module */
import type { Millis } from '@openpnc/core/machine';
import type { Clock } from '@openpnc/core/ports';
import type { Script } from '@openpnc/core/script';
import type { Lane } from '@openpnc/ocpp/rpc';
import type { Action, Requests, Responses } from '@openpnc/ocpp/v201';

/** A step of a script. */
type StationStep =
  | ({ readonly do: 'call'; readonly action: Action; readonly payload: unknown } & CallHow)
  | { readonly do: 'sleep'; readonly ms: Millis }
  | { readonly do: 'now' };

/** How a call goes out. */
export interface CallHow {
  readonly lane?: Lane;
  /** Longest wait for the answer; absent: MessageTimeout. */
  readonly within_ms?: Millis;
  readonly traceId?: string;
}

export type StationScript<Result> = Script<Result, StationStep>;

/** Calls the CSMS. @throws CallFailure of `ocpp` */
export function* call<A extends Action>(
  action: A,
  payload: Requests[A],
  how: CallHow = {},
): StationScript<Responses[A]> {
  return (yield { do: 'call', action, payload, ...how }) as Responses[A];
}

export function* sleep(ms: Millis): StationScript<void> {
  yield { do: 'sleep', ms };
}

export function* now(): StationScript<Millis> {
  return (yield { do: 'now' }) as Millis;
}

/** Calls the CSMS: the link, or a test. */
export type Caller = <A extends Action>(action: A, payload: Requests[A], how?: CallHow) => Promise<Responses[A]>;

/** Runs a script to its end. @throws whatever the script lets through; the signal's reason when it aborts a sleep */
export async function perform<Result>(
  script: StationScript<Result>,
  { caller, clock, signal }: { readonly caller: Caller; readonly clock: Clock; readonly signal?: AbortSignal },
): Promise<Result> {
  let turn = script.next();
  while (!turn.done) {
    const step = turn.value;
    let answer: unknown;
    try {
      signal?.throwIfAborted();
      if (step.do === 'now') answer = clock.now();
      else if (step.do === 'sleep') answer = await clock.sleep(step.ms, signal);
      else {
        const { action, payload, do: _, ...how } = step;
        answer = await caller(action, payload as Requests[Action], how);
      }
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      turn = script.throw(error);
      continue;
    }
    turn = script.next(answer);
  }
  return turn.value;
}
