/** The certificates and keys that the lab's PKI hands to the other parties, as files in their folders. @module */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '@openpnc/core/errors';
import type { TlsIdentity } from '@openpnc/core/network';
import { realClock } from '@openpnc/node/clock';
import { fileKeys, memoryKeys } from '@openpnc/node/keys';
import { type Identity, issue, type PkiPorts } from '@openpnc/pki/authority';
import { hierarchyProfile, subjectOf } from '@openpnc/pki/hierarchy';
import type { Contract, LabPki } from '@openpnc/pki/lab';
import type { PkiService } from '@openpnc/pki/service';
import type { PkiSettings } from '@openpnc/pki/settings';
import { type Certificate, derToPem, parseCertificate, pemToDer } from '@openpnc/x509/certificate';
import { type AnchorUse, TrustStore } from '@openpnc/x509/trustStore';
import { readRoleFile, writeRoleFile } from './folder.ts';
import type { World } from './scenarios.ts';

/** Which roots each party has when nothing is missing. */
const rootsOf: Readonly<Record<'ev' | 'station' | 'csms', readonly AnchorUse[]>> = {
  ev: ['v2g'],
  station: ['v2g', 'mo', 'csms'],
  csms: ['v2g', 'mo', 'oem'],
};

/** The contract that the car has, and the one that waits for it in the pool. @returns the eMAID of both; no contract for a car without one */
export async function givenContract(
  { pki, backend }: PkiService,
  { eMAID, eMAIDMo, pcid }: PkiSettings,
  { contract = 'v2g-root', contractCertificate, certificateService, pool }: World,
): Promise<{ readonly eMAID: string; readonly contract?: Contract }> {
  const under = contract === 'v2g-root' ? 'v2g' : 'mo';
  const order = { eMAID: under === 'v2g' ? eMAID : eMAIDMo, under } as const;
  if (certificateService) {
    const { chain } = pki.provisioning;
    const car = await backend.provisioning.put({ chain, v2gRootKeyIdentifiers: [] });
    if (!car.ok) throw new OperatorError('pool_refused', `provisioning certificate ${pcid}: ${car.text}`);
    if (pool !== 'without-contract') {
      const [from, until, namespace] = [
        realClock.now() - 60_000,
        realClock.now() + 365 * DAY,
        'urn:iso:15118:2:2013:MsgDef',
      ];
      const made = await backend.cps.generate({ eMAID: order.eMAID, pcid, from, until, namespace });
      if (!made.ok) throw new OperatorError('pool_refused', `contract ${order.eMAID}: ${made.text}`);
    }
  }
  if (contractCertificate === 'none') return { eMAID: order.eMAID };
  const given = await heldContract(pki, order, contractCertificate);
  return { eMAID: given.eMAID, contract: given };
}

async function heldContract(
  pki: LabPki,
  order: { readonly eMAID: string; readonly under: 'v2g' | 'mo' },
  certificate: World['contractCertificate'],
): Promise<Contract> {
  if (certificate === 'expired') return pki.issueExpiredContract(order);
  if (certificate === 'expires-soon')
    return pki.issueContract({
      ...order,
      validity: { from: realClock.now() - 355 * DAY, until: realClock.now() + 10 * DAY },
    });
  const issued = order.under === 'v2g' ? pki.contract : pki.contractMo;
  if (certificate === 'revoked') await pki.revoke(issued.certificate, 'keyCompromise');
  return issued;
}

const DAY = 86_400_000;

/** Writes what each party needs into `folder/ev`, `folder/station` and `folder/csms`. */
export async function writeMaterial(
  folder: string,
  pki: LabPki,
  contract: Contract | undefined,
  world: World,
): Promise<void> {
  for (const [party, uses] of Object.entries(rootsOf)) {
    for (const use of uses) {
      if (isMissing(world, party, use)) continue;
      writeRoleFile(join(folder, party), `roots/${use}/${use}-root.pem`, derToPem(pki.roots[use].der));
    }
  }
  if (contract) await writeIdentity(join(folder, 'ev'), 'contract', contract);
  if (world.tlsClientCertificate === 'other-contract')
    await writeIdentity(join(folder, 'ev'), 'other-contract', pki.contractMo);
  await writeIdentity(join(folder, 'ev'), 'provisioning', pki.provisioning);
  await writeIdentity(join(folder, 'station'), 'secc', pki.secc);
  await writeIdentity(join(folder, 'csms'), 'server-ec', pki.csmsServer.ec);
  await writeIdentity(join(folder, 'csms'), 'server-rsa', pki.csmsServer.rsa);
  const subCas = pki.authorities
    .map(({ certificate }) => certificate)
    .filter((certificate) => !certificate.isSelfIssued);
  writeRoleFile(join(folder, 'csms'), 'sub-cas.pem', derToPem(...subCas.map(({ der }) => der)));
}

