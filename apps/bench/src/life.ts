/** A party as a process: its doors to the world close for good when it is killed, whatever it was about to do. @module */
import type { HttpHandler } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import type { StreamReceiver, V2gDialer, V2gHost } from '@openpnc/core/network';
import type { Channel, ChannelReceiver, Clock, Plug } from '@openpnc/core/ports';
import type { Trace } from '@openpnc/core/trace';

/** One run of a party, from its start to its death. What has died hears nothing, says nothing and never wakes. */
export class Life {
  #isOver = false;
  readonly #atDeath = new Set<() => void>();

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Done when it dies: the system closes what a process had open. The returned function takes it back. */
  atDeath(work: () => void): () => void {
    this.#atDeath.add(work);
    return () => void this.#atDeath.delete(work);
  }

  kill(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const work of this.#atDeath) work();
    this.#atDeath.clear();
  }

  /** The clock of this party, ahead of the true one by `offset_ms`. */
  clock(clock: Clock, offset_ms: Millis = 0): Clock {
    return {
      now: () => clock.now() + offset_ms,
      alarm: (at, ring) =>
        clock.alarm(at - offset_ms, () => {
          if (!this.#isOver) ring();
        }),
      sleep: async (ms, signal) => {
        await clock.sleep(ms, signal);
        if (this.#isOver) await forever();
      },
    };
  }

  trace(trace: Trace): Trace {
    return (record) => {
      if (!this.#isOver) trace(record);
    };
  }

  http(http: HttpHandler): HttpHandler {
    return async (request, context) => {
      try {
        return await (this.#isOver ? forever() : http(request, context));
      } finally {
        if (this.#isOver) await forever();
      }
    };
  }

  channel(channel: Channel): Channel {
    return {
      send: (text) => {
        if (!this.#isOver) channel.send(text);
      },
      close: (code, reason) => {
        if (!this.#isOver) channel.close(code, reason);
      },
      get bufferedBytes() {
        return channel.bufferedBytes;
      },
    };
  }

  channelReceiver(receiver: ChannelReceiver): ChannelReceiver {
    return {
      text: (text) => {
        if (!this.#isOver) receiver.text(text);
      },
      closed: (code, reason) => {
        if (!this.#isOver) receiver.closed(code, reason);
      },
    };
  }

  streamReceiver(receiver: StreamReceiver, closed: () => void = () => {}): StreamReceiver {
    return {
      bytes: (chunk) => {
        if (!this.#isOver) receiver.bytes(chunk);
      },
      closed: (reason) => {
        closed();
        if (!this.#isOver) receiver.closed(reason);
      },
    };
  }

  host(host: V2gHost): V2gHost {
    return {
      sdp: (datagram) => (this.#isOver ? undefined : host.sdp(datagram)),
      identity: (clientHello) => (this.#isOver ? undefined : host.identity(clientHello)),
      staple: (identity) => (this.#isOver ? undefined : host.staple(identity)),
      failed: (failure, peer) => {
        if (!this.#isOver) host.failed(failure, peer);
      },
      open: (stream) => {
        const forget = this.atDeath(() => stream.close('abort'));
        return this.streamReceiver(host.open(stream), forget);
      },
    };
  }

  dialer(dialer: V2gDialer): V2gDialer {
    return {
      discover: async (request, wait_ms, seen) => {
        await dialer.discover(request, wait_ms, (datagram) => !this.#isOver && seen(datagram));
        if (this.#isOver) await forever();
      },
      connect: async (target, receiver) => {
        try {
          const stream = await dialer.connect(target, this.streamReceiver(receiver));
          if (this.#isOver) stream.close('abort');
          else this.atDeath(() => stream.close('abort'));
          return stream;
        } finally {
          if (this.#isOver) await forever();
        }
      },
    };
  }

  plug(plug: Plug): Plug {
    return {
      state: () => plug.state(),
      meter: () => plug.meter(),
      set: async (change) => {
        if (this.#isOver) await forever();
        await plug.set(change);
      },
      watch: (seen) => {
        const stop = plug.watch(seen);
        const forget = this.atDeath(stop);
        return () => {
          forget();
          stop();
        };
      },
    };
  }
}

/** What a dead process waits for. */
function forever(): Promise<never> {
  return new Promise(() => {});
}
