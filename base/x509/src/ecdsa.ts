/** The two forms of an ECDSA signature: raw r || s of XML signatures and JOSE, DER of certificates. RFC 3279 2.2.3, ISO 15118-2:2014 [V2G2-771]. @module */

import { type KeyObject, verify } from 'node:crypto';
import { ProtocolError } from '@openpnc/core/errors';
import { DerReader, tags } from './der.ts';
import { element, unsignedInteger } from './derWriter.ts';

/** Curves with the bytes of one coordinate and the hash that V2G signs with on them. */
export const curves = {
  'P-256': { bytes: 32, hash: 'sha256' },
  'P-384': { bytes: 48, hash: 'sha384' },
  'P-521': { bytes: 66, hash: 'sha512' },
} as const;

export type Curve = keyof typeof curves;

/** DER SEQUENCE of two INTEGERs from raw r || s. @throws ProtocolError `signature_malformed` when the length does not fit the curve. */
export function rawToDer(raw: Uint8Array, curve: Curve = 'P-256'): Uint8Array {
  const { bytes } = curves[curve];
  if (raw.length !== 2 * bytes)
    throw new ProtocolError('signature_malformed', `signature: ${raw.length} bytes, expected ${2 * bytes}`);
  return element(tags.sequence, unsignedInteger(raw.subarray(0, bytes)), unsignedInteger(raw.subarray(bytes)));
}

/** Raw r || s from DER. @throws ProtocolError `signature_malformed` */
export function derToRaw(der: Uint8Array, curve: Curve = 'P-256'): Uint8Array {
  const { bytes } = curves[curve];
  const outer = new DerReader(der, 'signature_malformed');
  const sequence = outer.enter(tags.sequence, 'signature');
  outer.done('signature');
  const raw = new Uint8Array(2 * bytes);
  for (const [i, what] of ['r', 's'].entries()) {
    const at = sequence.at;
    const octets = sequence.integer(what);
    if (octets[0]! >= 0x80) throw sequence.fault(what, 'a negative number', at);
    const value = octets[0] === 0 ? octets.subarray(1) : octets;
    if (value.length > bytes) throw sequence.fault(what, `${value.length} bytes, expected at most ${bytes}`, at);
    raw.set(value, (i + 1) * bytes - value.length);
  }
  sequence.done('signature');
  return raw;
}

/** Whether `raw` (r || s, exactly twice the curve's bytes) is a signature of `data`, which is hashed once by the curve's hash. */
export function isRawSignature(data: Uint8Array, raw: Uint8Array, key: KeyObject, curve: Curve = 'P-256'): boolean {
  const { bytes, hash } = curves[curve];
  if (raw.length !== 2 * bytes) return false;
  // With `dsaEncoding: 'ieee-p1363'` instead the verification costs half as much again.
  return verify(hash, data, key, rawToDer(raw, curve));
}
