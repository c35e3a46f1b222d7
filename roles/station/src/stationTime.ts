/** The station's idea of the time: its clock, set by the CSMS. OCPP 2.0.1 B01, G02; ClockCtrlr.TimeSource. @module */
import type { Millis } from '@openpnc/core/machine';
import type { Clock } from '@openpnc/core/ports';

/** Differences up to this are the journey of the message, not a wrong clock. */
const TOLERANCE_ms = 1_000;

/** Wall time. Timers never run by it: they use the clock underneath, which nobody sets. */
export class StationTime {
  readonly #clock: Clock;
  #offset_ms = 0;
  #isSynchronised = false;
  /** The latest time as text: many messages say the same. */
  #told: { readonly at: Millis; readonly text: string } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the CSMS has told the time since the start. Before, a certificate that looks expired may be the clock's fault. */
  get isSynchronised(): boolean {
    return this.#isSynchronised;
  }

  now(): Millis {
    return this.#clock.now() + this.#offset_ms;
  }

  /** RFC 3339 with milliseconds, UTC: of now, or of another time by this clock. */
  text(at: Millis = this.now()): string {
    if (this.#told?.at !== at) this.#told = { at, text: new Date(at).toISOString() };
    return this.#told.text;
  }

  /**
   * Takes the CSMS's `currentTime`.
   * @returns by how much the clock was set, ms; 0 when it was right
   */
  synchronise(currentTime: string): Millis {
    const told = Date.parse(currentTime);
    if (Number.isNaN(told)) return 0;
    this.#isSynchronised = true;
    const difference = told - this.now();
    if (Math.abs(difference) <= TOLERANCE_ms) return 0;
    this.#offset_ms += difference;
    return difference;
  }

  /** A clock for one session with a car: today's wall time, and it does not jump when the CSMS sets the time in between. */
  steady(): Clock {
    const clock = this.#clock;
    const offset_ms = this.#offset_ms;
    return {
      now: () => clock.now() + offset_ms,
      sleep: (ms, signal) => clock.sleep(ms, signal),
      alarm: (at, ring) => clock.alarm(at - offset_ms, ring),
    };
  }
}
