/** What a station's store lacks and what it has too much: wanted roots against GetInstalledCertificateIds. OCPP 2.0.1 M03-M05. @module */
import type {
  CertificateHashDataChainType,
  CertificateHashDataType,
  InstallCertificateUseEnumType,
} from '@openpnc/ocpp/v201';
import type { Certificate } from '@openpnc/x509/certificate';
import { isSameHashes } from '@openpnc/x509/hashData';
import { type Anchor, type AnchorUse, anchorHashes } from '@openpnc/x509/trustStore';

/** A root that is to be installed, by its use at the station. */
export interface WantedRoot {
  readonly type: InstallCertificateUseEnumType;
  readonly certificate: Certificate;
}

/** A root that a station has and shall not have. */
interface ExtraRoot {
  readonly type: InstallCertificateUseEnumType;
  readonly hashData: CertificateHashDataType;
  /** The certificate, where we know it. */
  readonly certificate: Certificate | undefined;
}

/** The difference. */
export interface TrustDiff {
  readonly missing: readonly WantedRoot[];
  readonly extra: readonly ExtraRoot[];
  /** Wanted and there. */
  readonly present: readonly WantedRoot[];
}

/** The type under which a root of a use is installed at stations; those of cars' makers are not. */
export function installedAs(use: AnchorUse): InstallCertificateUseEnumType | undefined {
  return INSTALLED_AS[use];
}

const INSTALLED_AS: Readonly<Record<AnchorUse, InstallCertificateUseEnumType | undefined>> = {
  v2g: 'V2GRootCertificate',
  mo: 'MORootCertificate',
  csms: 'CSMSRootCertificate',
  oem: undefined,
};

/**
 * Compares by hash data, whatever algorithm and spelling the station uses. Only the types in `types` are looked at: what
 * nobody manages is nobody's difference.
 */
export function trustDiff(
  wanted: readonly WantedRoot[],
  listed: readonly CertificateHashDataChainType[],
  known: readonly Anchor[],
  types: readonly InstallCertificateUseEnumType[],
): TrustDiff {
  const roots = listed.flatMap(({ certificateType, certificateHashData }) => {
    const type = types.find((managed) => managed === certificateType);
    return type ? [{ type, hashData: certificateHashData }] : [];
  });
  const isThere = ({ type, certificate }: WantedRoot) =>
    roots.some((root) => root.type === type && isHashOf(root.hashData, certificate));
  return {
    missing: wanted.filter((root) => !isThere(root)),
    present: wanted.filter(isThere),
    extra: roots
      .filter(
        ({ type, hashData }) => !wanted.some((root) => root.type === type && isHashOf(hashData, root.certificate)),
      )
      .map(({ type, hashData }) => ({
        type,
        hashData,
        certificate: known.find(({ certificate }) => isHashOf(hashData, certificate))?.certificate,
      })),
  };
}

/** Whether these are the hashes of a root. */
export function isHashOf(hashData: CertificateHashDataType, root: Certificate): boolean {
  return isSameHashes(anchorHashes(root, hashData.hashAlgorithm), hashData);
}
