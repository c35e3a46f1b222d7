/**
 * The part of a decoder's text that is the same for all schemas. It is text because V8 then sees the functions of the types
 * and these in one closure, whose variables are cheaper to reach than a module's.
 *
 * `b` holds a copy of the stream with room after it, so that a load of 32 bits is never outside; `p` is the bit after what a
 * function read; `end` the bit after the last. Reading past the end gives stale bits, which do no harm: the end is checked
 * before anything of a length in the stream is made, and once when all is read. `bail` leaves the stream to the interpreter.
 *
 * Binaries of up to 64 bytes get memory of their own; longer ones are views of a slab that one thread of messages fills, for
 * a new buffer costs more than reading a certificate. Strings of up to 64 ASCII characters are looked up in a table of those
 * read before: most come again, and comparing them is cheaper than making them.
 *
 * @module
 */

/** The text; `readDocument` and `readFragment` follow it. */
export const decoderRuntime = `
'use strict';
const givenUp = { code: 'given up' };
function bail() { throw givenUp; }

let b = new Uint8Array(8192), D = new DataView(b.buffer);
let p = 0, end = 0, root = 0;

/** An Unsigned Integer whose first octet x says that more follow; below 2^49. */
function U(q, x) {
  let value = x & 127;
  for (let factor = 128; factor < 562949953421312; factor *= 128) {
    const octet = (D.getUint16(q >> 3) >> (8 - (q & 7))) & 255;
    q += 8;
    value += (octet & 127) * factor;
    if (octet < 128) { p = q; return value; }
  }
  bail();
}

/** The same without the limit, up to the bits that an xs:integer may have. */
function B(q, x) {
  let value = 0n, shift = 0n, chunk = x & 127, factor = 128;
  for (let count = 1; count < integerGroups; count++) {
    const octet = (D.getUint16(q >> 3) >> (8 - (q & 7))) & 255;
    q += 8;
    if (factor === 562949953421312) { value |= BigInt(chunk) << shift; shift += 49n; chunk = 0; factor = 1; }
    chunk += (octet & 127) * factor;
    factor *= 128;
    if (octet < 128) {
      p = q;
      if (shift === 0n) return BigInt(chunk);
      value |= BigInt(chunk) << shift;
      if (value >> integerBits !== 0n) bail();
      return value;
    }
  }
  bail();
}

const slabSize = 32768;
let slab = new ArrayBuffer(slabSize), L = new DataView(slab), used = 0;

/** n bytes from bit q. */
function Y(q, n) {
  let i = q >> 3;
  const s = q & 7;
  if (n <= 64) {
    const bytes = new Uint8Array(n);
    const back = 8 - s;
    let k = 0;
    for (const whole = n - 3; k < whole; k += 4, i += 4) {
      const word = (D.getInt32(i) << s) | (b[i + 4] >>> back);
      bytes[k] = word >>> 24;
      bytes[k + 1] = word >>> 16;
      bytes[k + 2] = word >>> 8;
      bytes[k + 3] = word;
    }
    for (; k < n; k++, i++) bytes[k] = D.getUint16(i) >>> back;
    return bytes;
  }
  if (n > slabSize / 4) {
    const view = new DataView(new ArrayBuffer(n + 16));
    copy(view, 0, i, s, n);
    return new Uint8Array(view.buffer, 0, n);
  }
  // A slab that was handed to another thread has no length any more.
  if (used + n + 16 > slab.byteLength) {
    slab = new ArrayBuffer(slabSize);
    L = new DataView(slab);
    used = 0;
  }
  const from = used;
  used += n;
  copy(L, from, i, s, n);
  return new Uint8Array(slab, from, n);
}

/** Copies n bytes from byte i and bit s of the stream to byte k of a view; up to 15 bytes after them are overwritten. */
function copy(view, k, i, s, n) {
  const from = D, back = 32 - s, to = k + n;
  if (s === 0) {
    for (; k < to; k += 8, i += 8) {
      view.setInt32(k, from.getInt32(i));
      view.setInt32(k + 4, from.getInt32(i + 4));
    }
    return;
  }
  let w0 = from.getInt32(i);
  for (; k < to; k += 16) {
    const w1 = from.getInt32(i + 4), w2 = from.getInt32(i + 8), w3 = from.getInt32(i + 12), w4 = from.getInt32(i + 16);
    i += 16;
    view.setInt32(k, (w0 << s) | (w1 >>> back));
    view.setInt32(k + 4, (w1 << s) | (w2 >>> back));
    view.setInt32(k + 8, (w2 << s) | (w3 >>> back));
    view.setInt32(k + 12, (w3 << s) | (w4 >>> back));
    w0 = w4;
  }
}

const tableSize = 512;
const tableTexts = new Array(tableSize).fill('');
const tableWords = new Int32Array(tableSize * 16);
const words = new Int32Array(16);
const codes = Array.from({ length: 65 }, (_, n) => new Array(n).fill(0));

/** n characters from bit q; there are at least 8 n bits. */
function S(q, n) {
  if (n > 64) return long(q, n);
  const s = q & 7, back = 8 - s, count = (n + 3) >> 2;
  let i = q >> 3, hash = n, suspect = 0;
  for (let k = 0; k < count; k++, i += 4) {
    let word = (D.getInt32(i) << s) | (b[i + 4] >>> back);
    if (k === count - 1 && (n & 3) !== 0) word = (word & (-1 << (32 - 8 * (n & 3)))) | (0x20202020 >>> (8 * (n & 3)));
    // A byte above 127, or one below 32 from which the subtraction borrows.
    suspect |= word | (word - 0x20202020);
    words[k] = word;
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  if ((suspect & 0x80808080) !== 0) return slow(q, n);
  const slot = hash & (tableSize - 1), at = slot * 16;
  const known = tableTexts[slot];
  if (known.length === n) {
    let k = 0;
    while (k < count && tableWords[at + k] === words[k]) k++;
    if (k === count) { p = q + n * 8; return known; }
  }
  const list = codes[n];
  for (let k = 0; k < n; k++) list[k] = (words[k >> 2] >>> (24 - 8 * (k & 3))) & 255;
  const text = String.fromCharCode.apply(null, list);
  tableTexts[slot] = text;
  for (let k = 0; k < count; k++) tableWords[at + k] = words[k];
  p = q + n * 8;
  return text;
}

/** More characters than the table takes: in pieces, if they are ASCII. */
function long(q, n) {
  let text = '';
  const begin = q;
  for (let left = n; left > 0; left -= 64) {
    const list = codes[left > 64 ? 64 : left];
    for (let k = 0; k < list.length; k++, q += 8) {
      const octet = (D.getUint16(q >> 3) >> (8 - (q & 7))) & 255;
      if (octet > 127 || octet < 32) return slow(begin, n);
      list[k] = octet;
    }
    text += String.fromCharCode.apply(null, list);
  }
  p = q;
  return text;
}

/** Characters of any kind; those that no XML document holds are left to the interpreter to refuse. */
function slow(q, n) {
  let text = '';
  for (let k = 0; k < n; k++) {
    let point = (D.getUint16(q >> 3) >> (8 - (q & 7))) & 255;
    q += 8;
    if (point > 127) { point = U(q, point); q = p; }
    if (!isXmlCharacter(point) || point > 0x10ffff || q > end) bail();
    text += String.fromCodePoint(point);
  }
  p = q;
  return text;
}

/** The value of the root element, or undefined where the interpreter must look. */
function decode(exi, isFragment) {
  const n = exi.length;
  if (n > b.length - 64) {
    if (n > 16777216) return undefined;
    b = new Uint8Array(n + 4096);
    D = new DataView(b.buffer);
  }
  b.set(exi);
  end = n * 8;
  const mark = used;
  try {
    if (b[0] === 0x80) {
      const value = isFragment ? readFragment() : readDocument();
      const padding = -p & 7;
      if ((p + padding) === end && (b[n - 1] & ((1 << padding) - 1)) === 0) return value;
    }
  } catch (error) {
    if (error !== givenUp && !(error instanceof RangeError)) throw error;
  } finally {
    if (b.length > 1048576) { b = new Uint8Array(8192); D = new DataView(b.buffer); }
  }
  if (used >= mark) used = mark;
  return undefined;
}
`;
