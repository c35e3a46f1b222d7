/** Lint and the reports of `openpnc cert`, on our own trees and on the shared vectors. @module */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { toUtf8 } from '@openpnc/core/bytes';
import { derToPem, ekuOids, extensionOids, parseCertificate, pemToDer } from '@openpnc/x509/certificate';
import { type CertificatePlan, issueCertificate } from '@openpnc/x509/issue';
import { guessProfile, lintCertificate } from '@openpnc/x509/lint';
import { encodeCertsOnly, orderedChain, parseCertsOnly } from '@openpnc/x509/pkcs7';
import { type ProfileName, planOf, profiles } from '@openpnc/x509/profiles';
import { certificatesOf, inspect, kindNames, lint, tree as treeOf, verify } from '@openpnc/x509/report';
import { memoryKeys } from './memoryKeys.ts';
import { noOpenssl, openssl } from './openssl.ts';
import { at, tree } from './tree.ts';

const pki = JSON.parse(readFileSync(join(import.meta.dirname, '../../../vectors/crypto/pki-small.json'), 'utf8'));
const checkAt = Date.parse(pki.checkAt);
const vector = Object.fromEntries(
  Object.entries<{ pem: string }>(pki.certificates).map(([name, { pem }]) => [
    name,
    parseCertificate(pemToDer(pem)[0]!),
  ]),
);
const world = await tree();
const { root, sub1, sub2, leaf } = world.certificates;
const keys = memoryKeys();
const key = await keys.make('k');
const ca = { ...world.signers.sub2 };

/** A certificate of a kind, made as its profile says but for `change`. */
async function made(kind: ProfileName, change: Partial<CertificatePlan> = {}, CN = names[kind] ?? 'Name') {
  const profile = profiles[kind] as { domainComponent?: { value: string }; isWithoutCountry?: boolean };
  const plan = planOf(kind, {
    subject: [
      ...(profile.isWithoutCountry ? [] : ([['C', 'DE']] as const)),
      ['O', 'Lab'],
      ['CN', CN],
      ...(profile.domainComponent ? ([['DC', profile.domainComponent.value]] as const) : []),
    ],
    publicKey: key.publicKey,
    serialNumber: 'abcdef0123456789',
    from: at - 1000,
    ocspUrl: 'http://o',
    ...(kind === 'csmsServer' && { altNames: { dns: ['localhost'] } }),
  });
  const isRoot = kind.endsWith('Root');
  return issueCertificate({ ...plan, ...change }, isRoot ? 'self' : sub2, isRoot ? key : ca);
}

const names: Partial<Record<ProfileName, string>> = {
  contractLeaf: 'DE8AAC12345678D',
  provisioningLeaf: 'WVWZZZAAZMD123456',
  cpoSubCa1: 'CPO Sub-CA 1',
  cpoSubCa2: 'CPO Sub-CA 2',
};

for (const kind of Object.keys(profiles) as ProfileName[]) {
  test(`${kindNames[kind]}: what the profile plans has no lint, and its kind is recognised`, async () => {
    const certificate = await made(kind);
    assert.deepEqual(lintCertificate(certificate, kind, { at }), []);
    assert.equal(guessProfile(certificate), kind);
  });
}

