/** What a PKI backend of Plug & Charge does, without any dialect: implemented by the PKI role, called by the routes of OPCP, OPNC and EST. @module */

import type { Certificate } from '@openpnc/x509/certificate';
import type { RevocationReason } from '@openpnc/x509/ocsp';

/** Kinds of roots in a root certificate pool. PE: private environment. */
export type RootType = 'V2G' | 'MO' | 'OEM' | 'PE';

/** A root of the pool. */
export interface RootEntry {
  /** UUID of the pool. */
  readonly id: string;
  readonly type: RootType;
  readonly certificate: Certificate;
}

/** What an expected call can come to beside its value. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: BackendProblem; readonly text: string };

/** Why a backend did not do it. */
export type BackendProblem = 'not_found' | 'invalid' | 'conflict' | 'not_allowed' | 'unavailable';

/** A provisioning certificate of a car with its CAs. */
export interface ProvisioningEntry {
  readonly pcid: string;
  /** Leaf, Sub-CA 2 if there is one, Sub-CA 1. */
  readonly chain: readonly Certificate[];
  /** Key identifiers of the V2G roots in the car, lower-case hex. */
  readonly v2gRootKeyIdentifiers: readonly string[];
  readonly root: Certificate;
}

/** Contract data of an MO before the CPS signs it. */
export interface ContractBundle {
  readonly eMAID: string;
  /** Contract certificate, Sub-CA 2, Sub-CA 1; root left out. */
  readonly chain: readonly Certificate[];
  /** 48 bytes. */
  readonly encryptedPrivateKey: Uint8Array;
  /** 65 bytes. */
  readonly dhPublicKey: Uint8Array;
}

/** Signed contract data in the pool. */
export interface SignedContract {
  readonly eMAID: string;
  readonly pcid: string;
  /** Namespace of the edition, e.g. `urn:iso:15118:2:2013:MsgDef`. */
  readonly namespace: string;
  /** EXI of the whole CertificateInstallationRes, SessionID zero. */
  readonly exi: Uint8Array;
  readonly contract: Certificate;
  readonly isDefault: boolean;
  /** SHA-256 fingerprint of the V2G root over the CPS that signed. */
  readonly cpsRootFingerprint: string;
}

/** A CPS that signs, with its chain. */
export interface CpsSigner {
  /** Leaf, Sub-CA 2, Sub-CA 1. */
  readonly chain: readonly Certificate[];
  readonly root: Certificate;
}

/** An answer for a car: EXI in both cases. */
export interface InstallationAnswer {
  readonly isFound: boolean;
  /** EXI of the whole response message, with the SessionID of the request. A failure code in it when nothing was found. */
  readonly exi: Uint8Array;
  readonly eMAID?: string;
  /** The ResponseCode in it. */
  readonly responseCode: string;
}

/** Branches for which EST issues. `veh`: provisioning certificates of cars; `cs`: client certificates of stations for OCPP, which no document knows. */
export type EstCa = 'cpo' | 'mo' | 'oem' | 'cps' | 'veh' | 'cs';

/** Root certificate pool. */
export interface RootPool {
  list(type?: RootType): Promise<readonly RootEntry[]>;
  find(id: string): Promise<RootEntry | undefined>;
  put(certificate: Certificate, type: RootType): Promise<Outcome<RootEntry>>;
  remove(id: string): Promise<Outcome<undefined>>;
}

/** Provisioning certificate pool. */
export interface ProvisioningPool {
  /** Checks status and path before it answers. */
  get(pcid: string): Promise<Outcome<ProvisioningEntry>>;
  has(pcid: string): Promise<boolean>;
  /** Checks validity, revocation and path in this order, and stops at the first fault. */
  put(
    entry: Omit<ProvisioningEntry, 'root' | 'pcid'> & { readonly previousPcid?: string },
  ): Promise<Outcome<ProvisioningEntry>>;
  /** Takes all contracts of this PCID along. */
  remove(pcid: string): Promise<Outcome<undefined>>;
}

/** Certificate provisioning service. */
export interface Cps {
  /** Signs contract data; stored in the contract pool when a PCID is given. */
  sign(
    bundle: ContractBundle,
    options: { readonly pcid?: string; readonly namespace: string; readonly cpsRootFingerprint?: string },
  ): Promise<Outcome<SignedContract>>;
  /** Makes a contract with key and certificate, encrypts the key for the car of this PCID, signs and stores it. */
  generate(order: {
    readonly eMAID: string;
    readonly pcid: string;
    readonly from: number;
    readonly until: number;
    readonly namespace: string;
    readonly cpsRootFingerprint?: string;
  }): Promise<Outcome<SignedContract>>;
  signers(): Promise<readonly CpsSigner[]>;
}

/** Contract certificate pool. */
export interface ContractPool {
  /** Answers the EXI of a CertificateInstallationReq (or CertificateUpdateReq where that is switched on). `invalid`: not decodable. */
  answer(exi: Uint8Array, namespace: string): Promise<Outcome<InstallationAnswer>>;
  put(
    exi: Uint8Array,
    key: { readonly eMAID: string; readonly pcid: string; readonly namespace: string },
  ): Promise<Outcome<SignedContract>>;
  remove(eMAID: string, options: { readonly skipRevocation: boolean }): Promise<Outcome<undefined>>;
  /** By eMAID and PCID, with the SessionID (up to 8 bytes) in its header. */
  provide(key: {
    readonly eMAID: string;
    readonly pcid: string;
    readonly sessionId: Uint8Array;
  }): Promise<Outcome<SignedContract>>;
  byEmaid(eMAID: string): Promise<readonly SignedContract[]>;
  byPcid(pcid: string): Promise<readonly SignedContract[]>;
  setDefault(pcid: string, eMAID: string): Promise<Outcome<undefined>>;
}

/** Enrolment over secure transport. */
export interface Est {
  /** @returns the leaf alone, as EST sends it */
  enroll(ca: EstCa, csr: Uint8Array, clientName: string): Promise<Outcome<Certificate>>;
  /** Sub-CAs and root. */
  cacerts(ca: EstCa): Promise<readonly Certificate[]>;
}

/** The whole of it. */
export interface PncBackend {
  readonly roots: RootPool;
  readonly provisioning: ProvisioningPool;
  readonly cps: Cps;
  readonly contracts: ContractPool;
  readonly est: Est;
  /** Revokes a certificate that this backend issued. */
  revoke(certificate: Certificate, reason: RevocationReason): Promise<Outcome<undefined>>;
}
