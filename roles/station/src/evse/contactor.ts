/** Power on and off behind the plug: only with a car that asks for it on the pilot. IEC 61851-1, ISO 15118-2:2014 [V2G2-847], [V2G2-860], [V2G2-913]. @module */

import type { Clock, PilotState, Plug } from '@openpnc/core/ports';
import { timing } from '@openpnc/iso15118/v2/timing';

/** How the wish ended. */
type PowerState = 'on' | 'off' | 'failed';

/** One contactor. */
export class Contactor {
  readonly #plug: Plug;
  readonly #clock: Clock;
  readonly #isPilotWired: boolean;
  #waiting: { readonly done: (state: PowerState) => void; readonly cancel: () => void } | undefined;
  #isClosed = false;

  constructor(plug: Plug, clock: Clock, isPilotWired: boolean) {
    this.#plug = plug;
    this.#clock = clock;
    this.#isPilotWired = isPilotWired;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Closes when the pilot is in C or D; waits for that as long as the standard does. */
  close(done: (state: PowerState) => void): void {
    this.#waiting?.cancel();
    this.#waiting = undefined;
    if (!this.#isPilotWired || asksForPower(this.#plug.state())) {
      this.#set('closed', done);
      return;
    }
    const at = this.#clock.now() + timing.V2G_SECC_CPState_Detection_Timeout;
    const cancel = this.#clock.alarm(at, () => {
      this.#waiting = undefined;
      done('failed');
    });
    this.#waiting = { done, cancel };
  }

  open(done: (state: PowerState) => void = () => {}): void {
    this.#waiting?.cancel();
    this.#waiting = undefined;
    this.#set('open', done);
  }

  /**
   * The pilot has moved.
   * @returns true when it took the power away: the car left C and D while the contactor was closed
   */
  pilot(state: PilotState): boolean {
    if (asksForPower(state)) {
      const waiting = this.#waiting;
      if (!waiting) return false;
      this.#waiting = undefined;
      waiting.cancel();
      this.#set('closed', waiting.done);
      return false;
    }
    if (!this.#isClosed || !this.#isPilotWired) return false;
    this.#set('open', () => {});
    return true;
  }

  #set(contactor: 'open' | 'closed', done: (state: PowerState) => void): void {
    this.#isClosed = contactor === 'closed';
    this.#plug.set({ contactor }).then(
      () => done(contactor === 'closed' ? 'on' : 'off'),
      () => {
        // Welded or stuck: a contactor that did not open is still closed.
        this.#isClosed = contactor === 'open';
        done('failed');
      },
    );
  }
}

function asksForPower(state: PilotState): boolean {
  return state === 'C' || state === 'D';
}
