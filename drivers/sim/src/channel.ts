/** Text channels (WebSockets) in virtual time: an upgrade, then frames in order, both ways. @module */

import { fromUtf8 } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import type { Accept, Channel, ChannelReceiver, Upgrade } from '@openpnc/core/ports';
import type { VirtualClock } from './clock.ts';
import { type LinkOptions, type Passage, type Tap, Turns, travel_ms } from './link.ts';
import type { SeededRandom } from './random.ts';

/** The server answered the upgrade with an HTTP status. */
export class UpgradeRefused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`upgrade refused with status ${status}`);
    this.name = 'UpgradeRefused';
    this.status = status;
  }
}

/** A channel that was opened, with what a test may do to it. */
export interface ChannelLink {
  /** The client's end. */
  readonly channel: Channel;
  /** The sub-protocol that the server chose. */
  readonly protocol?: string;
  /** Drops the connection: both ends see code 1006. */
  cut(): void;
  /** From now on nothing that either side sends arrives, and nobody is told. */
  silence(): void;
}

/** What an open channel needs of its world. */
export interface ChannelWorld {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly options?: LinkOptions;
  /** `a` is the client. */
  readonly tap?: Tap<string>;
}

/**
 * Opens a channel as a client. `open` is called with the client's end before any frame is delivered.
 * @throws UpgradeRefused with the HTTP status.
 */
export async function openChannel(
  { clock, random, options = {}, tap }: ChannelWorld,
  accept: Accept,
  upgrade: Upgrade,
  open: (channel: Channel) => ChannelReceiver,
): Promise<ChannelLink> {
  await clock.sleep(2 * travel_ms(random, options));
  const acceptance = await accept(upgrade);
  await clock.sleep(travel_ms(random, options));
  if (!acceptance.accept) throw new UpgradeRefused(acceptance.status);
  const client = new ChannelEnd(clock, random, options);
  const server = new ChannelEnd(clock, random, options);
  client.peer = server;
  server.peer = client;
  const cut = () => {
    client.drop(1006, 'cut');
    server.drop(1006, 'cut');
  };
  const silence = () => {
    client.isSilent = true;
    server.isSilent = true;
  };
  if (tap) {
    const seen = (text: string, from: 'a' | 'b') => {
      const passage = tap(text, from);
      if (passage?.isBroken === 'cut') cut();
      if (passage?.isBroken === 'silence') silence();
      return passage;
    };
    client.tap = (text) => seen(text, 'a');
    server.tap = (text) => seen(text, 'b');
  }
  server.receiver = acceptance.open(server);
  client.receiver = open(client);
  return {
    channel: client,
    ...(acceptance.protocol !== undefined && { protocol: acceptance.protocol }),
    cut,
    silence,
  };
}

class ChannelEnd implements Channel {
  peer: ChannelEnd | undefined;
  receiver: ChannelReceiver | undefined;
  isSilent = false;
  tap: ((text: string) => Passage | undefined) | undefined;
  bufferedBytes = 0;
  readonly #turns = new Turns();
  readonly #clock: VirtualClock;
  readonly #random: SeededRandom;
  readonly #options: LinkOptions;
  #isClosing = false;
  #isOver = false;
  /** Takes back the end of the wait for the peer's answer to a close. */
  #giveUp: (() => void) | undefined;
  #lastArrival: Millis = 0;

  constructor(clock: VirtualClock, random: SeededRandom, options: LinkOptions) {
    this.#clock = clock;
    this.#random = random;
    this.#options = options;
  }

  send(text: string): void {
    if (this.#isOver || this.#isClosing) return;
    const passage = this.tap?.(text);
    if (passage?.isLost || passage?.isBroken) return;
    const arriving = passage?.bytes ? fromUtf8(passage.bytes) : text;
    const { length } = text;
    const { delay_ms = 0, isTwice = false, hold } = passage ?? {};
    this.bufferedBytes += length;
    const arrive = (peer: ChannelEnd) => {
      if (!this.isSilent) peer.receiver?.text(arriving);
    };
    this.#turns.take(() => {
      this.#deliver((peer) => {
        this.bufferedBytes -= length;
        arrive(peer);
      }, delay_ms);
      if (isTwice) this.#deliver(arrive);
    }, hold);
  }

  close(code = 1000, reason = ''): void {
    if (this.#isOver || this.#isClosing) return;
    this.#isClosing = true;
    this.#giveUp = this.#clock.alarm(this.#clock.now() + CLOSING_MS, () => this.drop(1006, ''));
    // The peer answers the close: what it sent before comes first.
    this.#turns.take(() =>
      this.#deliver((peer) => {
        if (this.isSilent) return;
        peer.#deliver(() => this.drop(code, reason));
        peer.drop(code, reason);
      }),
    );
  }

  drop(code: number, reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#isClosing = true;
    this.#giveUp?.();
    this.receiver?.closed(code, reason);
  }

  #deliver(arrive: (peer: ChannelEnd) => void, delay_ms: Millis = 0): void {
    const { loss = 0, retransmission_ms = 200 } = this.#options;
    const again_ms = delay_ms + (loss > 0 && this.#random.chance(loss) ? retransmission_ms : 0);
    const at = this.#clock.now() + travel_ms(this.#random, this.#options) + again_ms;
    this.#lastArrival = Math.max(this.#lastArrival, at);
    this.#clock.alarm(this.#lastArrival, () => {
      if (this.peer && !this.peer.#isOver) arrive(this.peer);
    });
  }
}

/** A peer that never answers a close does not hold the channel for longer; our driver of real sockets waits as long. */
const CLOSING_MS = 2_000;
