/** Keys of the bench's engine on secp256r1: ephemeral ones, agreement, signatures. RFC 8422 5. @module */
import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  type ECDH,
  type KeyObject,
  sign,
  verify,
  X509Certificate,
} from 'node:crypto';
import type { Random } from '@openpnc/core/ports';
import { EngineFault } from './engine.ts';

const POINT_BYTES = 65;

/** A fresh key pair. */
export function ephemeral(random: Random): ECDH {
  const pair = createECDH('prime256v1');
  for (;;) {
    try {
      pair.setPrivateKey(random.bytes(32));
      return pair;
    } catch {
      // 0 or not below the group's order: once in 2^32.
    }
  }
}

/** The key pair of a certificate, for static ECDH. @throws EngineFault `internal_error` when it is not on secp256r1. */
export function staticPair(keyPem: string): ECDH {
  const { crv, d } = createPrivateKey(keyPem).export({ format: 'jwk' });
  if (crv !== 'P-256' || d === undefined)
    throw new EngineFault('internal_error', 'the private key of the chain is not on secp256r1');
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(Buffer.from(d, 'base64url'));
  return pair;
}

/** The premaster secret: the X coordinate. @throws EngineFault `illegal_parameter` for a point that is not on the curve. */
export function agree(own: ECDH, point: Uint8Array): Uint8Array {
  if (point.length !== POINT_BYTES || point[0] !== 4)
    throw new EngineFault(
      'illegal_parameter',
      `ECDH point: ${point.length} bytes, expected ${POINT_BYTES} with 4 in front`,
    );
  try {
    return new Uint8Array(own.computeSecret(point));
  } catch {
    throw new EngineFault('illegal_parameter', 'ECDH point: not on secp256r1');
  }
}

/** The public key of a certificate. @throws EngineFault `bad_certificate` when it cannot be read. */
export function publicKeyOf(der: Uint8Array): KeyObject {
  try {
    return new X509Certificate(der).publicKey;
  } catch (cause) {
    throw new EngineFault('bad_certificate', `a certificate cannot be read: ${(cause as Error).message}`);
  }
}

/** The uncompressed point of a key on secp256r1. @throws EngineFault `unsupported_certificate` */
export function pointOf(key: KeyObject): Uint8Array {
  const { crv, x, y } = key.export({ format: 'jwk' });
  if (crv !== 'P-256' || x === undefined || y === undefined)
    throw new EngineFault('unsupported_certificate', 'the key of the leaf is not on secp256r1');
  return new Uint8Array(Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]));
}

/** ecdsa_secp256r1_sha256, DER. */
export function signEcdsa(keyPem: string, data: Uint8Array): Uint8Array {
  return new Uint8Array(sign('sha256', data, createPrivateKey(keyPem)));
}

/** @throws EngineFault `decrypt_error` when the signature does not fit. */
export function checkEcdsa(key: KeyObject, data: Uint8Array, signature: Uint8Array, what: string): void {
  let fits = false;
  try {
    fits = key.asymmetricKeyType === 'ec' && verify('sha256', data, key, signature);
  } catch {
    // a signature that is no DER does not fit either
  }
  if (!fits) throw new EngineFault('decrypt_error', `${what}: the signature does not fit`);
}

/** Whether the private key belongs to the certificate. */
export function belongs(keyPem: string, certificate: Uint8Array): boolean {
  return createPublicKey(keyPem).equals(publicKeyOf(certificate));
}
