/** The lab's PKI: every chain holds for its purpose, is found again after a restart, and is in the store before it leaves. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSameEmaid } from '@openpnc/core/emaid';
import { ensure, type Identity } from '@openpnc/pki/authority';
import { labPki } from '@openpnc/pki/lab';
import { SeededKeys } from '@openpnc/sim/keys';
import { SeededRandom } from '@openpnc/sim/random';
import { derToPem } from '@openpnc/x509/certificate';
import { contractVerdict } from '@openpnc/x509/contractVerdict';
import { type Purpose, validatePath } from '@openpnc/x509/path';
import { noOpenssl, openssl } from '../../../base/x509/test/openssl.ts';
import { portsOf, settingsOf, start, world } from './world.ts';

const { ports, settings, pki } = await world();
const { roots } = pki;
const identities: readonly (readonly [Purpose, string, Identity, Identity['root']])[] = [
  ['secc', 'SECC leaf', pki.secc, roots.v2g],
  ['cps', 'CPS leaf', pki.cps, roots.v2g],
  ['contract', 'contract under the V2G root', pki.contract, roots.v2g],
  ['contract', 'contract under the MO root', pki.contractMo, roots.mo],
  ['provisioning', 'provisioning leaf', pki.provisioning, roots.oem],
  ['csms', 'CSMS server leaf, EC', pki.csmsServer.ec, roots.csms],
  ['csms', 'CSMS server leaf, RSA', pki.csmsServer.rsa, roots.csms],
];

for (const [purpose, what, { certificate, chain, root, key }, expectedRoot] of identities) {
  test(`${what}: holds under its root without any finding in strict mode, and its key is in the key store`, () => {
    assert.equal(root, expectedRoot);
    assert.equal(chain[0], certificate);
    const verdict = validatePath({ chain, anchors: [root], at: start, purpose, strict: true });
    assert.deepEqual(verdict.findings, []);
    assert.deepEqual(certificate.spki, key.publicKey);
    assert.ok(
      chain.every(({ isSelfIssued }) => !isSelfIssued),
      'the root is not sent',
    );
    if (purpose !== 'csms') assert.equal(chain.length, 3);
    for (const other of Object.values(roots).filter((found) => found !== root))
      assert.equal(validatePath({ chain, anchors: [other], at: start, purpose }).ok, false);
  });
}

test('OCSP addresses are where somebody asks: SECC leaf, contract, every sub-CA of theirs; none in roots', () => {
  for (const certificate of [...pki.secc.chain, ...pki.contract.chain, ...pki.contractMo.chain])
    assert.deepEqual(certificate.ocspUrls, [settings.ocspUrl], String(certificate.subject));
  for (const root of Object.values(roots)) assert.deepEqual(root.ocspUrls, []);
});

test('the CSMS leaves name the hosts, one is EC and one RSA', async () => {
  const { ec, rsa } = (await world({ csmsNames: ['csms.lab', 'localhost'] })).pki.csmsServer;
  assert.deepEqual(
    ec.certificate.altNames.map(({ value }) => value),
    ['csms.lab', 'localhost', '127.0.0.1', `${'0'.repeat(31)}1`],
  );
  assert.equal(ec.certificate.keyType, 'P-256');
  assert.equal(rsa.certificate.keyType, 'RSA');
});

test('contracts are issued on demand: good, expired, not yet valid, under either root', async () => {
  for (const under of ['v2g', 'mo'] as const) {
    const order = { eMAID: 'de-8aa-c00000001', under };
    const judge = async (contract: Awaited<ReturnType<typeof pki.issueContract>>) => {
      assert.ok(isSameEmaid(contract.eMAID, contract.certificate.subject.commonName!));
      const { findings } = validatePath({
        chain: contract.chain,
        anchors: [under === 'v2g' ? roots.v2g : roots.mo],
        at: start,
        purpose: 'contract',
      });
      return [contractVerdict(findings), findings[0]?.code];
    };
    assert.deepEqual(await judge(await pki.issueContract(order)), ['OK', undefined]);
    assert.deepEqual(await judge(await pki.issueExpiredContract(order)), ['CertificateExpired', 'certificate_expired']);
    assert.deepEqual(await judge(await pki.issueFutureContract(order)), [
      'CertificateExpired',
      'certificate_not_yet_valid',
    ]);
  }
  await assert.rejects(pki.issueContract({ eMAID: 'DE--8AA', under: 'v2g' }), { code: 'emaid_malformed' });
});

test('a second contract of an eMAID has another key; the first stays known to the store', async () => {
  const order = { eMAID: 'DE8AAC00000002', under: 'v2g' } as const;
  const [first, second] = [await pki.issueContract(order), await pki.issueContract(order)];
  assert.notDeepEqual(first.key.publicKey, second.key.publicKey);
  assert.equal(await pki.revoke(first.certificate), true);
});

test('after a restart the same certificates are found; a new OCSP address or a near end issues anew', async () => {
  const again = await labPki(ports, settings);
  assert.equal(again.secc.certificate.fingerprint, pki.secc.certificate.fingerprint);
  assert.equal(again.contract.certificate.fingerprint, pki.contract.certificate.fingerprint);
  const moved = await labPki(ports, settingsOf({ ocspUrl: 'http://127.0.0.1:9999/ocsp' }));
  assert.equal(moved.roots.v2g.fingerprint, pki.roots.v2g.fingerprint);
  assert.deepEqual(moved.secc.certificate.ocspUrls, ['http://127.0.0.1:9999/ocsp']);
  const later = await portsOf();
  const before = await labPki(later, settings);
  later.clock.at = start + 85 * 86_400_000;
  const after = await labPki(later, settings);
  assert.notEqual(after.secc.certificate.fingerprint, before.secc.certificate.fingerprint);
  assert.equal(after.contract.certificate.fingerprint, before.contract.certificate.fingerprint);
  assert.deepEqual(after.secc.key.publicKey, before.secc.key.publicKey);
});

test('a certificate whose key is gone is one clear line, not a second identity', async () => {
  const lost = await portsOf();
  await labPki(lost, settings);
  await lost.keys.remove('v2g-root');
  await assert.rejects(labPki(lost, settings), { name: 'OperatorError', code: 'key_missing' });
});

test('each issue and each revoke has one audit line; a second revoke and a foreign one have none', async () => {
  const own = await world();
  const lines = async () => own.ports.database.selectFrom('pki_audit').selectAll().execute();
  const issued = await own.ports.database.selectFrom('pki_issued').selectAll().execute();
  assert.equal((await lines()).length, issued.length);
  assert.equal(await own.pki.revoke(own.pki.contract.certificate, 'keyCompromise'), true);
  assert.equal(await own.pki.revoke(own.pki.contract.certificate, 'superseded'), true);
  assert.equal(await own.pki.revoke(pki.contract.certificate), false);
  const revoked = (await lines()).filter(({ action }) => action === 'revoke');
  assert.deepEqual(
    revoked.map(({ certificate, detail }) => [certificate, detail]),
    [[own.pki.contract.certificate.fingerprint, 'keyCompromise']],
  );
});

test('a certificate that can not be recorded is not handed out', async () => {
  const broken = await portsOf();
  const made = await labPki(broken, settings);
  await broken.close();
  await assert.rejects(made.issueContract({ eMAID: 'DE8AAC00000003', under: 'v2g' }));
});

test('the whole lab is made in seconds at most, RSA key included', async () => {
  const fresh = await portsOf();
  // Of this thread and not of the clock: beside other work all takes longer.
  const before = process.threadCpuUsage();
  await labPki(fresh, settings);
  const { user, system } = process.threadCpuUsage(before);
  assert.ok(user + system < 5_000_000, 'aim: below one second');
});

test('with seeded keys and randomness two runs give the same certificates to the byte', async () => {
  const run = async () => {
    const ports = { ...(await portsOf()), keys: new SeededKeys('seed'), random: new SeededRandom('seed') };
    const made = await labPki(ports, settings);
    return [
      ...made.authorities.map(({ certificate }) => certificate),
      made.contract.certificate,
      made.csmsServer.rsa.certificate,
    ].map(({ fingerprint }) => fingerprint);
  };
  assert.deepEqual(await run(), await run());
});

test('ensure keeps what fits', async () => {
  const authority = pki.authorities.find(({ name }) => name === 'v2g-mo-sub-ca-2')!;
  const order = { name: 'one', profile: 'contractLeaf', subject: [['CN', 'DE8AAC00000004']] } as const;
  const [first, second] = [
    await ensure(ports, settings, authority, order),
    await ensure(ports, settings, authority, order),
  ];
  assert.equal(first.certificate.fingerprint, second.certificate.fingerprint);
});

test('OpenSSL accepts every chain of the lab', { skip: noOpenssl }, () => {
  for (const [, what, { chain, root }] of identities) {
    const { status, text } = openssl(
      [
        'verify',
        '-x509_strict',
        '-attime',
        String(start / 1000),
        '-CAfile',
        'root.pem',
        '-untrusted',
        'chain.pem',
        'leaf.pem',
      ],
      {
        'root.pem': derToPem(root.der),
        'chain.pem': derToPem(...chain.map(({ der }) => der)),
        'leaf.pem': derToPem(chain[0]!.der),
      },
    );
    assert.equal(status, 0, `${what}: ${text}`);
  }
});
