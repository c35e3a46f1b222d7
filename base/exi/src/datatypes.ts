/** How each kind of simple type is checked, read and written. EXI 1.0 section 7.1; ISO 15118-2:2014 [V2G2-099], [V2G2-600]. @module */

import type { BitReader, BitWriter } from './bits.ts';
import type { ExiErrorCode } from './errors.ts';
import { codeBits } from './grammar.ts';
import { type IntegerType, integerBits, type SimpleType } from './schema.ts';

/** What is wrong with a value. */
export interface Fault {
  readonly code: ExiErrorCode;
  readonly message: string;
}

interface Datatype<T> {
  /** What keeps `value` from being one of `type`. */
  fault(value: unknown, type: T): Fault | undefined;
  read(reader: BitReader, type: T, isLenient: boolean): unknown;
  /** `value` has no fault. */
  write(writer: BitWriter, value: never, type: T): void;
}

/** Bits of an enumeration's index or of an integer with few values; undefined for other integers. */
export function fixedBits(type: SimpleType): number | undefined {
  switch (type.kind) {
    case 'boolean':
      return 1;
    case 'enumeration':
      return codeBits(type.values.length - 1);
    case 'integer': {
      const { min, max } = type;
      if (typeof min !== 'number' || typeof max !== 'number' || max - min >= 4096) return undefined;
      return codeBits(max - min);
    }
    default:
      return undefined;
  }
}

/** Whether an integer type without fixed width goes without a sign bit. */
export function isUnsigned(type: IntegerType): boolean {
  return type.min !== undefined && type.min >= 0;
}

/** Whether values of `type` are bigints. */
export function isBig(type: IntegerType): boolean {
  return type.name === 'long' || type.name === 'unsignedLong' || type.name === 'integer';
}

/** Every kind of simple type; a kind without an entry does not compile. */
const datatypes: { [K in SimpleType['kind']]: Datatype<Extract<SimpleType, { kind: K }>> } = {
  boolean: {
    fault: (value) => (typeof value === 'boolean' ? undefined : wrongType('a boolean', value)),
    read: (reader) => reader.bits(1) === 1,
    write: (writer, value: boolean) => writer.bits(value ? 1 : 0, 1),
  },
  enumeration: {
    fault: (value, { values }) =>
      typeof value !== 'string'
        ? wrongType('a string', value)
        : values.includes(value)
          ? undefined
          : { code: 'enumeration', message: `'${shortened(value)}', expected one of ${values.join(', ')}` },
    read(reader, type) {
      const index = reader.bits(fixedBits(type)!);
      const value = type.values[index];
      if (value === undefined)
        throw reader.error('enumeration', `index ${index} of an enumeration of ${type.values.length}`);
      return value;
    },
    write: (writer, value: string, type) => writer.bits(type.values.indexOf(value), fixedBits(type)!),
  },
  integer: {
    fault(value, type) {
      if (isBig(type)) {
        if (typeof value !== 'bigint') return wrongType('a bigint', value);
        const limit = 1n << BigInt(integerBits);
        if (value >= limit || value < -limit)
          return { code: 'integer_range', message: `more than ${integerBits} bits` };
      } else if (typeof value !== 'number' || !Number.isInteger(value)) return wrongType('an integer', value);
      return isInside(value, type) ? undefined : outOfRange(value, type);
    },
    read(reader, type) {
      const value = readInteger(reader, type);
      if (value === undefined) throw reader.error('integer_range', `an integer of more than ${integerBits} bits`);
      if (!isInside(value, type)) throw reader.error('integer_range', outOfRange(value, type).message);
      return value;
    },
    write(writer, value: number | bigint, type) {
      const bits = fixedBits(type);
      if (bits !== undefined) writer.bits(Number(value) - Number(type.min), bits);
      else {
        if (!isUnsigned(type)) writer.bits(value < 0 ? 1 : 0, 1);
        writer.unsigned(value < 0 ? -BigInt(value) - 1n : value);
      }
    },
  },
  string: {
    fault(value, type) {
      if (typeof value !== 'string') return wrongType('a string', value);
      if (!value.isWellFormed()) return { code: 'character', message: 'a surrogate without its pair' };
      const points = [...value];
      const bad = points.find((point) => !isXmlCharacter(point.codePointAt(0)!));
      if (bad !== undefined)
        return { code: 'character', message: `${hexPoint(bad.codePointAt(0)!)} is no XML character` };
      return lengthFault(points.length, type, 'characters');
    },
    read(reader, type, isLenient) {
      const length = reader.unsigned() - 2;
      if (length < 0) throw reader.error('string_table', 'a string-table hit, but the tables are empty');
      const fault = lengthFault(length, type, 'characters');
      if (fault) throw reader.error(fault.code, fault.message);
      if (length * 8 > reader.remaining) throw reader.ends(`${length} characters`);
      let text = '';
      for (let i = 0; i < length; i++) {
        const point = reader.unsigned();
        if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
          throw reader.error('character', `${hexPoint(point)} is no Unicode character`);
        if (!isLenient && !isXmlCharacter(point))
          throw reader.error('character', `${hexPoint(point)} is no XML character`);
        text += String.fromCodePoint(point);
      }
      return text;
    },
    write(writer, value: string) {
      const points = [...value];
      writer.unsigned(points.length + 2);
      for (const point of points) writer.unsigned(point.codePointAt(0)!);
    },
  },
  binary: {
    fault: (value, type) =>
      value instanceof Uint8Array ? lengthFault(value.length, type, 'bytes') : wrongType('a Uint8Array', value),
    read(reader, type) {
      const length = reader.unsigned();
      const fault = lengthFault(length, type, 'bytes');
      if (fault) throw reader.error(fault.code, fault.message);
      return reader.octets(length);
    },
    write(writer, value: Uint8Array) {
      writer.unsigned(value.length);
      writer.octets(value);
    },
  },
};

