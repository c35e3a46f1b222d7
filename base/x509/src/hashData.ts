/** Hash data of certificates: the CertificateHashData and OCSPRequestData of OCPP, equal to the CertID of OCSP. OCPP 2.0.1 M, RFC 6960 4.1.1. @module */

import { hash } from 'node:crypto';
import type { Certificate } from './certificate.ts';

/** Hash algorithms of hash data. OCPP knows the last three, OCSP responders also SHA-1. */
export type HashAlgorithm = 'SHA1' | 'SHA256' | 'SHA384' | 'SHA512';

/** What names a certificate without holding it. All lower-case hex. */
export interface CertificateHashes {
  readonly hashAlgorithm: HashAlgorithm;
  /** Hash over the DER of the certificate's issuer Name, tag and length included. */
  readonly issuerNameHash: string;
  /** Hash over the issuer's subjectPublicKey bits: without tag, length and unused-bits octet. */
  readonly issuerKeyHash: string;
  /** Without leading zeros; zero is `0`. */
  readonly serialNumber: string;
}

/** Hash data of a certificate and its issuer; a root is its own issuer. OCPP 2.0.1 CertificateHashDataType */
export function certHashes(
  certificate: Pick<Certificate, 'issuer' | 'serialNumber'>,
  issuer: Pick<Certificate, 'publicKeyBits'>,
  hashAlgorithm: HashAlgorithm = 'SHA256',
): CertificateHashes {
  return {
    hashAlgorithm,
    issuerNameHash: knownDigest(hashAlgorithm, certificate.issuer.der),
    issuerKeyHash: keyHash(issuer, hashAlgorithm),
    serialNumber: certificate.serialNumber,
  };
}

/** The issuerKeyHash of what this certificate issues. */
export function keyHash({ publicKeyBits }: Pick<Certificate, 'publicKeyBits'>, hashAlgorithm: HashAlgorithm): string {
  return knownDigest(hashAlgorithm, publicKeyBits);
}

/** The issuerNameHash of what a certificate with this subject issues. */
export function nameHash({ subject }: Pick<Certificate, 'subject'>, hashAlgorithm: HashAlgorithm): string {
  return knownDigest(hashAlgorithm, subject.der);
}

/** Lower-case hex digest. */
export function digest(hashAlgorithm: HashAlgorithm, bytes: Uint8Array): string {
  return hash(hashAlgorithm.toLowerCase(), bytes, 'hex');
}

/** The digest of a part of a certificate, which nothing writes to: those of a CA are asked for at each session. */
function knownDigest(hashAlgorithm: HashAlgorithm, part: Uint8Array): string {
  let digests = known.get(part);
  if (!digests) {
    digests = {};
    known.set(part, digests);
  }
  digests[hashAlgorithm] ??= digest(hashAlgorithm, part);
  return digests[hashAlgorithm];
}

const known = new WeakMap<Uint8Array, Partial<Record<HashAlgorithm, string>>>();

/** Whether both name the same certificate: case and leading zeros do not count, the algorithms must be equal. */
export function isSameHashes(a: CertificateHashes, b: CertificateHashes): boolean {
  return (
    a.hashAlgorithm === b.hashAlgorithm &&
    normal(a.issuerNameHash) === normal(b.issuerNameHash) &&
    normal(a.issuerKeyHash) === normal(b.issuerKeyHash) &&
    normal(a.serialNumber) === normal(b.serialNumber)
  );
}

/** One text for one certificate: a key of maps and caches that does not depend on spelling. */
export function hashesKey({ hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }: CertificateHashes): string {
  return `${hashAlgorithm}:${normal(issuerNameHash)}:${normal(issuerKeyHash)}:${normal(serialNumber)}`;
}

/** Lower case, no leading zeros, no `0x`. */
function normal(text: string): string {
  const lower = text.toLowerCase();
  return lower.startsWith('0') ? lower.replace(/^0x/, '').replace(/^0+(?=.)/, '') : lower;
}
