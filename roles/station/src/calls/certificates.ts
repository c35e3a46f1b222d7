/** Roots and chains of the station: list, install, delete, new certificates. OCPP 2.0.1 A02, M03 to M05. @module */
import { ProtocolError } from '@openpnc/core/errors';
import type { Handlers } from '@openpnc/ocpp/endpoint';
import type {
  CertificateHashDataChainType,
  CertificateHashDataType,
  GetCertificateIdUseEnumType,
  InstallCertificateUseEnumType,
} from '@openpnc/ocpp/v201';
import { type Certificate, parseCertificate, pemToDer } from '@openpnc/x509/certificate';
import { type CertificateHashes, certHashes, isSameHashes } from '@openpnc/x509/hashData';
import { type AnchorUse, anchorHashes } from '@openpnc/x509/trustStore';
import type { Received } from '../csms/csmsLink.ts';
import type { StationWorld } from '../stationWorld.ts';

/** A root's use by OCPP's word. The manufacturer's root is kept beside the OEM roots: the station uses neither for paths. */
const uses: Readonly<Record<InstallCertificateUseEnumType, AnchorUse>> = {
  V2GRootCertificate: 'v2g',
  MORootCertificate: 'mo',
  CSMSRootCertificate: 'csms',
  ManufacturerRootCertificate: 'oem',
};
const rootTypes = Object.keys(uses) as readonly InstallCertificateUseEnumType[];
/** Roots and chains that are kept: the maxLimit of SecurityCtrlr.CertificateEntries. */
const MOST_ENTRIES = 50;

/** GetInstalledCertificateIds, InstallCertificate, DeleteCertificate, CertificateSigned. */
export function certificateCalls(world: StationWorld) {
  const { trust, identities, time, signing, afterAnswer, security, model } = world;
  return {
    GetInstalledCertificateIds: ({ certificateType }) => {
      const wanted = (type: GetCertificateIdUseEnumType) => !certificateType || certificateType.includes(type);
      const chains: CertificateHashDataChainType[] = [
        ...rootTypes.filter(wanted).flatMap((type) =>
          trust.store.certificates(uses[type]).map((root) => ({
            certificateType: type,
            certificateHashData: hashData(anchorHashes(root)),
          })),
        ),
        ...(wanted('V2GCertificateChain') ? v2gChains(world) : []),
      ];
      return chains.length > 0 ? { status: 'Accepted', certificateHashDataChain: chains } : { status: 'NotFound' };
    },
    InstallCertificate: async ({ certificateType, certificate }) => {
      const read = readRoot(certificate);
      if (typeof read === 'string') return rejected('InvalidCertificate', read);
      const problem = rootProblem(read, time.now());
      if (problem) return rejected('InvalidCertificate', problem);
      const use = uses[certificateType];
      const isThere = trust.store.certificates(use).some(({ fingerprint }) => fingerprint === read.fingerprint);
      if (!isThere && entries(world) >= MOST_ENTRIES)
        return rejected('OutOfStorage', `${MOST_ENTRIES} certificates are installed already`);
      const isChecked = use === 'csms' && model.flag('SecurityCtrlr.AdditionalRootCertificateCheck');
      if (isChecked && !trust.store.certificates('csms').some((old) => read.isSignedBy(old)))
        return rejected('InvalidCertificate', `${read.subject}: not signed by an installed CSMS root`);
      await trust.add(use, read);
      return { status: 'Accepted' };
    },
    DeleteCertificate: async ({ certificateHashData }) => {
      const anchors = trust.store.list().filter(({ certificate }) => isRoot(certificate, certificateHashData));
      if (anchors.length > 0) {
        await trust.remove(anchors);
        return { status: 'Accepted' };
      }
      const own = identities.client(time.now());
      if (
        own &&
        chainHashes(own.certificates, trust.store.certificates()).some((hashes) =>
          isSameHashes(hashes, certificateHashData),
        )
      )
        return { status: 'Failed', statusInfo: { reasonCode: 'InUse' } };
      const named = identities
        .all()
        .filter(({ certificates }) =>
          chainHashes(certificates, trust.store.certificates('v2g'), certificateHashData.hashAlgorithm).some((hashes) =>
            isSameHashes(hashes, certificateHashData),
          ),
        );
      for (const { name } of named) await identities.remove(name);
      world.certificatesChanged();
      return { status: named.length > 0 ? 'Accepted' : 'NotFound' };
    },
    CertificateSigned: async (request) => {
      const { status, reasonCode, text, isStationCertificate } = await signing.signed(request);
      if (isStationCertificate) afterAnswer(() => world.reconnect('new station certificate'));
      if (status === 'Accepted')
        await security.add(
          'ReconfigurationOfSecurityParameters',
          `new ${request.certificateType ?? 'combined'} certificate`,
        );
      return {
        status,
        ...(reasonCode && { statusInfo: { reasonCode, ...(text && { additionalInfo: text.slice(0, 512) }) } }),
      };
    },
  } satisfies Handlers<Received>;
}

