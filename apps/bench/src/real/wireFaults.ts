/**
 * Faults of the catalogue on real sockets, in user space: a stream between our own party and its socket that knows where
 * V2GTP messages begin, and delays, loses, doubles, changes or cuts the one that is meant. Works behind TLS, needs no rights.
 * The delay of an answer counts from its request: what a real peer takes by itself is part of it.
 *
 * @module
 */
import type { Millis } from '@openpnc/core/machine';
import type { Stream, StreamReceiver, V2gDialer, V2gHost } from '@openpnc/core/network';
import type { Clock } from '@openpnc/core/ports';
import { ExiError } from '@openpnc/exi';
import { decodeMessage } from '@openpnc/exi/iso15118-2';
import { bodyOf } from '@openpnc/iso15118/v2/message';
import { FrameReader, frame, payloadTypes } from '@openpnc/iso15118/v2gtp';
import { type Fault, isMeant, type WireEffect } from '../faults.ts';
import { grownCertificate } from '../forgeries.ts';

type WireFault = Extract<Fault, { kind: 'wire' }>;

/** Effects that a stream can have. */
const DOABLE: ReadonlySet<WireEffect['do']> = new Set([
  'delay',
  'lose',
  'duplicate',
  'corrupt',
  'grow',
  'cut',
  'halfOpen',
]);

/** Whether all faults are of the kinds that can be done here: the car's script, SDP and the V2G stream. */
export function isDoableOnWire(faults: readonly Fault[]): boolean {
  return faults.every(
    (fault) =>
      fault.kind === 'script' ||
      (fault.kind === 'wire' && (fault.at.leg === 'v2g' || fault.at.leg === 'sdp') && DOABLE.has(fault.effect.do)),
  );
}

/** A dialer whose messages meet the faults; `reached` is told of each that struck. */
export function faultyDialer(
  dialer: V2gDialer,
  faults: readonly Fault[],
  clock: Clock,
  reached: (fault: Fault) => void,
): V2gDialer {
  const aimed = faults.filter((fault) => fault.kind === 'wire');
  if (aimed.length === 0) return dialer;
  const sdp = counter(
    aimed.filter(({ at }) => at.leg === 'sdp'),
    reached,
  );
  return {
    async discover(request, wait_ms, seen) {
      const effect = sdp('SECCDiscoveryReq', 'request');
      if (effect?.do === 'lose') return clock.sleep(wait_ms);
      const sent = effect?.do === 'corrupt' ? flipped(request, effect.bit) : request;
      if (effect?.do === 'duplicate') await dialer.discover(sent, 0, () => true);
      return dialer.discover(sent, wait_ms, seen);
    },
    async connect(target, receiver) {
      let back: Middle | undefined;
      const stream = await dialer.connect(target, {
        bytes: (chunk) => back?.toUs(chunk),
        closed: (reason) => receiver.closed(reason),
      });
      back = new Middle(stream, receiver, aimed, clock, reached, 'car');
      return back.stream;
    },
  };
}

/** A station's host whose cars meet the faults. */
export function faultyHost(
  host: V2gHost,
  faults: readonly Fault[],
  clock: Clock,
  reached: (fault: Fault) => void,
): V2gHost {
  const aimed = faults.filter((fault) => fault.kind === 'wire');
  return {
    sdp: (datagram) => host.sdp(datagram),
    identity: (hello) => host.identity(hello),
    staple: (identity) => host.staple(identity),
    failed: (failure, peer) => host.failed(failure, peer),
    open(stream) {
      let inner: StreamReceiver | undefined;
      const middle = new Middle(
        stream,
        { bytes: (chunk) => inner?.bytes(chunk), closed: (reason) => inner?.closed(reason) },
        aimed,
        clock,
        reached,
        'station',
      );
      inner = host.open(middle.stream);
      return { bytes: (chunk) => middle.toUs(chunk), closed: (reason) => inner?.closed(reason) };
    },
  };
}

