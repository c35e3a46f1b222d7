/** The shared vectors that belong to x509: certificates and hash data, raw signatures, contract key transport. @module */
import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fromHex, toHex } from '@openpnc/core/bytes';
import { type Certificate, derToPem, parseCertificate, pemToDer } from '@openpnc/x509/certificate';
import { derToRaw, isRawSignature, rawToDer } from '@openpnc/x509/ecdsa';
import { certHashes, digest, type HashAlgorithm, isSameHashes } from '@openpnc/x509/hashData';
import { agreeWith, openContractKey, pointOf, publicPoint, sealContractKey } from '@openpnc/x509/keyTransport';
import { isPrintedName } from '@openpnc/x509/name';
import { validatePath } from '@openpnc/x509/path';

interface CertificateVector {
  readonly pem: string;
  readonly issuer: string;
  readonly derBytes: number;
  readonly privateKey: string;
  readonly sha256Fingerprint: string;
  readonly sha1Fingerprint: string;
  readonly certId: {
    readonly serialNumberHex: string;
    readonly serialNumberDecimal: string;
    readonly hashes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
}

const file = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../vectors/crypto', name), 'utf8'));
const pki = file('pki-small.json');
const at = Date.parse(pki.checkAt);
const certificates: Record<string, Certificate> = Object.fromEntries(
  Object.entries<{ pem: string }>(pki.certificates).map(([name, { pem }]) => [
    name,
    parseCertificate(pemToDer(pem)[0]!),
  ]),
);
const chain = (...names: string[]) => names.map((name) => certificates[name]!);

for (const [name, vector] of Object.entries<CertificateVector>(pki.certificates)) {
  test(`pki-small ${name}: fields, fingerprints and hash data equal the vector`, () => {
    const certificate = certificates[name]!;
    const issuer = certificates[vector.issuer]!;
    const { certId } = vector;
    assert.equal(certificate.der.length, vector.derBytes);
    assert.equal(certificate.fingerprint, vector.sha256Fingerprint);
    assert.equal(certificate.sha1Fingerprint, vector.sha1Fingerprint);
    assert.equal(certificate.serialNumber, certId.serialNumberHex);
    assert.equal(BigInt(`0x${certificate.serialNumber}`), BigInt(certId.serialNumberDecimal));
    assert.equal(certificate.keyType, 'P-256');
    assert.equal(certificate.signatureAlgorithm, 'ecdsa-with-SHA256');
    assert.equal(certificate.isSignedBy(issuer), true);
    assert.equal(toHex(certificate.publicKeyBits), toHex(publicPoint(fromHex(vector.privateKey))!));
    for (const [algorithm, hashes] of Object.entries(certId.hashes)) {
      const computed = certHashes(certificate, issuer, algorithm as HashAlgorithm);
      assert.deepEqual(computed, { hashAlgorithm: algorithm, ...hashes, serialNumber: certId.serialNumberHex });
    }
    assert.equal(derToPem(certificate.der), vector.pem);
  });
}

test('pki-small: every chain is good for its purpose at checkAt, and only there', () => {
  const { v2gRoot, moRoot, oemRoot } = certificates as Record<string, Certificate>;
  const all = [v2gRoot!, moRoot!, oemRoot!];
  const good = [
    ['secc', chain('secc', 'cpoSub2', 'cpoSub1'), v2gRoot],
    ['cps', chain('cps', 'cpsSub2', 'cpsSub1'), v2gRoot],
    ['contract', chain('contract', 'moSub2', 'moSub1'), moRoot],
    ['provisioning', chain('oemProv', 'oemSub2', 'oemSub1'), oemRoot],
  ] as const;
  for (const [purpose, presented, root] of good) {
    const verdict = validatePath({ chain: presented, anchors: [root!], at, purpose, strict: true });
    assert.deepEqual(verdict.findings, [], purpose);
    assert.deepEqual(
      verdict.path.map(({ fingerprint }) => fingerprint),
      [...presented, root!].map(({ fingerprint }) => fingerprint),
    );
    const foreign = validatePath({ chain: presented, anchors: all.filter((other) => other !== root), at, purpose });
    assert.deepEqual(
      foreign.findings.map(({ code }) => code),
      ['issuer_not_found'],
      purpose,
    );
  }
});

test('pki-small: hashes in trusted_ca_keys bodies are those of the V2G root', () => {
  const root = certificates.v2gRoot!;
  const bodies: Record<string, string> = Object.fromEntries(
    pki.trustedCaKeys.cases.map(({ name, data }: { name: string; data: string }) => [name, data]),
  );
  assert.ok(bodies['cert_sha1_hash of the V2G root']!.endsWith(root.sha1Fingerprint));
  assert.ok(bodies['key_sha1_hash of the V2G root']!.endsWith(digest('SHA1', root.publicKeyBits)));
  assert.ok(bodies['x509_name of the V2G root']!.endsWith(toHex(root.subject.der)));
});

test('pki-small: every printed spelling of an issuer name is recognised, and no other root by it', () => {
  for (const root of pki.x509IssuerSerial.roots) {
    const certificate = certificates[root.cert]!;
    const other = certificates[root.cert === 'v2gRoot' ? 'moRoot' : 'v2gRoot']!;
    for (const form of ['rfc4514', 'openssl', 'josevForm']) {
      assert.equal(isPrintedName(root[form], certificate.issuer), true, root[form]);
      assert.equal(isPrintedName(root[form], other.issuer), false, root[form]);
    }
    assert.equal(String(certificate.issuer), root.rfc4514);
    assert.equal(
      isPrintedName(`/${root.openssl.replaceAll(', ', '/').replaceAll(' = ', '=')}`, certificate.issuer),
      true,
    );
    assert.equal(BigInt(`0x${certificate.serialNumber}`), BigInt(root.serial));
  }
  assert.equal(isPrintedName('', certificates.v2gRoot!.issuer), false);
});

const raw = file('ecdsa-raw-signature.json');
for (const { id, note, message, publicKey, signatureValue, valid, der } of raw.cases) {
  test(`ecdsa-raw-signature ${id}: ${note}`, () => {
    const point = fromHex(publicKey);
    const coordinate = (from: number, to: number) => Buffer.from(point.subarray(from, to)).toString('base64url');
    const key = createPublicKey({
      format: 'jwk',
      key: { kty: 'EC', crv: 'P-256', x: coordinate(1, 33), y: coordinate(33, 65) },
    });
    const signature = fromHex(signatureValue);
    assert.equal(isRawSignature(fromHex(message), signature, key), valid);
    if (der === undefined) {
      assert.throws(() => rawToDer(signature), { code: 'signature_malformed' });
    } else {
      assert.equal(toHex(rawToDer(signature)), der);
      assert.equal(toHex(derToRaw(fromHex(der))), signatureValue);
    }
  });
}

const transport = file('contract-key-transport.json');
for (const vector of transport.cases) {
  test(`contract-key-transport ${vector.id} is ${vector.expect}ed: ${vector.note}`, async () => {
    const opened = await openContractKey({
      DHpublickey: fromHex(vector.dhPublicKey),
      ContractSignatureEncryptedPrivateKey: fromHex(vector.contractSignatureEncryptedPrivateKey),
      contractPoint: fromHex(vector.contractPublicKey),
      agree: agreeWith(fromHex(vector.receiverPrivateKey)),
    });
    if (vector.expect === 'reject') {
      assert.equal(opened.ok, false);
      assert.equal(!opened.ok && opened.problem, problems[vector.id]);
      return;
    }
    assert.equal(toHex(opened.ok ? opened.privateKey : new Uint8Array()), vector.contractPrivateKey);
    const sealed = await sealContractKey({
      contractPrivateKey: fromHex(vector.contractPrivateKey),
      receiverPoint: fromHex(vector.receiverPublicKey),
      ephemeral: { point: fromHex(vector.dhPublicKey), agree: agreeWith(fromHex(vector.ephemeralPrivateKey)) },
      iv: fromHex(vector.iv),
    });
    assert.equal(toHex(sealed.ContractSignatureEncryptedPrivateKey), vector.contractSignatureEncryptedPrivateKey);
    assert.equal(toHex(sealed.DHpublickey), vector.dhPublicKey);
  });
}

const problems: Readonly<Record<string, string>> = {
  'wrong-public-key': 'private_key_mismatch',
  'key-is-zero': 'private_key_out_of_range',
  'key-is-order': 'private_key_out_of_range',
  'key-above-order': 'private_key_out_of_range',
  'pkcs7-padded': 'encrypted_key_length',
  'short-47': 'encrypted_key_length',
  'dh-compressed': 'dh_public_key_length',
  'dh-no-prefix': 'dh_public_key_length',
  'dh-off-curve': 'dh_public_key_off_curve',
  'kdf-no-otherinfo': 'private_key_mismatch',
  'kdf-no-counter': 'private_key_mismatch',
  'kdf-counter-after': 'private_key_mismatch',
  'kdf-ascii': 'private_key_mismatch',
};

test('a point is read from a SubjectPublicKeyInfo of secp256r1 and from no other', () => {
  assert.equal(toHex(pointOf(certificates.contract!.spki)), toHex(certificates.contract!.publicKeyBits));
  assert.throws(() => pointOf(Uint8Array.of(0x30, 0)), { code: 'public_key_malformed' });
});

test('hash data is compared without regard to case and leading zeros, never across algorithms', () => {
  const hashes = certHashes(certificates.contract!, certificates.moSub2!);
  const other = {
    ...hashes,
    issuerNameHash: hashes.issuerNameHash.toUpperCase(),
    serialNumber: `00${hashes.serialNumber.toUpperCase()}`,
  };
  assert.equal(isSameHashes(hashes, other), true);
  assert.equal(isSameHashes(hashes, { ...hashes, serialNumber: `${hashes.serialNumber}0` }), false);
  assert.equal(isSameHashes(hashes, { ...hashes, hashAlgorithm: 'SHA512' }), false);
});

test('pki-small: a certificate cut at any byte, or with any octet added, is malformed and nothing else', () => {
  const { der } = certificates.contract!;
  for (let length = 0; length < der.length; length += 1)
    assert.throws(
      () => parseCertificate(der.subarray(0, length)),
      { code: 'certificate_malformed' },
      `${length} bytes`,
    );
  assert.throws(() => parseCertificate(Uint8Array.of(...der, 0)), {
    code: 'certificate_malformed',
    offset: der.length,
  });
});

test('pki-small: a certificate with any byte changed is malformed or parses, and its fields never throw anything else', () => {
  const { der } = certificates.secc!;
  for (let i = 0; i < der.length; i += 1) {
    for (const change of [0x01, 0x80, 0xff]) {
      const wrong = Uint8Array.from(der);
      wrong[i]! ^= change;
      try {
        const parsed = parseCertificate(wrong);
        void [
          parsed.ski,
          parsed.aki,
          parsed.eku,
          parsed.ocspUrls,
          parsed.crlUrls,
          parsed.altNames,
          String(parsed.subject),
        ];
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'certificate_malformed', `byte ${i}: ${error}`);
      }
    }
  }
});
