/** Handshake messages of TLS 1.2 beside the ClientHello: what a server's flight and a client's answer hold. RFC 5246 7.4, RFC 6066 8, RFC 6961. @module */
import { concatBytes } from '@openpnc/core/bytes';
import { WireReader } from './wireReader.ts';

/** Handshake types by number. */
export const handshakeTypes = {
  hello_request: 0,
  client_hello: 1,
  server_hello: 2,
  new_session_ticket: 4,
  certificate: 11,
  server_key_exchange: 12,
  certificate_request: 13,
  server_hello_done: 14,
  certificate_verify: 15,
  client_key_exchange: 16,
  finished: 20,
  certificate_status: 22,
} as const;

/** A standard name of a handshake message. */
export type HandshakeName = keyof typeof handshakeTypes;

const names = new Map<number, string>(Object.entries(handshakeTypes).map(([name, number]) => [number, name]));

/** The standard's name of a handshake type. */
export function handshakeName(type: number): string {
  return names.get(type) ?? `handshake_${type}`;
}

/** A handshake message with its header. */
export interface HandshakeMessage {
  readonly type: number;
  readonly body: Uint8Array;
  /** Type, length, body: what the transcript takes. */
  readonly raw: Uint8Array;
}

/** Joins the fragments of handshake records to messages. Bounded by the longest message. */
export class HandshakeReader {
  readonly #maxBytes: number;
  #buffered: Uint8Array = new Uint8Array(0);

  constructor(maxBytes = 65_536) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes of a message that is not whole yet. */
  get pending(): number {
    return this.#buffered.length;
  }

  /** @throws ProtocolError `tls_malformed` when a message is longer than the limit. */
  push(fragment: Uint8Array): HandshakeMessage[] {
    let bytes = concatBytes(this.#buffered, fragment);
    const messages: HandshakeMessage[] = [];
    while (bytes.length >= 4) {
      const length = 4 + bytes[1]! * 65_536 + bytes[2]! * 256 + bytes[3]!;
      if (length > this.#maxBytes)
        new WireReader(bytes, 'tls_malformed', handshakeName(bytes[0]!)).fail(
          `length: ${length} bytes, at most ${this.#maxBytes}`,
        );
      if (bytes.length < length) break;
      messages.push({ type: bytes[0]!, body: bytes.slice(4, length), raw: bytes.slice(0, length) });
      bytes = bytes.subarray(length);
    }
    this.#buffered = bytes.slice();
    return messages;
  }
}

/** A handshake message of a body. */
export function handshakeMessage(name: HandshakeName, ...body: readonly Uint8Array[]): Uint8Array {
  return concatBytes(Uint8Array.of(handshakeTypes[name]), vector(3, ...body));
}

/** What a ServerHello chose. */
export interface ServerHello {
  readonly version: number;
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly cipherSuite: number;
  readonly extensions: readonly number[];
}

/** @throws ProtocolError `tls_malformed` */
export function parseServerHello(body: Uint8Array): ServerHello {
  const reader = new WireReader(body, 'tls_malformed', 'ServerHello');
  const version = reader.uint(2, 'server_version');
  const random = reader.bytes(32, 'random');
  const sessionId = reader.vectorBytes(1, 'session_id');
  const cipherSuite = reader.uint(2, 'cipher_suite');
  reader.uint(1, 'compression_method');
  const extensions: number[] = [];
  if (reader.left > 0) {
    const list = reader.vector(2, 'extensions');
    while (list.left > 0) {
      extensions.push(list.uint(2, 'extension_type'));
      list.vectorBytes(2, 'extension');
    }
  }
  reader.end('body');
  return { version, random, sessionId, cipherSuite, extensions };
}

/** Certificates, DER, in the order sent. @throws ProtocolError `tls_malformed` */
export function parseCertificateMessage(body: Uint8Array): readonly Uint8Array[] {
  const reader = new WireReader(body, 'tls_malformed', 'Certificate');
  const list = reader.vector(3, 'certificate_list');
  reader.end('body');
  const certificates: Uint8Array[] = [];
  while (list.left > 0) certificates.push(list.vectorBytes(3, 'certificate'));
  return certificates;
}

export function certificateMessage(certificates: readonly Uint8Array[]): Uint8Array {
  return handshakeMessage('certificate', vector(3, ...certificates.map((der) => vector(3, der))));
}

/** OCSP responses by the certificate's place in the chain; undefined where none was sent. @throws ProtocolError `tls_malformed` */
export function parseCertificateStatus(body: Uint8Array): readonly (Uint8Array | undefined)[] {
  const reader = new WireReader(body, 'tls_malformed', 'CertificateStatus');
  const type = reader.uint(1, 'status_type');
  if (type === 1) {
    const response = reader.vectorBytes(3, 'response');
    reader.end('body');
    return [response];
  }
  if (type !== 2) reader.fail(`status_type: ${type}, expected 1 (ocsp) or 2 (ocsp_multi)`);
  const list = reader.vector(3, 'ocsp_response_list');
  reader.end('body');
  const responses: (Uint8Array | undefined)[] = [];
  while (list.left > 0) {
    const response = list.vectorBytes(3, 'response');
    responses.push(response.length > 0 ? response : undefined);
  }
  return responses;
}

/** `ocsp_multi` carries one response a certificate (RFC 6961), `ocsp` the leaf's alone (RFC 6066). */
export function certificateStatusMessage(
  kind: 'ocsp' | 'ocsp_multi',
  responses: readonly (Uint8Array | undefined)[],
): Uint8Array {
  const empty = new Uint8Array(0);
  if (kind === 'ocsp')
    return handshakeMessage('certificate_status', Uint8Array.of(1), vector(3, responses[0] ?? empty));
  const list = responses.map((response) => vector(3, response ?? empty));
  return handshakeMessage('certificate_status', Uint8Array.of(2), vector(3, ...list));
}

/** Bytes with their length in front. */
export function vector(lengthBytes: 1 | 2 | 3, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...parts);
  if (content.length >= 256 ** lengthBytes)
    throw new RangeError(`TLS vector: ${content.length} bytes do not fit a length of ${lengthBytes} bytes`);
  const head = new Uint8Array(lengthBytes);
  for (let i = 0, rest = content.length; i < lengthBytes; i += 1, rest = Math.floor(rest / 256))
    head[lengthBytes - 1 - i] = rest % 256;
  return concatBytes(head, content);
}

/** Numbers of two bytes each. */
export function uint16s(...numbers: readonly number[]): Uint8Array {
  return Uint8Array.from(numbers.flatMap((number) => [number >> 8, number & 0xff]));
}

/** An extension with its number and length. */
export function extension(type: number, ...body: readonly Uint8Array[]): Uint8Array {
  return concatBytes(uint16s(type), vector(2, ...body));
}