/** Gives the station a V2G root with the name of the right one and another key. */
export async function writeNamesake(folder: string, ports: PkiPorts, settings: PkiSettings): Promise<void> {
  const { country: C, organization: O } = settings;
  const key = await memoryKeys().make('namesake');
  const subject = subjectOf(hierarchyProfile(settings.profile), 'ca', { C, O, DC: 'V2G', CN: 'V2G Root' });
  const order = { name: 'v2g-root-namesake', profile: 'v2gRoot', subject } as const;
  const root = await issue(ports, settings, { self: key }, key.publicKey, order);
  writeRoleFile(join(folder, 'station'), 'roots/v2g/v2g-root-namesake.pem', derToPem(root.der));
}

function isMissing({ stationLacks, evLacks }: World, party: string, use: AnchorUse): boolean {
  return (party === 'station' && stationLacks === `${use}-root`) || (party === 'ev' && evLacks === `${use}-root`);
}

/** `NAME.pem` (leaf first, no root) and the key of that name. */
export async function writeIdentity(
  folder: string,
  name: string,
  { chain, key }: Pick<Identity, 'chain' | 'key'>,
): Promise<void> {
  writeRoleFile(folder, `${name}.pem`, derToPem(...chain.map(({ der }) => der)));
  await fileKeys(join(folder, 'keys'), process.env.OPENPNC_PASSPHRASE).keep(name, key.exportPem());
}

/** The roots in `folder/roots/USE/*.pem`. @throws OperatorError `certificate_unreadable` naming the file */
export function readTrust(folder: string): TrustStore {
  const trust = new TrustStore();
  for (const use of ['v2g', 'mo', 'oem', 'csms'] as const) {
    const place = join(folder, 'roots', use);
    if (!existsSync(place)) continue;
    for (const file of readdirSync(place)
      .filter((name) => name.endsWith('.pem'))
      .toSorted()) {
      for (const certificate of readCertificates(folder, join('roots', use, file))) trust.add(use, certificate);
    }
  }
  return trust;
}

/** The certificates of a PEM file. @throws OperatorError `certificate_unreadable` naming the file */
export function readCertificates(folder: string, name: string): readonly Certificate[] {
  const pem = readRoleFile(folder, name);
  try {
    return pemToDer(pem).map(parseCertificate);
  } catch (error) {
    throw new OperatorError('certificate_unreadable', `${join(folder, name)}: ${(error as Error).message}`);
  }
}

/** A chain with its key, to present in TLS. */
export async function readIdentity(folder: string, name: string): Promise<TlsIdentity> {
  const key = await fileKeys(join(folder, 'keys'), process.env.OPENPNC_PASSPHRASE).find(name);
  if (!key) throw new OperatorError('key_missing', `${join(folder, 'keys')}: no key ${name}`);
  return {
    id: name,
    certificates: readCertificates(folder, `${name}.pem`).map(({ der }) => der),
    keyPem: key.exportPem(),
  };
}

/** What the folders of a lab hold, for a foreign party that wants it in another shape. */
export async function openMaterial(folder: string) {
  const [ev, station] = [join(folder, 'ev'), join(folder, 'station')];
  const root = (party: string, use: AnchorUse) =>
    readCertificates(join(folder, party), `roots/${use}/${use}-root.pem`)[0]!.der;
  return {
    secc: await readIdentity(station, 'secc'),
    contract: await readIdentity(ev, 'contract'),
    provisioning: await readIdentity(ev, 'provisioning'),
    roots: { v2g: root('csms', 'v2g'), mo: root('csms', 'mo') },
    pem: (certificates: readonly Uint8Array[]) => derToPem(...certificates),
  };
}
