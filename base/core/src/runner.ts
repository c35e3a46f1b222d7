/** Drives a machine by a clock: the same twenty lines in `node` and in `sim`. @module */

import type { Machine, Millis, Timeout } from './machine.ts';
import type { Clock } from './ports.ts';

/** Sees each step: what the trace and the replay are made of. */
export type Watch<Input, Effect> = (input: Input | Timeout, effects: readonly Effect[], now: Millis) => void;

/** Feeds inputs to a machine, performs its effects in order and wakes it at its deadline. */
export class Runner<Input, Effect> {
  readonly #machine: Machine<Input, Effect>;
  readonly #clock: Clock;
  readonly #perform: (effect: Effect) => void;
  readonly #watch: Watch<Input, Effect> | undefined;
  #alarm: (() => void) | undefined;
  #armed: Millis | undefined;
  readonly #waiting: (Input | Timeout)[] = [];
  #isStepping = false;
  #isStopped = false;

  constructor(
    machine: Machine<Input, Effect>,
    clock: Clock,
    perform: (effect: Effect) => void,
    watch?: Watch<Input, Effect>,
  ) {
    this.#machine = machine;
    this.#clock = clock;
    this.#perform = perform;
    this.#watch = watch;
    this.#arm();
  }

  /** Feeds one input now. When an effect's performer feeds again, that input waits until the effects before it are done. */
  feed(input: Input | Timeout): void {
    if (this.#isStepping) {
      this.#waiting.push(input);
      return;
    }
    this.#isStepping = true;
    try {
      let next: Input | Timeout | undefined = input;
      while (next !== undefined && !this.#isStopped) {
        const now = this.#clock.now();
        const effects = this.#machine.step(next, now);
        this.#watch?.(next, effects, now);
        for (const effect of effects) this.#perform(effect);
        next = this.#waiting.shift();
      }
    } finally {
      this.#isStepping = false;
    }
    this.#arm();
  }

  /** No further step or effect. */
  stop(): void {
    this.#isStopped = true;
    this.#alarm?.();
    this.#alarm = undefined;
    this.#armed = undefined;
  }

  /** An alarm that is early stays: to look again when it rings costs less than to move it with every input. */
  #arm(): void {
    const deadline = this.#isStopped ? undefined : this.#machine.deadline;
    if (deadline !== undefined && this.#armed !== undefined && this.#armed <= deadline) return;
    this.#alarm?.();
    this.#armed = deadline;
    this.#alarm = deadline === undefined ? undefined : this.#clock.alarm(deadline, () => this.#rung());
  }

  #rung(): void {
    this.#alarm = undefined;
    this.#armed = undefined;
    const { deadline } = this.#machine;
    if (deadline !== undefined && deadline <= this.#clock.now()) this.feed({ type: 'timeout' });
    else this.#arm();
  }
}
