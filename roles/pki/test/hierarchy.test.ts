/** Profiles of hierarchies: shapes of real PKIs hold, each broken one is wrong at its one place and nowhere else. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serveRoutes } from '@openpnc/core/http';
import { type Identity, issue } from '@openpnc/pki/authority';
import { HierarchyProfile, hierarchyProfile, profileNames } from '@openpnc/pki/hierarchy';
import { type LabPki, labPki } from '@openpnc/pki/lab';
import { ocspRoutes } from '@openpnc/pki/ocspResponder';
import { certHashes } from '@openpnc/x509/hashData';
import { encodeOcspRequest, verifyOcspResponse } from '@openpnc/x509/ocsp';
import { type Purpose, validatePath } from '@openpnc/x509/path';
import { lint } from '@openpnc/x509/report';
import { Default, Errors } from 'typebox/value';
import { portsOf, settingsOf, start, world } from './world.ts';

const purposes: readonly (readonly [string, Purpose, (pki: LabPki) => Identity])[] = [
  ['contract-mo', 'contract', (pki) => pki.contractMo],
  ['contract', 'contract', (pki) => pki.contract],
  ['provisioning', 'provisioning', (pki) => pki.provisioning],
  ['cps', 'cps', (pki) => pki.cps],
  ['secc', 'secc', (pki) => pki.secc],
];

/** What the path validation and the responder find, by defect. */
const expected: Readonly<Record<string, string>> = {
  expired: 'certificate_expired 0',
  'not-yet-valid': 'certificate_not_yet_valid 0',
  'sub-ca-expired': 'certificate_expired 1',
  'wrong-curve': 'curve_not_allowed 0',
  'no-key-cert-sign': 'key_usage_missing 1',
  'path-len': 'path_len_exceeded 2',
  'wrong-domain-component': 'wrong_domain_component 0',
  'pcid-16': 'lint common_name_malformed',
  'too-large': 'too_large 0',
  forged: 'signature_invalid 0',
  revoked: 'ocsp revoked',
  'ocsp-unknown': 'ocsp unknown',
};

test('every defect of every target has a profile', () => {
  assert.equal(profileNames.length, 2 + 10 + 10 + 12 + 10 + 11);
  assert.throws(() => hierarchyProfile('broken-secc-pcid-16'), { name: 'OperatorError', code: 'profile_unknown' });
  assert.throws(() => hierarchyProfile('x'), { name: 'OperatorError', code: 'profile_unknown' });
});

for (const name of profileNames.filter((found) => found.startsWith('broken-'))) {
  test(`${name} is wrong there and nowhere else`, async () => {
    const { ports, settings, pki } = await world({ profile: name });
    const [target] = purposes.find(([found]) => name.startsWith(`broken-${found}-`))!;
    const defect = name.slice(`broken-${target}-`.length);
    for (const [branch, purpose, identityOf] of purposes) {
      const found = await faults(identityOf(pki), purpose);
      assert.deepEqual(found, branch === target ? [expected[defect]] : [], branch);
    }

    async function faults({ chain, root }: Identity, purpose: Purpose): Promise<string[]> {
      const anchors = [root];
      const refusals = validatePath({ chain, anchors, at: start, purpose })
        .findings.filter(({ severity }) => severity === 'refusal')
        .map(({ code, certificate }) => `${code} ${certificate.position}`);
      if (refusals.length > 0) return refusals;
      const [leaf, ca] = chain as [(typeof chain)[0], (typeof chain)[0]];
      if (leaf.ocspUrls.length > 0) {
        const hashes = certHashes(leaf, ca);
        const serve = serveRoutes(ocspRoutes({ ports, settings, ...pki }));
        const { body } = await serve(
          { method: 'POST', url: '/ocsp', headers: {}, body: encodeOcspRequest(hashes) },
          {},
        );
        const { status } = verifyOcspResponse({ response: body!, hashes, anchors, at: start });
        if (status !== 'good') return [`ocsp ${status}`];
      } else if (name.endsWith('-revoked')) {
        // A leaf without OCSP address is looked up by the pool that issued it.
        const row = await ports.database
          .selectFrom('pki_revoked')
          .selectAll()
          .where('serial_number', '=', leaf.serialNumber)
          .executeTakeFirst();
        if (row) return ['ocsp revoked'];
      }
      return lint([leaf], { at: start })
        .data[0]!.findings.filter(({ severity }) => severity === 'error')
        .map(({ code }) => `lint ${code}`);
    }
  });
}

