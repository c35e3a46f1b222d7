/** The whole PKI of a lab in one call: V2G, MO, OEM and CSMS hierarchies with their leaves, found again after a restart. ISO 15118-2:2014 Annex F; decision 13 of docs/choices.md. @module */

import { parseEmaid } from '@openpnc/core/emaid';
import { UsageError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { SignatureAlgorithm } from '@openpnc/core/ports';
import type { Certificate } from '@openpnc/x509/certificate';
import type { RevocationReason } from '@openpnc/x509/ocsp';
import type { ProfileName } from '@openpnc/x509/profiles';
import { type Authority, ensure, type Identity, issue, type Order, type PkiPorts } from './authority.ts';
import {
  brokenOrder,
  type Defect,
  defectAt,
  type HierarchyProfile,
  hierarchyProfile,
  subjectOf,
  type Target,
} from './hierarchy.ts';
import type { PkiSettings } from './settings.ts';
import { recordRevoked } from './store/certificates.ts';

/** A contract with its key and chain. */
export interface Contract extends Identity {
  readonly eMAID: string;
}

/** Which hierarchy a contract is issued under. */
export type ContractHierarchy = 'v2g' | 'mo';

/** A contract to issue. */
export interface ContractOrder {
  readonly eMAID: string;
  readonly under: ContractHierarchy;
  /** Default: from an hour ago for two years. */
  readonly validity?: { readonly from: Millis; readonly until: Millis };
}

/** Everything that a lab needs. */
export interface LabPki {
  readonly roots: {
    readonly v2g: Certificate;
    readonly mo: Certificate;
    readonly oem: Certificate;
    readonly csms: Certificate;
  };
  /** All CAs, each below its issuer: what the OCSP responder answers for. */
  readonly authorities: readonly Authority[];
  /** The CAs that issue leaves, by branch. */
  readonly issuers: Readonly<Record<Branch, Authority>>;
  readonly secc: Identity;
  readonly cps: Identity;
  readonly provisioning: Identity & { readonly pcid: string };
  readonly csmsServer: { readonly ec: Identity; readonly rsa: Identity };
  /** MO sub-CAs under the V2G root. */
  readonly contract: Contract;
  /** MO sub-CAs under an MO root of its own. */
  readonly contractMo: Contract;
  /** Fingerprints of certificates that the OCSP responder is to know nothing of: a broken profile. */
  readonly ocspUnknown: ReadonlySet<string>;
  /** Issues one more contract with a fresh key, kept as `contract-EMAID`. @throws UsageError when the eMAID is none */
  issueContract(order: ContractOrder): Promise<Contract>;
  /** Issues an expired contract: it ended yesterday. */
  issueExpiredContract(order: Omit<ContractOrder, 'validity'>): Promise<Contract>;
  /** Issues a contract that begins tomorrow. */
  issueFutureContract(order: Omit<ContractOrder, 'validity'>): Promise<Contract>;
  /** Issues a leaf of the CPO hierarchy for a station, its key kept as `secc-SECCID`. */
  issueSecc(seccId: string): Promise<Identity>;
  /** Issues a provisioning certificate for one more car, its key kept as `provisioning-PCID`. */
  issueProvisioning(pcid: string): Promise<Identity & { readonly pcid: string }>;
  /**
   * Issues a contract certificate for a key (DER SubjectPublicKeyInfo) that is kept elsewhere.
   * @returns leaf first, root left out
   */
  certifyContract(order: ContractOrder, publicKey: Uint8Array): Promise<readonly Certificate[]>;
  /** The shape of these hierarchies. */
  readonly profile: HierarchyProfile;
  /** Revokes a certificate of this PKI; the OCSP responder says so at once. @returns false for a foreign certificate */
  revoke(certificate: Certificate, reason?: RevocationReason): Promise<boolean>;
}

/** Branches with two sub-CAs. `contract`: MO under the V2G root; `contract-mo`: under the MO root. */
export type Branch = Target;

/**
 * Makes the lab's PKI, or finds it again: each certificate is kept under its name in the database and its key in `keys`;
 * what is missing, near its end, or names another OCSP address is issued anew.
 *
 * The database must have the tables of `pkiMigrations`.
 * @param profile instead of the built-in one that the settings name
 */
export async function labPki(
  ports: PkiPorts,
  settings: PkiSettings,
  profile: HierarchyProfile = hierarchyProfile(settings.profile),
): Promise<LabPki> {
  const { organization: O, country: C } = settings;
  const { serialBytes, keyIdentifier, policies, rootEku } = profile;
  const style = { serialBytes, keyIdentifier };
  // What a CA of another curve signs breaks the profile too.
  const lenient = profile.broken?.defect === 'wrong-curve' ? { danger: {} } : {};
  const authorities: Authority[] = [];
  const ocspUnknown = new Set<string>();

  async function authority(above: Authority | 'self', order: Order, defect?: Defect): Promise<Authority> {
    const styled = {
      ...order,
      ...lenient,
      style: { ...style, policies, ...(above === 'self' && rootEku.length > 0 && { eku: rootEku }) },
    };
    const { certificate, key } = await ensured(above, styled, defect);
    const chain = [certificate, ...(above === 'self' ? [] : above.chain)];
    const made = { name: order.name, certificate, key, chain };
    authorities.push(made);
    return made;
  }

  async function root(
    name: string,
    kind: ProfileName,
    { CN, DC, above = [] }: { readonly CN: string; readonly DC: string; readonly above?: readonly Branch[] },
  ): Promise<Authority> {
    const defect = above.map((target) => defectAt(profile, target, 'root')).find((found) => found !== undefined);
    return authority('self', { name, profile: kind, subject: subjectOf(profile, 'ca', { C, O, DC, CN }) }, defect);
  }

  async function branch(
    above: Authority,
    target: Branch,
    { prefix, title, DC, kind }: { prefix: string; title: string; DC: string; kind: 'cpo' | 'cps' | 'mo' | 'oem' },
  ): Promise<Authority> {
    const sub1 = await authority(
      above,
      {
        name: `${prefix}-sub-ca-1`,
        profile: `${kind}SubCa1`,
        subject: subjectOf(profile, 'ca', { C, O, DC, CN: `${title} Sub-CA 1` }),
      },
      defectAt(profile, target, 'subCa1'),
    );
    return authority(
      sub1,
      {
        name: `${prefix}-sub-ca-2`,
        profile: `${kind}SubCa2`,
        subject: subjectOf(profile, kind === 'mo' ? 'moSubCa2' : 'subCa2', { C, O, DC, CN: `${title} Sub-CA 2` }),
      },
      defectAt(profile, target, 'subCa2'),
    );
  }

  async function ensured(
    above: Authority | 'self',
    order: Order & { readonly algorithm?: SignatureAlgorithm },
    defect: Defect | undefined,
  ): Promise<Pick<Identity, 'certificate' | 'key'>> {
    const made = await ensure(ports, settings, above, brokenOrder(order, defect, ports.clock.now()));
    if (defect?.afterwards === 'revoke') await revoke(made.certificate);
    if (defect?.afterwards === 'unknownToOcsp') ocspUnknown.add(made.certificate.fingerprint);
    return made;
  }

  async function leaf(
    above: Authority,
    order: Order & { readonly algorithm?: SignatureAlgorithm },
    target?: Branch,
  ): Promise<Identity> {
    const defect = target && defectAt(profile, target, 'leaf');
    return identity(above, order.name, await ensured(above, { ...order, ...lenient, style }, defect));
  }

  const revoke: LabPki['revoke'] = (certificate, reason = 'unspecified') =>
    recordRevoked(ports.database, certificate, { reason, now: ports.clock.now() });

  const v2g = await root('v2g-root', 'v2gRoot', { CN: 'V2G Root', DC: 'V2G', above: ['secc', 'cps', 'contract'] });
  const mo = await root('mo-root', 'moRoot', { CN: 'MO Root', DC: 'MO', above: ['contract-mo'] });
  const oem = await root('oem-root', 'oemRoot', { CN: 'OEM Root', DC: 'OEM', above: ['provisioning'] });
  const csms = await root('csms-root', 'csmsRoot', { CN: 'CSMS Root', DC: 'CSMS' });
  const issuers: Readonly<Record<Branch, Authority>> = {
    secc: await branch(v2g, 'secc', { prefix: 'cpo', title: 'CPO', DC: 'V2G', kind: 'cpo' }),
    cps: await branch(v2g, 'cps', { prefix: 'cps', title: 'CPS', DC: 'CPS', kind: 'cps' }),
    contract: await branch(v2g, 'contract', { prefix: 'v2g-mo', title: 'V2G MO', DC: 'MO', kind: 'mo' }),
    'contract-mo': await branch(mo, 'contract-mo', { prefix: 'mo', title: 'MO', DC: 'MO', kind: 'mo' }),
    provisioning: await branch(oem, 'provisioning', { prefix: 'oem', title: 'OEM', DC: 'OEM', kind: 'oem' }),
  };

  const seccOrder = (name: string, seccId: string): Order => ({
    name,
    profile: 'seccLeaf',
    subject: subjectOf(profile, 'leaf', { C, O, CN: seccId, DC: 'CPO' }),
    // Node staples the leaf's answer only, so the leaf must have one to staple.
    withOcspUrl: true,
  });
  const serverOrder = (kind: 'ec' | 'rsa'): Order & { readonly algorithm: SignatureAlgorithm } => ({
    name: `csms-server-${kind}`,
    profile: 'csmsServer',
    subject: subjectOf(profile, 'leaf', { C, O, CN: settings.csmsNames[0] ?? 'localhost' }),
    altNames: { dns: settings.csmsNames, ip: ['127.0.0.1', '::1'] },
    algorithm: kind === 'ec' ? 'ES256' : 'RS256',
  });
  const provisioningOrder = (name: string, pcid: string): Order => ({
    name,
    profile: 'provisioningLeaf',
    subject: subjectOf(profile, 'provisioning', { O, CN: pcid, DC: 'OEM' }),
    // The provisioning pool asks it before it takes a car in.
    withOcspUrl: true,
  });
  const contractOrder = (eMAID: string): Order => ({
    name: `contract-${eMAID}`,
    profile: 'contractLeaf',
    subject: subjectOf(profile, 'contract', { O, CN: eMAID, DC: 'MO' }),
  });

  async function contract(text: string, target: 'contract' | 'contract-mo'): Promise<Contract> {
    const eMAID = normal(text);
    return { ...(await leaf(issuers[target], contractOrder(eMAID), target)), eMAID };
  }

  async function issueContract({ eMAID: text, under, validity }: ContractOrder, isWrong = false): Promise<Contract> {
    const eMAID = normal(text);
    const above = issuers[under === 'mo' ? 'contract-mo' : 'contract'];
    const order = { ...contractOrder(eMAID), style, ...validity, ...lenient, ...(isWrong && { danger: {} }) };
    await ports.keys.remove(order.name);
    const key = await ports.keys.make(order.name);
    const certificate = await issue(ports, settings, above, key.publicKey, order);
    return { ...identity(above, order.name, { certificate, key }), eMAID };
  }

  return {
    roots: { v2g: v2g.certificate, mo: mo.certificate, oem: oem.certificate, csms: csms.certificate },
    authorities,
    issuers,
    secc: await leaf(issuers.secc, seccOrder('secc', settings.seccId), 'secc'),
    cps: await leaf(
      issuers.cps,
      { name: 'cps', profile: 'cpsLeaf', subject: subjectOf(profile, 'leaf', { C, O, CN: 'CPS', DC: 'CPS' }) },
      'cps',
    ),
    provisioning: {
      ...(await leaf(issuers.provisioning, provisioningOrder('provisioning', settings.pcid), 'provisioning')),
      pcid: settings.pcid,
    },
    csmsServer: { ec: await leaf(csms, serverOrder('ec')), rsa: await leaf(csms, serverOrder('rsa')) },
    contract: await contract(settings.eMAID, 'contract'),
    contractMo: await contract(settings.eMAIDMo, 'contract-mo'),
    ocspUnknown,
    issueContract: (order) => issueContract(order),
    issueExpiredContract: (order) => issueContract({ ...order, validity: days(ports.clock.now(), -30, -1) }, true),
    issueFutureContract: (order) => issueContract({ ...order, validity: days(ports.clock.now(), 1, 366) }, true),
    issueSecc: (seccId) => leaf(issuers.secc, seccOrder(`secc-${fileSafe(seccId)}`, seccId)),
    issueProvisioning: async (pcid) => ({
      ...(await leaf(issuers.provisioning, provisioningOrder(`provisioning-${fileSafe(pcid)}`, pcid))),
      pcid,
    }),
    certifyContract: async ({ eMAID: text, under, validity }, publicKey) => {
      const target = under === 'mo' ? 'contract-mo' : 'contract';
      const defect = defectAt(profile, target, 'leaf');
      const order = { ...contractOrder(normal(text)), style, ...validity, ...lenient };
      const wish = brokenOrder({ ...order, name: `issued-${order.name}` }, defect, ports.clock.now());
      const certificate = await issue(ports, settings, issuers[target], publicKey, wish);
      if (defect?.afterwards === 'revoke') await revoke(certificate);
      if (defect?.afterwards === 'unknownToOcsp') ocspUnknown.add(certificate.fingerprint);
      return [certificate, ...issuers[target].chain.slice(0, -1)];
    },
    profile,
    revoke,
  };
}

function identity(
  above: Authority,
  name: string,
  { certificate, key }: Pick<Identity, 'certificate' | 'key'>,
): Identity {
  return { name, certificate, key, chain: [certificate, ...above.chain.slice(0, -1)], root: above.chain.at(-1)! };
}

function days(now: Millis, from: number, until: number): { readonly from: Millis; readonly until: Millis } {
  return { from: now + from * 86_400_000, until: now + until * 86_400_000 };
}

function fileSafe(text: string): string {
  return text.replace(/[^A-Za-z0-9-]/g, '-');
}

/** 14 or 15 characters without hyphens, upper case. */
function normal(text: string): string {
  const emaid = parseEmaid(text);
  if (!emaid)
    throw new UsageError('emaid_malformed', `eMAID '${text}': expected 14 or 15 characters, e.g. DE8AAC12345678D`);
  return emaid.id14 + (emaid.check ?? '');
}
