/**
 * The ClientHello as a car sends it: what it offers, which V2G roots it names, whether it wants OCSP responses. Node's
 * TLS server cannot show these extensions, so they are read from the raw bytes before a chain is chosen.
 * RFC 5246 7.4.1.2, RFC 6066, RFC 6961.
 *
 * @module
 */
import { concatBytes, toHex } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';

/** A ClientHello taken apart. Numbers are the registered code points. */
export interface ClientHello {
  /** `0x0303` for TLS 1.2. */
  readonly legacyVersion: number;
  /** supported_versions (43), empty when absent. */
  readonly versions: readonly number[];
  readonly random: Uint8Array;
  readonly cipherSuites: readonly number[];
  /** supported_groups (10); 23 is secp256r1. */
  readonly groups: readonly number[];
  /** signature_algorithms (13); 0x0403 is ecdsa_secp256r1_sha256. */
  readonly signatureAlgorithms: readonly number[];
  readonly serverName?: string;
  /** trusted_ca_keys (3): the roots that the car trusts; undefined when the extension is absent. */
  readonly trustedAuthorities?: readonly TrustedAuthority[];
  /** status_request (5): wants the leaf's OCSP response. */
  readonly wantsStatus: boolean;
  /** status_request_v2 (17): the types asked, 1 ocsp, 2 ocsp_multi; empty when absent. */
  readonly statusV2Types: readonly number[];
  /** All extension numbers in order. */
  readonly extensions: readonly number[];
}

/** One entry of trusted_ca_keys. RFC 6066 section 6. */
export type TrustedAuthority =
  | { readonly type: 'pre_agreed' }
  | { readonly type: 'key_sha1_hash' | 'cert_sha1_hash'; readonly hash: string }
  | { readonly type: 'x509_name'; readonly name: Uint8Array };

/** Longest ClientHello that is read, bytes. */
export const MAX_CLIENT_HELLO = 65_536;
const RECORD_HEADER = 5;
const MAX_RECORD = 16_384;
const HANDSHAKE = 22;
const CLIENT_HELLO = 1;

/**
 * The ClientHello handshake message (type, length, body) at the beginning of a TCP stream, gathered from one or more
 * records. @returns undefined while bytes are missing.
 * @throws ProtocolError `tls_not_client_hello` when the stream is something else, `tls_malformed`, `tls_too_large`.
 */
export function gatherClientHello(stream: Uint8Array): Uint8Array | undefined {
  let message: Uint8Array = new Uint8Array(0);
  let at = 0;
  for (;;) {
    if (at < stream.length && stream[at] !== HANDSHAKE) {
      throw new ProtocolError(
        'tls_not_client_hello',
        `TLS record: content type ${stream[at]}, expected 22 (handshake)`,
        { offset: at },
      );
    }
    if (at + 1 < stream.length && stream[at + 1] !== 3) {
      throw new ProtocolError('tls_not_client_hello', `TLS record: major version ${stream[at + 1]}, expected 3`, {
        offset: at + 1,
      });
    }
    if (stream.length - at < RECORD_HEADER) return undefined;
    const length = (stream[at + 3]! << 8) | stream[at + 4]!;
    if (length === 0 || length > MAX_RECORD)
      throw new ProtocolError('tls_malformed', `TLS record: length ${length}, expected 1..${MAX_RECORD}`, {
        offset: at + 3,
      });
    const end = Math.min(stream.length, at + RECORD_HEADER + length);
    message = concatBytes(message, stream.subarray(at + RECORD_HEADER, end));
    if (message.length > 0 && message[0] !== CLIENT_HELLO) {
      throw new ProtocolError(
        'tls_not_client_hello',
        `TLS handshake: message type ${message[0]}, expected 1 (ClientHello)`,
        { offset: at + RECORD_HEADER },
      );
    }
    if (message.length >= 4) {
      const total = 4 + ((message[1]! << 16) | (message[2]! << 8) | message[3]!);
      if (total > MAX_CLIENT_HELLO)
        throw new ProtocolError('tls_too_large', `ClientHello: ${total} bytes, at most ${MAX_CLIENT_HELLO} are read`, {
          offset: at,
        });
      if (message.length >= total) return message.subarray(0, total);
    }
    if (end < at + RECORD_HEADER + length) return undefined;
    at = end;
  }
}