for (const [place, position] of [
  ['leaf', 0],
  ['sub-ca-2', 1],
  ['sub-ca-1', 2],
  ['root', 3],
] as const) {
  test(`a defect at another place: broken-contract-mo-expired@${place}, -wrong-curve@${place}`, async () => {
    const found = async (defect: string) => {
      const { pki } = await world({ profile: `broken-contract-mo-${defect}@${place}` });
      const { chain, root } = pki.contractMo;
      return validatePath({ chain, anchors: [root], at: start, purpose: 'contract' }).findings.map(
        ({ code, certificate }) => `${code} ${certificate.position}`,
      );
    };
    assert.deepEqual(await found('expired'), [`certificate_expired ${position}`]);
    assert.ok((await found('wrong-curve')).includes(`curve_not_allowed ${position}`));
  });
}

test('a place that is none, or of a profile without a defect, is refused', () => {
  for (const name of ['broken-contract-expired@middle', 'lab@leaf', 'production-like@root'])
    assert.throws(() => hierarchyProfile(name), { code: 'profile_unknown' });
});

test('production-like: 8-octet key identifiers, 16-octet serials, policies, DC last in Sub-CA 2 and absent in MO Sub-CA 2; all chains hold', async () => {
  const { pki } = await world({ profile: 'production-like' });
  for (const [, purpose, identityOf] of purposes) {
    const { chain, root } = identityOf(pki);
    const { findings } = validatePath({ chain, anchors: [root], at: start, purpose, strict: true });
    assert.deepEqual(findings, [], purpose);
    for (const certificate of [...chain, root]) {
      assert.equal(certificate.ski!.length, 16);
      assert.ok(certificate.serialNumber.length >= 31);
    }
    assert.ok(root.extension('2.5.29.32'));
  }
  const types = (certificate: Identity['certificate']) =>
    certificate.subject.attributes.map(({ type }) => type).join(' ');
  assert.equal(types(pki.secc.chain[1]!), 'C O CN DC');
  assert.equal(types(pki.secc.chain[2]!), 'C O DC CN');
  assert.equal(types(pki.contractMo.chain[1]!), 'C O CN');
  assert.equal(types(pki.contract.certificate), 'O CN');
});

test('lab: two chains of three certificates stay below 3,400 bytes, so that an installation fits 5,600 characters', async () => {
  const { pki } = await world();
  const bytes = [...pki.cps.chain, ...pki.contract.chain].reduce((sum, { der }) => sum + der.length, 0);
  assert.ok(bytes < 3400, `${bytes} bytes`);
});

test('a profile file has defaults for all, an unknown key in it is an error, an unknown defect too', async () => {
  const filled = Default(HierarchyProfile, { serialBytes: 20 }) as HierarchyProfile;
  assert.deepEqual(filled, { ...hierarchyProfile('lab'), serialBytes: 20 });
  assert.notEqual([...Errors(HierarchyProfile, { ...filled, x: 1 })].length, 0);
  const ports = await portsOf();
  const pki = await labPki(ports, settingsOf(), filled);
  assert.ok(pki.contract.certificate.serialNumber.length >= 38);
  await assert.rejects(labPki(await portsOf(), settingsOf(), { ...filled, broken: { target: 'secc', defect: 'x' } }), {
    code: 'profile_unknown',
  });
});

test('a certificate that its lint finds wrong is not issued, and nothing is recorded', async () => {
  const { ports, settings, pki } = await world();
  const count = async () => (await ports.database.selectFrom('pki_issued').select('name').execute()).length;
  const before = await count();
  const order = {
    name: 'bad',
    profile: 'provisioningLeaf',
    subject: [
      ['CN', 'SHORT'],
      ['DC', 'MO'],
    ],
  } as const;
  await assert.rejects(issue(ports, settings, pki.issuers.provisioning, pki.provisioning.key.publicKey, order), {
    name: 'OperatorError',
    code: 'lint_failed',
    message: /common_name_malformed.*domain_component_wrong/,
  });
  await assert.rejects(
    issue(ports, settings, pki.issuers.secc, pki.csmsServer.rsa.key.publicKey, {
      name: 'bad',
      profile: 'seccLeaf',
      subject: [
        ['CN', 'x'],
        ['DC', 'CPO'],
      ],
    }),
    {
      message: /curve_not_allowed/,
    },
  );
  assert.equal(await count(), before);
});

test('a certificate that is wrong on purpose says so in its audit line', async () => {
  const { ports } = await world({ profile: 'broken-secc-wrong-domain-component' });
  const lines = await ports.database
    .selectFrom('pki_audit')
    .select('detail')
    .where('detail', 'like', '%on purpose%')
    .execute();
  assert.deepEqual(
    lines.map(({ detail }) => detail),
    ['seccLeaf secc on purpose: domain_component_wrong: domain component XXX, expected CPO'],
  );
});
