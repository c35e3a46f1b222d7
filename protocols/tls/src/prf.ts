/** The key schedule of TLS 1.2 with SHA-256. RFC 5246 5, 6.3, 8.1; RFC 7627. @module */
import { createHash, createHmac } from 'node:crypto';
import { concatBytes, toUtf8 } from '@openpnc/core/bytes';

/** PRF with P_SHA256: `length` bytes. RFC 5246 5. */
export function prf(secret: Uint8Array, label: string, seed: Uint8Array, length: number): Uint8Array {
  const labelled = concatBytes(toUtf8(label), seed);
  const output = new Uint8Array(length);
  let a = labelled;
  for (let at = 0; at < length; ) {
    a = hmacSha256(secret, a);
    const block = hmacSha256(secret, concatBytes(a, labelled)).subarray(0, length - at);
    output.set(block, at);
    at += block.length;
  }
  return output;
}

/** The randoms of both sides, 32 bytes each. */
interface Randoms {
  readonly client: Uint8Array;
  readonly server: Uint8Array;
}

/**
 * The 48-byte master secret. With extended_master_secret the hash of the handshake up to and including ClientKeyExchange
 * stands in for the randoms. RFC 5246 8.1, RFC 7627 4.
 */
export function masterSecret(premaster: Uint8Array, randoms: Randoms, sessionHash?: Uint8Array): Uint8Array {
  return sessionHash
    ? prf(premaster, 'extended master secret', sessionHash, 48)
    : prf(premaster, 'master secret', concatBytes(randoms.client, randoms.server), 48);
}

/** What one direction of AES_128_CBC_SHA256 is protected with. */
export interface DirectionKeys {
  readonly mac: Uint8Array;
  readonly key: Uint8Array;
}

/** The key block of a suite with AES_128_CBC_SHA256. There are no IVs in it: each record carries its own. RFC 5246 6.3. */
export function directionKeys(
  master: Uint8Array,
  randoms: Randoms,
): { readonly client: DirectionKeys; readonly server: DirectionKeys } {
  const block = prf(master, 'key expansion', concatBytes(randoms.server, randoms.client), 96);
  return {
    client: { mac: block.slice(0, 32), key: block.slice(64, 80) },
    server: { mac: block.slice(32, 64), key: block.slice(80, 96) },
  };
}

/** What one direction of AES_128_GCM_SHA256 is protected with: the key and the fixed half of the nonces. RFC 5288 3. */
export interface GcmKeys {
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
}

/** The key block of a suite with AES_128_GCM_SHA256. RFC 5246 6.3, RFC 5288 3. */
export function gcmKeys(master: Uint8Array, randoms: Randoms): { readonly client: GcmKeys; readonly server: GcmKeys } {
  const block = prf(master, 'key expansion', concatBytes(randoms.server, randoms.client), 40);
  return {
    client: { key: block.slice(0, 16), salt: block.slice(32, 36) },
    server: { key: block.slice(16, 32), salt: block.slice(36, 40) },
  };
}

/** verify_data of a Finished message: over the hash of all handshake messages before it. RFC 5246 7.4.9. */
export function finishedData(master: Uint8Array, side: 'client' | 'server', transcript: Uint8Array): Uint8Array {
  return prf(master, `${side} finished`, sha256(transcript), 12);
}

export function sha256(data: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(data).digest());
}

export function hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array {
  return new Uint8Array(createHmac('sha256', key).update(data).digest());
}
