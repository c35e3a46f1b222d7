/** Path validation: each rule found where it is broken, all findings at once, and the words for the car. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ekuOids, extensionOids, parseCertificate } from '@openpnc/x509/certificate';
import { contractVerdict, expiresSoon } from '@openpnc/x509/contractVerdict';
import type { CertificatePlan } from '@openpnc/x509/issue';
import { anchorUses, PathMemory, type PathQuestion, validatePath } from '@openpnc/x509/path';
import { anchorHashes, TrustStore } from '@openpnc/x509/trustStore';
import { memoryKeys } from './memoryKeys.ts';
import { at, type Member, name, type Tree, tree } from './tree.ts';

const keys = memoryKeys();
const day = 86_400_000;
const good = await tree();

function check({ certificates }: Tree, question: Partial<PathQuestion> = {}) {
  const { root, sub1, sub2, leaf } = certificates;
  return validatePath({ chain: [leaf, sub2, sub1], anchors: [root], at, purpose: 'secc', ...question });
}

const refusals = (verdict: ReturnType<typeof validatePath>) =>
  verdict.findings
    .filter(({ severity }) => severity === 'refusal')
    .map(({ code, certificate }) => `${code} ${certificate.position}`);

test('a good chain has no finding at all, strict or not, in any order', () => {
  const { root, sub1, sub2, leaf } = good.certificates;
  assert.deepEqual(check(good, { strict: true }).findings, []);
  for (const chain of [
    [leaf, sub1, sub2],
    [sub1, sub2, leaf],
    [sub2, leaf, sub1],
    [leaf, sub2, sub1, sub2, leaf],
  ]) {
    const verdict = check(good, { chain });
    assert.equal(verdict.ok, true);
    assert.deepEqual(verdict.path, [leaf, sub2, sub1, root]);
    assert.equal(verdict.anchor, root);
  }
  assert.deepEqual(refusals(check(good, { chain: [leaf, sub1, sub2], strict: true })), ['chain_order 2']);
});

type Defect = readonly [
  what: string,
  change: Partial<Record<Member, Partial<CertificatePlan>>>,
  found: readonly string[],
  by?: Partial<Record<Member, Member>>,
];

const defects: readonly Defect[] = [
  ['an expired leaf', { leaf: { notAfter: at - 1000 } }, ['certificate_expired 0']],
  ['an expired Sub-CA 2', { sub2: { notAfter: at - 1000 } }, ['certificate_expired 1']],
  ['an expired root', { root: { notAfter: at - 1000 } }, ['certificate_expired 3']],
  ['a leaf that is not yet valid', { leaf: { notBefore: at + 1000 } }, ['certificate_not_yet_valid 0']],
  ['a Sub-CA 1 that is not yet valid', { sub1: { notBefore: at + 1000 } }, ['certificate_not_yet_valid 2']],
  ['a leaf signed by another key', {}, ['signature_invalid 0'], { leaf: 'ocsp' }],
  ['a Sub-CA 2 signed by another key', {}, ['signature_invalid 1'], { sub2: 'ocsp' }],
  ['a Sub-CA 1 signed by another key', {}, ['signature_invalid 2'], { sub1: 'ocsp' }],
  ['a Sub-CA 2 that is no CA', { sub2: { basicConstraints: { cA: false } } }, ['not_a_ca 1']],
  ['a Sub-CA 1 with keyUsage but without keyCertSign', { sub1: { keyUsage: ['cRLSign'] } }, ['key_usage_missing 2']],
  ['a Sub-CA 1 without keyUsage', { sub1: { keyUsage: [] } }, ['key_usage_missing 2']],
  ['a Sub-CA 1 with pathLen 0', { sub1: { basicConstraints: { cA: true, pathLen: 0 } } }, ['path_len_exceeded 2']],
  ['a root with pathLen 1', { root: { basicConstraints: { cA: true, pathLen: 1 } } }, ['path_len_exceeded 3']],
  ['a leaf without digitalSignature', { leaf: { keyUsage: ['keyAgreement'] } }, ['key_usage_missing 0']],
  ['a leaf that is a CA', { leaf: { basicConstraints: { cA: true } } }, ['leaf_is_ca 0']],
  ['a leaf with another domain component', { leaf: { subject: name('x', 'MO') } }, ['wrong_domain_component 0']],
  [
    'a leaf with an extended key usage other than serverAuth',
    { leaf: { eku: [ekuOids.clientAuth] } },
    ['extended_key_usage_missing 0'],
  ],
  [
    'an unknown critical extension',
    { sub2: { extra: [{ oid: '1.2.3.4', isCritical: true, value: Uint8Array.of(5, 0) }] } },
    ['unknown_critical_extension 1'],
  ],
  [
    'critical name constraints, which are not processed',
    { sub2: { extra: [{ oid: extensionOids.nameConstraints, isCritical: true, value: Uint8Array.of(0x30, 0) }] } },
    ['unknown_critical_extension 1'],
  ],
  [
    'a leaf above 800 bytes',
    { leaf: { extra: [{ oid: '1.2.3.4', isCritical: false, value: new Uint8Array(400) }] } },
    ['too_large 0'],
  ],
  [
    'several at once',
    { leaf: { notAfter: at - 1000, keyUsage: ['keyAgreement'] }, sub1: { basicConstraints: { cA: true, pathLen: 0 } } },
    ['certificate_expired 0', 'key_usage_missing 0', 'path_len_exceeded 2'],
  ],
];

for (const [what, change, found, by] of defects) {
  test(`${what}: ${found.join(', ')}`, async () => {
    const wrong = await tree(change, { keys, ...(by && { by }) });
    const verdict = check(wrong);
    assert.deepEqual(refusals(verdict), found);
    assert.equal(verdict.ok, false);
    for (const { text, spec, certificate } of verdict.findings) {
      assert.ok(text.startsWith(certificate.subject), text);
      assert.match(spec, /^(RFC \d+|ISO 15118-2:2014) /);
    }
  });
}

for (const [what, change, code, position] of [
  ['a leaf without keyUsage', { leaf: { keyUsage: [] } }, 'key_usage_missing', 0],
  ['keyUsage that is not critical', { sub2: { dangerFlipCritical: [extensionOids.keyUsage] } }, 'not_critical', 1],
  [
    'a Sub-CA 2 with pathLen 1',
    { sub1: { basicConstraints: { cA: true } }, sub2: { basicConstraints: { cA: true, pathLen: 1 } } },
    'path_len_profile',
    1,
  ],
  ['a serial number of zero', { leaf: { serialNumber: '0' } }, 'serial_number_not_proper', 0],
] as const) {
  test(`${what} is a warning, and a refusal in strict mode`, async () => {
    const odd = await tree(change, { keys });
    assert.deepEqual(
      check(odd).findings.map((found) => [found.code, found.severity, found.certificate.position]),
      [[code, 'warning', position]],
    );
    assert.equal(check(odd).ok, true);
    assert.deepEqual(refusals(check(odd, { strict: true })), [`${code} ${position}`]);
  });
}

test('a leaf of another curve and an RSA leaf are refused for the car and allowed for the CSMS', async () => {
  for (const algorithm of ['ES512', 'RS256'] as const) {
    const other = await keys.make(`leaf-${algorithm}`, algorithm);
    const odd = await tree({ leaf: { publicKey: other.publicKey } }, { keys });
    assert.deepEqual(refusals(check(odd)), ['curve_not_allowed 0']);
    assert.deepEqual(refusals(check(odd, { purpose: 'csms' })), []);
  }
});

test('issuer_not_found: a missing sub-CA, a missing root, a foreign root sent along', async () => {
  const { sub2, sub1, leaf, root } = good.certificates;
  const foreign = await tree({ root: { subject: name('Foreign') } });
  assert.deepEqual(refusals(check(good, { chain: [leaf, sub1] })), ['issuer_not_found 0']);
  assert.deepEqual(refusals(check(good, { chain: [leaf, sub2] })), ['issuer_not_found 1']);
  assert.deepEqual(refusals(check(good, { anchors: [foreign.certificates.root] })), ['issuer_not_found 2']);
  assert.deepEqual(refusals(check(good, { chain: [leaf, sub2, sub1, root], anchors: [foreign.certificates.root] })), [
    'issuer_not_found 2',
  ]);
  const sent = check(good, { chain: [leaf, sub2, sub1, root] });
  assert.deepEqual(
    sent.findings.map(({ code, severity }) => [code, severity]),
    [['root_in_chain', 'warning']],
  );
});

test('among anchors with the same name the one whose key signed is taken, wherever it stands', async () => {
  const { root } = good.certificates;
  const twins = [await tree(), await tree()].map(({ certificates }) => certificates.root);
  for (const anchors of [
    [root, ...twins],
    [...twins, root],
    [twins[0]!, root, twins[1]!],
  ])
    assert.equal(check(good, { anchors }).anchor, root);
});

test('a root rollover: another root of the same name is no broken signature, its own root is missing', async () => {
  const { leaf, sub2, sub1 } = good.certificates;
  const [before, after] = [await tree(), await tree()].map(({ certificates }) => certificates.root);
  const verdict = check(good, { anchors: [before!, after!] });
  assert.deepEqual(refusals(verdict), ['issuer_not_found 2']);
  const [found] = verdict.findings;
  assert.equal(found!.namesake, before!.fingerprint);
  assert.match(found!.text, /another root of the same name is installed/);
  // The old root in the chain says as little.
  const sent = check(good, { chain: [leaf, sub2, sub1, before!], leaf, anchors: [] });
  assert.deepEqual(refusals(sent), ['issuer_not_found 2']);
  assert.equal(sent.findings[0]!.namesake, undefined);
  // A sub-CA of the right name and the wrong key is a broken chain of whoever sent it.
  const other = (await tree()).certificates.sub2;
  assert.deepEqual(refusals(check(good, { chain: [leaf, other, sub1], leaf })), ['signature_invalid 0']);
  // Where the key identifier names this very key, it is the signature that is wrong.
  const forged = await tree({}, { keys, by: { sub1: 'leaf' } });
  const chain = [forged.certificates.leaf, forged.certificates.sub2, forged.certificates.sub1];
  assert.deepEqual(refusals(check(forged, { chain, anchors: [forged.certificates.root] })), ['signature_invalid 2']);
});

test('a forged sub-CA of the right name beside the right one does no harm, and costs a bounded number of checks', async () => {
  const { leaf, sub2, sub1 } = good.certificates;
  const forged = await Promise.all(
    Array.from({ length: 40 }, async () => (await tree({}, { keys })).certificates.sub2),
  );
  assert.equal(check(good, { chain: [leaf, ...forged.slice(0, 5), sub2, sub1], leaf }).ok, true);
  const flood = check(good, { chain: [leaf, ...forged], leaf });
  assert.deepEqual(refusals(flood), ['signature_invalid 0']);
});

test('a chain without one single end entity is refused, an empty one is the fault of the caller', async () => {
  const other = await tree();
  const { leaf, sub2, sub1 } = good.certificates;
  assert.deepEqual(refusals(check(good, { chain: [leaf, other.certificates.leaf, sub2, sub1] })), [
    'leaf_ambiguous -1',
  ]);
  assert.throws(() => check(good, { chain: [] }), { code: 'empty_chain' });
});

test('a leaf under the root is allowed in a private environment alone; three sub-CAs are too many', async () => {
  const { root, sub1 } = good.certificates;
  const direct = good.certificates.sub1;
  assert.deepEqual(
    refusals(validatePath({ chain: [direct], anchors: [root], at, purpose: 'contract', isPrivate: true })),
    ['leaf_is_ca 0', 'key_usage_missing 0'],
  );
  assert.ok(
    refusals(validatePath({ chain: [direct], anchors: [root], at, purpose: 'contract' })).includes(
      'leaf_issued_by_root 0',
    ),
  );
  assert.deepEqual(refusals(validatePath({ chain: [sub1], anchors: [root], at, purpose: 'issuer' })), []);
});

test('other purposes: CPS wants its domain component, the provisioning leaf may lack it outside strict mode, OCSP wants OCSPSigning', async () => {
  assert.deepEqual(refusals(check(good, { purpose: 'cps' })), ['wrong_domain_component 0']);
  const bare = await tree({ leaf: { subject: [['CN', 'WVWZZZAAZMD123456']] } }, { keys });
  assert.deepEqual(refusals(check(bare, { purpose: 'provisioning' })), []);
  assert.deepEqual(refusals(check(bare, { purpose: 'provisioning', strict: true })), ['wrong_domain_component 0']);
  assert.deepEqual(refusals(check(good, { purpose: 'provisioning' })), ['wrong_domain_component 0']);
  assert.deepEqual(refusals(check(bare, { purpose: 'contract' })), []);
  assert.deepEqual(refusals(check(bare, { purpose: 'ocsp' })), ['extended_key_usage_missing 0']);
});

test('a remembered sub-CA is not verified again, but its validity is checked each time; of the rest the latest are kept', async () => {
  const { leaf, sub2, sub1 } = good.certificates;
  const memory = new PathMemory();
  const fresh = () => [leaf, sub2, sub1].map(({ der }) => memory.certificate(der));
  assert.equal(check(good, { chain: fresh(), purpose: 'contract', memory }).ok, true);
  const again = fresh();
  assert.equal(memory.certificate(leaf.der), again[0]);
  const others = await Promise.all(
    Array.from({ length: 32 }, async () => (await tree({}, { keys })).certificates.leaf.der),
  );
  for (const der of others.slice(1)) memory.certificate(der);
  assert.equal(memory.certificate(leaf.der), again[0]);
  for (const der of others) memory.certificate(der);
  const ca = fresh();
  assert.equal(ca[1], again[1]);
  assert.notEqual(ca[0], again[0]);
  assert.equal(memory.isProved(sub2, sub1), true);
  assert.equal(memory.isProved(leaf, sub2), false);
  assert.deepEqual(refusals(check(good, { chain: fresh(), memory, at: sub2.notAfter + 1 })), [
    'certificate_expired 0',
    'certificate_expired 1',
  ]);
});

test("a station's certificate that was proved once is remembered, with its validity checked each time; one of a customer never is", () => {
  const { leaf, sub2 } = good.certificates;
  for (const [purpose, isRemembered] of [
    ['secc', true],
    ['contract', false],
    ['provisioning', false],
    ['cps', false],
    ['csms', false],
    ['station', false],
  ] as const) {
    const memory = new PathMemory();
    check(good, { purpose, memory });
    assert.equal(memory.isProved(leaf, sub2), isRemembered, purpose);
  }
  const memory = new PathMemory();
  assert.equal(check(good, { memory }).ok, true);
  assert.deepEqual(refusals(check(good, { memory, at: leaf.notAfter + 1 })), ['certificate_expired 0']);
});

test('a chain that reaches no anchor leaves nothing in the memory', async () => {
  const memory = new PathMemory();
  const { sub2, sub1 } = good.certificates;
  check(good, { anchors: [], memory });
  assert.equal(memory.isProved(sub2, sub1), false);
});

test('the words for the car: structure, anchor, path, validity, revocation decide in this order', () => {
  const found = (code: string, position = 0, severity: 'refusal' | 'warning' = 'refusal') => ({
    code,
    severity,
    certificate: { subject: 's', position, isAnchor: false, fingerprint: '' },
  });
  assert.equal(contractVerdict([]), 'OK');
  assert.equal(contractVerdict([found('chain_order', 1, 'warning')]), 'OK');
  assert.equal(contractVerdict([found('certificate_expired')]), 'CertificateExpired');
  assert.equal(contractVerdict([found('certificate_not_yet_valid')]), 'CertificateExpired');
  assert.equal(contractVerdict([found('certificate_expired', 1)]), 'CertificateExpired');
  assert.equal(contractVerdict([found('certificate_expired', 1)], { strict: true }), 'NoCertificateAvailable');
  assert.equal(contractVerdict([found('certificate_expired')], { strict: true }), 'CertificateExpired');
  assert.equal(contractVerdict([found('certificate_revoked')]), 'CertificateRevoked');
  assert.equal(contractVerdict([found('certificate_expired'), found('issuer_not_found', 2)]), 'NoCertificateAvailable');
  assert.equal(contractVerdict([found('certificate_expired'), found('signature_invalid')]), 'CertChainError');
  assert.equal(contractVerdict([found('too_large'), found('issuer_not_found', 2)]), 'CertChainError');
  assert.equal(contractVerdict([found('something_new')]), 'CertChainError');
});

test('a contract expires soon from 21 days before its end to its end', () => {
  const notAfter = at;
  assert.equal(expiresSoon({ notAfter }, at - 21 * day), false);
  assert.equal(expiresSoon({ notAfter }, at - 21 * day + 1), true);
  assert.equal(expiresSoon({ notAfter }, at), true);
  assert.equal(expiresSoon({ notAfter }, at + 1), false);
});

test('a trust store holds anchors by use, several of one name, and removes by hash data of any spelling', async () => {
  const twin = (await tree()).certificates.root;
  const { root } = good.certificates;
  const store = new TrustStore([{ use: 'v2g', certificate: root }]);
  assert.equal(store.add('v2g', parseCertificate(root.der)), false);
  assert.equal(store.add('mo', root), true);
  assert.equal(store.add('v2g', twin), true);
  assert.deepEqual(store.certificates(...anchorUses.secc), [root, twin]);
  assert.deepEqual(store.certificates(...anchorUses.provisioning), []);
  assert.deepEqual(
    store.list().map(({ use }) => use),
    ['v2g', 'mo', 'v2g'],
  );
  const hashes = anchorHashes(root, 'SHA512');
  assert.equal(store.find({ ...hashes, issuerKeyHash: hashes.issuerKeyHash.toUpperCase() })?.certificate, root);
  assert.equal(store.removeByHashes({ ...hashes, serialNumber: `0${hashes.serialNumber}` }, 'mo').length, 1);
  assert.deepEqual(store.certificates('v2g', 'mo'), [root, twin]);
  assert.equal(store.remove(root).length, 1);
  assert.equal(store.removeByHashes(hashes).length, 0);
});
