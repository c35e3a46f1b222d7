/** The whole PKI of a lab in one call: V2G, MO, OEM and CSMS hierarchies with their leaves, found again after a restart. ISO 15118-2:2014 Annex F; decision 13 of docs/choices.md. @module */

import { parseEmaid } from '@openpnc/core/emaid';
import { UsageError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { SignatureAlgorithm } from '@openpnc/core/ports';
import type { Certificate } from '@openpnc/x509/certificate';
import type { NameParts } from '@openpnc/x509/issue';
import type { RevocationReason } from '@openpnc/x509/ocsp';
import type { ProfileName } from '@openpnc/x509/profiles';
import { type Authority, ensure, type Identity, issue, type Order, type PkiPorts } from './authority.ts';
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
  /** All CAs, roots first: what the OCSP responder answers for. */
  readonly authorities: readonly Authority[];
  readonly secc: Identity;
  readonly cps: Identity;
  readonly provisioning: Identity & { readonly pcid: string };
  readonly csmsServer: { readonly ec: Identity; readonly rsa: Identity };
  /** MO sub-CAs under the V2G root. */
  readonly contract: Contract;
  /** MO sub-CAs under an MO root of its own. */
  readonly contractMo: Contract;
  /** Issues one more contract with a fresh key, kept as `contract-EMAID`. @throws UsageError when the eMAID is none */
  issueContract(order: ContractOrder): Promise<Contract>;
  /** Issues an expired contract: it ended yesterday. */
  issueExpiredContract(order: Omit<ContractOrder, 'validity'>): Promise<Contract>;
  /** Issues a contract that begins tomorrow. */
  issueFutureContract(order: Omit<ContractOrder, 'validity'>): Promise<Contract>;
  /** Issues a leaf of the CPO hierarchy for a station, its key kept as `secc-SECCID`. */
  issueSecc(seccId: string): Promise<Identity>;
  /** Revokes a certificate of this PKI; the OCSP responder says so at once. @returns false for a foreign certificate */
  revoke(certificate: Certificate, reason?: RevocationReason): Promise<boolean>;
}

/**
 * Makes the lab's PKI, or finds it again: each certificate is kept under its name in the database and its key in `keys`;
 * what is missing, near its end, or names another OCSP address is issued anew.
 *
 * The database must have the tables of `pkiMigrations`.
 */