/** What keeps `value` from being one of `type`. */
export function faultOf(value: unknown, type: SimpleType): Fault | undefined {
  return (datatypes[type.kind] as Datatype<SimpleType>).fault(value, type);
}

/** Reads a value and checks its facets. `isLenient` lets characters pass that XML does not have. */
export function readValue(reader: BitReader, type: SimpleType, isLenient: boolean): unknown {
  reader.begin = reader.position;
  return (datatypes[type.kind] as Datatype<SimpleType>).read(reader, type, isLenient);
}

/** Checks a value and writes it. */
export function writeValue(writer: BitWriter, value: unknown, type: SimpleType): void {
  const fault = faultOf(value, type);
  if (fault) throw writer.error(fault.code, fault.message);
  (datatypes[type.kind] as Datatype<SimpleType>).write(writer, value as never, type);
}

/** The Char production of XML 1.0. */
export function isXmlCharacter(point: number): boolean {
  if (point < 0x20) return point === 0x9 || point === 0xa || point === 0xd;
  return point < 0xd800 || (point > 0xdfff && point !== 0xfffe && point !== 0xffff);
}

/** The value if `type` has a zero-length one, which a sender may also write without any characters event. */
export function emptyValue(type: SimpleType): '' | Uint8Array | undefined {
  if ((type.kind !== 'string' && type.kind !== 'binary') || (type.minLength ?? 0) > 0) return undefined;
  return type.kind === 'string' ? '' : new Uint8Array(0);
}

function readInteger(reader: BitReader, type: IntegerType): number | bigint | undefined {
  const bits = fixedBits(type);
  if (bits !== undefined) return reader.bits(bits) + Number(type.min);
  const isNegative = !isUnsigned(type) && reader.bits(1) === 1;
  if (!isBig(type)) {
    const magnitude = reader.unsigned();
    return isNegative ? -magnitude - 1 : magnitude;
  }
  const groups = reader.groups(Math.ceil(integerBits / 7));
  if (groups === undefined) return undefined;
  const magnitude = groups.reduceRight((value, group) => (value << 7n) | BigInt(group), 0n);
  if (magnitude >> BigInt(integerBits) !== 0n) return undefined;
  return isNegative ? -magnitude - 1n : magnitude;
}

function isInside(value: number | bigint, { min, max }: IntegerType): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

function outOfRange(value: number | bigint, { min, max }: IntegerType): Fault {
  const shown = shortened(Math.abs(Number(value)) === Infinity ? 'an integer beyond all types' : String(value));
  return { code: 'integer_range', message: `${shown}, expected ${min} to ${max}` };
}

function lengthFault(
  length: number,
  { minLength = 0, maxLength = Infinity }: { readonly minLength?: number; readonly maxLength?: number },
  unit: string,
): Fault | undefined {
  if (length >= minLength && length <= maxLength) return undefined;
  const expected =
    minLength === maxLength
      ? `${minLength}`
      : maxLength === Infinity
        ? `at least ${minLength}`
        : `${minLength} to ${maxLength}`;
  return { code: 'length', message: `${length} ${unit}, expected ${expected}` };
}

function wrongType(expected: string, value: unknown): Fault {
  const got = value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
  return { code: 'value_type', message: `${got}, expected ${expected}` };
}

function hexPoint(point: number): string {
  return Number.isFinite(point)
    ? `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
    : 'a number beyond all characters';
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
