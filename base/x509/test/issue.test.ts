/** Issued certificates and requests are read back by us and by OpenSSL. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { derToPem, ekuOids, parseCertificate, pemBlocks } from '@openpnc/x509/certificate';
import { createCsr, csrToPem, issueCertificate, parseCsr, serialNumberOf } from '@openpnc/x509/issue';
import { memoryKeys } from './memoryKeys.ts';
import { noOpenssl, openssl } from './openssl.ts';
import { at, name, tree } from './tree.ts';

const plan = (publicKey: Uint8Array) => ({
  subject: name('Root'),
  publicKey,
  serialNumber: 'ff',
  notBefore: at + 999,
  notAfter: Date.UTC(9999, 11, 31, 23, 59, 59),
  basicConstraints: { cA: true, pathLen: 0 },
  keyUsage: ['keyCertSign', 'cRLSign'] as const,
});

test('a certificate holds what its plan says, whole seconds and names in the given order', async () => {
  const { certificates } = await tree({
    leaf: {
      eku: [ekuOids.serverAuth],
      altNames: { dns: ['localhost'], ip: ['127.0.0.1', '::1'] },
      keyIdentifier: 'short',
      crlUrl: 'http://a/b',
    },
  });
  const { leaf, sub2 } = certificates;
  assert.deepEqual(leaf.subject.attributes, [
    { type: 'O', value: 'Lab' },
    { type: 'CN', value: 'DELABC12345678' },
    { type: 'DC', value: 'CPO' },
  ]);
  assert.equal(leaf.issuer.equals(sub2.subject), true);
  assert.equal(leaf.isSignedBy(sub2), true);
  assert.deepEqual([...leaf.keyUsage!], ['digitalSignature', 'keyAgreement']);
  assert.deepEqual(leaf.eku, [ekuOids.serverAuth]);
  assert.deepEqual(leaf.ocspUrls, ['http://127.0.0.1:8080/ocsp']);
  assert.deepEqual(leaf.crlUrls, ['http://a/b']);
  assert.deepEqual(leaf.altNames, [
    { type: 'dns', value: 'localhost' },
    { type: 'ip', value: '127.0.0.1' },
    { type: 'ip', value: '00000000000000000000000000000001' },
  ]);
  assert.match(leaf.ski!, /^4[0-9a-f]{15}$/);
  assert.equal(leaf.aki, sub2.ski);
  assert.equal(sub2.pathLen, 0);
  assert.equal(leaf.isCa, false);
  const key = await memoryKeys().make('k');
  const root = await issueCertificate(plan(key.publicKey), 'self', key);
  assert.equal(root.notBefore, at);
  assert.equal(new Date(root.notAfter).toISOString(), '9999-12-31T23:59:59.000Z');
  assert.equal(root.serialNumber, 'ff');
  assert.equal(root.hasProperSerialNumber, true);
});

test('a name that needs UTF-8 stays what it is when it becomes an issuer', async () => {
  const keys = memoryKeys();
  const [ca, leaf] = [await keys.make('ca'), await keys.make('leaf')];
  const subject = [
    ['O', 'Münze, "Lab" <+>'],
    ['CN', 'DE*ICE*E45B'],
  ] as const;
  const root = await issueCertificate({ ...plan(ca.publicKey), subject }, 'self', ca);
  const made = await issueCertificate({ ...plan(leaf.publicKey), subject: name('x') }, root, ca);
  assert.deepEqual(
    made.issuer.attributes.map(({ value }) => value),
    subject.map(([, value]) => value),
  );
});

test('a signer that is not the issuer is refused before anything is signed', async () => {
  const { certificates, signers } = await tree();
  await assert.rejects(issueCertificate(plan(signers.leaf.publicKey), certificates.sub2, signers.sub1), {
    code: 'wrong_signer',
  });
});

for (const algorithm of ['ES256', 'ES512', 'RS256', 'Ed448'] as const) {
  test(`a ${algorithm} key issues, verifies and requests`, async () => {
    const key = await memoryKeys().make('k', algorithm);
    const root = await issueCertificate(plan(key.publicKey), 'self', key);
    assert.equal(root.isSignedBy(root), true);
    const csr = await createCsr(name('x', 'CPO'), key);
    assert.equal(parseCsr(csr).isProved, true);
    assert.equal(parseCsr(csr).subject.commonName, 'x');
    const forged = Uint8Array.from(csr);
    forged[forged.length - 3]! ^= 1;
    assert.equal(parseCsr(forged).isProved, false);
  });
}

test('a request that is cut off or is no request is csr_malformed', async () => {
  const csr = await createCsr(name('x'), await memoryKeys().make('k'));
  for (let length = 0; length < csr.length; length += 1)
    assert.throws(() => parseCsr(csr.subarray(0, length)), { code: 'csr_malformed' });
});

test('serial numbers are positive whatever the random bytes are', () => {
  assert.equal(serialNumberOf(Uint8Array.of(0xff, 0x00)), '7f00');
  assert.equal(serialNumberOf(Uint8Array.of(0x80, 0x0f)), '10f');
  assert.equal(serialNumberOf(Uint8Array.of(0x00, 0x00)), '100');
});

test('PEM chains keep their order, blocks end with a newline, broken ones are refused', async () => {
  const { certificates } = await tree();
  const { leaf, sub2 } = certificates;
  const pem = `text before\n${derToPem(leaf.der, sub2.der)}text after`;
  assert.deepEqual(
    pemBlocks(pem, 'CERTIFICATE').map((der) => parseCertificate(der).fingerprint),
    [leaf.fingerprint, sub2.fingerprint],
  );
  assert.match(derToPem(leaf.der, sub2.der), /-----\n-----BEGIN[\s\S]*-----END CERTIFICATE-----\n$/);
  for (const wrong of ['', 'x', pem.slice(0, 300), pem.replace('MI', '!!')])
    assert.throws(() => pemBlocks(wrong, 'CERTIFICATE'), { code: 'pem_malformed' });
});

test('OpenSSL accepts an issued chain under -x509_strict', { skip: noOpenssl }, async () => {
  const { certificates } = await tree({
    leaf: { eku: [ekuOids.serverAuth], altNames: { dns: ['localhost'], ip: ['127.0.0.1', '::1'] } },
  });
  const { root, sub1, sub2, leaf } = certificates;
  const { status, text } = openssl(
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
    { 'root.pem': derToPem(root.der), 'subs.pem': derToPem(sub1.der, sub2.der), 'leaf.pem': derToPem(leaf.der) },
  );
  assert.equal(status, 0, text);
  const shown = openssl(['x509', '-in', 'leaf.pem', '-noout', '-text'], { 'leaf.pem': derToPem(leaf.der) }).text;
  assert.match(shown, /X509v3 Key Usage: critical\s+Digital Signature, Key Agreement/);
  assert.match(shown, /DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1/);
  assert.match(shown, /OCSP - URI:http:\/\/127.0.0.1:8080\/ocsp/);
});

test('OpenSSL accepts a request of ours', { skip: noOpenssl }, async () => {
  const csr = await createCsr(name('DE*ICE*E45B', 'CPO'), await memoryKeys().make('k'));
  const { status, text } = openssl(['req', '-verify', '-noout', '-subject', '-in', 'a.csr'], {
    'a.csr': csrToPem(csr),
  });
  assert.equal(status, 0, text);
  assert.match(text, /CN = DE\*ICE\*E45B/);
});

test('a request of OpenSSL is read', { skip: noOpenssl }, async () => {
  const key = await memoryKeys().make('k');
  const { text } = openssl(['req', '-new', '-key', 'k.pem', '-subj', '/DC=CPO/O=Lab/CN=SECC1'], {
    'k.pem': key.exportPem(),
  });
  const csr = parseCsr(pemBlocks(text, 'CERTIFICATE REQUEST')[0]!);
  assert.equal(csr.isProved, true);
  assert.equal(String(csr.subject), 'CN=SECC1,O=Lab,DC=CPO');
  assert.deepEqual(csr.publicKey, key.publicKey);
});
