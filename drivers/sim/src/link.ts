/** Links of a simulated world: how long a byte takes, what gets lost, how reads are cut, and when the cable is pulled. @module */
import { concatBytes } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import type { Stream, StreamInfo, StreamReceiver } from '@openpnc/core/network';
import type { VirtualClock } from './clock.ts';
import type { SeededRandom } from './random.ts';

export interface LinkOptions {
  /** From one end to the other, each way. Default 1. */
  readonly delay_ms?: Millis;
  /** Up to so much more, at random. Default 0. */
  readonly jitter_ms?: Millis;
  /** Probability that a datagram or message is lost; a byte stream sends again after {@link retransmission_ms}. Default 0. */
  readonly loss?: number;
  readonly retransmission_ms?: Millis;
  /** `awkward` cuts and merges what was sent at random, as TCP may; `whole` gives each read what is due. Default `awkward`. */
  readonly reads?: 'awkward' | 'whole';
}

/** What becomes of one piece (what was sent at once: a frame, a text) under way; nothing said, it goes on as it is. */
export interface Passage {
  /** So much longer. What follows on the same link waits too. */
  readonly delay_ms?: Millis;
  readonly isLost?: boolean;
  readonly isTwice?: boolean;
  /** What arrives in its place. */
  readonly bytes?: Uint8Array;
  /** Before it arrives: the link is cut, or from now on loses everything silently. */
  readonly isBroken?: 'cut' | 'silence';
  /** It waits, and what follows on the same link with it, until the function that it gives is called. */
  readonly hold?: (release: () => void) => void;
}

/** Looks at each piece as it leaves an end. */
export type Tap<Piece> = (piece: Piece, from: 'a' | 'b') => Passage | undefined;

/** How long the next piece is under way. */
export function travel_ms(random: SeededRandom, { delay_ms = 1, jitter_ms = 0 }: LinkOptions): Millis {
  return delay_ms + (jitter_ms > 0 ? random.integer(jitter_ms + 1) : 0);
}

/** Pieces of one end in their order: what is held keeps back what follows. */
export class Turns {
  #held: (() => void)[] | undefined;

  /** Does it now, or after what is held before it. */
  take(work: () => void, hold?: Passage['hold']): void {
    if (this.#held) this.#held.push(work);
    else if (hold) {
      const held = [work];
      this.#held = held;
      hold(() => {
        if (this.#held !== held) return;
        this.#held = undefined;
        for (const next of held) next();
      });
    } else work();
  }
}

/** A byte stream between two ends, `a` and `b`. Bytes stay in order; ends learn of the other's close after what was sent. */
export class StreamLink {
  readonly a: Stream;
  readonly b: Stream;
  readonly #ends: { readonly a: StreamEnd; readonly b: StreamEnd };

  constructor(
    clock: VirtualClock,
    random: SeededRandom,
    infos: { readonly a: StreamInfo; readonly b: StreamInfo },
    options: LinkOptions = {},
    tap?: Tap<Uint8Array>,
  ) {
    const a = new StreamEnd(infos.a, clock, random.fork('a'), options);
    const b = new StreamEnd(infos.b, clock, random.fork('b'), options);
    a.peer = b;
    b.peer = a;
    if (tap) {
      a.tap = (bytes) => this.#seen(tap(bytes, 'a'));
      b.tap = (bytes) => this.#seen(tap(bytes, 'b'));
    }
    this.#ends = { a, b };
    this.a = a;
    this.b = b;
  }

  /** Sets what an end does with what comes. Bytes that came before wait for it. */
  receive(end: 'a' | 'b', receiver: StreamReceiver): void {
    this.#ends[end].receive(receiver);
  }

  /** Pulls the cable: what is under way is lost and both ends learn at once that the stream is gone. */
  cut(reason = 'cut'): void {
    this.#ends.a.abort(reason);
    this.#ends.b.abort(reason);
  }

  #seen(passage: Passage | undefined): Passage | undefined {
    if (passage?.isBroken === 'cut') this.cut();
    if (passage?.isBroken === 'silence') {
      this.silence('a');
      this.silence('b');
    }
    return passage;
  }

  /** Loses silently what `end` sends from now on: the other end hears nothing any more. */
  silence(end: 'a' | 'b'): void {
    this.#ends[end].isSilent = true;
  }
}

class StreamEnd implements Stream {
  readonly info: StreamInfo;
  peer: StreamEnd | undefined;
  isSilent = false;
  tap: ((bytes: Uint8Array) => Passage | undefined) | undefined;
  readonly #clock: VirtualClock;
  readonly #random: SeededRandom;
  readonly #options: LinkOptions;
  readonly #turns = new Turns();
  #receiver: StreamReceiver | undefined;
  #arrived: Uint8Array[] = [];
  #closedWith: string | undefined;
  #isOver = false;
  #hasEnded = false;
  #lastArrival: Millis = 0;
  #isReading = false;

