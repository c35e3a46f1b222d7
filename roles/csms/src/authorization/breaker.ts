/** Stops asking somebody who does not answer, and tries again now and then. @module */
import type { Millis } from '@openpnc/core/machine';

/** When a {@link Breaker} opens and for how long. */
interface BreakerSettings {
  /** Failures in a row. */
  readonly failures: number;
  readonly open_ms: Millis;
}

/** `closed` asks, `open` does not, `trying` has one question out that decides. */
export class Breaker {
  readonly #settings: BreakerSettings;
  #failures = 0;
  #openUntil: Millis | undefined;
  #isTrying = false;

  constructor(settings: BreakerSettings) {
    this.#settings = settings;
  }

  /** Whether a question may go out now; one that may must be followed by {@link succeeded} or {@link failed}. */
  mayAsk(now: Millis): boolean {
    if (this.#openUntil === undefined) return true;
    if (now < this.#openUntil || this.#isTrying) return false;
    this.#isTrying = true;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#openUntil = undefined;
    this.#isTrying = false;
  }

  failed(now: Millis): void {
    this.#failures += 1;
    this.#isTrying = false;
    if (this.#failures >= this.#settings.failures) this.#openUntil = now + this.#settings.open_ms;
  }

  /** The question was given up by the asker: it tells nothing about the asked. */
  abandoned(): void {
    this.#isTrying = false;
  }

  state(now: Millis): 'closed' | 'open' | 'trying' {
    if (this.#openUntil === undefined) return 'closed';
    return this.#isTrying || now >= this.#openUntil ? 'trying' : 'open';
  }
}
