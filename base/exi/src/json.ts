/**
 * The JSON form of messages: keys are local names, `@` before an attribute, `#text` for the text of an element with
 * attributes, hexBinary in upper-case hex, base64Binary in base64, integers above 32 bits as decimal strings. An element that
 * may occur more than once is an array.
 *
 * @module
 */

import { isBig } from './datatypes.ts';
import { ExiError } from './errors.ts';
import type { ComplexType, SimpleType, Type } from './schema.ts';
import { type Member, membersOf } from './schemaSet.ts';

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The JSON form of a value of `type`, which must be valid. */
export function toJson(type: Type, value: unknown): Json {
  return type.kind === 'complex'
    ? complexToJson(type, value as Readonly<Record<string, unknown>>)
    : simpleToJson(type, value);
}

function complexToJson(type: ComplexType, value: Readonly<Record<string, unknown>>): Json {
  const json: Record<string, Json> = {};
  for (const [name, member] of membersOf(type)) {
    const field = value[name];
    if (field === undefined) continue;
    switch (member.kind) {
      case 'attribute':
        json[`@${name}`] = simpleToJson(member.attribute.type, field);
        break;
      case 'text':
        json['#text'] = simpleToJson(member.type, field);
        break;
      case 'element': {
        const elementType = member.element.type;
        if (member.occurs === 'once') json[name] = toJson(elementType, field);
        else {
          const items = (field as readonly unknown[]).map((item) => toJson(elementType, item));
          json[name] = member.occurs === 'grouped' && items.length === 1 ? items[0]! : items;
        }
      }
    }
  }
  return json;
}

function simpleToJson(type: SimpleType, value: unknown): Json {
  switch (type.kind) {
    case 'binary':
      return type.name === 'hexBinary' ? toHex(value as Uint8Array) : toBase64(value as Uint8Array);
    case 'integer':
      if (!isBig(type)) return value as number;
      return type.isJsonNumber && Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    default:
      return value as boolean | string;
  }
}

/**
 * The value that a JSON form stands for. Names and shapes are checked here; facets by the encoder.
 *
 * @throws ExiError `malformed_json`, `unknown_name`, `value_type`
 */
export function fromJson(type: Type, json: unknown, name: string): unknown {
  return type.kind === 'complex' ? complexFromJson(type, json, [name]) : simpleFromJson(type, json, [name]);
}

function complexFromJson(type: ComplexType, json: unknown, path: string[]): Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw wrong(path, 'an object', json);
  const members = membersOf(type);
  const value: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(json)) {
    const member = memberOf(members, key);
    path.push(key);
    if (member === undefined) throw new ExiError('unknown_name', `${type.name} has no ${key}`, place(path));
    switch (member.kind) {
      case 'attribute':
        value[member.attribute.name] = simpleFromJson(member.attribute.type, field, path);
        break;
      case 'text':
        value.value = simpleFromJson(member.type, field, path);
        break;
      case 'element':
        value[key] = elementFromJson(member, field, path);
    }
    path.pop();
  }
  return value;
}

function memberOf(members: ReadonlyMap<string, Member>, key: string): Member | undefined {
  if (key === '#text') return members.get('value')?.kind === 'text' ? members.get('value') : undefined;
  const isAttribute = key.startsWith('@');
  const member = members.get(isAttribute ? key.slice(1) : key);
  return (member?.kind === 'attribute') === isAttribute && member?.kind !== 'text' ? member : undefined;
}

function elementFromJson({ element, occurs }: Member & { kind: 'element' }, json: unknown, path: string[]): unknown {
  const one = (item: unknown) =>
    element.type.kind === 'complex'
      ? complexFromJson(element.type, item, path)
      : simpleFromJson(element.type, item, path);
  if (occurs === 'once') return one(json);
  if (!Array.isArray(json)) {
    if (occurs === 'grouped') return [one(json)];
    throw wrong(path, 'an array', json);
  }
  const name = path.pop()!;
  const items = json.map((item, index) => {
    path.push(`${name}[${index + 1}]`);
    const value = one(item);
    path.pop();
    return value;
  });
  path.push(name);
  return items;
}

