/** Performs the wire faults of a session: each message on each leg is named, met by the faults that mean it, and counted. @module */
import { toUtf8 } from '@openpnc/core/bytes';
import type { HttpRequest } from '@openpnc/core/http';
import type { Clock } from '@openpnc/core/ports';
import type { Party } from '@openpnc/core/trace';
import { ExiError } from '@openpnc/exi';
import { decodeMessage } from '@openpnc/exi/iso15118-2';
import { bodyOf } from '@openpnc/iso15118/v2/message';
import type { Passage } from '@openpnc/sim/link';
import { type Fault, isMeant, type Leg, type Where } from './faults.ts';
import { grownCertificate } from './forgeries.ts';
import { origins } from './material.ts';

/** A message that passes, by its name. */
export interface Passing {
  readonly leg: Leg;
  readonly message: string;
  readonly part: 'request' | 'answer';
}

type AimedFault = Extract<Fault, { kind: 'wire' | 'kill' | 'pilot' }>;

interface Armed {
  readonly fault: AimedFault;
  count: number;
}

interface Waiting {
  readonly other: Where;
  readonly release: () => void;
  count: number;
}

/** All wires of a world. */
export class Wires {
  readonly #clock: Clock;
  readonly #kill: (fault: Extract<Fault, { kind: 'kill' }>) => void;
  readonly #pilot: (state: 'E' | 'F') => void;
  readonly #reached: (fault: Fault) => void;
  readonly #watch: ((passing: Passing) => void) | undefined;
  #armed: Armed[] = [];
  #waiting: Waiting[] = [];
  #legs = new Set<Leg>();
  /** Names of calls under way by their id, either way. */
  #calls = new Map<string, string>();
  #lastRequest = 'supportedAppProtocolReq';
  #isNegotiated = false;

  constructor(
    clock: Clock,
    hooks: {
      readonly kill: (fault: Extract<Fault, { kind: 'kill' }>) => void;
      readonly pilot: (state: 'E' | 'F') => void;
      readonly reached: (fault: Fault) => void;
      /** Sees every message that passes. */
      readonly watch?: ((passing: Passing) => void) | undefined;
    },
  ) {
    this.#watch = hooks.watch;
    this.#clock = clock;
    this.#kill = hooks.kill;
    this.#pilot = hooks.pilot;
    this.#reached = hooks.reached;
  }

  /** From now on these faults hold, counted from here. */
  arm(faults: readonly Fault[]): void {
    this.#armed = faults
      .filter((fault) => fault.kind === 'wire' || fault.kind === 'kill' || fault.kind === 'pilot')
      .map((fault) => ({ fault, count: 0 }));
    const aims = this.#armed.flatMap(({ fault }) =>
      fault.kind === 'wire' && fault.effect.do === 'behind' ? [fault.at, fault.effect.other] : [fault.at],
    );
    this.#legs = new Set(aims.map(({ leg }) => leg));
    this.#calls.clear();
    for (const { release } of this.#waiting.splice(0)) release();
  }

  /** A new V2G connection: names are told anew. */
  connected(): void {
    this.#isNegotiated = false;
    this.#lastRequest = 'supportedAppProtocolReq';
  }