/** Stands in one connection. */
class Middle {
  readonly stream: Stream;
  readonly #outer: Stream;
  readonly #receiver: StreamReceiver;
  readonly #clock: Clock;
  readonly #side: 'car' | 'station';
  readonly #strike: ReturnType<typeof counter>;
  readonly #readers = { out: reader(), in: reader() };
  /** When the last message of a direction is due: what follows waits behind it. */
  readonly #due = { out: 0, in: 0 };
  #request = 'supportedAppProtocolReq';
  #requestAt: Millis = 0;
  #isNegotiated = false;
  #isDead = false;

  constructor(
    outer: Stream,
    receiver: StreamReceiver,
    faults: readonly WireFault[],
    clock: Clock,
    reached: (fault: Fault) => void,
    side: 'car' | 'station',
  ) {
    this.#outer = outer;
    this.#receiver = receiver;
    this.#clock = clock;
    this.#side = side;
    this.#strike = counter(
      faults.filter(({ at }) => at.leg === 'v2g'),
      reached,
    );
    this.stream = {
      info: outer.info,
      send: (bytes) => this.#pass('out', bytes),
      close: (how) => outer.close(how),
    };
  }

  toUs(chunk: Uint8Array): void {
    this.#pass('in', chunk);
  }

  #pass(way: 'in' | 'out', bytes: Uint8Array): void {
    const { payloads, bad } = this.#readers[way].read(bytes);
    for (const payload of payloads) this.#message(way, payload);
    // What is no V2GTP goes on as it is: judging it is the other side's affair.
    if (bad) this.#deliver(way, bytes, 0);
  }

  #message(way: 'in' | 'out', payload: Uint8Array): void {
    const isRequest = (this.#side === 'car') === (way === 'out');
    if (isRequest) {
      this.#request = this.#nameOf(payload);
      this.#requestAt = this.#clock.now();
    }
    const effect = this.#strike(this.#request, isRequest ? 'request' : 'answer');
    const message = frame(payloadTypes.exi, payload);
    switch (effect?.do) {
      case undefined:
        this.#deliver(way, message, 0);
        return;
      case 'delay':
        this.#deliver(way, message, isRequest ? effect.ms : effect.ms - (this.#clock.now() - this.#requestAt));
        return;
      case 'duplicate':
        this.#deliver(way, message, 0);
        this.#deliver(way, message, 0);
        return;
      case 'corrupt':
        this.#deliver(way, flipped(message, effect.bit), 0);
        return;
      case 'grow':
        this.#deliver(way, grownCertificate(message, effect.bytes), 0);
        return;
      case 'cut':
        this.#outer.close('abort');
        return;
      case 'halfOpen':
        this.#isDead = true;
        return;
      default:
        return;
    }
  }

  #deliver(way: 'in' | 'out', bytes: Uint8Array, ms: Millis): void {
    const now = this.#clock.now();
    const due = Math.max(now + Math.max(0, ms), this.#due[way]);
    this.#due[way] = due;
    const carry = () => {
      if (this.#isDead) return;
      if (way === 'in') this.#receiver.bytes(bytes);
      else this.#outer.send(bytes);
    };
    if (due <= now) carry();
    else this.#clock.alarm(due, carry);
  }

  #nameOf(payload: Uint8Array): string {
    if (!this.#isNegotiated) {
      this.#isNegotiated = true;
      return 'supportedAppProtocolReq';
    }
    try {
      return bodyOf(decodeMessage(payload))?.name ?? 'any';
    } catch (error) {
      if (error instanceof ExiError) return 'any';
      throw error;
    }
  }
}

function counter(faults: readonly WireFault[], reached: (fault: Fault) => void) {
  const counts = new Map(faults.map((fault) => [fault, 0]));
  return (message: string, part: 'request' | 'answer'): WireEffect | undefined => {
    let struck: WireEffect | undefined;
    for (const fault of faults) {
      const before = counts.get(fault)!;
      const { isSuch, isIt } = isMeant(fault.at, { leg: fault.at.leg, message, part }, before);
      if (isSuch) counts.set(fault, before + 1);
      if (!isIt) continue;
      reached(fault);
      struck ??= fault.effect;
    }
    return struck;
  };
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  const at = bit % (8 * copy.length);
  copy[at >> 3]! ^= 0x80 >> (at % 8);
  return copy;
}

function reader(): FrameReader {
  return new FrameReader({ maxPayloadBytes: 65_536 });
}
