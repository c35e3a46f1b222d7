/** A small V2G tree with keys for tests: root, two sub-CAs, a leaf and an OCSP signer, every plan open to change. @module */

import type { Keys, StoredKey } from '@openpnc/core/ports';
import { type Certificate, ekuOids } from '@openpnc/x509/certificate';
import { type CertificatePlan, issueCertificate, type NameParts } from '@openpnc/x509/issue';
import { memoryKeys } from './memoryKeys.ts';

export const at = Date.parse('2026-06-01T12:00:00Z');
const day = 86_400_000;

export type Member = 'root' | 'sub1' | 'sub2' | 'leaf' | 'ocsp';

export interface Tree {
  readonly keys: Keys;
  readonly certificates: Readonly<Record<Member, Certificate>>;
  readonly signers: Readonly<Record<Member, StoredKey>>;
}

type Changes = Partial<Record<Member, Partial<CertificatePlan>>>;

/** Issues the tree. `by` names another signer than the issuer's for a member. */
export async function tree(
  changes: Changes = {},
  {
    by = {},
    keys = memoryKeys(),
    leafName = [
      ['O', 'Lab'],
      ['CN', 'DELABC12345678'],
      ['DC', 'CPO'],
    ],
  }: { by?: Partial<Record<Member, Member>>; keys?: Keys; leafName?: NameParts } = {},
): Promise<Tree> {
  const signers = {} as Record<Member, StoredKey>;
  for (const member of ['root', 'sub1', 'sub2', 'leaf', 'ocsp'] as const) signers[member] = await keys.make(member);
  const ca = (pathLen?: number) => ({
    basicConstraints: { cA: true, ...(pathLen !== undefined && { pathLen }) },
    keyUsage: ['keyCertSign', 'cRLSign'] as const,
  });
  const plans: Record<Member, Omit<CertificatePlan, 'publicKey' | 'serialNumber'>> = {
    root: { subject: name('Root'), notBefore: at - 10 * day, notAfter: at + 10_000 * day, ...ca() },
    sub1: {
      subject: name('Sub1'),
      notBefore: at - 9 * day,
      notAfter: at + 1000 * day,
      ...ca(1),
      ocspUrl: 'http://127.0.0.1:8080/ocsp',
    },
    sub2: {
      subject: name('Sub2'),
      notBefore: at - 8 * day,
      notAfter: at + 500 * day,
      ...ca(0),
      ocspUrl: 'http://127.0.0.1:8080/ocsp',
      crlUrl: 'http://127.0.0.1:8080/crl',
    },
    leaf: {
      subject: leafName,
      notBefore: at - 7 * day,
      notAfter: at + 90 * day,
      basicConstraints: { cA: false },
      keyUsage: ['digitalSignature', 'keyAgreement'],
      ocspUrl: 'http://127.0.0.1:8080/ocsp',
    },
    ocsp: {
      subject: name('OCSP'),
      notBefore: at - 7 * day,
      notAfter: at + 30 * day,
      basicConstraints: { cA: false },
      keyUsage: ['digitalSignature'],
      eku: [ekuOids.OCSPSigning],
      ocspNoCheck: true,
    },
  };
  const issuers = { root: 'root', sub1: 'root', sub2: 'sub1', leaf: 'sub2', ocsp: 'sub2' } as const;
  const certificates = {} as Record<Member, Certificate>;
  let serial = 0x1000;
  for (const member of ['root', 'sub1', 'sub2', 'leaf', 'ocsp'] as const) {
    const issuer = issuers[member];
    serial += 1;
    const plan = {
      ...plans[member],
      publicKey: signers[member].publicKey,
      serialNumber: serial.toString(16),
      ...changes[member],
    };
    const signer = signers[by[member] ?? issuer];
    // A signer with the issuer's public key and another private key makes a forged signature.
    const forging = by[member] ? { ...signer, publicKey: signers[issuer].publicKey } : signer;
    certificates[member] = await issueCertificate(plan, member === 'root' ? 'self' : certificates[issuer]!, forging);
  }
  return { keys, certificates, signers };
}

/** Names of this tree. */
export function name(commonName: string, domainComponent = 'V2G'): NameParts {
  return [
    ['C', 'DE'],
    ['O', 'Lab'],
    ['CN', commonName],
    ['DC', domainComponent],
  ];
}
