/**
 * Faults of a network in user space, without rights: a TCP relay and a UDP relay that stand between car and station.
 * They know nothing of what they carry; a fault of one message sits in the role, before it is written.
 *
 * @module
 */
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Millis } from '@openpnc/core/machine';
import type { Random } from '@openpnc/core/ports';
import type { RecordedConnection, Recorder } from './capture/recorder.ts';
import { realClock } from './clock.ts';
import { untilUsable } from './interfaces.ts';
import { systemRandom } from './random.ts';

/** A place that a relay listens at or carries to. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** What happens to the bytes of one direction of a TCP connection. Absent: nothing. */
export interface StreamFault {
  readonly delay_ms?: Millis;
  /** Up to so much more, at random; the order stays. */
  readonly jitter_ms?: Millis;
  readonly bytesPerSecond?: number;
  /** Cuts what is carried into pieces of so many bytes. */
  readonly pieces?: number;
  /** Changes the byte at this offset of the direction (XOR 0xff). */
  readonly flipAt?: number;
  /** After so many bytes of the direction: nothing more is carried (`stall`), or both ends are closed by FIN or RST. */
  readonly cut?: { readonly afterBytes: number; readonly how: 'stall' | 'fin' | 'reset' };
}

/** Faults by direction. They hold for connections that are made from then on. */
export interface TcpFaults {
  readonly toStation?: StreamFault;
  readonly toCar?: StreamFault;
}

/** A relay that listens. */
export interface TcpRelay {
  readonly port: number;
  faults: TcpFaults;
  /** Ends all connections now. */
  cut(how: 'fin' | 'reset'): void;
  close(): Promise<void>;
}

/**
 * Carries connections made to `at` on to `to`. A recorder sees what is carried, as the receiving end gets it.
 * @throws OperatorError `port_in_use`, `address_unusable`.
 */
export async function tcpRelay(
  at: Place,
  to: Place,
  faults: TcpFaults = {},
  { random = systemRandom, recorder }: { readonly random?: Random; readonly recorder?: Recorder } = {},
): Promise<TcpRelay> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (car) => {
    const station = connect({ ...to, noDelay: true, allowHalfOpen: true });
    const pair = [car, station] as const;
    pairs.add(pair);
    const end = (how: 'fin' | 'reset') => endPair(pair, how);
    const recorded = recorder?.connection(
      { address: car.remoteAddress ?? '::', port: car.remotePort ?? 0 },
      { address: to.host, port: to.port },
    );
    carry(car, station, relay.faults.toStation ?? {}, random, end, recorded && tap(recorded, 'client'));
    carry(station, car, relay.faults.toCar ?? {}, random, end, recorded && tap(recorded, 'server'));
    for (const socket of pair) {
      socket.on('error', () => {});
      socket.on('close', () => {
        pairs.delete(pair);
        // What broke on one side breaks on the other: a relay hides no reset.
        for (const other of pair) if (!other.destroyed && !other.writableEnded) other.resetAndDestroy();
      });
    }
  });
  await untilUsable(
    `relay at ${at.host} port ${at.port}`,
    () =>
      new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(at, () => {
          server.removeListener('error', reject);
          resolve();
        });
      }),
  );
  const relay: TcpRelay = {
    port: (server.address() as AddressInfo).port,
    faults,
    cut: (how) => {
      for (const pair of pairs) endPair(pair, how);
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const pair of pairs) for (const socket of pair) socket.destroy();
      }),
  };
  return relay;
}

/** Notes what one end sent. */
interface Tap {
  bytes(bytes: Uint8Array): void;
  ended(): void;
}

function tap(recorded: RecordedConnection, from: 'client' | 'server'): Tap {
  return { bytes: (bytes) => recorded.bytes(from, bytes), ended: () => recorded.closed(from, 'fin') };
}

function endPair(pair: readonly [Socket, Socket], how: 'fin' | 'reset'): void {
  for (const socket of pair) {
    if (how === 'reset') socket.resetAndDestroy();
    else socket.end(() => socket.destroy());
  }
}