/** Reads a ClientHello handshake message (type, length, body). @throws ProtocolError `tls_malformed` with the byte offset. */
export function parseClientHello(message: Uint8Array): ClientHello {
  const read = new Reader(message, 'ClientHello');
  const type = read.uint8('msg_type');
  if (type !== CLIENT_HELLO)
    throw new ProtocolError('tls_not_client_hello', `TLS handshake: message type ${type}, expected 1`, { offset: 0 });
  const body = read.block(3, 'body');
  const legacyVersion = body.uint16('client_version');
  const random = body.bytes(32, 'random');
  body.block(1, 'session_id');
  const cipherSuites = body.block(2, 'cipher_suites').uint16s();
  body.block(1, 'compression_methods');
  let hello: ClientHello = {
    legacyVersion,
    versions: [],
    random,
    cipherSuites,
    groups: [],
    signatureAlgorithms: [],
    wantsStatus: false,
    statusV2Types: [],
    extensions: [],
  };
  if (body.isDone) return hello;
  const extensions = body.block(2, 'extensions');
  const numbers: number[] = [];
  while (!extensions.isDone) {
    const number = extensions.uint16('extension_type');
    const data = extensions.block(2, `extension ${number}`);
    numbers.push(number);
    hello = { ...hello, ...readers[number]?.(data) };
  }
  return { ...hello, extensions: numbers };
}

/** What each extension adds to the hello. Extensions without a row are not looked into. */
const readers: Readonly<Record<number, (data: Reader) => Partial<ClientHello>>> = {
  0: (data) => ({ serverName: serverName(data) }),
  3: (data) => ({ trustedAuthorities: trustedAuthorities(data) }),
  5: (data) => ({ wantsStatus: data.isDone || data.uint8('status_type') === 1 }),
  10: (data) => ({ groups: data.block(2, 'supported_groups').uint16s() }),
  13: (data) => ({ signatureAlgorithms: data.block(2, 'signature_algorithms').uint16s() }),
  17: (data) => ({ statusV2Types: statusV2Types(data) }),
  43: (data) => ({ versions: data.block(1, 'supported_versions').uint16s() }),
};

function serverName(data: Reader): string {
  const list = data.block(2, 'server_name_list');
  list.uint8('name_type');
  return list.block(2, 'host_name').text();
}

function trustedAuthorities(data: Reader): TrustedAuthority[] {
  const list = data.block(2, 'trusted_authorities_list');
  const found: TrustedAuthority[] = [];
  while (!list.isDone) {
    const type = list.uint8('identifier_type');
    if (type === 0) found.push({ type: 'pre_agreed' });
    else if (type === 1 || type === 3) {
      found.push({ type: type === 1 ? 'key_sha1_hash' : 'cert_sha1_hash', hash: toHex(list.bytes(20, 'sha1_hash')) });
    } else if (type === 2) found.push({ type: 'x509_name', name: list.block(2, 'distinguished_name').rest() });
    else throw list.malformed(`identifier_type ${type}, expected 0..3`);
  }
  return found;
}

function statusV2Types(data: Reader): number[] {
  const list = data.block(2, 'certificate_status_req_list');
  const types: number[] = [];
  while (!list.isDone) {
    types.push(list.uint8('status_type'));
    list.block(2, 'request');
  }
  return types;
}

/** Reads big-endian fields and length-prefixed blocks; every step checks its bounds. */
class Reader {
  readonly #bytes: Uint8Array;
  readonly #name: string;
  readonly #base: number;
  #at = 0;

  constructor(bytes: Uint8Array, name: string, base = 0) {
    this.#bytes = bytes;
    this.#name = name;
    this.#base = base;
  }

  get isDone(): boolean {
    return this.#at >= this.#bytes.length;
  }

  uint8(field: string): number {
    return this.bytes(1, field)[0]!;
  }

  uint16(field: string): number {
    const [high, low] = this.bytes(2, field);
    return (high! << 8) | low!;
  }

  /** The rest as 16-bit numbers. */
  uint16s(): number[] {
    const numbers: number[] = [];
    while (!this.isDone) numbers.push(this.uint16('item'));
    return numbers;
  }

  bytes(length: number, field: string): Uint8Array {
    const left = this.#bytes.length - this.#at;
    if (length > left) throw this.malformed(`${field} needs ${length} bytes, ${left} are left`);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** A block behind a length of `width` bytes. */
  block(width: 1 | 2 | 3, field: string): Reader {
    const length = this.bytes(width, `length of ${field}`).reduce((value, byte) => value * 256 + byte, 0);
    const base = this.#base + this.#at;
    return new Reader(this.bytes(length, field), `${this.#name}.${field}`, base);
  }

  rest(): Uint8Array {
    return this.bytes(this.#bytes.length - this.#at, 'rest');
  }

  text(): string {
    return Array.from(this.rest(), (byte) => String.fromCharCode(byte)).join('');
  }

  malformed(problem: string): ProtocolError {
    return new ProtocolError('tls_malformed', `${this.#name}: ${problem}`, {
      path: this.#name,
      offset: this.#base + this.#at,
    });
  }
}
