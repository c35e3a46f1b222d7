/** A small strict reader of DER (ITU-T X.690): definite minimal lengths, bounds checked, faults with their offset. @module */

import { ProtocolError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';

/** One element: its tag octet and where it stands in the whole input. */
export interface Element {
  /** The identifier octet; tag numbers above 30 are refused, X.509 has none. */
  readonly tag: number;
  /** Offset of the tag. */
  readonly start: number;
  /** Offset of the first content octet. */
  readonly from: number;
  /** Offset behind the last content octet. */
  readonly to: number;
}

/** Tag octets that X.509, OCSP and CRLs use. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/**
 * Walks the elements of one DER input from front to back. Every read checks the tag and the bounds of the element around
 * it. @throws ProtocolError with the code given to the constructor and the offset in bytes.
 */
export class DerReader {
  readonly bytes: Uint8Array;
  /** Where the next element stands. */
  at: number;
  /** End of the element that is being walked. */
  readonly end: number;
  readonly #code: string;

  constructor(bytes: Uint8Array, code: string, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.#code = code;
    this.at = at;
    this.end = end;
  }

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  /** Whether the next element has this tag; false at the end. */
  isNext(tag: number): boolean {
    return this.at < this.end && this.bytes[this.at] === tag;
  }

  /** The next element, of any tag. */
  any(what: string): Element {
    const { bytes, end } = this;
    const start = this.at;
    if (start + 2 > end) throw this.fault(what, 'the element around it ends here', start);
    const tag = bytes[start]!;
    if ((tag & 0x1f) === 0x1f) throw this.fault(what, 'a tag number above 30', start);
    let from = start + 2;
    let length = bytes[start + 1]!;
    if (length >= 0x80) {
      const octets = length & 0x7f;
      if (octets === 0) throw this.fault(what, 'an indefinite length', start + 1);
      if (octets > 3) throw this.fault(what, `a length of ${octets} octets`, start + 1);
      if (from + octets > end) throw this.fault(what, 'a length beyond the end', start + 1);
      length = 0;
      for (let i = 0; i < octets; i += 1) length = (length << 8) | bytes[from + i]!;
      if (length < 0x80 || (octets > 1 && bytes[from] === 0))
        throw this.fault(what, 'a length that is not minimal', start + 1);
      from += octets;
    }
    const to = from + length;
    if (to > end) throw this.fault(what, `${length} octets where ${end - from} are left`, start);
    this.at = to;
    return { tag, start, from, to };
  }

  /** The next element, which must have this tag. */
  read(tag: number, what: string): Element {
    if (this.at < this.end && this.bytes[this.at] !== tag)
      throw this.fault(what, `tag 0x${hex(this.bytes[this.at]!)}, expected 0x${hex(tag)}`, this.at);
    return this.any(what);
  }

  /** The next element when it has this tag, else undefined and nothing is read. */
  optional(tag: number, what: string): Element | undefined {
    return this.isNext(tag) ? this.any(what) : undefined;
  }

  /** A reader of the content of the next element, which must have this tag. */
  enter(tag: number, what: string): DerReader {
    return this.into(this.read(tag, what));
  }

  /** A reader of the content of an element. */
  into({ from, to }: Element): DerReader {
    return new DerReader(this.bytes, this.#code, from, to);
  }

  /** Nothing may follow. */
  done(what: string): void {
    if (this.at < this.end) throw this.fault(what, `${this.end - this.at} octets too many`, this.at);
  }

  /** The content octets of an element, sharing memory with the input. */
  content({ from, to }: Element): Uint8Array {
    return this.bytes.subarray(from, to);
  }

  /** The whole element with tag and length, sharing memory with the input. */
  whole({ start, to }: Element): Uint8Array {
    return this.bytes.subarray(start, to);
  }

  /** Dotted text of an OBJECT IDENTIFIER. */
  oid(what: string): string {
    const { from, to } = this.read(tags.oid, what);
    if (from === to || this.bytes[to - 1]! >= 0x80) throw this.fault(what, 'an incomplete object identifier', from);
    let text = '';
    let arc = 0;
    for (let i = from; i < to; i += 1) {
      const octet = this.bytes[i]!;
      if (arc === 0 && octet === 0x80) throw this.fault(what, 'an arc that is not minimal', i);
      if (arc > 0x1f_ffff_ffff) throw this.fault(what, 'an arc above 44 bits', i);
      arc = arc * 128 + (octet & 0x7f);
      if (octet >= 0x80) continue;
      if (text === '') {
        const first = Math.min(2, Math.floor(arc / 40));
        text = `${first}.${arc - 40 * first}`;
      } else text += `.${arc}`;
      arc = 0;
    }
    return text;
  }

  /** Content octets of an INTEGER in its shortest form. */
  integer(what: string): Uint8Array {
    const { from, to } = this.read(tags.integer, what);
    const [first, second] = [this.bytes[from], this.bytes[from + 1]];
    if (first === undefined || from === to) throw this.fault(what, 'an empty INTEGER', from);
    if (to - from > 1 && ((first === 0 && second! < 0x80) || (first === 0xff && second! >= 0x80)))
      throw this.fault(what, 'an INTEGER that is not minimal', from);
    return this.bytes.subarray(from, to);
  }

  /** A non-negative INTEGER of at most 32 bits. */
  smallInteger(what: string): number {
    const at = this.at;
    const octets = this.integer(what);
    if (octets[0]! >= 0x80 || octets.length > 5) throw this.fault(what, 'an INTEGER outside 0..2^32-1', at);
    let value = 0;
    for (const octet of octets) value = value * 256 + octet;
    return value;
  }

  /** A BOOLEAN, DER form: 00 or FF. */
  boolean(what: string): boolean {
    const { from, to } = this.read(tags.boolean, what);
    const octet = this.bytes[from];
    if (to - from !== 1 || (octet !== 0 && octet !== 0xff))
      throw this.fault(what, 'a BOOLEAN other than 00 or FF', from);
    return octet === 0xff;
  }

  /** The octets of a BIT STRING without its unused-bits octet, which must be 0. */
  wholeBits(what: string): Uint8Array {
    const { from, to } = this.read(tags.bitString, what);
    if (from === to || this.bytes[from] !== 0) throw this.fault(what, 'a BIT STRING that is not whole octets', from);
    return this.bytes.subarray(from + 1, to);
  }

  /** The named bits of a BIT STRING as numbers, bit 0 first. */
  namedBits(what: string): readonly number[] {
    const { from, to } = this.read(tags.bitString, what);
    const unused = this.bytes[from];
    if (from === to || unused === undefined || unused > 7 || (to - from === 1 && unused > 0))
      throw this.fault(what, 'a malformed BIT STRING', from);
    const bits: number[] = [];
    for (let i = 0; i < 8 * (to - from - 1) - unused; i += 1)
      if (this.bytes[from + 1 + (i >> 3)]! & (0x80 >> (i & 7))) bits.push(i);
    return bits;
  }

  /**
   * A UTCTime or GeneralizedTime in UTC, whole seconds (RFC 5280 4.1.2.5). `fraction` lets a fraction of a second pass and
   * drops it: responders in the field write it.
   */
  time(what: string, { fraction = false }: { readonly fraction?: boolean } = {}): Millis {
    const element = this.any(what);
    const text = ascii(this.bytes, element.from, element.to);
    const isUtc = element.tag === tags.utcTime;
    if (!isUtc && element.tag !== tags.generalizedTime)
      throw this.fault(what, `tag 0x${hex(element.tag)}, expected a time`, element.start);
    const parts = (isUtc ? UTC_TIME : fraction ? GENERALIZED_TIME_FRACTION : GENERALIZED_TIME).exec(text);
    if (!parts)
      throw this.fault(what, `'${text}', expected ${isUtc ? 'YYMMDDHHMMSSZ' : 'YYYYMMDDHHMMSSZ'}`, element.from);
    const [, year, month, day, hour, minute, second] = parts as unknown as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const fullYear = Number(year) + (isUtc ? (Number(year) >= 50 ? 1900 : 2000) : 0);
    const time = Date.UTC(fullYear, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
    // Date.UTC takes years 0 to 99 for 1900 to 1999, and days that a month does not have.
    const date = new Date(time);
    if (
      fullYear < 100 ||
      date.getUTCMonth() !== Number(month) - 1 ||
      date.getUTCDate() !== Number(day) ||
      Number(hour) > 23 ||
      Number(minute) > 59 ||
      Number(second) > 59
    )
      throw this.fault(what, `'${text}', which is no date`, element.from);
    return time;
  }

  /** A ProtocolError that says what stood where. */
  fault(what: string, found: string, offset: number): ProtocolError {
    return new ProtocolError(this.#code, `${what}: ${found} at byte ${offset}`, { path: what, offset });
  }
}

const UTC_TIME = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const GENERALIZED_TIME_FRACTION = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/;

/** Text of octets 0..127; others appear as U+FFFD. */
export function ascii(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i += 1) text += bytes[i]! < 0x80 ? String.fromCharCode(bytes[i]!) : '\ufffd';
  return text;
}

function hex(octet: number): string {
  return octet.toString(16).padStart(2, '0');
}