/** One direction: a queue of what is due when, one alarm, order kept. */
function carry(
  from: Socket,
  to: Socket,
  fault: StreamFault,
  random: Random,
  end: (how: 'fin' | 'reset') => void,
  tapped: Tap | undefined,
): void {
  const { delay_ms = 0, jitter_ms = 0, bytesPerSecond, pieces, flipAt, cut } = fault;
  const queue: { readonly due: Millis; readonly act: () => void }[] = [];
  let lastDue = 0;
  let carried = 0;
  let isCut = false;
  let isArmed = false;
  let cancel = () => {};
  to.on('close', () => cancel());
  from.on('data', (chunk: Buffer) => {
    const size = pieces ?? chunk.length;
    for (let at = 0; at < chunk.length && !isCut; at += size) take(Buffer.from(chunk.subarray(at, at + size)));
  });
  from.on('end', () => {
    if (isCut) return;
    enqueue(0, () => {
      tapped?.ended();
      to.end();
    });
  });

  function take(bytes: Buffer): void {
    const offset = carried;
    const left = cut === undefined ? bytes.length : Math.max(0, cut.afterBytes - offset);
    const kept = bytes.subarray(0, left);
    carried += kept.length;
    if (flipAt !== undefined && flipAt >= offset && flipAt < carried) kept[flipAt - offset]! ^= 0xff;
    if (kept.length > 0) {
      enqueue(kept.length, () => {
        tapped?.bytes(kept);
        if (to.writable) to.write(kept);
      });
    }
    if (cut === undefined || carried < cut.afterBytes) return;
    isCut = true;
    const { how } = cut;
    if (how !== 'stall') enqueue(0, () => end(how));
  }

  function enqueue(bytes: number, act: () => void): void {
    const now = realClock.now();
    const passage = bytesPerSecond === undefined ? 0 : (bytes / bytesPerSecond) * 1_000;
    const jitter = jitter_ms === 0 ? 0 : (random.bytes(1)[0]! / 256) * jitter_ms;
    lastDue = Math.max(lastDue, now + delay_ms + jitter) + passage;
    queue.push({ due: lastDue, act });
    run();
  }

  function run(): void {
    if (isArmed) return;
    for (let next = queue[0]; next; next = queue[0]) {
      if (next.due > realClock.now()) {
        isArmed = true;
        cancel = realClock.alarm(next.due, () => {
          isArmed = false;
          run();
        });
        return;
      }
      queue.shift();
      next.act();
    }
  }
}

/** What happens to datagrams of one direction. `nth` counts from 0. */
export interface DatagramFault {
  /** How often the nth datagram is carried: 0 drops it, 2 doubles it. Default 1. */
  readonly copies?: (nth: number) => number;
  /** How long the nth one takes; a later one may overtake. Default 0. */
  readonly delay_ms?: (nth: number) => Millis;
  /** Changes a datagram, e.g. the port in an SDP response. */
  readonly rewrite?: (payload: Uint8Array, nth: number) => Uint8Array;
}

/** Faults of datagrams by direction. */
export interface UdpFaults {
  readonly toStation?: DatagramFault;
  readonly toCar?: DatagramFault;
}

/** A UDP relay that listens. */
export interface UdpRelay {
  readonly port: number;
  faults: UdpFaults;
  close(): Promise<void>;
}

/**
 * Carries datagrams sent to `at` on to `to`, and what comes back to each sender.
 * @throws OperatorError `port_in_use`, `address_unusable`.
 */
export async function udpRelay(at: Place, to: Place, faults: UdpFaults = {}): Promise<UdpRelay> {
  const front = await boundSocket(at);
  const backs = new Map<string, Promise<UdpSocket>>();
  const alarms = new Set<() => void>();
  const counts = { toStation: 0, toCar: 0 };
  let isClosed = false;
  front.on('message', async (payload: Buffer, car: RemoteInfo) => {
    const key = `${car.address}|${car.port}`;
    let back = backs.get(key);
    if (!back) {
      back = boundSocket({ host: '::', port: 0 });
      backs.set(key, back);
      (await back).on('message', (answer: Buffer) =>
        pass('toCar', answer, (bytes) => front.send(bytes, car.port, car.address)),
      );
    }
    const socket = await back;
    pass('toStation', payload, (bytes) => socket.send(bytes, to.port, to.host));
  });
  const relay: UdpRelay = {
    port: front.address().port,
    faults,
    async close() {
      isClosed = true;
      for (const cancel of alarms) cancel();
      const sockets = [front, ...(await Promise.all(backs.values()))];
      await Promise.all(sockets.map((socket) => new Promise<void>((done) => socket.close(done))));
    },
  };
  return relay;

  function pass(direction: keyof UdpFaults, payload: Buffer, send: (bytes: Uint8Array) => void): void {
    const {
      copies = () => 1,
      delay_ms = () => 0,
      rewrite = (bytes: Uint8Array) => bytes,
    } = relay.faults[direction] ?? {};
    const nth = counts[direction];
    counts[direction] += 1;
    const bytes = rewrite(new Uint8Array(payload), nth);
    for (let copy = 0; copy < copies(nth); copy += 1) {
      const cancel = realClock.alarm(realClock.now() + delay_ms(nth), () => {
        alarms.delete(cancel);
        if (!isClosed) send(bytes);
      });
      alarms.add(cancel);
    }
  }
}

function boundSocket({ host, port }: Place): Promise<UdpSocket> {
  return untilUsable(`relay at UDP ${host} port ${port}`, async () => {
    const socket = createSocket({ type: 'udp6', ipv6Only: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', (error) => {
        socket.close();
        reject(error);
      });
      socket.bind({ address: host, port }, resolve);
    });
    socket.removeAllListeners('error');
    socket.on('error', () => {}); // nobody answers behind it: a lost datagram
    return socket;
  });
}
