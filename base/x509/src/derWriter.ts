/** Writes elements of DER (ITU-T X.690), for the few structures that are made while somebody waits: the counterpart of the reader. @module */

import { toUtf8 } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import { tags } from './der.ts';

/** One element with its definite, minimal length. @param contents content octets in order, at most 16 MB together */
export function element(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const content of contents) length += content.length;
  const lengthOctets = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x1_0000 ? 2 : 3;
  const bytes = new Uint8Array(2 + lengthOctets + length);
  bytes[0] = tag;
  bytes[1] = lengthOctets === 0 ? length : 0x80 | lengthOctets;
  let at = 2;
  for (; at < 2 + lengthOctets; at += 1) bytes[at] = length >> (8 * (1 + lengthOctets - at));
  for (const content of contents) {
    bytes.set(content, at);
    at += content.length;
  }
  return bytes;
}

/** INTEGER of a number that is not negative, from its octets of any length. */
export function unsignedInteger(octets: Uint8Array): Uint8Array {
  return element(tags.integer, integerOctets(octets));
}

/** Content octets of a non-negative INTEGER. */
export function integerOctets(value: Uint8Array): Uint8Array {
  let from = 0;
  while (from < value.length - 1 && value[from] === 0) from += 1;
  const rest = value.subarray(from);
  return rest.length === 0 || rest[0]! >= 0x80 ? Uint8Array.of(0, ...rest) : rest;
}

/** OBJECT IDENTIFIER of its dotted text. */
export function objectIdentifier(text: string): Uint8Array {
  const [first, second, ...rest] = text.split('.').map(Number) as [number, number, ...number[]];
  return element(tags.oid, Uint8Array.from([40 * first + second, ...rest].flatMap(arcOctets)));
}

/** BIT STRING of whole octets. */
export function bitString(octets: Uint8Array): Uint8Array {
  return element(tags.bitString, Uint8Array.of(0), octets);
}

/** GeneralizedTime of whole seconds, a fraction is cut off: RFC 5280 4.1.2.5.2. */
export function generalizedTime(at: Millis): Uint8Array {
  const text = new Date(at).toISOString();
  return element(tags.generalizedTime, toUtf8(`${text.slice(0, 19).replace(/[-:T]/g, '')}Z`));
}

/** Base 128, highest first, with the top bit on all octets but the last. */
function arcOctets(arc: number): number[] {
  const octets = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift(0x80 | (rest % 128));
  return octets;
}
