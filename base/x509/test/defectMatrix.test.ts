/**
 * Path validation against OpenSSL as an oracle: every single defect at every position of the chain, accepted or refused by
 * both alike, and by us with the code that names it. Where V2G is stricter than the web, or OpenSSL than we are, the row
 * says so.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Certificate, derToPem, extensionOids, parseCertificate } from '@openpnc/x509/certificate';
import type { CertificatePlan } from '@openpnc/x509/issue';
import { validatePath } from '@openpnc/x509/path';
import { memoryKeys } from './memoryKeys.ts';
import { noOpenssl, openssl } from './openssl.ts';
import { at, type Member, name, type Tree, tree } from './tree.ts';

type Position = 'leaf' | 'sub2' | 'sub1' | 'root';

interface Defect {
  readonly id: string;
  readonly at: readonly Position[];
  readonly change?: (position: Position) => Partial<CertificatePlan>;
  /** Done to the issued certificate. */
  readonly damage?: (certificate: Certificate) => Certificate;
  /** Signed with the key of this member instead of the issuer's. */
  readonly forged?: boolean;
  /** The certificate of this position comes from a tree where it has another subject. */
  readonly renamed?: boolean;
  /** The code that names it in our findings; a function where the position decides. */
  readonly code: string | ((position: Position) => string | undefined);
  /** What OpenSSL does when it does not do as we do, and why. */
  readonly openssl?:
    | { readonly accepts: boolean; readonly because: string }
    | ((position: Position) => { accepts: boolean; because: string } | undefined);
}

const everywhere: readonly Position[] = ['leaf', 'sub2', 'sub1', 'root'];
const belowRoot: readonly Position[] = ['leaf', 'sub2', 'sub1'];
const cas: readonly Position[] = ['sub2', 'sub1', 'root'];
const keys = memoryKeys();
const wide = await keys.make('wide', 'ES512');
const rsa = await keys.make('rsa', 'RS256');
const stricter = (because: string) => ({ accepts: true, because });

const defects: readonly Defect[] = [
  { id: 'none', at: ['leaf'], code: () => undefined },
  { id: 'expired', at: everywhere, change: () => ({ notAfter: at - 1000 }), code: 'certificate_expired' },
  {
    id: 'expires in this second',
    at: everywhere,
    change: () => ({ notAfter: at }),
    code: () => undefined,
    openssl: { accepts: false, because: 'RFC 5280 4.1.2.5 includes the last second, OpenSSL does not' },
  },
  { id: 'not yet valid', at: everywhere, change: () => ({ notBefore: at + 1000 }), code: 'certificate_not_yet_valid' },
  { id: 'valid from this second', at: everywhere, change: () => ({ notBefore: at }), code: () => undefined },
  { id: 'signed by another key', at: belowRoot, forged: true, code: 'signature_invalid' },
  {
    id: 'signature bit flipped',
    at: everywhere,
    damage: (certificate) => flipped(certificate, certificate.der.length - 5),
    code: (position) => (position === 'root' ? undefined : 'signature_invalid'),
  },
  {
    id: 'subject bit flipped',
    at: belowRoot,
    damage: (certificate) => flipped(certificate, Buffer.from(certificate.der).lastIndexOf('Lab')),
    code: (position) => (position === 'leaf' ? 'signature_invalid' : 'issuer_not_found'),
  },
  {
    id: 'subject is another name than the issuer below says',
    at: cas,
    renamed: true,
    code: 'issuer_not_found',
  },
  { id: 'cA false', at: cas, change: () => ({ basicConstraints: { cA: false } }), code: 'not_a_ca' },
  { id: 'no keyCertSign', at: cas, change: () => ({ keyUsage: ['cRLSign'] }), code: 'key_usage_missing' },
  { id: 'no keyUsage', at: cas, change: () => ({ keyUsage: [] }), code: 'key_usage_missing' },
  {
    id: 'pathLen 0',
    at: ['sub1', 'root'],
    change: () => ({ basicConstraints: { cA: true, pathLen: 0 } }),
    code: 'path_len_exceeded',
  },
  {
    id: 'pathLen as long as needed',
    at: ['root'],
    change: () => ({ basicConstraints: { cA: true, pathLen: 2 } }),
    code: () => undefined,
  },
  {
    id: 'unknown critical extension',
    at: everywhere,
    change: () => ({ extra: [{ oid: '1.2.3.4', isCritical: true, value: Uint8Array.of(5, 0) }] }),
    code: 'unknown_critical_extension',
  },
  {
    id: 'unknown extension that is not critical',
    at: everywhere,
    change: () => ({ extra: [{ oid: '1.2.3.4', isCritical: false, value: Uint8Array.of(5, 0) }] }),
    code: () => undefined,
  },
  {
    id: 'keyUsage not critical',
    at: cas,
    change: () => ({ dangerFlipCritical: [extensionOids.keyUsage] }),
    code: () => undefined,
  },
  {
    id: 'basicConstraints not critical',
    at: cas,
    change: () => ({ dangerFlipCritical: [extensionOids.basicConstraints] }),
    code: () => undefined,
    openssl: { accepts: false, because: '-x509_strict; a warning for us, a refusal in our strict mode' },
  },
  {
    id: 'P-521 key',
    at: ['leaf'],
    change: () => ({ publicKey: wide.publicKey }),
    code: 'curve_not_allowed',
    openssl: stricter('only secp256r1 in ISO 15118-2'),
  },
  {
    id: 'RSA key',
    at: ['leaf'],
    change: () => ({ publicKey: rsa.publicKey }),
    code: 'curve_not_allowed',
    openssl: stricter('only secp256r1 in ISO 15118-2'),
  },
  {
    id: 'more than 800 bytes',
    at: belowRoot,
    change: () => ({ extra: [{ oid: '1.2.3.4', isCritical: false, value: new Uint8Array(400) }] }),
    code: 'too_large',
    openssl: stricter('the size is a rule of ISO 15118-2'),
  },
  {
    id: 'wrong domain component',
    at: ['leaf'],
    change: () => ({ subject: name('x', 'OEM') }),
    code: 'wrong_domain_component',
    openssl: stricter('the domain component is a rule of ISO 15118-2'),
  },
  {
    id: 'no digitalSignature',
    at: ['leaf'],
    change: () => ({ keyUsage: ['keyAgreement'] }),
    code: 'key_usage_missing',
    openssl: stricter('OpenSSL was given no purpose'),
  },
  {
    id: 'leaf is a CA',
    at: ['leaf'],
    change: () => ({ basicConstraints: { cA: true }, keyUsage: ['digitalSignature', 'keyCertSign'] }),
    code: 'leaf_is_ca',
    openssl: stricter('OpenSSL was given no purpose'),
  },
  { id: 'serial number zero', at: belowRoot, change: () => ({ serialNumber: '0' }), code: () => undefined },
  {
    id: 'no key identifiers',
    at: ['leaf'],
    change: () => ({ keyIdentifier: 'none' }),
    code: () => undefined,
    openssl: () => ({ accepts: false, because: '-x509_strict wants key identifiers' }),
  },
];

