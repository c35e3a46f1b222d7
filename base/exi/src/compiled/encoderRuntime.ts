/**
 * The part of an encoder's text that is the same for all schemas. `M` and `D` are the memory that streams are written into,
 * one after the other; what is handed out are views of it. A stream that does not fit runs into the end of the memory, which
 * is a RangeError, and is written once more into new memory. Strings that come again and again (names of algorithms, of the
 * station) are kept in words of four characters, ready to be shifted into place.
 *
 * @module
 */

/** The text; `writeDocument` and `writeFragment` follow it. */
export const encoderRuntime = `
'use strict';
const givenUp = { code: 'given up' };
function bail() { throw givenUp; }

const slabSize = 65536, slabRest = 8192;
let M = new Uint8Array(slabSize), D = new DataView(M.buffer), used = 0;

/** Lets only objects pass that can have members. */
function O(v) {
  if (typeof v !== 'object' || v === null || Array.isArray(v) || v instanceof Uint8Array) bail();
}

/** The only key of an object; empty if it has none. */
function K(v) {
  let only = '';
  for (const key in v) {
    if (only !== '') bail();
    only = key;
  }
  return only;
}

/** An Unsigned Integer below 2^32. */
function U(x, q) {
  let a = M[q >> 3] << 24;
  const s = q & 7;
  for (; x > 127; x = Math.floor(x / 128), q += 8) {
    D.setInt32(q >> 3, a | (((x & 127) | 128) << 24 >>> s));
    a = M[(q + 8) >> 3] << 24;
  }
  D.setInt32(q >> 3, a | (x << 24 >>> s));
  return q + 8;
}

/** An Unsigned Integer of up to as many bits as an xs:integer may have. */
function B(x, q) {
  if (x < 562949953421312n) return U(Number(x), q);
  if (x >> integerBits !== 0n) bail();
  let a = M[q >> 3] << 24;
  const s = q & 7;
  while (x >= 562949953421312n) {
    let chunk = Number(BigInt.asUintN(49, x));
    x >>= 49n;
    for (let k = 0; k < 7; k++, q += 8) {
      const octet = chunk % 128;
      chunk = (chunk - octet) / 128;
      D.setInt32(q >> 3, a | ((octet | 128) << 24 >>> s));
      a = M[(q + 8) >> 3] << 24;
    }
  }
  return U(Number(x), q);
}

/** A binary with its length. */
function Y(v, q, min, max) {
  if (!(v instanceof Uint8Array)) bail();
  const n = v.length;
  if (n < min || n > max) bail();
  const d = D, s = q & 7, back = 32 - s;
  let i = (q >> 3) + 1, a;
  if (n < 128) {
    d.setInt32(i - 1, (M[i - 1] << 24) | (n << 24 >>> s));
    q += 8 + n * 8;
    a = n << back;
  } else {
    q = U(n, q);
    i = q >> 3;
    q += n * 8;
    a = M[i] << 24;
  }
  const stop = i + n;
  if (stop + 32 > M.length) throw new RangeError('no room');
  if (s === 0) {
    M.set(v, i);
    d.setInt32(stop, 0);
    return q;
  }
  if (n < 40) {
    let k = 0;
    for (const whole = n - 3; k < whole; k += 4, i += 4) {
      const word = (v[k] << 24) | (v[k + 1] << 16) | (v[k + 2] << 8) | v[k + 3];
      d.setInt32(i, a | (word >>> s));
      a = word << back;
    }
    for (; k < n; k++, i++) {
      d.setInt32(i, a | (v[k] << 24 >>> s));
      a = v[k] << back;
    }
    d.setInt32(i, a);
    return q;
  }
  // The bytes go sixteen ahead of their place and are shifted into it.
  M.set(v, i + 16);
  for (; i < stop; i += 16) {
    const w0 = d.getInt32(i + 16), w1 = d.getInt32(i + 20), w2 = d.getInt32(i + 24), w3 = d.getInt32(i + 28);
    d.setInt32(i, a | (w0 >>> s));
    d.setInt32(i + 4, (w0 << back) | (w1 >>> s));
    d.setInt32(i + 8, (w1 << back) | (w2 >>> s));
    d.setInt32(i + 12, (w2 << back) | (w3 >>> s));
    a = w3 << back;
  }
  d.setInt32(stop, v[n - 1] << back);
  return q;
}

const tableSize = 256;
const tableTexts = new Array(tableSize).fill('');
const tableWords = new Int32Array(tableSize * 16);
const tableSeen = new Int32Array(tableSize);

/** Keeps a string of 16 to 64 ASCII characters that came twice: as a copy, since a piece of a long text would hold all of it. */
function keep(v, slot, mark) {
  if (tableSeen[slot] !== mark) {
    tableSeen[slot] = mark;
    return;
  }
  const n = v.length, at = slot * 16, list = new Array(n);
  tableWords.fill(0, at, at + 16);
  for (let k = 0; k < n; k++) {
    list[k] = v.charCodeAt(k);
    tableWords[at + (k >> 2)] |= list[k] << (24 - 8 * (k & 3));
  }
  tableTexts[slot] = String.fromCharCode.apply(null, list);
}

/** A string with its length in characters. */
function S(v, q, min, max) {
  if (typeof v !== 'string') bail();
  const begin = q, n = v.length;
  if (n >= min && n <= max) {
    const d = D, s = q & 7, back = 32 - s;
    let i = (q >> 3) + 1, a, suspect = 0, k = 0;
    if (n < 126) {
      d.setInt32(i - 1, (M[i - 1] << 24) | (n + 2 << 24 >>> s));
      q += 8;
      a = s === 0 ? 0 : n + 2 << back;
    } else {
      q = U(n + 2, q);
      i = q >> 3;
      a = M[i] << 24;
    }
    if (i + n + 16 > M.length) throw new RangeError('no room');
    const isKept = n >= 16 && n <= 64;
    let slot = 0, mark = 0;
    if (isKept) {
      mark = (n << 16) | (v.charCodeAt(n - 1) << 8) ^ v.charCodeAt(n >> 1);
      slot = (mark ^ (mark >> 5) ^ (mark >> 14)) & (tableSize - 1);
      if (tableTexts[slot] === v) {
        const at = slot * 16, to = at + ((n + 3) >> 2);
        for (let k = at; k < to; k++, i += 4) {
          const word = tableWords[k];
          d.setInt32(i, a | (word >>> s));
          a = s === 0 ? 0 : word << back;
        }
        d.setInt32(i, a);
        return q + n * 8;
      }
    }
    for (const whole = n - 3; k < whole; k += 4, i += 4) {
      const c0 = v.charCodeAt(k), c1 = v.charCodeAt(k + 1), c2 = v.charCodeAt(k + 2), c3 = v.charCodeAt(k + 3);
      const word = (c0 << 24) | (c1 << 16) | (c2 << 8) | c3;
      // Above 127 in any of them, or below 32, from which the subtraction borrows.
      suspect |= ((c0 | c1 | c2 | c3) & 65408) | ((word - 0x20202020) & 0x80808080);
      d.setInt32(i, a | (word >>> s));
      a = s === 0 ? 0 : word << back;
    }
    for (; k < n; k++, i++) {
      const c = v.charCodeAt(k);
      suspect |= (c & 65408) | ((c - 32) & 128);
      d.setInt32(i, a | (c << 24 >>> s));
      a = s === 0 ? 0 : c << back;
    }
    d.setInt32(i, a);
    if (suspect === 0) {
      if (isKept) keep(v, slot, mark);
      return q + n * 8;
    }
  }
  return slow(v, begin, min, max);
}

/** The same for any characters; those that no XML document holds are left to the interpreter to refuse. */
function slow(v, q, min, max) {
  if (!v.isWellFormed()) bail();
  let n = 0;
  for (let k = 0; k < v.length; n++) {
    const point = v.codePointAt(k);
    if (!isXmlCharacter(point)) bail();
    k += point > 65535 ? 2 : 1;
  }
  if (n < min || n > max) bail();
  if ((q >> 3) + v.length * 3 + 16 > M.length) throw new RangeError('no room');
  // What the fast way wrote is cleared by writing on from the begun byte, whose bits after it must be zero.
  M[q >> 3] &= -256 >> (q & 7);
  q = U(n + 2, q);
  for (let k = 0; k < v.length; ) {
    const point = v.codePointAt(k);
    q = U(point, q);
    k += point > 65535 ? 2 : 1;
  }
  return q;
}

/** New memory of at least \`size\` bytes. */
function renew(size) {
  M = new Uint8Array(size);
  D = new DataView(M.buffer);
  used = 0;
}

/** The stream of a value whose root has event code \`root\`, or undefined where the interpreter must look. */
function encode(root, value, isFragment) {
  // Most messages are shorter than this; to run into the end costs more than to leave it unused. A slab that was handed to
  // another thread has no length any more.
  if (M.length - used < slabRest) renew(slabSize);
  for (;;) {
    const start = used;
    try {
      const q = isFragment ? writeFragment(root, value, start * 8) : writeDocument(root, value, start * 8);
      used = (q + 7) >> 3;
      return new Uint8Array(M.buffer, start, used - start);
    } catch (error) {
      if (!(error instanceof RangeError) || M.length > 16777216) return undefined;
      renew(start === 0 ? M.length * 4 : slabSize);
    }
  }
}
`;