const faults: readonly (readonly [string, ProfileName, Partial<CertificatePlan>, string, string?])[] = [
  [
    'another domain component',
    'seccLeaf',
    {
      subject: [
        ['O', 'L'],
        ['CN', 'x'],
        ['DC', 'V2G'],
      ],
    },
    'error domain_component_wrong',
  ],
  [
    'no domain component',
    'cpsLeaf',
    {
      subject: [
        ['O', 'L'],
        ['CN', 'x'],
      ],
    },
    'error domain_component_wrong',
  ],
  [
    'another domain component in a contract',
    'contractLeaf',
    {
      subject: [
        ['O', 'L'],
        ['CN', 'DE8AAC12345678'],
        ['DC', 'X'],
      ],
    },
    'warning domain_component_wrong',
  ],
  [
    'a country in a contract',
    'contractLeaf',
    {
      subject: [
        ['C', 'DE'],
        ['O', 'L'],
        ['CN', 'DE8AAC12345678'],
        ['DC', 'MO'],
      ],
    },
    'error country_present',
  ],
  ['an eMAID with a wrong check character', 'contractLeaf', {}, 'warning check_character_wrong', 'DE8AAC12345678X'],
  ['no eMAID', 'contractLeaf', {}, 'error common_name_malformed', 'x'],
  ['a PCID of 16 characters', 'provisioningLeaf', {}, 'error common_name_malformed', 'WVWZZZAAZMD12345'],
  [
    'no organization',
    'seccLeaf',
    {
      subject: [
        ['CN', 'x'],
        ['DC', 'CPO'],
      ],
    },
    'warning organization_missing',
  ],
  [
    'no common name',
    'seccLeaf',
    {
      subject: [
        ['O', 'x'],
        ['DC', 'CPO'],
      ],
    },
    'error common_name_missing',
  ],
  [
    'an e-mail address',
    'seccLeaf',
    {
      subject: [
        ['O', 'L'],
        ['CN', 'x'],
        ['emailAddress', 'a@b'],
        ['DC', 'CPO'],
      ],
    },
    'info name_attribute_unusual',
  ],
  ['cA true', 'seccLeaf', { basicConstraints: { cA: true } }, 'error ca_flag_wrong'],
  ['a Sub-CA 2 with pathLen 1', 'cpoSubCa2', { basicConstraints: { cA: true, pathLen: 1 } }, 'warning path_len_wrong'],
  ['a Sub-CA 1 with pathLen 0', 'cpoSubCa1', { basicConstraints: { cA: true, pathLen: 0 } }, 'error path_len_wrong'],
  ['no digitalSignature', 'seccLeaf', { keyUsage: ['keyAgreement'] }, 'error key_usage_missing'],
  ['no keyAgreement', 'seccLeaf', { keyUsage: ['digitalSignature'] }, 'warning key_usage_missing'],
  ['no keyUsage', 'seccLeaf', { keyUsage: [] }, 'error key_usage_missing'],
  [
    'keyCertSign in a leaf',
    'seccLeaf',
    { keyUsage: ['digitalSignature', 'keyAgreement', 'keyCertSign'] },
    'error key_usage_superfluous',
  ],
  [
    'keyEncipherment in an SECC leaf',
    'seccLeaf',
    { keyUsage: ['digitalSignature', 'keyAgreement', 'keyEncipherment'] },
    'warning key_usage_superfluous',
  ],
  [
    'keyUsage that is not critical',
    'seccLeaf',
    { dangerFlipCritical: [extensionOids.keyUsage] },
    'error key_usage_not_critical',
  ],
  [
    'basicConstraints that is not critical',
    'cpoSubCa1',
    { dangerFlipCritical: [extensionOids.basicConstraints] },
    'error basic_constraints_not_critical',
  ],
  ['an OCSP signer without OCSPSigning', 'ocspSigner', { eku: [] }, 'error extended_key_usage_wrong'],
  ['an SECC leaf for clients only', 'seccLeaf', { eku: [ekuOids.clientAuth] }, 'error extended_key_usage_wrong'],
  ['a root with an extended key usage', 'v2gRoot', { eku: [ekuOids.OCSPSigning] }, 'warning extended_key_usage_in_ca'],
  [
    'an unknown critical extension',
    'seccLeaf',
    { extra: [{ oid: '1.2.3', isCritical: true, value: Uint8Array.of(5, 0) }] },
    'error unknown_critical_extension',
  ],
  [
    'more than 800 bytes',
    'seccLeaf',
    { extra: [{ oid: '1.2.3', isCritical: false, value: new Uint8Array(400) }] },
    'error too_large',
  ],
  ['a serial number of 0', 'seccLeaf', { serialNumber: '0' }, 'error serial_number_not_proper'],
  ['an end before the beginning', 'seccLeaf', { notBefore: at, notAfter: at - 1000 }, 'error validity_order'],
  ['a SECC leaf for a year', 'seccLeaf', { notAfter: at + 366 * 86_400_000 }, 'warning validity_long'],
  ['an end within 21 days', 'seccLeaf', { notAfter: at + 86_400_000 }, 'info expires_soon'],
  ['a beginning tomorrow', 'seccLeaf', { notBefore: at + 1000 }, 'error not_yet_valid'],
  ['no server name', 'csmsServer', { altNames: {} }, 'error alternative_name_missing'],
  ['no key identifier', 'cpoSubCa1', { keyIdentifier: 'none' }, 'warning key_identifier_missing'],
];