  constructor(info: StreamInfo, clock: VirtualClock, random: SeededRandom, options: LinkOptions) {
    this.info = info;
    this.#clock = clock;
    this.#random = random;
    this.#options = options;
  }

  send(bytes: Uint8Array): void {
    if (this.#isOver || this.#hasEnded || this.isSilent) return;
    const passage = this.tap?.(bytes);
    if (passage?.isLost || passage?.isBroken) return;
    const copy = (passage?.bytes ?? bytes).slice();
    const arrive = (peer: StreamEnd) => {
      peer.#arrived.push(copy);
      peer.#read();
    };
    const { delay_ms = 0, isTwice = false, hold } = passage ?? {};
    this.#turns.take(() => {
      this.#deliver(arrive, delay_ms);
      if (isTwice) this.#deliver(arrive);
    }, hold);
  }

  close(how: 'end' | 'abort' = 'end'): void {
    if (this.#isOver || this.#hasEnded) return;
    this.#hasEnded = true;
    if (how === 'abort') {
      this.peer?.abort('reset by the peer');
      this.abort('reset');
      return;
    }
    this.#turns.take(() =>
      this.#deliver((peer) => {
        peer.#closedWith = 'ended by the peer';
        peer.#read();
        this.abort('ended');
      }),
    );
  }

  receive(receiver: StreamReceiver): void {
    this.#receiver = receiver;
    this.#read();
  }

  abort(reason: string): void {
    if (this.#isOver) return;
    this.#arrived = [];
    this.#closedWith = reason;
    this.#read();
  }

  #deliver(arrive: (peer: StreamEnd) => void, delay_ms: Millis = 0): void {
    const { loss = 0, retransmission_ms = 200 } = this.#options;
    const again_ms = delay_ms + (loss > 0 && this.#random.chance(loss) ? retransmission_ms : 0);
    const at = this.#clock.now() + travel_ms(this.#random, this.#options) + again_ms;
    this.#lastArrival = Math.max(at, this.#lastArrival);
    this.#clock.alarm(this.#lastArrival, () => {
      if (this.peer && !this.peer.#isOver) arrive(this.peer);
    });
  }

  /** Gives what has arrived to the receiver, cut anew, then the end. */
  #read(): void {
    if (!this.#receiver || this.#isOver || this.#isReading) return;
    this.#isReading = true;
    while (this.#arrived.length > 0 && !this.#isOver) {
      const bytes = concatBytes(...this.#arrived);
      this.#arrived = [];
      for (const piece of this.#cut(bytes)) if (!this.#isOver) this.#receiver.bytes(piece);
    }
    this.#isReading = false;
    if (this.#closedWith === undefined || this.#isOver) return;
    this.#isOver = true;
    this.#receiver.closed(this.#closedWith);
  }

  *#cut(bytes: Uint8Array): Generator<Uint8Array> {
    if (this.#options.reads === 'whole') {
      yield bytes;
      return;
    }
    for (let at = 0; at < bytes.length; ) {
      const length = this.#random.chance(0.5) ? 1 + this.#random.integer(9) : bytes.length - at;
      yield bytes.subarray(at, at + length);
      at += length;
    }
  }
}
