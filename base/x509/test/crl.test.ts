/** CRLs: each rule of verification, revocation under a policy, and OpenSSL as the other side. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { derToPem, pemBlock } from '@openpnc/x509/certificate';
import { buildCrl, type CrlEntry, parseCrl, verifyCrl } from '@openpnc/x509/crl';
import type { OcspVerdict } from '@openpnc/x509/ocsp';
import { revocationFindings } from '@openpnc/x509/revocation';
import { noOpenssl, openssl } from './openssl.ts';
import { at, tree } from './tree.ts';

const world = await tree();
const { root, sub1, sub2, leaf } = world.certificates;
const hour = 3_600_000;
const revoked: CrlEntry = { serialNumber: leaf.serialNumber, at: at - hour, reason: 'keyCompromise' };

async function list(changes: Partial<Parameters<typeof buildCrl>[0]> = {}): Promise<Uint8Array> {
  return buildCrl({
    issuer: sub2,
    signer: world.signers.sub2,
    thisUpdate: at - hour,
    nextUpdate: at + hour,
    number: 7,
    entries: [],
    ...changes,
  });
}

const codes = (verdict: ReturnType<typeof verifyCrl>) => [verdict.status, ...verdict.findings.map(({ code }) => code)];
const check = (crl: Uint8Array, changes: Partial<Parameters<typeof verifyCrl>[0]> = {}) =>
  codes(verifyCrl({ crl, certificate: leaf, issuer: sub2, at, ...changes }));

test('good and revoked come through, with time, reason and number', async () => {
  assert.deepEqual(check(await list()), ['good']);
  const crl = await list({ entries: [{ serialNumber: 'ff00', at: at - 2 * hour }, revoked] });
  assert.deepEqual(check(crl), ['revoked']);
  assert.deepEqual(verifyCrl({ crl, certificate: leaf, issuer: sub2, at }).entry, revoked);
  assert.equal(parseCrl(crl).number, '7');
  assert.deepEqual([...parseCrl(crl).entries.keys()], ['ff00', leaf.serialNumber]);
});

test('a list of another CA, of another key, or of a CA without cRLSign proves nothing', async () => {
  assert.deepEqual(check(await list({ issuer: sub1, signer: world.signers.sub1 })), [
    'invalid',
    'crl_wrong_issuer',
    'crl_signature_invalid',
  ]);
  assert.deepEqual(check(await list({ signer: world.signers.leaf })), ['invalid', 'crl_signature_invalid']);
  const bare = await tree({ sub2: { keyUsage: ['keyCertSign'] } }, { keys: world.keys });
  const crl = await list({ issuer: bare.certificates.sub2, signer: bare.signers.sub2 });
  assert.deepEqual(check(crl, { issuer: bare.certificates.sub2, certificate: bare.certificates.leaf }), [
    'invalid',
    'crl_signer_not_authorized',
  ]);
});

test('times count with skew and grace', async () => {
  assert.deepEqual(check(await list({ thisUpdate: at + 61_000, nextUpdate: at + hour })), [
    'invalid',
    'crl_not_yet_valid',
  ]);
  assert.deepEqual(check(await list({ thisUpdate: at + 59_000, nextUpdate: at + hour })), ['good']);
  assert.deepEqual(check(await list({ nextUpdate: at - 61_000 })), ['invalid', 'crl_stale']);
  assert.deepEqual(check(await list({ nextUpdate: at - 61_000 }), { grace_ms: 10_000 }), ['good']);
});

test('a list with any byte changed or cut off is never good', async () => {
  const crl = await list({ entries: [revoked] });
  for (let i = 0; i < crl.length; i += 1) {
    const wrong = Uint8Array.from(crl);
    wrong[i]! ^= 0x01;
    assert.equal(check(wrong)[0], 'invalid', `byte ${i}`);
    assert.equal(check(crl.subarray(0, i))[0], 'invalid', `${i} bytes`);
  }
});

const ocsp = (status: OcspVerdict['status'], text = ''): OcspVerdict => ({
  status,
  claimed: undefined,
  issuer: undefined,
  findings: text === '' ? [] : [{ code: 'ocsp_stale', severity: 'refusal', text, spec: '' }],
});

test('policy: a proof of revocation always wins, a proof of good is enough, no proof refuses only under require', async () => {
  const bad = verifyCrl({ crl: await list({ entries: [revoked] }), certificate: leaf, issuer: sub2, at });
  const one = { certificate: leaf, position: 0 };
  const judge = (evidence: object, policy: 'require' | 'prefer' | 'off') =>
    revocationFindings([{ ...one, ...evidence }], policy).map(({ code, severity }) => `${code} ${severity}`);
  for (const policy of ['require', 'prefer'] as const) {
    const missing = policy === 'require' ? 'refusal' : 'warning';
    assert.deepEqual(judge({ ocsp: ocsp('good') }, policy), []);
    assert.deepEqual(judge({ ocsp: ocsp('good'), crl: bad }, policy), ['certificate_revoked refusal']);
    assert.deepEqual(judge({ ocsp: ocsp('revoked') }, policy), ['certificate_revoked refusal']);
    assert.deepEqual(judge({ ocsp: ocsp('unknown') }, policy), [`revocation_unknown ${missing}`]);
    assert.deepEqual(judge({ ocsp: ocsp('invalid', 'stale') }, policy), [`revocation_unproved ${missing}`]);
    assert.deepEqual(judge({ failure: 'timeout' }, policy), [`revocation_unproved ${missing}`]);
    assert.deepEqual(judge({}, policy), [`revocation_no_source ${missing}`]);
  }
  assert.deepEqual(judge({ crl: bad }, 'off'), []);
});

test('OpenSSL verifies our list and refuses the revoked leaf by it', { skip: noOpenssl }, async () => {
  const [good, bad, upper, top] = [
    await list(),
    await list({ entries: [revoked] }),
    await list({ issuer: sub1, signer: world.signers.sub1 }),
    await list({ issuer: root, signer: world.signers.root }),
  ];
  for (const [crl, expected] of [
    [good, /OK/],
    [bad, /certificate revoked/],
  ] as const) {
    const { text } = openssl(
      [
        'verify',
        '-x509_strict',
        '-crl_check_all',
        '-attime',
        String(at / 1000),
        '-CAfile',
        'root.pem',
        '-untrusted',
        'subs.pem',
        '-CRLfile',
        'crls.pem',
        'leaf.pem',
      ],
      {
        'root.pem': derToPem(root.der),
        'subs.pem': derToPem(sub1.der, sub2.der),
        'leaf.pem': derToPem(leaf.der),
        'crls.pem': [crl, upper, top].map((der) => pemBlock('X509 CRL', der)).join(''),
      },
    );
    assert.match(text, expected);
  }
  assert.match(
    openssl(['crl', '-inform', 'DER', '-in', 'a.crl', '-noout', '-text'], { 'a.crl': bad }).text,
    /Key Compromise/,
  );
});

test('a list of OpenSSL is verified', { skip: noOpenssl }, async () => {
  // OpenSSL stamps with its own clock, so this tree is valid for a century.
  const long = { notBefore: Date.UTC(2000, 0, 1), notAfter: Date.UTC(2100, 0, 1) };
  const { certificates, signers } = await tree({ root: long, sub1: long, sub2: long, leaf: long });
  const serial = certificates.leaf.serialNumber.toUpperCase();
  const config =
    '[ca]\ndefault_ca=a\n[a]\ndatabase=index.txt\ncrlnumber=number\ndefault_md=sha256\ndefault_crl_days=1\ncrl_extensions=e\n[e]\nauthorityKeyIdentifier=keyid\n';
  const { status, text, output } = openssl(
    ['ca', '-gencrl', '-config', 'a.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key', '-out', 'out.crl'],
    {
      'a.cnf': config,
      number: '01\n',
      'index.txt': `R\t991231000000Z\t250101000000Z,superseded\t${serial}\tunknown\t/CN=x\n`,
      'ca.pem': derToPem(certificates.sub2.der),
      'ca.key': signers.sub2.exportPem(),
    },
    'out.crl',
  );
  assert.equal(status, 0, text);
  const der = new Uint8Array(
    Buffer.from(
      Buffer.from(output)
        .toString()
        .replace(/-----[^-]+-----|\s/g, ''),
      'base64',
    ),
  );
  const verdict = verifyCrl({
    crl: der,
    certificate: certificates.leaf,
    issuer: certificates.sub2,
    at: parseCrl(der).thisUpdate,
  });
  assert.deepEqual(codes(verdict), ['revoked']);
  assert.equal(verdict.entry?.reason, 'superseded');
});
