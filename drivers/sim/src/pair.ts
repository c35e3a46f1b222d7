/** Any two machines that speak by bytes, against each other in virtual time. @module */
import type { Machine } from '@openpnc/core/machine';
import { Runner, type Watch } from '@openpnc/core/runner';
import type { VirtualClock } from './clock.ts';
import { type LinkOptions, StreamLink } from './link.ts';
import type { SeededRandom } from './random.ts';

/** What a machine behind a byte stream takes beside its own inputs. */
export type StreamInput =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'closed'; readonly reason: string };

/** What it asks of the stream beside its own effects. */
export type StreamEffect =
  | { readonly do: 'send'; readonly bytes: Uint8Array }
  | { readonly do: 'close'; readonly how?: 'end' | 'abort' };

/** One side: its machine, and who performs the effects that are not the stream's. */
export interface Side<Input, Effect extends { readonly do: string }> {
  readonly machine: Machine<Input | StreamInput, Effect | StreamEffect>;
  /** Performs an effect; `feed` gives the machine an input, at once or later. */
  readonly perform: (effect: Exclude<Effect, StreamEffect>, feed: (input: Input) => void) => void;
  readonly watch?: Watch<Input | StreamInput, Effect | StreamEffect>;
}

/** Two machines on one stream. `a` is the side that connected. */
export class Pair<InputA, EffectA extends { readonly do: string }, InputB, EffectB extends { readonly do: string }> {
  readonly link: StreamLink;
  readonly #clock: VirtualClock;
  readonly #a: Runner<InputA | StreamInput, EffectA | StreamEffect>;
  readonly #b: Runner<InputB | StreamInput, EffectB | StreamEffect>;

  constructor(
    clock: VirtualClock,
    random: SeededRandom,
    a: Side<InputA, EffectA>,
    b: Side<InputB, EffectB>,
    options: LinkOptions = {},
  ) {
    this.#clock = clock;
    this.link = new StreamLink(clock, random, { a: { local: 'a', peer: 'b' }, b: { local: 'b', peer: 'a' } }, options);
    this.#a = this.#run('a', a);
    this.#b = this.#run('b', b);
  }

  /** Gives an input to one side now. */
  feed(side: 'a', input: InputA): void;
  feed(side: 'b', input: InputB): void;
  feed(side: 'a' | 'b', input: InputA | InputB): void {
    if (side === 'a') this.#a.feed(input as InputA);
    else this.#b.feed(input as InputB);
  }

  /** Lets time pass until nothing is due on either side any more. */
  run(limit_ms?: number): Promise<void> {
    return this.#clock.run(limit_ms);
  }

  #run<Input, Effect extends { readonly do: string }>(
    end: 'a' | 'b',
    { machine, perform, watch }: Side<Input, Effect>,
  ): Runner<Input | StreamInput, Effect | StreamEffect> {
    const stream = this.link[end];
    const runner = new Runner<Input | StreamInput, Effect | StreamEffect>(
      machine,
      this.#clock,
      (effect) => {
        if (isSend(effect)) stream.send(effect.bytes);
        else if (isClose(effect)) stream.close(effect.how ?? 'end');
        else perform(effect as Exclude<Effect, StreamEffect>, (input) => runner.feed(input));
      },
      watch,
    );
    this.link.receive(end, {
      bytes: (bytes) => runner.feed({ type: 'bytes', bytes }),
      closed: (reason) => runner.feed({ type: 'closed', reason }),
    });
    return runner;
  }
}

function isSend(effect: { readonly do: string }): effect is Extract<StreamEffect, { do: 'send' }> {
  return effect.do === 'send';
}

function isClose(effect: { readonly do: string }): effect is Extract<StreamEffect, { do: 'close' }> {
  return effect.do === 'close';
}