/** How many roots and chains there are. */
export function entries({ trust, identities }: Pick<StationWorld, 'trust' | 'identities'>): number {
  return trust.store.list().length + identities.all().length;
}

function rejected(reasonCode: string, additionalInfo: string) {
  return { status: 'Rejected', statusInfo: { reasonCode, additionalInfo: additionalInfo.slice(0, 512) } } as const;
}

function readRoot(pem: string): Certificate | string {
  try {
    const [der, ...more] = pemToDer(pem);
    if (more.length > 0) return `${more.length + 1} certificates, expected one root`;
    return parseCertificate(der!);
  } catch (error) {
    if (error instanceof ProtocolError) return error.message;
    throw error;
  }
}

/** Why a certificate is no root that may be installed now. M05 */
function rootProblem(root: Certificate, at: number): string | undefined {
  if (!root.isCa || !root.isSelfIssued || !root.isSignedBy(root)) return `${root.subject}: not a self-signed CA`;
  if (at < root.notBefore || at > root.notAfter)
    return `${root.subject}: valid from ${new Date(root.notBefore).toISOString()} to ${new Date(root.notAfter).toISOString()}`;
  return undefined;
}

function isRoot(root: Certificate, hashes: CertificateHashDataType): boolean {
  return isSameHashes(anchorHashes(root, hashes.hashAlgorithm), hashes);
}

/** Leaf and sub-CAs of each chain towards cars; children have the leaf's issuer first. M03 */
function v2gChains({ identities, trust }: StationWorld): readonly CertificateHashDataChainType[] {
  return identities.all().flatMap(({ certificates }) => {
    const [leaf, ...children] = chainHashes(certificates, trust.store.certificates('v2g')).map(hashData);
    if (!leaf) return [];
    return {
      certificateType: 'V2GCertificateChain' as const,
      certificateHashData: leaf,
      ...(children.length > 0 && { childCertificateHashData: children.slice(0, 4) }),
    };
  });
}

/** Hash data of a chain; that of its topmost certificate needs the root. */
function chainHashes(
  chain: readonly Certificate[],
  roots: readonly Certificate[],
  algorithm: CertificateHashDataType['hashAlgorithm'] = 'SHA256',
): readonly CertificateHashes[] {
  return chain.flatMap((certificate, i) => {
    const issuer =
      chain[i + 1] ?? roots.find((root) => root.subject.equals(certificate.issuer) && certificate.isSignedBy(root));
    return issuer ? certHashes(certificate, issuer, algorithm) : [];
  });
}

function hashData({ hashAlgorithm, ...rest }: CertificateHashes): CertificateHashDataType {
  return { hashAlgorithm: hashAlgorithm as CertificateHashDataType['hashAlgorithm'], ...rest };
}
