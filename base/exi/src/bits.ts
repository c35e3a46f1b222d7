/** Bit-packed streams, most significant bit first. EXI 1.0 section 7.1; the slow and simple form that the interpreter uses. @module */

import { ExiError, type ExiErrorCode } from './errors.ts';

/** Reads bits and integers; an error carries the place of what was being read. */
export class BitReader {
  readonly bytes: Uint8Array;
  readonly #end: number;
  /** Bits read so far. */
  position = 0;
  /** Where the event or value began that is being read. */
  begin = 0;
  /** Path segments of the open elements. */
  readonly path: string[] = [];

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#end = bytes.length * 8;
  }

  /** Bits not read yet. */
  get remaining(): number {
    return this.#end - this.position;
  }

  /** Unsigned number of `count` bits, at most 32. */
  bits(count: number): number {
    if (this.remaining < count) throw this.ends(`${count} bits`);
    let value = 0;
    for (let left = count; left > 0; ) {
      const free = 8 - (this.position & 7);
      const taken = Math.min(free, left);
      const byte = this.bytes[Math.floor(this.position / 8)]!;
      value = value * 2 ** taken + ((byte >> (free - taken)) & (2 ** taken - 1));
      this.position += taken;
      left -= taken;
    }
    return value;
  }

  /** Unsigned Integer (7.1.6) of at most `groups` significant 7-bit groups, least significant first; undefined if it has more. */
  groups(limit: number): number[] | undefined {
    const groups: number[] = [];
    let zeros = 0;
    for (;;) {
      const octet = this.bits(8);
      const group = octet & 0x7f;
      if (group === 0) zeros++;
      else {
        if (groups.length + zeros >= limit) return undefined;
        for (; zeros > 0; zeros--) groups.push(0);
        groups.push(group);
      }
      if (octet < 0x80) return groups;
    }
  }

  /** Unsigned Integer below 2^49, or Infinity for a larger one. */
  unsigned(): number {
    return this.groups(7)?.reduceRight((value, group) => value * 128 + group, 0) ?? Infinity;
  }

  /** `count` bytes, which need not lie on a byte boundary. */
  octets(count: number): Uint8Array {
    if (this.remaining < count * 8) throw this.ends(`${count} bytes`);
    const octets = new Uint8Array(count);
    for (let i = 0; i < count; i++) octets[i] = this.bits(8);
    return octets;
  }

  /** An error at the event or value that is being read. */
  error(code: ExiErrorCode, message: string): ExiError {
    return new ExiError(code, message, { path: this.path.join('/'), offset: this.begin });
  }

  ends(wanted: string): ExiError {
    return this.error('end_of_stream', `the stream ends: ${this.remaining} bits are left, expected ${wanted}`);
  }
}

/** Collects bits and integers. */
export class BitWriter {
  #bytes = new Uint8Array(512);
  /** Bits written so far. */
  position = 0;
  /** Path segments of the open elements. */
  readonly path: string[] = [];

  /** Writes the low `count` bits of `value`, at most 32. */
  bits(value: number, count: number): void {
    if (this.position + count > this.#bytes.length * 8) {
      const grown = new Uint8Array(this.#bytes.length * 2);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    for (let i = count - 1; i >= 0; i--, this.position++)
      if ((value >>> i) & 1) this.#bytes[this.position >>> 3]! |= 0x80 >>> (this.position & 7);
  }

  /** Unsigned Integer (7.1.6). */
  unsigned(value: number | bigint): void {
    let rest = BigInt(value);
    for (; rest > 0x7fn; rest >>= 7n) this.bits(Number(rest & 0x7fn) | 0x80, 8);
    this.bits(Number(rest), 8);
  }

  octets(octets: Uint8Array): void {
    for (const octet of octets) this.bits(octet, 8);
  }

  /** All that was written, padded with zero bits to whole bytes. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, (this.position + 7) >>> 3);
  }

  /** An error at the element that is being written. */
  error(code: ExiErrorCode, message: string): ExiError {
    return new ExiError(code, message, { path: this.path.join('/') });
  }
}
