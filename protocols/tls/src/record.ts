/**
 * The record layer of TLS 1.2 with AES_128_CBC_SHA256, both forms: MAC-then-encrypt and encrypt-then-MAC, and the reading
 * of AES_128_GCM. RFC 5246 6.2, RFC 7366, RFC 5288. For the bench's engine and for captures with a key log. The padding check is not constant in time: this is
 * no layer for traffic that has to be protected.
 *
 * @module
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { concatBytes, equalBytes } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import type { Random } from '@openpnc/core/ports';
import { type DirectionKeys, type GcmKeys, hmacSha256 } from './prf.ts';

/** Content types of records. */
export const contentTypes = { change_cipher_spec: 20, alert: 21, handshake: 22, application_data: 23 } as const;

/** A record as it is on the wire; `fragment` is protected after ChangeCipherSpec. */
export interface TlsRecord {
  readonly type: number;
  /** 0x0303 for TLS 1.2; the first ClientHello may say 0x0301. */
  readonly version: number;
  readonly fragment: Uint8Array;
}

const MAX_PLAIN = 16_384;
const MAX_PROTECTED = MAX_PLAIN + 2_048;
const IV_BYTES = 16;
const MAC_BYTES = 32;
const EXPLICIT_NONCE_BYTES = 8;
const TAG_BYTES = 16;

/** Cuts a byte stream into records. Bounded by one record. */
export class RecordReader {
  #buffered: Uint8Array = new Uint8Array(0);

  /** Bytes of a record that is not whole yet. */
  get pending(): number {
    return this.#buffered.length;
  }

  /** @throws ProtocolError `tls_not_client_hello` for what is no TLS record, `tls_malformed` for a length out of bounds. */
  push(chunk: Uint8Array): TlsRecord[] {
    let bytes = this.#buffered.length > 0 ? concatBytes(this.#buffered, chunk) : chunk;
    const records: TlsRecord[] = [];
    for (;;) {
      checkHead(bytes);
      const length = bytes.length < 5 ? Number.POSITIVE_INFINITY : bytes[3]! * 256 + bytes[4]!;
      if (bytes.length < 5 + length) break;
      records.push({
        type: bytes[0]!,
        version: bytes[1]! * 256 + bytes[2]!,
        fragment: bytes.slice(5, 5 + length),
      });
      bytes = bytes.subarray(5 + length);
    }
    this.#buffered = bytes.slice();
    return records;
  }
}

function checkHead(bytes: Uint8Array): void {
  const [type, major, , high, low] = bytes;
  if (type !== undefined && (type < 20 || type > 24))
    throw new ProtocolError('tls_not_client_hello', `TLS record: content type ${type}, expected 20 to 23`, {
      offset: 0,
    });
  if (major !== undefined && major !== 3)
    throw new ProtocolError('tls_not_client_hello', `TLS record: major version ${major}, expected 3`, { offset: 1 });
  if (high === undefined || low === undefined) return;
  const length = high * 256 + low;
  if (length > MAX_PROTECTED)
    throw new ProtocolError('tls_malformed', `TLS record: ${length} bytes, at most ${MAX_PROTECTED}`, { offset: 3 });
}

/** The bytes of one record in the clear. */
export function encodeRecord(type: number, fragment: Uint8Array, version = 0x0303): Uint8Array {
  return concatBytes(
    Uint8Array.of(type, version >> 8, version & 0xff, fragment.length >> 8, fragment.length & 0xff),
    fragment,
  );
}

/** Opens the protected records of one direction, in order from the first after ChangeCipherSpec. */
export class RecordOpener {
  readonly #keys: DirectionKeys;
  readonly #isMacOutside: boolean;
  #sequence = 0n;

  constructor(keys: DirectionKeys, encryptThenMac: boolean) {
    this.#keys = keys;
    this.#isMacOutside = encryptThenMac;
  }

  /** The plaintext of a record. @throws ProtocolError `tls_bad_record_mac` also for bad padding and length: the wire never tells which. */
  open({ type, fragment }: TlsRecord): Uint8Array {
    const sequence = this.#sequence;
    this.#sequence += 1n;
    return this.#isMacOutside
      ? this.#openOutside(type, fragment, sequence)
      : this.#openInside(type, fragment, sequence);
  }

