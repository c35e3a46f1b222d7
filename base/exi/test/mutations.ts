/** Damaged streams from a seed, and what must hold of each. @module */

/** Numbers of 32 bits from a seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** A copy of `stream` with one to four damages; `other` is a stream to take pieces from. */
export function mutated(stream: Uint8Array, next: () => number, other: Uint8Array = stream): Uint8Array {
  let bytes = Uint8Array.from(stream);
  for (let left = 1 + (next() % 4 === 0 ? next() % 4 : 0); left > 0; left--)
    bytes = damages[next() % damages.length]!(bytes, next, other);
  return bytes;
}

type Damage = (bytes: Uint8Array<ArrayBuffer>, next: () => number, other: Uint8Array) => Uint8Array<ArrayBuffer>;

/** The header byte is left alone most of the time: what is behind it is of more interest. */
function place(bytes: Uint8Array, next: () => number): number {
  return next() % 16 === 0
    ? next() % Math.max(bytes.length, 1)
    : Math.min(1 + (next() % Math.max(bytes.length - 1, 1)), bytes.length);
}

const damages: readonly Damage[] = [
  flip,
  flip,
  flip,
  (bytes, next) => {
    const at = place(bytes, next);
    if (at < bytes.length) bytes[at] = next();
    return bytes;
  },
  (bytes, next) => {
    const at = place(bytes, next);
    if (at < bytes.length) bytes[at] = [0x00, 0xff, 0x80, 0x7f, 0x01, 0xfe][next() % 6]!;
    return bytes;
  },
  (bytes, next) => bytes.slice(0, next() % (bytes.length + 1)),
  // A run of ones or of continued octets makes long lengths and integers.
  (bytes, next) => bytes.fill(next() % 2 === 0 ? 0xff : 0x80, place(bytes, next), place(bytes, next)),
  (bytes, next) => bytes.fill(0, place(bytes, next), place(bytes, next)),
  (bytes, next) =>
    spliced(
      bytes,
      place(bytes, next),
      0,
      Uint8Array.from({ length: 1 + (next() % 16) }, () => next()),
    ),
  (bytes, next) => spliced(bytes, place(bytes, next), 1 + (next() % 8), new Uint8Array(0)),
  (bytes, next, other) => {
    const from = next() % Math.max(other.length, 1);
    return spliced(bytes, place(bytes, next), next() % 64, other.slice(from, from + (next() % 64)));
  },
  // The tail one to seven bits later: everything after is read out of step.
  (bytes, next) => {
    const by = 1 + (next() % 7);
    for (let i = bytes.length - 1; i >= place(bytes, next); i--)
      bytes[i] = (bytes[i]! >> by) | (bytes[i - 1]! << (8 - by));
    return bytes;
  },
];

function flip(bytes: Uint8Array<ArrayBuffer>, next: () => number): Uint8Array<ArrayBuffer> {
  const at = place(bytes, next);
  if (at < bytes.length) bytes[at]! ^= 1 << (next() % 8);
  return bytes;
}

function spliced(bytes: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array<ArrayBuffer> {
  const rest = bytes.subarray(at + removed);
  const result = new Uint8Array(at + added.length + rest.length);
  result.set(bytes.subarray(0, at));
  result.set(added, at);
  result.set(rest, at + added.length);
  return result;
}
