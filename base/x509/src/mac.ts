/** HMAC-SHA-256 of webhook bodies. RFC 2104. @module */

import { createHmac } from 'node:crypto';
import { equalBytes, toUtf8 } from '@openpnc/core/bytes';

/** 32 bytes. */
export function hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array {
  return new Uint8Array(createHmac('sha256', key).update(data).digest());
}

/** Whether two texts are the same, in a time that depends on the length alone. */
export function isSameMac(a: string, b: string): boolean {
  return equalBytes(toUtf8(a), toUtf8(b));
}