  #openInside(type: number, fragment: Uint8Array, sequence: bigint): Uint8Array {
    const padded = this.#decrypt(fragment);
    const plain = unpadded(padded);
    if (plain.length < MAC_BYTES) fail(`${plain.length} bytes, shorter than its MAC`);
    const data = plain.subarray(0, plain.length - MAC_BYTES);
    this.#check(macInput(sequence, type, data), plain.subarray(plain.length - MAC_BYTES));
    return data;
  }

  #openOutside(type: number, fragment: Uint8Array, sequence: bigint): Uint8Array {
    if (fragment.length < MAC_BYTES) fail(`${fragment.length} bytes, shorter than its MAC`);
    const sealed = fragment.subarray(0, fragment.length - MAC_BYTES);
    this.#check(macInput(sequence, type, sealed), fragment.subarray(fragment.length - MAC_BYTES));
    return unpadded(this.#decrypt(sealed));
  }

  #decrypt(sealed: Uint8Array): Uint8Array {
    if (sealed.length < 2 * IV_BYTES || sealed.length % IV_BYTES !== 0)
      fail(`${sealed.length} bytes, expected an IV and whole blocks`);
    const cipher = createDecipheriv('aes-128-cbc', this.#keys.key, sealed.subarray(0, IV_BYTES)).setAutoPadding(false);
    return new Uint8Array(Buffer.concat([cipher.update(sealed.subarray(IV_BYTES)), cipher.final()]));
  }

  #check(input: Uint8Array, mac: Uint8Array): void {
    if (!equalBytes(hmacSha256(this.#keys.mac, input), mac)) fail('its MAC does not fit');
  }
}

/** Opens the protected records of one direction of a suite with AES_128_GCM, in order from the first after ChangeCipherSpec. */
export class GcmOpener {
  readonly #keys: GcmKeys;
  #sequence = 0n;

  constructor(keys: GcmKeys) {
    this.#keys = keys;
  }

  /** The plaintext of a record. @throws ProtocolError `tls_bad_record_mac` */
  open({ type, fragment }: TlsRecord): Uint8Array {
    const length = fragment.length - EXPLICIT_NONCE_BYTES - TAG_BYTES;
    if (length < 0) fail(`${fragment.length} bytes, shorter than its nonce and tag`);
    const nonce = concatBytes(this.#keys.salt, fragment.subarray(0, EXPLICIT_NONCE_BYTES));
    const cipher = createDecipheriv('aes-128-gcm', this.#keys.key, nonce);
    cipher.setAAD(macHead(this.#sequence, type, length));
    cipher.setAuthTag(fragment.subarray(EXPLICIT_NONCE_BYTES + length));
    this.#sequence += 1n;
    const sealed = fragment.subarray(EXPLICIT_NONCE_BYTES, EXPLICIT_NONCE_BYTES + length);
    try {
      return new Uint8Array(Buffer.concat([cipher.update(sealed), cipher.final()]));
    } catch {
      return fail('its tag does not fit');
    }
  }
}

/** Protects the records of one direction, in order from the first after ChangeCipherSpec. */
export class RecordSealer {
  readonly #keys: DirectionKeys;
  readonly #isMacOutside: boolean;
  readonly #random: Random;
  #sequence = 0n;

  constructor(keys: DirectionKeys, encryptThenMac: boolean, random: Random) {
    this.#keys = keys;
    this.#isMacOutside = encryptThenMac;
    this.#random = random;
  }

  /** A whole record with `data` (at most 16,384 bytes) in it. */
  seal(type: number, data: Uint8Array): Uint8Array {
    const sequence = this.#sequence;
    this.#sequence += 1n;
    if (this.#isMacOutside) {
      const sealed = this.#encrypt(data);
      return encodeRecord(type, concatBytes(sealed, hmacSha256(this.#keys.mac, macInput(sequence, type, sealed))));
    }
    return encodeRecord(
      type,
      this.#encrypt(concatBytes(data, hmacSha256(this.#keys.mac, macInput(sequence, type, data)))),
    );
  }

  #encrypt(plain: Uint8Array): Uint8Array {
    const iv = this.#random.bytes(IV_BYTES);
    const padLength = IV_BYTES - 1 - (plain.length % IV_BYTES);
    const padded = concatBytes(plain, new Uint8Array(padLength + 1).fill(padLength));
    const cipher = createCipheriv('aes-128-cbc', this.#keys.key, iv).setAutoPadding(false);
    return concatBytes(iv, new Uint8Array(Buffer.concat([cipher.update(padded), cipher.final()])));
  }
}

/** Sequence number, type, version, length and content. RFC 5246 6.2.3.1. */
function macInput(sequence: bigint, type: number, content: Uint8Array): Uint8Array {
  return concatBytes(macHead(sequence, type, content.length), content);
}

function macHead(sequence: bigint, type: number, length: number): Uint8Array {
  const head = new DataView(new ArrayBuffer(13));
  head.setBigUint64(0, sequence);
  head.setUint8(8, type);
  head.setUint16(9, 0x0303);
  head.setUint16(11, length);
  return new Uint8Array(head.buffer);
}

/** Without its padding: every padding byte holds the count of those before the last one. */
function unpadded(padded: Uint8Array): Uint8Array {
  const length = padded.at(-1)!;
  const from = padded.length - length - 1;
  if (from < 0 || padded.subarray(from).some((byte) => byte !== length)) fail('its padding does not fit');
  return padded.subarray(0, from);
}

function fail(problem: string): never {
  throw new ProtocolError('tls_bad_record_mac', `TLS record: ${problem}`);
}
