/** V2GTP: the eight bytes in front of every message, on TCP and on UDP. ISO 15118-2:2014 7.8.3. @module */
import { concatBytes } from '@openpnc/core/bytes';

/** Payload types that this package speaks. 0xA000 to 0xFFFF belong to manufacturers, the rest is reserved. */
export const payloadTypes = { exi: 0x8001, sdpRequest: 0x9000, sdpResponse: 0x9001 } as const;

export type PayloadType = (typeof payloadTypes)[keyof typeof payloadTypes];

/** Why a header is not one that we serve. The checks run in this order. */
export type HeaderProblem =
  | 'version_invalid'
  | 'inverse_version_invalid'
  | 'payload_type_unknown'
  | 'payload_empty'
  | 'payload_too_large';

/** What a header says. */
export type Header =
  | { readonly ok: true; readonly payloadBytes: number }
  | { readonly ok: false; readonly problem: HeaderProblem; readonly text: string; readonly payloadBytes: number };

export const headerBytes = 8;

/** `payload` behind its header. */
export function frame(type: PayloadType, payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const bytes = new Uint8Array(headerBytes + length);
  bytes[0] = VERSION;
  bytes[1] = VERSION ^ 0xff;
  bytes[2] = type >>> 8;
  bytes[3] = type & 0xff;
  bytes[4] = length >>> 24;
  bytes[5] = (length >>> 16) & 0xff;
  bytes[6] = (length >>> 8) & 0xff;
  bytes[7] = length & 0xff;
  bytes.set(payload, headerBytes);
  return bytes;
}

/** Reads the first eight bytes of `bytes` as a header with payload type `type`: version, inverse, type, length, in that order. */
export function readHeader(bytes: Uint8Array, type: PayloadType, { maxPayloadBytes }: ReaderOptions): Header {
  const version = bytes[0]!;
  const inverse = bytes[1]!;
  const foundType = bytes[2]! * 0x100 + bytes[3]!;
  const payloadBytes = ((bytes[4]! * 0x100 + bytes[5]!) * 0x100 + bytes[6]!) * 0x100 + bytes[7]!;
  if (version !== VERSION) return bad('version_invalid', `version ${hex(version, 2)}, expected 0x01`);
  if (inverse !== (VERSION ^ 0xff))
    return bad('inverse_version_invalid', `inverse version ${hex(inverse, 2)}, expected 0xfe`);
  if (foundType !== type)
    return bad('payload_type_unknown', `payload type ${hex(foundType, 4)}, expected ${hex(type, 4)}`);
  if (payloadBytes === 0) return bad('payload_empty', 'payload length 0, expected at least 1 byte');
  if (payloadBytes > maxPayloadBytes)
    return bad('payload_too_large', `payload length ${payloadBytes}, at most ${maxPayloadBytes} bytes are taken`);
  return { ok: true, payloadBytes };

  function bad(problem: HeaderProblem, text: string): Header {
    return { ok: false, problem, text: `V2GTP header: ${text}`, payloadBytes };
  }
}

/** The payload of a datagram that holds exactly one message; undefined when it does not. A datagram with a wrong header is ignored. */
export function datagramPayload(datagram: Uint8Array, type: PayloadType): Uint8Array | undefined {
  if (datagram.length < headerBytes) return undefined;
  const header = readHeader(datagram, type, { maxPayloadBytes: datagram.length - headerBytes });
  if (!header.ok || header.payloadBytes !== datagram.length - headerBytes) return undefined;
  return datagram.subarray(headerBytes);
}

export interface ReaderOptions {
  /** A longer payload ends the connection before a byte of it is kept. */
  readonly maxPayloadBytes: number;
}

/** What came out of a read: whole payloads in order, then perhaps a header that nobody can serve. */
export interface ReadResult {
  readonly payloads: readonly Uint8Array[];
  readonly bad?: Extract<Header, { ok: false }>;
}

/**
 * Cuts a byte stream into EXI payloads: a message may come in many reads and many messages in one. It keeps at most one
 * message. After a bad header it is finished and reads nothing more, but for `skip`.
 */
export class FrameReader {
  readonly #options: ReaderOptions;
  #pending: Uint8Array = NOTHING;
  #skipBytes = 0;
  #bad: Extract<Header, { ok: false }> | undefined;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Whether a message has begun and is not whole. */
  get isInside(): boolean {
    return this.#pending.length > 0 || this.#skipBytes > 0;
  }

  /** Takes the next bytes of the stream. */
  read(chunk: Uint8Array): ReadResult {
    const payloads: Uint8Array[] = [];
    if (this.#bad) return { payloads };
    let bytes = this.#pending.length === 0 ? chunk : concatBytes(this.#pending, chunk);
    for (;;) {
      if (this.#skipBytes > 0) {
        const skipped = Math.min(this.#skipBytes, bytes.length);
        this.#skipBytes -= skipped;
        bytes = bytes.subarray(skipped);
      }
      if (bytes.length < headerBytes) break;
      const header = readHeader(bytes, payloadTypes.exi, this.#options);
      if (!header.ok) {
        this.#bad = header;
        this.#pending = bytes.slice();
        return { payloads, bad: header };
      }
      const end = headerBytes + header.payloadBytes;
      if (bytes.length < end) break;
      payloads.push(bytes.slice(headerBytes, end));
      bytes = bytes.length === end ? NOTHING : bytes.subarray(end);
    }
    this.#pending = bytes.length === 0 ? NOTHING : bytes.slice();
    return { payloads };
  }

  /** Passes over the message with the bad header, as far as its length is believable, and reads on (conformance runs). */
  skip(): ReadResult {
    if (!this.#bad) return { payloads: [] };
    this.#skipBytes = headerBytes + this.#bad.payloadBytes;
    const rest = this.#pending;
    this.#bad = undefined;
    this.#pending = NOTHING;
    return this.read(rest);
  }
}

function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

const VERSION = 0x01;
const NOTHING = new Uint8Array(0);
