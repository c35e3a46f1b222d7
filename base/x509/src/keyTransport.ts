/** How a contract's private key travels to the car: ECDH, one-step KDF, AES-128-CBC. ISO 15118-2:2014 [V2G2-818] .. [V2G2-823]. @module */

import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  ECDH,
  hash,
} from 'node:crypto';
import { concatBytes, equalBytes } from '@openpnc/core/bytes';
import { UsageError } from '@openpnc/core/errors';
import { readPublicKey } from './certificate.ts';

/** Computes the ECDH secret (x coordinate, 32 bytes) of the receiver's private key with a peer's uncompressed point. `StoredKey.agree` of core fits. */
export type Agree = (peerPoint: Uint8Array) => Promise<Uint8Array>;

/** Why a transported key is refused: the checks of the EV in their order. */
export type KeyTransportProblem =
  | 'dh_public_key_length'
  | 'dh_public_key_off_curve'
  | 'encrypted_key_length'
  | 'private_key_out_of_range'
  | 'private_key_mismatch';

/** The opened key, or the check that refused it. */
export type OpenedKey =
  | { readonly ok: true /** 32 bytes, big-endian. */; readonly privateKey: Uint8Array }
  | { readonly ok: false; readonly problem: KeyTransportProblem; readonly text: string };

/**
 * Encrypts a contract's private key for the car.
 * @param contractPrivateKey 32 bytes, big-endian
 * @param receiverPoint 65 bytes, uncompressed: the OEM provisioning key (installation) or the old contract key (update)
 * @param ephemeral a key pair that is used once: its point (65 bytes) and its ECDH
 * @param iv 16 random bytes
 * @returns the two fields of CertificateInstallationRes and CertificateUpdateRes: 65 and 48 bytes
 * @throws UsageError on a wrong length
 */
export async function sealContractKey({
  contractPrivateKey,
  receiverPoint,
  ephemeral,
  iv,
}: {
  readonly contractPrivateKey: Uint8Array;
  readonly receiverPoint: Uint8Array;
  readonly ephemeral: { readonly point: Uint8Array; readonly agree: Agree };
  readonly iv: Uint8Array;
}): Promise<{ readonly DHpublickey: Uint8Array; readonly ContractSignatureEncryptedPrivateKey: Uint8Array }> {
  expectLength('contractPrivateKey', contractPrivateKey, KEY_BYTES);
  expectLength('iv', iv, IV_BYTES);
  expectLength('receiverPoint', receiverPoint, POINT_BYTES);
  const cipher = createCipheriv('aes-128-cbc', sessionKey(await ephemeral.agree(receiverPoint)), iv).setAutoPadding(
    false,
  );
  return {
    DHpublickey: ephemeral.point,
    ContractSignatureEncryptedPrivateKey: concatBytes(iv, cipher.update(contractPrivateKey), cipher.final()),
  };
}

/**
 * Opens a transported contract key, with checks (4) to (6) of the car: the point is on the curve, the field has its
 * length, and the key is in range and belongs to the contract certificate. ISO 15118-2:2014 [V2G2-823]
 * @param contractPoint subjectPublicKey of the contract certificate, 65 bytes
 */
export async function openContractKey({
  DHpublickey,
  ContractSignatureEncryptedPrivateKey: field,
  contractPoint,
  agree,
}: {
  readonly DHpublickey: Uint8Array;
  readonly ContractSignatureEncryptedPrivateKey: Uint8Array;
  readonly contractPoint: Uint8Array;
  readonly agree: Agree;
}): Promise<OpenedKey> {
  if (DHpublickey.length !== POINT_BYTES || DHpublickey[0] !== 0x04)
    return refused('dh_public_key_length', `DHpublickey: ${DHpublickey.length} bytes, expected 65 beginning with 04`);
  if (!isOnCurve(DHpublickey)) return refused('dh_public_key_off_curve', 'DHpublickey: not a point of secp256r1');
  if (field.length !== IV_BYTES + KEY_BYTES)
    return refused('encrypted_key_length', `ContractSignatureEncryptedPrivateKey: ${field.length} bytes, expected 48`);
  const decipher = createDecipheriv(
    'aes-128-cbc',
    sessionKey(await agree(DHpublickey)),
    field.subarray(0, IV_BYTES),
  ).setAutoPadding(false);
  const privateKey = concatBytes(decipher.update(field.subarray(IV_BYTES)), decipher.final());
  const point = publicPoint(privateKey);
  if (!point) return refused('private_key_out_of_range', 'the decrypted private key is outside 1..n-1 of secp256r1');
  if (!equalBytes(point, contractPoint))
    return refused('private_key_mismatch', 'the decrypted private key is not that of the contract certificate');
  return { ok: true, privateKey };
}

