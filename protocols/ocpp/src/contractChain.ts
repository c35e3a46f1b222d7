/** A contract chain as Authorize carries it: OCSPRequestData entries, or the chain as PEM. OCPP 2.0.1 C07.FR.01, C07.FR.06. @module */
import { type Certificate, derToPem } from '@openpnc/x509/certificate';
import { certHashes } from '@openpnc/x509/hashData';
import type { HashAlgorithmEnumType, OCSPRequestDataType } from './generated/v201Messages.ts';

/** At most four entries, by the schema. */
const MOST_ENTRIES = 4;
/** Limit of Authorize.certificate in OCPP 2.0.1, characters. */
const MAX_CERTIFICATE_TEXT = 5_500;
/** Limits of OCSPRequestDataType in OCPP 2.0.1, characters. */
const MAX_URL = 512;
const MAX_SERIAL_NUMBER = 40;

/** What could be made of a chain. */
export interface ContractHashData {
  /** Leaf first, then Sub-CA 2, then Sub-CA 1; the root is left out. */
  readonly entries: readonly OCSPRequestDataType[];
  /** Subjects of certificates that cannot be listed: no OCSP URL, or one or a serial number longer than the schema takes. */
  readonly unlistable: readonly string[];
  /** Subject of the topmost certificate when its issuer was not given: its key hash cannot be made. */
  readonly withoutIssuer?: string;
}

/**
 * Hash data of a validated path.
 * @param path leaf first, up to and with the root when there is one (a self-signed certificate gets no entry).
 */
export function contractHashData(
  path: readonly Certificate[],
  hashAlgorithm: HashAlgorithmEnumType = 'SHA256',
): ContractHashData {
  const entries: OCSPRequestDataType[] = [];
  const unlistable: string[] = [];
  for (const [i, certificate] of path.entries()) {
    const isRoot = certificate.isSelfIssued;
    if (isRoot) break;
    const issuer = path[i + 1];
    if (!issuer) return { entries, unlistable, withoutIssuer: certificate.subject.toString() };
    const [responderURL] = certificate.ocspUrls;
    const { issuerNameHash, issuerKeyHash, serialNumber } = certHashes(certificate, issuer, hashAlgorithm);
    if (responderURL === undefined || responderURL.length > MAX_URL || serialNumber.length > MAX_SERIAL_NUMBER) {
      unlistable.push(certificate.subject.toString());
      continue;
    }
    if (entries.length < MOST_ENTRIES)
      entries.push({ hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber, responderURL });
  }
  return { entries, unlistable };
}

/** The chain for Authorize.certificate: PEM, leaf up to but without the root. @returns undefined when it is longer than the field takes. */
export function contractChainPem(path: readonly Certificate[], maxLength = MAX_CERTIFICATE_TEXT): string | undefined {
  const pem = derToPem(...path.filter((certificate) => !certificate.isSelfIssued).map(({ der }) => der));
  return pem.length <= maxLength ? pem : undefined;
}
