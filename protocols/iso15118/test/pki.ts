/** The certificates of the shared vectors with their keys, and others issued under them for what they lack. @module */

import { readFileSync } from 'node:fs';
import { fromHex } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import type { StoredKey } from '@openpnc/core/ports';
import { SeededKeys } from '@openpnc/sim/keys';
import { type Certificate, parseCertificate, pemToDer } from '@openpnc/x509/certificate';
import { type CertificatePlan, issueCertificate, type NameParts } from '@openpnc/x509/issue';
import { privateKeyPem } from '@openpnc/x509/keyTransport';
import { type ProfileName, planOf } from '@openpnc/x509/profiles';

interface Pki {
  readonly checkAt: string;
  readonly emaid: string;
  readonly certificates: Readonly<Record<string, { readonly pem: string; readonly privateKey: string }>>;
}

/** A file of the shared vectors. */
export function vectorFile<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../vectors/${name}`, import.meta.url), 'utf8')) as T;
}

const pki = vectorFile<Pki>('crypto/pki-small.json');

/** When the paths of the vectors are good. */
export const checkAt: Millis = Date.parse(pki.checkAt);
export const emaid: string = pki.emaid;

const entries = pki.certificates;
const parsed = new Map<string, Certificate>();
const keys = new SeededKeys('iso15118');

/** A certificate of the vectors by its name there. */
export function certificate(name: string): Certificate {
  let found = parsed.get(name);
  if (!found) {
    found = parseCertificate(pemToDer(entries[name]!.pem)[0]!);
    parsed.set(name, found);
  }
  return found;
}

/** Its key. */
export async function key(name: string): Promise<StoredKey> {
  return (await keys.find(name)) ?? keys.keep(name, privateKeyPem(fromHex(entries[name]!.privateKey)));
}

/** DER of some certificates, in the given order. */
export function chain(...names: readonly string[]): readonly Uint8Array[] {
  return names.map((name) => certificate(name).der);
}

let serial = 0x5000;

/** Issues a certificate under one of the vectors, or under a root of its own. */
export async function issued({
  profile,
  subject,
  issuer,
  from = checkAt - 86_400_000,
  until,
  change = (plan) => plan,
}: {
  readonly profile: ProfileName;
  readonly subject: NameParts;
  readonly issuer: { readonly certificate: Certificate; readonly key: StoredKey } | 'self';
  readonly from?: Millis;
  readonly until?: Millis;
  readonly change?: (plan: CertificatePlan) => CertificatePlan;
}): Promise<{ readonly certificate: Certificate; readonly key: StoredKey }> {
  serial += 1;
  const made = await keys.make(`issued-${serial}`);
  const plan = planOf(profile, {
    subject,
    publicKey: made.publicKey,
    serialNumber: serial.toString(16),
    from,
    until: until ?? checkAt + 86_400_000 * 60,
  });
  const [above, signer] = issuer === 'self' ? (['self', made] as const) : ([issuer.certificate, issuer.key] as const);
  return { certificate: await issueCertificate(change(plan), above, signer), key: made };
}

/** A CA of the vectors, to issue under. */
export async function authority(name: string): Promise<{ readonly certificate: Certificate; readonly key: StoredKey }> {
  return { certificate: certificate(name), key: await key(name) };
}
