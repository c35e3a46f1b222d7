/** The certificate material of Authorize: order, what is left out, what cannot be listed. @module */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { type Certificate, pemToDer } from '@openpnc/x509/certificate';
import { issueCertificate } from '@openpnc/x509/issue';
import { memoryKeys } from '../../../base/x509/test/memoryKeys.ts';
import { contractChainPem, contractHashData } from '../src/contractChain.ts';
import { checkRequest, strictProfile } from '../src/v201.ts';

const day = 86_400_000;
const now = Date.parse('2026-11-24T12:00:00Z');

/** Leaf, Sub-CA 2, Sub-CA 1, root; `without` names those that get no OCSP URL, `leaf` changes the plan of the leaf. */
async function path(
  without: readonly string[] = [],
  leaf: { readonly ocspUrl?: string; readonly serialNumber?: string } = {},
): Promise<readonly Certificate[]> {
  const keys = memoryKeys();
  const made: Certificate[] = [];
  for (const [i, name] of ['root', 'sub1', 'sub2', 'leaf'].entries()) {
    const key = await keys.make(name);
    const above = made[0];
    const issuer = above ? await keys.find(['root', 'sub1', 'sub2'][i - 1]!) : key;
    const plan = {
      subject: [['CN', name]] as const,
      publicKey: key.publicKey,
      serialNumber: `0${i + 1}a`,
      notBefore: now - day,
      notAfter: now + day,
      ...(name !== 'leaf' && { basicConstraints: { cA: true } }),
      ...(name !== 'root' && !without.includes(name) && { ocspUrl: `http://ocsp.test/${name}` }),
      ...(name === 'leaf' && leaf),
    };
    made.unshift(await issueCertificate(plan, above ?? 'self', issuer!));
  }
  return made;
}

test('entries come leaf first and end below the root [C07.FR.01]', async () => {
  const chain = await path();
  const { entries, unlistable, withoutIssuer } = contractHashData(chain);
  assert.deepEqual(
    entries.map(({ responderURL, serialNumber }) => `${responderURL} ${serialNumber}`),
    ['http://ocsp.test/leaf 4a', 'http://ocsp.test/sub2 3a', 'http://ocsp.test/sub1 2a'],
  );
  assert.deepEqual([unlistable, withoutIssuer], [[], undefined]);
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  for (const [i, entry] of entries.entries()) {
    assert.equal(entry.hashAlgorithm, 'SHA256');
    assert.equal(entry.issuerNameHash, sha256(chain[i + 1]!.subject.der));
    // The bits of the key alone: the last 65 bytes of a P-256 SubjectPublicKeyInfo.
    assert.equal(entry.issuerKeyHash, sha256(chain[i + 1]!.spki.slice(-65)));
  }
});

test('an OCSP URL or a serial number that OCSPRequestData has no room for cannot be listed, the longest that fit can', async () => {
  const url = (length: number) => 'http://ocsp.test/'.padEnd(length, 'x');
  for (const [leaf, isListed] of [
    [{ ocspUrl: url(512) }, true],
    [{ ocspUrl: url(513) }, false],
    [{ serialNumber: '7f'.padEnd(40, '0') }, true],
    [{ serialNumber: '7f'.padEnd(42, '0') }, false],
  ] as const) {
    const { entries, unlistable } = contractHashData(await path([], leaf));
    assert.deepEqual([entries.length, unlistable], isListed ? [3, []] : [2, ['CN=leaf']]);
    assert.equal(
      checkRequest(
        'Authorize',
        { idToken: { idToken: 'DE8AAC12345678D', type: 'eMAID' }, iso15118CertificateHashData: entries },
        strictProfile,
      ).ok,
      true,
    );
  }
});

test('a certificate without an OCSP URL is reported and the others are still listed', async () => {
  const { entries, unlistable } = contractHashData(await path(['sub2']));
  assert.deepEqual(unlistable, ['CN=sub2']);
  assert.deepEqual(
    entries.map(({ responderURL }) => responderURL),
    ['http://ocsp.test/leaf', 'http://ocsp.test/sub1'],
  );
});

test('without the root the topmost Sub-CA has no key hash and is named', async () => {
  const { entries, withoutIssuer } = contractHashData((await path()).slice(0, 3));
  assert.equal(entries.length, 2);
  assert.equal(withoutIssuer, 'CN=sub1');
});

test('the PEM chain holds leaf and Sub-CAs and never the root; one that is too long is not made [C07.FR.06]', async () => {
  const chain = await path();
  const pem = contractChainPem(chain);
  assert.deepEqual(
    pemToDer(pem!).map((der) => Buffer.from(der).toString('hex')),
    chain.slice(0, 3).map(({ der }) => Buffer.from(der).toString('hex')),
  );
  assert.equal(contractChainPem(chain, pem!.length - 1), undefined);
});
