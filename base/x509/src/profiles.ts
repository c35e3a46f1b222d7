/** The certificate profiles of V2G as data: what each kind of certificate must hold. ISO 15118-2:2014 Annex F, [V2G2-006] .. [V2G2-010], [V2G2-925]. @module */

import type { Millis } from '@openpnc/core/machine';
import { ekuOids, type KeyUsage } from './certificate.ts';
import type { CertificatePlan, NameParts } from './issue.ts';

/** The kinds of certificates. */
export type ProfileName = keyof typeof profiles;

/** What one kind of certificate holds. */
export interface Profile {
  /** The subject's domain component, and how bad it is when there is none. */
  readonly domainComponent?: { readonly value: string; readonly whenAbsent: 'error' | 'warning' | 'nothing' };
  readonly isCa: boolean;
  /** pathLen of a CA; absent: none. */
  readonly pathLen?: number;
  /** What we issue. */
  readonly keyUsage: readonly KeyUsage[];
  /** What a certificate of this kind can't do without. */
  readonly requiredKeyUsage: readonly KeyUsage[];
  /** Extended key usage that we issue, object identifiers. */
  readonly eku?: readonly string[];
  /** The extended key usage that must be there: always, or when the extension is. */
  readonly requiredEku?: { readonly oid: string; readonly name: string; readonly when: 'always' | 'ifPresent' };
  /** How long we issue for. */
  readonly validity_days: number;
  /** Longer than this is a warning. */
  readonly maxValidity_days: number;
  /** Whether it should name an OCSP responder. */
  readonly hasOcspUrl: boolean;
  /** Whether the subject must not hold a country. ISO 15118-4 PaymentDetails_008 */
  readonly isWithoutCountry?: boolean;
  readonly ocspNoCheck?: boolean;
  /** secp256r1, SHA-256 and 800 bytes: everything that the car sees. */
  readonly isV2g: boolean;
}

const caUsage = ['keyCertSign', 'cRLSign'] as const;
const year = 365;

/** ISO 15118-2:2014 Annex F; days are those of public test PKIs, the bounds of Annex F were not at hand (docs/choices.md). */
export const profiles = {
  v2gRoot: root('V2G', 'warning'),
  moRoot: root('MO', 'nothing'),
  oemRoot: root('OEM', 'nothing'),
  csmsRoot: { ...root('CSMS', 'nothing'), isV2g: false },
  cpoSubCa1: subCa('V2G', 1),
  cpoSubCa2: subCa('V2G', 0),
  cpsSubCa1: subCa('CPS', 1),
  cpsSubCa2: subCa('CPS', 0),
  moSubCa1: subCa('MO', 1),
  // Signs sales tariffs, so it has the leaf's rights as well.
  moSubCa2: { ...subCa('MO', 0), keyUsage: [...caUsage, 'digitalSignature', 'nonRepudiation'] },
  oemSubCa1: subCa('OEM', 1),
  oemSubCa2: subCa('OEM', 0),
  seccLeaf: {
    domainComponent: { value: 'CPO', whenAbsent: 'error' },
    isCa: false,
    keyUsage: ['digitalSignature', 'keyAgreement'],
    requiredKeyUsage: ['digitalSignature'],
    requiredEku: { oid: ekuOids.serverAuth, name: 'serverAuth', when: 'ifPresent' },
    validity_days: 90,
    maxValidity_days: 93,
    // A leaf for OCSP stapling carries one; a short-lived leaf may do without.
    hasOcspUrl: false,
    isV2g: true,
  },
  cpsLeaf: {
    domainComponent: { value: 'CPS', whenAbsent: 'error' },
    isCa: false,
    keyUsage: ['digitalSignature'],
    requiredKeyUsage: ['digitalSignature'],
    validity_days: 90,
    maxValidity_days: 93,
    hasOcspUrl: false,
    isV2g: true,
  },
  contractLeaf: {
    domainComponent: { value: 'MO', whenAbsent: 'nothing' },
    isCa: false,
    keyUsage: ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'keyAgreement'],
    requiredKeyUsage: ['digitalSignature', 'nonRepudiation'],
    validity_days: 2 * year,
    maxValidity_days: 2 * year + 1,
    hasOcspUrl: true,
    isWithoutCountry: true,
    isV2g: true,
  },
  provisioningLeaf: {
    domainComponent: { value: 'OEM', whenAbsent: 'warning' },
    isCa: false,
    keyUsage: ['digitalSignature', 'keyAgreement'],
    // Published ones lack keyAgreement though the contract key is sealed by ECDH with them.
    requiredKeyUsage: ['digitalSignature'],
    validity_days: 30 * year,
    maxValidity_days: 41 * year,
    hasOcspUrl: false,
    isV2g: true,
  },
  ocspSigner: {
    isCa: false,
    keyUsage: ['digitalSignature'],
    requiredKeyUsage: ['digitalSignature'],
    eku: [ekuOids.OCSPSigning],
    requiredEku: { oid: ekuOids.OCSPSigning, name: 'OCSPSigning', when: 'always' },
    validity_days: 90,
    maxValidity_days: year,
    hasOcspUrl: false,
    ocspNoCheck: true,
    isV2g: true,
  },
  csmsServer: {
    isCa: false,
    keyUsage: ['digitalSignature', 'keyEncipherment'],
    requiredKeyUsage: ['digitalSignature'],
    eku: [ekuOids.serverAuth],
    requiredEku: { oid: ekuOids.serverAuth, name: 'serverAuth', when: 'always' },
    validity_days: year,
    maxValidity_days: 2 * year,
    hasOcspUrl: false,
    isV2g: false,
  },
  stationClient: {
    isCa: false,
    keyUsage: ['digitalSignature', 'keyAgreement'],
    requiredKeyUsage: ['digitalSignature'],
    eku: [ekuOids.clientAuth],
    requiredEku: { oid: ekuOids.clientAuth, name: 'clientAuth', when: 'ifPresent' },
    validity_days: year,
    maxValidity_days: 2 * year,
    hasOcspUrl: false,
    isV2g: false,
  },
} as const satisfies Readonly<Record<string, Profile>>;