/** ECDH with a private key in hand, for callers without a `StoredKey`. @param privateKey 32 bytes, big-endian @throws UsageError */
export function agreeWith(privateKey: Uint8Array): Agree {
  const key = createPrivateKey(privateKeyPem(privateKey));
  return async (peerPoint) => {
    const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', ...coordinates(peerPoint) } });
    return new Uint8Array(diffieHellman({ privateKey: key, publicKey }));
  };
}

/** The uncompressed P-256 point (65 bytes) of a private value, or undefined when it is outside 1..n-1. */
export function publicPoint(privateKey: Uint8Array): Uint8Array | undefined {
  const ecdh = createECDH('prime256v1');
  try {
    ecdh.setPrivateKey(privateKey);
  } catch {
    return undefined;
  }
  return new Uint8Array(ecdh.getPublicKey());
}

/** PKCS#8 PEM of a P-256 private value (32 bytes), for `Keys.keep`. @throws UsageError when it is outside 1..n-1 */
export function privateKeyPem(privateKey: Uint8Array): string {
  const point = publicPoint(privateKey);
  if (!point) throw new UsageError('private_key_out_of_range', 'private key: outside 1..n-1 of secp256r1');
  return createPrivateKey({
    format: 'jwk',
    key: { kty: 'EC', crv: 'P-256', ...coordinates(point), d: base64url(privateKey) },
  }).export({ format: 'pem', type: 'pkcs8' }) as string;
}

/** The 32-byte private value of a P-256 PKCS#8 PEM (`StoredKey.exportPem`). @throws UsageError when it is another key */
export function privateValue(pem: string): Uint8Array {
  const { crv, d } = createPrivateKey(pem).export({ format: 'jwk' });
  if (crv !== 'P-256' || d === undefined) throw new UsageError('private_key_not_p256', 'private key: not of secp256r1');
  return new Uint8Array(Buffer.from(d, 'base64url'));
}

/** The uncompressed point of a P-256 SubjectPublicKeyInfo (`Signer.publicKey`), 65 bytes. @throws UsageError when it is another key */
export function pointOf(spki: Uint8Array): Uint8Array {
  const { keyType, publicKeyBits } = readPublicKey(spki);
  if (keyType !== 'P-256' || publicKeyBits.length !== POINT_BYTES)
    throw new UsageError('public_key_not_p256', `public key: ${keyType}, expected an uncompressed point of secp256r1`);
  return publicKeyBits;
}

const KEY_BYTES = 32;
const IV_BYTES = 16;
const POINT_BYTES = 65;

/** First 16 bytes of SHA-256(00000001 || Z || 01 'U' 'V'): the KDF of NIST SP 800-56A with the party infos of ISO 15118-2. [V2G2-818] */
function sessionKey(sharedSecret: Uint8Array): Uint8Array {
  expectLength('shared secret', sharedSecret, KEY_BYTES);
  const input = concatBytes(Uint8Array.of(0, 0, 0, 1), sharedSecret, Uint8Array.of(0x01, 0x55, 0x56));
  return new Uint8Array(hash('sha256', input, 'buffer')).subarray(0, 16);
}

function coordinates(point: Uint8Array): { readonly x: string; readonly y: string } {
  return { x: base64url(point.subarray(1, 33)), y: base64url(point.subarray(33)) };
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

function isOnCurve(point: Uint8Array): boolean {
  try {
    ECDH.convertKey(point, 'prime256v1');
    return true;
  } catch {
    return false;
  }
}

function refused(problem: KeyTransportProblem, text: string): OpenedKey {
  return { ok: false, problem, text };
}

function expectLength(what: string, bytes: Uint8Array, length: number): void {
  if (bytes.length !== length)
    throw new UsageError('wrong_length', `${what}: ${bytes.length} bytes, expected ${length}`);
}