for (const defect of defects) {
  test(`${defect.id}, at ${defect.at.join(', ')}: we and OpenSSL decide as the matrix says`, {
    skip: noOpenssl,
  }, async () => {
    for (const position of defect.at) {
      const wrong = await broken(defect, position);
      const { root, sub1, sub2, leaf } = wrong;
      const code = typeof defect.code === 'function' ? defect.code(position) : defect.code;
      const mine = validatePath({ chain: [leaf, sub2, sub1], leaf, anchors: [root], at, purpose: 'secc' });
      const refusals = mine.findings.filter(({ severity }) => severity === 'refusal').map((finding) => finding.code);
      assert.equal(mine.ok, code === undefined, `${position}: ${refusals}`);
      if (code !== undefined) assert.ok(refusals.includes(code as never), `${position}: ${refusals}`);
      const judge = openssl(
        [
          'verify',
          '-x509_strict',
          '-attime',
          String(at / 1000),
          '-CAfile',
          'root.pem',
          '-untrusted',
          'subs.pem',
          'leaf.pem',
        ],
        { 'root.pem': derToPem(root.der), 'subs.pem': derToPem(sub2.der, sub1.der), 'leaf.pem': derToPem(leaf.der) },
      );
      const differs = typeof defect.openssl === 'function' ? defect.openssl(position) : defect.openssl;
      assert.equal(
        judge.status === 0,
        differs?.accepts ?? code === undefined,
        `${position}: OpenSSL says ${judge.text}`,
      );
    }
  });
}

async function broken(defect: Defect, position: Position): Promise<Tree['certificates']> {
  const change = defect.change?.(position);
  const { certificates } = await tree(change ? { [position]: change } : {}, {
    keys,
    ...(defect.forged && { by: { [position]: 'ocsp' } as Partial<Record<Member, Member>> }),
  });
  if (defect.renamed) {
    const renamed = await tree({ [position]: { subject: name('Other') } }, { keys });
    return { ...certificates, [position]: renamed.certificates[position] };
  }
  return defect.damage ? { ...certificates, [position]: defect.damage(certificates[position]) } : certificates;
}

function flipped(certificate: Certificate, offset: number): Certificate {
  const der = Uint8Array.from(certificate.der);
  der[offset]! ^= 1;
  return parseCertificate(der);
}