/** A profile as the general type. */
export function profileOf(name: ProfileName): Profile {
  return profiles[name];
}

/**
 * The plan of a certificate of this kind.
 * @param subject in the order of the encoding; the profile adds nothing to it
 * @param from start of the validity; its end follows from the profile unless `until` is given
 */
export function planOf(
  name: ProfileName,
  {
    subject,
    publicKey,
    serialNumber,
    from,
    until,
    ocspUrl,
    crlUrl,
    altNames,
  }: {
    readonly subject: NameParts;
    readonly publicKey: Uint8Array;
    readonly serialNumber: string;
    readonly from: Millis;
    readonly until?: Millis | undefined;
    readonly ocspUrl?: string | undefined;
    readonly crlUrl?: string | undefined;
    readonly altNames?: CertificatePlan['altNames'] | undefined;
  },
): CertificatePlan {
  const profile: Profile = profiles[name];
  return {
    subject,
    publicKey,
    serialNumber,
    notBefore: from,
    notAfter: until ?? from + profile.validity_days * 86_400_000,
    basicConstraints: { cA: profile.isCa, ...(profile.pathLen !== undefined && { pathLen: profile.pathLen }) },
    keyUsage: profile.keyUsage,
    ...(profile.eku && { eku: profile.eku }),
    ...(profile.ocspNoCheck && { ocspNoCheck: true }),
    ...(ocspUrl !== undefined && { ocspUrl }),
    ...(crlUrl !== undefined && { crlUrl }),
    ...(altNames && { altNames }),
  };
}

function root(domainComponent: string, whenAbsent: 'warning' | 'nothing') {
  return {
    domainComponent: { value: domainComponent, whenAbsent },
    isCa: true,
    keyUsage: caUsage,
    requiredKeyUsage: ['keyCertSign'],
    validity_days: 40 * year,
    maxValidity_days: 41 * year,
    hasOcspUrl: false,
    isV2g: true,
  } as const satisfies Profile;
}

function subCa<const PathLen extends number>(domainComponent: string, pathLen: PathLen) {
  return {
    domainComponent: { value: domainComponent, whenAbsent: 'nothing' },
    isCa: true,
    pathLen,
    keyUsage: caUsage,
    requiredKeyUsage: ['keyCertSign'],
    validity_days: pathLen === 0 ? 2 * year : 4 * year,
    maxValidity_days: 20 * year + 6,
    hasOcspUrl: true,
    isV2g: true,
  } as const satisfies Profile;
}