  /** A V2GTP frame. `a` is the car. */
  v2g(frame: Uint8Array, from: 'a' | 'b'): Passage | undefined {
    if (this.#isIdle('v2g')) return undefined;
    if (from === 'a') this.#lastRequest = this.#requestName(frame);
    return this.#pass({ leg: 'v2g', message: this.#lastRequest, part: from === 'a' ? 'request' : 'answer' }, frame);
  }

  sdp(payload: Uint8Array, from: 'a' | 'b'): Passage | undefined {
    if (this.#isIdle('sdp')) return undefined;
    return this.#pass({ leg: 'sdp', message: 'SECCDiscoveryReq', part: from === 'a' ? 'request' : 'answer' }, payload);
  }

  /** An OCPP-J frame, either way. */
  ocpp(text: string): Passage | undefined {
    if (this.#isIdle('ocpp')) return undefined;
    const [type, id, action] = JSON.parse(text) as [number, string, string];
    if (type === 2) this.#calls.set(id, action);
    const message = type === 2 ? action : (this.#calls.get(id) ?? 'unknown');
    return this.#pass({ leg: 'ocpp', message, part: type === 2 ? 'request' : 'answer' }, text);
  }

  http(request: HttpRequest, part: 'request' | 'answer', body: Uint8Array | undefined): Passage | undefined {
    const leg = request.url.startsWith(origins.ocsp) ? 'ocsp' : 'ocpi';
    if (this.#isIdle(leg)) return undefined;
    return this.#pass({ leg, message: httpName(request), part }, body ?? new Uint8Array(0));
  }

  #isIdle(leg: Leg): boolean {
    return !this.#legs.has(leg) && this.#watch === undefined;
  }

  #requestName(frame: Uint8Array): string {
    if (!this.#isNegotiated) {
      this.#isNegotiated = true;
      return 'supportedAppProtocolReq';
    }
    try {
      return bodyOf(decodeMessage(frame.subarray(8)))?.name ?? 'unknown';
    } catch (error) {
      if (error instanceof ExiError) return 'unknown';
      throw error;
    }
  }

  #pass(passing: Passing, content: Uint8Array | string): Passage | undefined {
    this.#watch?.(passing);
    for (const waiting of [...this.#waiting]) {
      const { isSuch, isIt } = isMeant(waiting.other, passing, waiting.count);
      if (isSuch) waiting.count += 1;
      if (isIt) waiting.release();
    }
    let passage: Passage | undefined;
    for (const armed of this.#armed) {
      const { isSuch, isIt } = isMeant(armed.fault.at, passing, armed.count);
      if (isSuch) armed.count += 1;
      if (!isIt) continue;
      this.#reached(armed.fault);
      if (armed.fault.kind === 'kill') {
        this.#kill(armed.fault);
        // The death of somebody else takes no message off this wire.
        if (ends[passing.leg].includes(armed.fault.party)) passage = { ...passage, isLost: true };
      } else if (armed.fault.kind === 'pilot') this.#pilot(armed.fault.state);
      else passage = { ...passage, ...this.#effect(armed.fault, content) };
    }
    return passage;
  }

  #effect({ effect }: Extract<Fault, { kind: 'wire' }>, content: Uint8Array | string): Passage {
    switch (effect.do) {
      case 'delay':
        return { delay_ms: effect.ms };
      case 'lose':
        return { isLost: true };
      case 'duplicate':
        return { isTwice: true };
      case 'corrupt':
        return { bytes: flipped(content, effect.bit) };
      case 'grow':
        return { bytes: grownCertificate(content as Uint8Array, effect.bytes) };
      case 'fields':
        return { bytes: withFields(content as string, effect.fields) };
      case 'cut':
        return { isBroken: 'cut' };
      case 'halfOpen':
        return { isBroken: 'silence' };
      case 'behind':
        return { hold: (release) => this.#wait(effect.other, effect.most_ms, release) };
    }
  }

  #wait(other: Where, most_ms: number, release: () => void): void {
    const cancel = this.#clock.alarm(this.#clock.now() + most_ms, () => waiting.release());
    const waiting: Waiting = {
      other,
      count: 0,
      release: () => {
        cancel();
        this.#waiting = this.#waiting.filter((one) => one !== waiting);
        release();
      },
    };
    this.#waiting.push(waiting);
  }
}

/** Who is at the ends of a wire. */
const ends: Readonly<Record<Leg, readonly Party[]>> = {
  sdp: ['ev', 'station'],
  v2g: ['ev', 'station'],
  ocpp: ['station', 'csms'],
  ocpi: ['csms', 'emsp'],
  ocsp: ['csms', 'pki'],
};

/** One bit flipped; of a text, the byte stays ASCII so that it stays a text. */
function flipped(content: Uint8Array | string, bit: number): Uint8Array {
  const bytes = typeof content === 'string' ? toUtf8(content) : content.slice();
  if (bytes.length === 0) return bytes;
  const at = Math.floor(bit / 8) % bytes.length;
  const shift = typeof content === 'string' ? bit % 7 : bit % 8;
  bytes[at] = bytes[at]! ^ (1 << shift);
  return bytes;
}

/** An OCPP-J frame whose payload, its last part, has other fields. */
function withFields(frame: string, fields: Readonly<Record<string, unknown>>): Uint8Array {
  const parts = JSON.parse(frame) as readonly unknown[];
  const payload = { ...(parts.at(-1) as Readonly<Record<string, unknown>>), ...fields };
  const kept = Object.entries(payload).filter(([, value]) => value !== null);
  return toUtf8(JSON.stringify([...parts.slice(0, -1), Object.fromEntries(kept)]));
}

/** `POST tokens/authorize`: as the trace calls it. */
function httpName({ method, url }: Pick<HttpRequest, 'method' | 'url'>): string {
  const { origin, pathname } = new URL(url);
  if (origin === origins.ocsp) return 'OCSPRequest';
  const parts = pathname.split('/').slice(2);
  if (parts[0] === 'versions') return `${method} versions`;
  const [, module, ...rest] = parts;
  if (module === undefined) return `${method} version`;
  return rest.at(-1) === 'authorize' ? `${method} ${module}/authorize` : `${method} ${module}`;
}