for (const [what, kind, change, expected, commonName] of faults) {
  test(`${kindNames[kind]} with ${what}: ${expected}`, async () => {
    const found = lintCertificate(await made(kind, change, commonName), kind, { at }).map(
      ({ severity, code }) => `${severity} ${code}`,
    );
    assert.ok(found.includes(expected), `found ${found.join(', ') || 'nothing'}`);
  });
}

test('a contract without OCSP address and an OCSP signer without nocheck are warned about', async () => {
  const { ocspUrl: _, ...bare } = planOf('contractLeaf', {
    subject: [
      ['O', 'L'],
      ['CN', 'DE8AAC12345678'],
    ],
    publicKey: key.publicKey,
    serialNumber: '1',
    from: at,
  });
  const contract = await issueCertificate(bare, sub2, ca);
  assert.deepEqual(
    lintCertificate(contract, 'contractLeaf').map(({ code }) => code),
    ['ocsp_url_missing'],
  );
  const signer = await made('ocspSigner', { ocspNoCheck: false });
  assert.deepEqual(
    lintCertificate(signer, 'ocspSigner').map(({ code }) => code),
    ['ocsp_no_check_missing'],
  );
});

test('what is thrown before signing keeps a certificate from being signed', async () => {
  let signatures = 0;
  const counting = {
    ...ca,
    sign: (data: Uint8Array) => {
      signatures += 1;
      return ca.sign(data);
    },
  };
  const plan = planOf('seccLeaf', { subject: [['CN', 'x']], publicKey: key.publicKey, serialNumber: '1', from: at });
  let size = 0;
  const refuse = (draft: { der: Uint8Array }) => {
    size = draft.der.length;
    throw new Error('no');
  };
  await assert.rejects(issueCertificate(plan, sub2, counting, { beforeSigning: refuse }), /no/);
  assert.equal(signatures, 0);
  const signed = await issueCertificate(plan, sub2, counting);
  assert.ok(signed.der.length <= size && size - signed.der.length <= 4, 'the draft is as large as the largest result');
});

test('pki-small: each kind is recognised; the only errors are the countries in its contracts', () => {
  const kinds: Record<string, ProfileName> = {
    secc: 'seccLeaf',
    cps: 'cpsLeaf',
    contract: 'contractLeaf',
    newContract: 'contractLeaf',
    oemProv: 'provisioningLeaf',
    ocsp: 'ocspSigner',
    v2gRoot: 'v2gRoot',
    moRoot: 'moRoot',
    oemRoot: 'oemRoot',
    moSub1: 'moSubCa1',
    cpoSub2: 'cpoSubCa2',
    cpsSub1: 'cpsSubCa1',
    oemSub2: 'oemSubCa2',
  };
  for (const [name, kind] of Object.entries(kinds)) assert.equal(guessProfile(vector[name]!), kind, name);
  const report = lint(Object.values(vector), { at: checkAt });
  const errors = report.data.flatMap(({ subject, findings }) =>
    findings.filter(({ severity }) => severity === 'error').map(({ code }) => `${subject} ${code}`),
  );
  assert.deepEqual(
    errors,
    [vector.contract!, vector.newContract!].map(({ subject }) => `${subject} country_present`),
  );
  assert.equal(report.ok, false);
});

test('inspect says what a contract is, with its eMAID, hash data and what is left of it', () => {
  const { data, lines } = inspect([vector.contract!, vector.moSub2!], checkAt);
  assert.equal(data[0]!.kind, 'contractLeaf');
  assert.deepEqual(data[0]!.eMAID, { text: 'DE-LAB-C12345678-Y', checkCharacter: 'right' });
  assert.equal(data[0]!.hashData!.issuerKeyHash, pki.certificates.contract.certId.hashes.SHA256.issuerKeyHash);
  assert.equal(data[1]!.hashData, undefined);
  assert.ok(lines.some((line) => line.includes('DE-LAB-C12345678-Y (check character right)')));
  assert.ok(lines.some((line) => /validity .* days left$/.test(line)));
  JSON.stringify(data);
});

