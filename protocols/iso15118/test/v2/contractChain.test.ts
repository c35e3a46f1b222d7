/** Contract chains that break a rule of the profile, at PaymentDetails: the code, and the finding that names the rule. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredKey } from '@openpnc/core/ports';
import { checkContract } from '@openpnc/iso15118/v2/contract';
import { SeededKeys } from '@openpnc/sim/keys';
import type { Certificate } from '@openpnc/x509/certificate';
import type { CertificatePlan } from '@openpnc/x509/issue';
import { authority, certificate, chain, checkAt, issued } from '../pki.ts';

type Issued = { readonly certificate: Certificate; readonly key: StoredKey };
type Change = (plan: CertificatePlan) => CertificatePlan;

interface Hierarchy {
  readonly sub1?: Change;
  readonly sub2?: Change;
  readonly leaf?: Change;
  readonly from?: number;
}

const mo = (name: string) =>
  [
    ['CN', name],
    ['O', 'Lab'],
    ['DC', 'MO'],
  ] as const;
const eMAID = 'DELABC00000001';

async function hierarchy({ sub1, sub2, leaf, from }: Hierarchy = {}): Promise<readonly [Issued, Issued, Issued]> {
  const root = await authority('moRoot');
  const one = await issued({
    profile: 'moSubCa1',
    subject: mo('Chain Sub1'),
    issuer: root,
    ...(sub1 && { change: sub1 }),
  });
  const two = await issued({
    profile: 'moSubCa2',
    subject: mo('Chain Sub2'),
    issuer: one,
    ...(sub2 && { change: sub2 }),
  });
  const end = await issued({
    profile: 'contractLeaf',
    subject: [
      ['CN', eMAID],
      ['DC', 'MO'],
    ],
    issuer: two,
    ...(leaf && { change: leaf }),
    ...(from !== undefined && { from }),
  });
  return [end, two, one];
}

function check(certificates: readonly Certificate[], isStrict = false) {
  return checkContract({
    eMAID,
    chain: certificates.map(({ der }) => der),
    now: checkAt,
    trust: { anchors: () => [certificate('moRoot')], isClockSynchronised: () => true, isPrivateEnvironment: false },
    isCentralValidationAllowed: false,
    isStrict,
  });
}

const certificates = (...list: readonly Issued[]) => list.map((found) => found.certificate);

test('the chain that the others are made from is good, in strict mode too', async () => {
  for (const isStrict of [false, true]) {
    const found = check(certificates(...(await hierarchy())), isStrict);
    assert.ok(found.ok, JSON.stringify(found.findings));
  }
});

const broken: readonly (readonly [string, Hierarchy, string])[] = [
  ['a sub-CA that is no CA', { sub2: (plan) => ({ ...plan, basicConstraints: { cA: false } }) }, 'not_a_ca'],
  [
    'a sub-CA without the right to sign certificates',
    { sub2: (plan) => ({ ...plan, keyUsage: ['digitalSignature'] }) },
    'key_usage_missing',
  ],
  [
    'a path longer than Sub-CA 1 allows',
    { sub1: (plan) => ({ ...plan, basicConstraints: { cA: true, pathLen: 0 } }) },
    'path_len_exceeded',
  ],
  ['a leaf that is a CA', { leaf: (plan) => ({ ...plan, basicConstraints: { cA: true } }) }, 'leaf_is_ca'],
  ['a leaf that may not sign', { leaf: (plan) => ({ ...plan, keyUsage: ['keyAgreement'] }) }, 'key_usage_missing'],
  [
    'a leaf of more than 800 bytes',
    { leaf: (plan) => ({ ...plan, ocspUrl: `http://ocsp.example/${'x'.repeat(500)}` }) },
    'too_large',
  ],
];
for (const [what, changes, fault] of broken) {
  test(`${what} is FAILED_CertChainError: ${fault}`, async () => {
    const found = check(certificates(...(await hierarchy(changes))));
    assert.ok(!found.ok);
    assert.equal(found.code, 'FAILED_CertChainError');
    assert.ok(
      found.findings.some(({ code, data }) => code === 'contract_chain_invalid' && data?.fault === fault),
      JSON.stringify(found.findings),
    );
  });
}

for (const algorithm of ['ES512', 'RS256'] as const) {
  test(`a leaf with a key for ${algorithm} is FAILED_CertChainError [V2G2-006]`, async () => {
    const other = await new SeededKeys('curves').make(algorithm, algorithm);
    const found = check(
      certificates(...(await hierarchy({ leaf: (plan) => ({ ...plan, publicKey: other.publicKey }) }))),
    );
    assert.ok(!found.ok);
    assert.equal(found.code, 'FAILED_CertChainError');
    assert.ok(found.findings.some(({ data }) => data?.fault === 'curve_not_allowed'));
  });
}

test('three sub-CAs are one too many [V2G2-009]', async () => {
  const root = await authority('moRoot');
  const free: Change = (plan) => ({ ...plan, basicConstraints: { cA: true } });
  const one = await issued({ profile: 'moSubCa1', subject: mo('Long Sub1'), issuer: root, change: free });
  const two = await issued({ profile: 'moSubCa1', subject: mo('Long Sub2'), issuer: one, change: free });
  const three = await issued({ profile: 'moSubCa2', subject: mo('Long Sub3'), issuer: two });
  const leaf = await issued({ profile: 'contractLeaf', subject: [['CN', eMAID]], issuer: three });
  const found = check(certificates(leaf, three, two, one));
  assert.ok(!found.ok);
  assert.equal(found.code, 'FAILED_CertChainError');
});

test('a root that is sent along, or a certificate twice, is tolerated outside conformance runs', async () => {
  const [leaf, two, one] = await hierarchy();
  const withRoot = [...certificates(leaf, two, one), certificate('moRoot')];
  assert.ok(check(withRoot).ok);
  const strict = check(withRoot, true);
  assert.ok(!strict.ok && strict.code === 'FAILED_CertChainError');
  assert.ok(check(certificates(leaf, two, two, one)).ok);
});

test('sub-CAs in the other order are found outside conformance runs', async () => {
  const [leaf, two, one] = await hierarchy();
  assert.ok(check(certificates(leaf, one, two)).ok);
  const strict = check(certificates(leaf, one, two), true);
  assert.ok(!strict.ok && strict.code === 'FAILED_CertChainError');
});

test('a forged leaf under the names of the good sub-CA is FAILED_CertChainError', async () => {
  const [, two, one] = await hierarchy();
  const forger = await issued({ profile: 'moSubCa2', subject: mo('Chain Sub2'), issuer: 'self' });
  const leaf = await issued({ profile: 'contractLeaf', subject: [['CN', eMAID]], issuer: forger });
  const found = check(certificates(leaf, two, one));
  assert.ok(!found.ok);
  assert.equal(found.code, 'FAILED_CertChainError');
});

for (const [position, name] of [
  ['sub2', 'Sub-CA 2'],
  ['sub1', 'Sub-CA 1'],
] as const) {
  test(`an expired ${name} is FAILED_CertificateExpired, in conformance runs FAILED_NoCertificateAvailable [PaymentDetails_009, _010]`, async () => {
    const expired: Change = (plan) => ({ ...plan, notAfter: checkAt - 1_000 });
    const list = certificates(...(await hierarchy({ [position]: expired })));
    const found = check(list);
    assert.ok(!found.ok && found.code === 'FAILED_CertificateExpired');
    const strict = check(list, true);
    assert.ok(!strict.ok && strict.code === 'FAILED_NoCertificateAvailable');
  });
}

test('a wrong check character of the eMAID is told and no reason to refuse', async () => {
  const leaf = await issued({
    profile: 'contractLeaf',
    subject: [['CN', 'DELABC12345678A']],
    issuer: await authority('moSub2'),
  });
  const found = checkContract({
    eMAID: 'DELABC12345678',
    chain: [leaf.certificate.der, ...chain('moSub2', 'moSub1')],
    now: checkAt,
    trust: { anchors: () => [certificate('moRoot')], isClockSynchronised: () => true, isPrivateEnvironment: false },
    isCentralValidationAllowed: false,
    isStrict: false,
  });
  assert.ok(found.ok);
  assert.deepEqual(
    found.findings.map(({ code, severity }) => `${code} ${severity}`),
    ['emaid_check_digit warning'],
  );
});

test('in a private environment a leaf directly under the root is taken [V2G2-867]', async () => {
  const leaf = await issued({ profile: 'contractLeaf', subject: [['CN', eMAID]], issuer: await authority('moRoot') });
  const question = {
    eMAID,
    chain: [leaf.certificate.der],
    now: checkAt,
    isCentralValidationAllowed: false,
    isStrict: false,
  };
  const trust = { anchors: () => [certificate('moRoot')], isClockSynchronised: () => true };
  assert.ok(checkContract({ ...question, trust: { ...trust, isPrivateEnvironment: true } }).ok);
  const refused = checkContract({ ...question, trust: { ...trust, isPrivateEnvironment: false } });
  assert.ok(!refused.ok && refused.code === 'FAILED_CertChainError');
});