function simpleFromJson(type: SimpleType, json: unknown, path: string[]): unknown {
  switch (type.kind) {
    case 'binary': {
      if (typeof json !== 'string') throw wrong(path, 'a string', json);
      const bytes = type.name === 'hexBinary' ? fromHex(json) : fromBase64(json);
      if (bytes === undefined)
        throw new ExiError('malformed_json', `expected ${type.name === 'hexBinary' ? 'hex' : 'base64'}`, place(path));
      return bytes;
    }
    case 'integer':
      if (!isBig(type)) {
        if (typeof json !== 'number') throw wrong(path, 'a number', json);
        return json;
      }
      if (typeof json === 'number' && Number.isSafeInteger(json)) return BigInt(json);
      if (typeof json !== 'string' || json.length > 1300 || !/^[+-]?[0-9]+$/.test(json))
        throw wrong(path, 'a decimal number in a string', json);
      return json.startsWith('-') ? -BigInt(json.slice(1)) : BigInt(json.replace('+', ''));
    default:
      return json;
  }
}

function wrong(path: readonly string[], expected: string, json: unknown): ExiError {
  const got = json === null ? 'null' : Array.isArray(json) ? 'an array' : typeof json;
  return new ExiError('value_type', `${got}, expected ${expected}`, place(path));
}

function place(path: readonly string[]): { path: string } {
  return { path: path.join('/') };
}

const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, '0'));

/** Upper-case hex. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += hexDigits[bytes[i]!]!;
  return text;
}

/** Bytes of hex in either case; undefined if it is none. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    const high = hexValue(text.charCodeAt(2 * i));
    const low = hexValue(text.charCodeAt(2 * i + 1));
    if ((high | low) < 0) return undefined;
    bytes[i] = (high << 4) | low;
  }
  return bytes;
}

function hexValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const base64Codes = Uint8Array.from(base64Alphabet, (digit) => digit.charCodeAt(0));
const base64Values = new Int8Array(256).fill(-1);
for (let i = 0; i < 64; i++) base64Values[base64Codes[i]!] = i;
const padding = 0x3d;
const ascii = new TextDecoder();

/** Base64 with padding. RFC 4648 section 4. */
export function toBase64(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    codes[at++] = base64Codes[word >> 18]!;
    codes[at++] = base64Codes[(word >> 12) & 63]!;
    codes[at++] = base64Codes[(word >> 6) & 63]!;
    codes[at++] = base64Codes[word & 63]!;
  }
  const missing = (3 - (bytes.length % 3)) % 3;
  codes.fill(padding, at - missing);
  return ascii.decode(codes);
}

/** Bytes of base64; white space is skipped; undefined if it is none, lacks its padding or has bits left over. */
export function fromBase64(text: string): Uint8Array | undefined {
  const digits = /[\t\n\r ]/.test(text) ? text.replace(/[\t\n\r ]/g, '') : text;
  if (digits.length % 4 !== 0) return undefined;
  const missing = digits.endsWith('==') ? 2 : digits.endsWith('=') ? 1 : 0;
  const count = digits.length - missing;
  const bytes = new Uint8Array((count * 6) >> 3);
  const value = (i: number) => {
    const code = digits.charCodeAt(i);
    return code < 256 ? base64Values[code]! : -1;
  };
  let at = 0;
  let i = 0;
  for (; i + 3 < count; i += 4) {
    const word = (value(i) << 18) | (value(i + 1) << 12) | (value(i + 2) << 6) | value(i + 3);
    if (word < 0) return undefined;
    bytes[at++] = word >> 16;
    bytes[at++] = word >> 8;
    bytes[at++] = word;
  }
  if (i === count) return bytes;
  const word = (value(i) << 18) | (value(i + 1) << 12) | (count - i === 3 ? value(i + 2) << 6 : 0);
  if (word < 0) return undefined;
  bytes[at++] = word >> 16;
  if (count - i === 3) bytes[at++] = word >> 8;
  // Bits beyond the last byte must be zero, so that each value has one form.
  return (word & (count - i === 3 ? 0xff : 0xffff)) === 0 ? bytes : undefined;
}
