/** HMAC-SHA-256 of webhook bodies and of references that prove themselves. RFC 2104. @module */

import { hash } from 'node:crypto';
import { equalBytes, toUtf8 } from '@openpnc/core/bytes';

/** 32 bytes. By two one-shot hashes: an Hmac object of node:crypto costs four times as much for data as short as ours. */
export function hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array {
  const short = key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key;
  return Uint8Array.from(keyedHash(short, 0x5c, keyedHash(short, 0x36, data)));
}

/** Whether two texts are the same, in a time that depends on the length alone. */
export function isSameMac(a: string, b: string): boolean {
  return equalBytes(toUtf8(a), toUtf8(b));
}

/** Hash over the key, filled up to a block and combined with `pad`, and the data. */
function keyedHash(key: Uint8Array, pad: number, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(BLOCK_BYTES + data.length).fill(pad, 0, BLOCK_BYTES);
  for (let i = 0; i < key.length; i += 1) bytes[i] = key[i]! ^ pad;
  bytes.set(data, BLOCK_BYTES);
  // By way of a string: a hash given as bytes is memory of its own, which costs more than the hash.
  return Buffer.from(hash('sha256', bytes, 'binary'), 'binary');
}

/** Of SHA-256. */
const BLOCK_BYTES = 64;