export async function labPki(ports: PkiPorts, settings: PkiSettings): Promise<LabPki> {
  const { organization: O, country: C } = settings;
  const ca = (CN: string, DC: string): NameParts => [
    ['C', C],
    ['O', O],
    ['DC', DC],
    ['CN', CN],
  ];
  const authorities: Authority[] = [];

  async function authority(
    above: Authority | 'self',
    name: string,
    profile: ProfileName,
    subject: NameParts,
  ): Promise<Authority> {
    const { certificate, key } = await ensure(ports, settings, above, { name, profile, subject });
    const made = { name, certificate, key, chain: [certificate, ...(above === 'self' ? [] : above.chain)] };
    authorities.push(made);
    return made;
  }

  async function branch(
    root: Authority,
    prefix: string,
    title: string,
    domain: string,
    kind: 'cpo' | 'cps' | 'mo' | 'oem',
  ): Promise<Authority> {
    const sub1 = await authority(root, `${prefix}-sub-ca-1`, `${kind}SubCa1`, ca(`${title} Sub-CA 1`, domain));
    return authority(sub1, `${prefix}-sub-ca-2`, `${kind}SubCa2`, ca(`${title} Sub-CA 2`, domain));
  }

  async function leaf(above: Authority, order: Order & { readonly algorithm?: SignatureAlgorithm }): Promise<Identity> {
    return identity(above, order.name, await ensure(ports, settings, above, order));
  }

  const v2g = await authority('self', 'v2g-root', 'v2gRoot', ca('V2G Root', 'V2G'));
  const mo = await authority('self', 'mo-root', 'moRoot', ca('MO Root', 'MO'));
  const oem = await authority('self', 'oem-root', 'oemRoot', ca('OEM Root', 'OEM'));
  const csms = await authority('self', 'csms-root', 'csmsRoot', ca('CSMS Root', 'CSMS'));
  const cpoSub2 = await branch(v2g, 'cpo', 'CPO', 'V2G', 'cpo');
  const cpsSub2 = await branch(v2g, 'cps', 'CPS', 'CPS', 'cps');
  const moUnder: Record<ContractHierarchy, Authority> = {
    v2g: await branch(v2g, 'v2g-mo', 'V2G MO', 'MO', 'mo'),
    mo: await branch(mo, 'mo', 'MO', 'MO', 'mo'),
  };
  const oemSub2 = await branch(oem, 'oem', 'OEM', 'OEM', 'oem');

  const seccOrder = (name: string, seccId: string): Order => ({
    name,
    profile: 'seccLeaf',
    subject: [
      ['C', C],
      ['O', O],
      ['CN', seccId],
      ['DC', 'CPO'],
    ],
    // Node staples the leaf's answer only, so the leaf must have one to staple.
    withOcspUrl: true,
  });
  const serverOrder = (kind: 'ec' | 'rsa'): Order & { readonly algorithm: SignatureAlgorithm } => ({
    name: `csms-server-${kind}`,
    profile: 'csmsServer',
    subject: [
      ['C', C],
      ['O', O],
      ['CN', settings.csmsNames[0] ?? 'localhost'],
    ],
    altNames: { dns: settings.csmsNames, ip: ['127.0.0.1', '::1'] },
    algorithm: kind === 'ec' ? 'ES256' : 'RS256',
  });
  const contractOrder = ({ eMAID, validity }: Omit<ContractOrder, 'under'>): Order => ({
    name: `contract-${eMAID}`,
    profile: 'contractLeaf',
    subject: [
      ['O', O],
      ['CN', eMAID],
      ['DC', 'MO'],
    ],
    ...validity,
  });

  async function contract(order: Pick<ContractOrder, 'eMAID' | 'under'>): Promise<Contract> {
    const eMAID = normal(order.eMAID);
    return { ...(await leaf(moUnder[order.under], contractOrder({ eMAID }))), eMAID };
  }

  async function issueContract(order: ContractOrder): Promise<Contract> {
    const eMAID = normal(order.eMAID);
    const above = moUnder[order.under];
    const wish = contractOrder({ ...order, eMAID });
    await ports.keys.remove(wish.name);
    const key = await ports.keys.make(wish.name);
    const certificate = await issue(ports, settings, above, key.publicKey, wish);
    return { ...identity(above, wish.name, { certificate, key }), eMAID };
  }

  const day = 86_400_000;
  return {
    roots: { v2g: v2g.certificate, mo: mo.certificate, oem: oem.certificate, csms: csms.certificate },
    authorities,
    secc: await leaf(cpoSub2, seccOrder('secc', settings.seccId)),
    cps: await leaf(cpsSub2, {
      name: 'cps',
      profile: 'cpsLeaf',
      subject: [
        ['C', C],
        ['O', O],
        ['CN', 'CPS'],
        ['DC', 'CPS'],
      ],
    }),
    provisioning: {
      ...(await leaf(oemSub2, {
        name: 'provisioning',
        profile: 'provisioningLeaf',
        subject: [
          ['O', O],
          ['CN', settings.pcid],
          ['DC', 'OEM'],
        ],
      })),
      pcid: settings.pcid,
    },
    csmsServer: { ec: await leaf(csms, serverOrder('ec')), rsa: await leaf(csms, serverOrder('rsa')) },
    contract: await contract({ eMAID: settings.eMAID, under: 'v2g' }),
    contractMo: await contract({ eMAID: settings.eMAIDMo, under: 'mo' }),
    issueContract,
    issueExpiredContract: (order) =>
      issueContract({ ...order, validity: { from: ports.clock.now() - 30 * day, until: ports.clock.now() - day } }),
    issueFutureContract: (order) =>
      issueContract({ ...order, validity: { from: ports.clock.now() + day, until: ports.clock.now() + 366 * day } }),
    issueSecc: (seccId) => leaf(cpoSub2, seccOrder(`secc-${seccId.replace(/[^A-Za-z0-9-]/g, '-')}`, seccId)),
    revoke: (certificate, reason = 'unspecified') =>
      recordRevoked(ports.database, certificate, { reason, now: ports.clock.now() }),
  };
}

function identity(
  above: Authority,
  name: string,
  { certificate, key }: Pick<Identity, 'certificate' | 'key'>,
): Identity {
  return { name, certificate, key, chain: [certificate, ...above.chain.slice(0, -1)], root: above.chain.at(-1)! };
}

/** 14 or 15 characters without hyphens, upper case. */
function normal(text: string): string {
  const emaid = parseEmaid(text);
  if (!emaid)
    throw new UsageError('emaid_malformed', `eMAID '${text}': expected 14 or 15 characters, e.g. DE8AAC12345678D`);
  return emaid.id14 + (emaid.check ?? '');
}