test('tree shows who issued whom, whatever the order, and says where an issuer is missing', () => {
  const all = Object.values(vector).filter((certificate) => certificate !== vector.oemRoot);
  const { data, lines } = treeOf(all.toReversed(), checkAt);
  const v2g = data.find(({ kind }) => kind === 'v2gRoot')!;
  assert.deepEqual(v2g.issued.map(({ kind }) => kind).toSorted(), ['cpoSubCa1', 'cpsSubCa1']);
  const orphan = data.find(({ isOrphan }) => isOrphan)!;
  assert.equal(orphan.kind, 'oemSubCa1');
  assert.equal(lines.length, all.length);
  assert.ok(lines.some((line) => line.startsWith('   └─ ') || line.startsWith('│  └─ ')));
  assert.ok(lines.some((line) => line.endsWith('issuer not at hand')));
});

test('verify names the verdict for the car, every finding with its clause, and the path', () => {
  const chain = [vector.contract!, vector.moSub2!, vector.moSub1!];
  const good = verify(chain, { anchors: [vector.moRoot!], at: checkAt, purpose: 'contract' });
  assert.equal(good.ok, true);
  assert.equal(good.lines.at(-1), 'good for contract');
  assert.equal(good.data.path.length, 4);
  const bad = verify(chain, { anchors: [vector.v2gRoot!], at: checkAt, purpose: 'contract' });
  assert.equal(bad.lines.at(-1), 'refused for contract: NoCertificateAvailable');
  assert.ok(bad.lines.some((line) => /^refusal {2}issuer_not_found: .* \(RFC 5280/.test(line)));
});

test('a file is PEM, DER or PKCS#7; anything else is one clear error', () => {
  const chain = [leaf, sub2, sub1];
  const prints = (file: Uint8Array) => certificatesOf(file).map(({ fingerprint }) => fingerprint);
  const wanted = chain.map(({ fingerprint }) => fingerprint);
  assert.deepEqual(prints(toUtf8(derToPem(...chain.map(({ der }) => der)))), wanted);
  assert.deepEqual(prints(leaf.der), [leaf.fingerprint]);
  assert.deepEqual(prints(encodeCertsOnly(chain)), wanted);
  assert.throws(() => certificatesOf(toUtf8('0123 hello')), { code: 'pem_malformed' });
  assert.throws(() => certificatesOf(Uint8Array.of(0x30, 0x82, 1, 0, 0xff)), { code: 'certificate_malformed' });
  assert.throws(() => certificatesOf(Uint8Array.of(0xff, 0xfe)), { code: 'pem_malformed' });
});

test('a PKCS#7 keeps its certificates; the chain is put in order by name and signature, without root', () => {
  const bag = [root, sub1, leaf, sub2];
  assert.deepEqual(
    parseCertsOnly(encodeCertsOnly(bag)).map(({ fingerprint }) => fingerprint),
    bag.map(({ fingerprint }) => fingerprint),
  );
  assert.deepEqual(orderedChain(leaf, bag), [leaf, sub2, sub1]);
  assert.deepEqual(orderedChain(leaf, [root, sub1]), [leaf]);
  const whole = encodeCertsOnly(bag);
  for (let length = 0; length < whole.length; length += 11)
    assert.throws(() => parseCertsOnly(whole.subarray(0, length)), /pkcs7|Certificate|byte/);
});

test('OpenSSL reads our PKCS#7 and we read the one of OpenSSL', { skip: noOpenssl }, () => {
  const bag = [leaf, sub2, sub1, root];
  const shown = openssl(['pkcs7', '-inform', 'DER', '-in', 'a.p7', '-print_certs'], { 'a.p7': encodeCertsOnly(bag) });
  assert.equal(shown.status, 0, shown.text);
  assert.deepEqual(
    pemToDer(shown.text).map((der) => parseCertificate(der).fingerprint),
    bag.map(({ fingerprint }) => fingerprint),
  );
  const theirs = openssl(
    ['crl2pkcs7', '-nocrl', '-certfile', 'a.pem', '-outform', 'DER', '-out', 'b.p7'],
    { 'a.pem': derToPem(...bag.map(({ der }) => der)) },
    'b.p7',
  );
  assert.deepEqual(
    new Set(parseCertsOnly(theirs.output).map(({ fingerprint }) => fingerprint)),
    new Set(bag.map(({ fingerprint }) => fingerprint)),
  );
});
