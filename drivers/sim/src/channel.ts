/** Text channels (WebSockets) in virtual time: an upgrade, then frames in order, both ways. @module */

import { toUtf8 } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import type { Accept, Channel, ChannelReceiver, Upgrade } from '@openpnc/core/ports';
import type { VirtualClock } from './clock.ts';
import { type LinkOptions, travel_ms } from './link.ts';
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
}

/**
 * Opens a channel as a client. `open` is called with the client's end before any frame is delivered.
 * @throws UpgradeRefused with the HTTP status.
 */
export async function openChannel(
  { clock, random, options = {} }: ChannelWorld,
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
  server.receiver = acceptance.open(server);
  client.receiver = open(client);
  return {
    channel: client,
    ...(acceptance.protocol !== undefined && { protocol: acceptance.protocol }),
    cut: () => {
      client.drop(1006, 'cut');
      server.drop(1006, 'cut');
    },
    silence: () => {
      client.isSilent = true;
      server.isSilent = true;
    },
  };
}

class ChannelEnd implements Channel {
  peer: ChannelEnd | undefined;
  receiver: ChannelReceiver | undefined;
  isSilent = false;
  bufferedBytes = 0;
  readonly #clock: VirtualClock;
  readonly #random: SeededRandom;
  readonly #options: LinkOptions;
  #isClosing = false;
  #isOver = false;
  #lastArrival: Millis = 0;

  constructor(clock: VirtualClock, random: SeededRandom, options: LinkOptions) {
    this.#clock = clock;
    this.#random = random;
    this.#options = options;
  }

  send(text: string): void {
    if (this.#isOver || this.#isClosing) return;
    const { length } = toUtf8(text);
    this.bufferedBytes += length;
    this.#deliver((peer) => {
      this.bufferedBytes -= length;
      if (!this.isSilent) peer.receiver?.text(text);
    });
  }

  close(code = 1000, reason = ''): void {
    if (this.#isOver || this.#isClosing) return;
    this.#isClosing = true;
    // The peer answers the close: what it sent before comes first.
    this.#deliver((peer) => {
      peer.#deliver(() => this.drop(code, reason));
      peer.drop(code, reason);
    });
  }

  drop(code: number, reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#isClosing = true;
    this.receiver?.closed(code, reason);
  }

  #deliver(arrive: (peer: ChannelEnd) => void): void {
    this.#lastArrival = Math.max(this.#lastArrival, this.#clock.now() + travel_ms(this.#random, this.#options));
    this.#clock.alarm(this.#lastArrival, () => {
      if (this.peer && !this.peer.#isOver) arrive(this.peer);
    });
  }
}
