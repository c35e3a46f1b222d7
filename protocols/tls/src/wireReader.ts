/** Reads the integers and vectors of TLS. RFC 5246 4. @module */
import { ProtocolError } from '@openpnc/core/errors';

/** A cursor over bytes whose every read is checked; what does not fit throws with the code given. */
export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #code: string;
  readonly #path: string;
  #at = 0;

  constructor(bytes: Uint8Array, code: string, path: string) {
    this.#bytes = bytes;
    this.#code = code;
    this.#path = path;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** A big-endian unsigned integer of 1 to 4 bytes. */
  uint(length: 1 | 2 | 3 | 4, field: string): number {
    let value = 0;
    for (const byte of this.bytes(length, field)) value = value * 256 + byte;
    return value;
  }

  bytes(length: number, field: string): Uint8Array {
    if (length > this.left) this.fail(`${field}: ${length} bytes announced, ${this.left} left`);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** A vector with its length in front, as a reader of its own. */
  vector(lengthBytes: 1 | 2 | 3, field: string): WireReader {
    return new WireReader(this.vectorBytes(lengthBytes, field), this.#code, `${this.#path}.${field}`);
  }

  vectorBytes(lengthBytes: 1 | 2 | 3, field: string): Uint8Array {
    return this.bytes(this.uint(lengthBytes, `length of ${field}`), field);
  }

  /** The rest as integers. */
  uints(length: 1 | 2, field: string): number[] {
    if (this.left % length !== 0) this.fail(`${field}: ${this.left} bytes, expected a multiple of ${length}`);
    const values: number[] = [];
    while (this.left > 0) values.push(this.uint(length, field));
    return values;
  }

  /** @throws ProtocolError unless everything was read. */
  end(what: string): void {
    if (this.left > 0) this.fail(`${what}: ${this.left} bytes too many`);
  }

  fail(problem: string): never {
    throw new ProtocolError(this.#code, `${this.#path}.${problem}`, { path: this.#path, offset: this.#at });
  }
}
