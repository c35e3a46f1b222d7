/** OCSP: requests and responses, each rule of verification, and OpenSSL as the other side. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, toHex } from '@openpnc/core/bytes';
import { derToPem } from '@openpnc/x509/certificate';
import { certHashes } from '@openpnc/x509/hashData';
import {
  buildOcspResponse,
  encodeOcspRequest,
  type OcspAnswer,
  type OcspQuestion,
  ocspRefusal,
  parseOcspRequest,
  parseOcspResponse,
  verifyOcspResponse,
} from '@openpnc/x509/ocsp';
import { PathMemory } from '@openpnc/x509/path';
import { noOpenssl, openssl } from './openssl.ts';
import { at, tree } from './tree.ts';

const world = await tree();
const { root, sub1, sub2, leaf, ocsp } = world.certificates;
const hashes = certHashes(leaf, sub2);
const hour = 3_600_000;
const good: OcspAnswer = { status: 'good', hashes, thisUpdate: at - hour, nextUpdate: at + hour };
const nonce = fromHex('00112233445566778899aabbccddeeff');

type Response = Partial<Parameters<typeof buildOcspResponse>[0]>;

async function response(changes: Response = {}): Promise<Uint8Array> {
  return buildOcspResponse({
    answers: [good],
    responder: ocsp,
    signer: world.signers.ocsp,
    producedAt: at,
    certificates: [ocsp, sub2, sub1],
    ...changes,
  });
}

async function verdict(changes: Response = {}, question: Partial<OcspQuestion> = {}) {
  const { status, findings } = verifyOcspResponse({
    response: await response(changes),
    hashes,
    anchors: [root],
    at,
    ...question,
  });
  return [status, ...findings.map(({ code }) => code)];
}

test('a request holds the hash data it was made of, of every algorithm, with and without nonce', () => {
  for (const algorithm of ['SHA1', 'SHA256', 'SHA384', 'SHA512'] as const) {
    const asked = [certHashes(leaf, sub2, algorithm), certHashes(sub2, sub1, algorithm)];
    assert.deepEqual(parseOcspRequest(encodeOcspRequest(asked)), { certIds: asked, nonce: undefined });
    const withNonce = parseOcspRequest(encodeOcspRequest(asked[0]!, { nonce }));
    assert.deepEqual(withNonce.certIds, [asked[0]]);
    assert.equal(toHex(withNonce.nonce!), toHex(nonce));
  }
});

test('a request cut off anywhere is ocsp_request_malformed', () => {
  const request = encodeOcspRequest(hashes, { nonce });
  for (let length = 0; length < request.length; length += 1)
    assert.throws(() => parseOcspRequest(request.subarray(0, length)), { code: 'ocsp_request_malformed' });
});

test('good, revoked with its time and reason, and unknown come through', async () => {
  assert.deepEqual(await verdict(), ['good']);
  const revoked: OcspAnswer = { ...good, status: 'revoked', at: at - hour, reason: 'keyCompromise' };
  assert.deepEqual(await verdict({ answers: [revoked] }), ['revoked']);
  const parsed = parseOcspResponse(await response({ answers: [revoked] }));
  assert.deepEqual(parsed.basic?.answers, [revoked]);
  assert.deepEqual(await verdict({ answers: [{ ...good, status: 'unknown' }] }), ['unknown']);
});

test('of several answers for one certificate the worst counts', async () => {
  const revoked: OcspAnswer = { ...good, status: 'revoked', at: at - hour };
  assert.deepEqual(await verdict({ answers: [good, revoked] }), ['revoked']);
  assert.deepEqual(await verdict({ answers: [good, { ...good, status: 'unknown' }, good] }), ['unknown']);
});

test('with hash data alone the issuer is found in the answer, in the store or among the roots, by a path to a root', async () => {
  assert.deepEqual(await verdict({ certificates: [ocsp] }), ['unverifiable', 'ocsp_issuer_unknown']);
  assert.deepEqual(await verdict({ certificates: [ocsp] }, { candidates: [sub1, sub2] }), ['good']);
  assert.deepEqual(await verdict({ certificates: [ocsp] }, { issuer: sub2 }), ['good']);
  assert.deepEqual(await verdict({}, { anchors: [] }), ['unverifiable', 'ocsp_issuer_untrusted']);
  assert.deepEqual(await verdict({ certificates: [ocsp, sub2] }), ['unverifiable', 'ocsp_issuer_untrusted']);
  const rootHashes = certHashes(sub1, root);
  const byRoot = {
    answers: [{ ...good, hashes: rootHashes }],
    responder: root,
    signer: world.signers.root,
    certificates: [],
  };
  assert.deepEqual(await verdict(byRoot, { hashes: rootHashes }), ['good']);
});

test('the issuing CA itself may sign, with and without its certificate in the answer', async () => {
  const bySub2 = { responder: sub2, signer: world.signers.sub2 };
  assert.deepEqual(await verdict(bySub2), ['good']);
  assert.deepEqual(await verdict({ ...bySub2, certificates: [] }, { candidates: [sub2, sub1] }), ['good']);
});

test('no other signer may: not a leaf, not another CA, not a delegate without OCSPSigning or of another CA', async () => {
  const byLeaf = { responder: leaf, signer: world.signers.leaf, certificates: [leaf, sub2, sub1] };
  assert.deepEqual(await verdict(byLeaf), ['invalid', 'ocsp_signer_not_authorized', 'ocsp_signer_revocation_open']);
  assert.deepEqual(await verdict({ responder: sub1, signer: world.signers.sub1 }), [
    'invalid',
    'ocsp_signer_not_authorized',
    'ocsp_signer_revocation_open',
  ]);
  const noEku = await tree({ ocsp: { eku: [] } }, { keys: world.keys });
  const other = noEku.certificates;
  const { status } = verifyOcspResponse({
    response: await buildOcspResponse({
      answers: [{ ...good, hashes: certHashes(other.leaf, other.sub2) }],
      responder: other.ocsp,
      signer: noEku.signers.ocsp,
      producedAt: at,
      certificates: [other.ocsp, other.sub2, other.sub1],
    }),
    hashes: certHashes(other.leaf, other.sub2),
    anchors: [other.root],
    at,
  });
  assert.equal(status, 'invalid');
  const foreign = await tree();
  assert.deepEqual(
    await verdict({
      responder: foreign.certificates.ocsp,
      signer: foreign.signers.ocsp,
      certificates: [foreign.certificates.ocsp, sub2, sub1],
    }),
    ['invalid', 'ocsp_signer_not_authorized'],
  );
  assert.deepEqual(await verdict({ signer: world.signers.leaf }), ['invalid', 'ocsp_signature_invalid']);
  assert.deepEqual(await verdict({ certificates: [sub2, sub1] }), ['invalid', 'ocsp_signer_unknown']);
});

test('a delegate out of its validity is refused, one without nocheck is reported', async () => {
  assert.deepEqual(
    await verdict(
      { answers: [{ ...good, thisUpdate: ocsp.notAfter, nextUpdate: ocsp.notAfter + hour }] },
      { at: ocsp.notAfter + 120_000 },
    ),
    ['invalid', 'ocsp_signer_expired'],
  );
});

test('an answer is refused before thisUpdate and after nextUpdate, each beyond the skew and grace', async () => {
  assert.deepEqual(await verdict({ answers: [{ ...good, thisUpdate: at + 59_000 }] }), ['good']);
  assert.deepEqual(await verdict({ answers: [{ ...good, thisUpdate: at + 61_000 }] }), [
    'invalid',
    'ocsp_not_yet_valid',
  ]);
  assert.deepEqual(await verdict({ answers: [{ ...good, nextUpdate: at - 59_000 }] }), ['good']);
  assert.deepEqual(await verdict({ answers: [{ ...good, nextUpdate: at - 61_000 }] }), ['invalid', 'ocsp_stale']);
  assert.deepEqual(await verdict({ answers: [{ ...good, nextUpdate: at - 61_000 }] }, { grace_ms: 10_000 }), ['good']);
  const { nextUpdate, ...open } = good;
  assert.ok(nextUpdate);
  assert.deepEqual(await verdict({ answers: [open] }), ['good', 'ocsp_no_next_update']);
  assert.deepEqual(await verdict({ answers: [open] }, { maxAge_ms: 0, skew_ms: 1000 }), ['invalid', 'ocsp_stale']);
});

test('a nonce must be the one sent; a missing one is a warning', async () => {
  assert.deepEqual(await verdict({ nonce }, { nonce }), ['good']);
  assert.deepEqual(await verdict({ nonce: nonce.slice(1) }, { nonce }), ['invalid', 'ocsp_nonce_mismatch']);
  assert.deepEqual(await verdict({}, { nonce }), ['good', 'ocsp_nonce_missing']);
});

test('an answer for another certificate, a refusal and garbage prove nothing', async () => {
  assert.deepEqual(await verdict({ answers: [{ ...good, hashes: certHashes(sub2, sub1) }] }), [
    'invalid',
    'ocsp_certificate_not_answered',
  ]);
  for (const refusal of ['malformedRequest', 'internalError', 'tryLater', 'sigRequired', 'unauthorized'] as const) {
    const found = verifyOcspResponse({ response: ocspRefusal(refusal), hashes, anchors: [root], at });
    assert.deepEqual([found.status, found.findings[0]?.code], ['invalid', 'ocsp_not_successful']);
    assert.match(found.findings[0]!.text, new RegExp(refusal));
  }
  const whole = await response();
  for (let length = 0; length < whole.length; length += 7) {
    const found = verifyOcspResponse({ response: whole.subarray(0, length), hashes, anchors: [root], at });
    assert.deepEqual([found.status, found.findings[0]?.code], ['invalid', 'ocsp_response_malformed']);
  }
});

test('a response with any byte changed is never good', async () => {
  const whole = await response({ certificates: [ocsp] });
  for (let i = 0; i < whole.length; i += 3) {
    const wrong = Uint8Array.from(whole);
    wrong[i]! ^= 0x04;
    const { status } = verifyOcspResponse({ response: wrong, hashes, issuer: sub2, anchors: [root], at });
    assert.equal(status, 'invalid', `byte ${i}`);
  }
});

test('of a remembered response the signature is not checked again, all that may change since is', async () => {
  const memory = new PathMemory();
  const whole = await response();
  const ask = (question: Partial<OcspQuestion> = {}) => {
    const { status, findings } = verifyOcspResponse({
      response: whole,
      hashes,
      anchors: [root],
      at,
      memory,
      ...question,
    });
    return [status, ...findings.map(({ code }) => code)];
  };
  assert.equal(memory.provedResponse(whole), undefined);
  assert.deepEqual(ask(), ['good']);
  assert.equal(memory.provedResponse(whole)?.signer.fingerprint, ocsp.fingerprint);
  assert.deepEqual(ask(), ['good']);
  assert.deepEqual(ask({ at: at + hour + 61_000 }), ['invalid', 'ocsp_stale']);
  assert.deepEqual(ask({ at: at - hour - 61_000 }), ['invalid', 'ocsp_not_yet_valid']);
  assert.deepEqual(ask({ at: ocsp.notAfter + 120_000 }).slice(0, 2), ['invalid', 'ocsp_signer_expired']);
  assert.deepEqual(ask({ hashes: certHashes(sub2, sub1) }), ['invalid', 'ocsp_certificate_not_answered']);
  assert.deepEqual(ask({ anchors: [] }), ['unverifiable', 'ocsp_issuer_untrusted']);
  const twin = (await tree()).certificates.sub2;
  assert.equal(ask({ issuer: twin })[0], 'invalid');
});

test('a response that says revoked is remembered and still revoked, one that proved nothing is not remembered', async () => {
  const memory = new PathMemory();
  const revoked = await response({ answers: [{ ...good, status: 'revoked', at: at - hour }] });
  const forged = await response({ signer: world.signers.leaf });
  const late = await response({ answers: [{ ...good, nextUpdate: at - 61_000 }] });
  for (let i = 0; i < 2; i += 1) {
    for (const [answer, status] of [
      [revoked, 'revoked'],
      [forged, 'invalid'],
      [late, 'invalid'],
    ] as const)
      assert.equal(verifyOcspResponse({ response: answer, hashes, anchors: [root], at, memory }).status, status);
  }
  assert.notEqual(memory.provedResponse(revoked), undefined);
  assert.equal(memory.provedResponse(forged), undefined);
  assert.equal(memory.provedResponse(late), undefined);
});

test('of responses the latest are remembered', async () => {
  const memory = new PathMemory();
  const all: Uint8Array[] = [];
  for (let i = 0; i < 33; i += 1) {
    all.push(await response({ producedAt: at + 1000 * i }));
    verifyOcspResponse({ response: all[i]!, hashes, anchors: [root], at, memory });
  }
  assert.equal(memory.provedResponse(all[0]!), undefined);
  assert.notEqual(memory.provedResponse(all[1]!), undefined);
});

test('a certificate is found in an answer of whichever hash algorithm the responder chose', async () => {
  for (const algorithm of ['SHA1', 'SHA256', 'SHA384', 'SHA512'] as const) {
    const answers: readonly OcspAnswer[] = [{ ...good, hashes: certHashes(leaf, sub2, algorithm) }];
    const asked = { hashes: (chosen: typeof algorithm) => certHashes(leaf, sub2, chosen) };
    assert.deepEqual(await verdict({ answers }, asked), ['good']);
    assert.deepEqual(await verdict({ answers }, { hashes: () => certHashes(sub2, sub1, algorithm) }), [
      'invalid',
      'ocsp_certificate_not_answered',
    ]);
  }
});

test('OpenSSL reads our request and verifies our response', { skip: noOpenssl }, async () => {
  const files = {
    'request.der': encodeOcspRequest(hashes, { nonce }),
    'response.der': await response({ nonce }),
    'root.pem': derToPem(root.der),
    'sub2.pem': derToPem(sub2.der),
    'subs.pem': derToPem(sub2.der, sub1.der),
    'leaf.pem': derToPem(leaf.der),
  };
  const shown = openssl(['ocsp', '-reqin', 'request.der', '-req_text'], files).text;
  assert.match(shown, /Hash Algorithm: sha256/);
  assert.match(shown, new RegExp(hashes.issuerKeyHash, 'i'));
  assert.match(shown, new RegExp(`Serial Number: 0?${hashes.serialNumber}`, 'i'));
  const { status, text } = openssl(
    [
      'ocsp',
      '-respin',
      'response.der',
      '-issuer',
      'sub2.pem',
      '-sha256',
      '-no_nonce',
      '-cert',
      'leaf.pem',
      '-CAfile',
      'root.pem',
      '-verify_other',
      'subs.pem',
      '-attime',
      String(at / 1000),
      '-validity_period',
      '1000000000',
    ],
    files,
  );
  assert.equal(status, 0, text);
  assert.match(text, /Response verify OK/);
  assert.match(text, /leaf.pem: good/);
});

test('a response of OpenSSL is verified, signed by the CA and by the delegate', { skip: noOpenssl }, async () => {
  // OpenSSL stamps with its own clock, so this tree is valid for a century.
  const long = { notBefore: Date.UTC(2000, 0, 1), notAfter: Date.UTC(2100, 0, 1) };
  const { certificates, signers } = await tree({ root: long, sub1: long, sub2: long, leaf: long, ocsp: long });
  const asked = certHashes(certificates.leaf, certificates.sub2);
  for (const member of ['sub2', 'ocsp'] as const) {
    const { status, text, output } = openssl(
      [
        'ocsp',
        '-index',
        'index.txt',
        '-CA',
        'sub2.pem',
        '-rsigner',
        'signer.pem',
        '-rkey',
        'signer.key',
        '-reqin',
        'request.der',
        '-respout',
        'out.der',
        '-ndays',
        '1',
      ],
      {
        'request.der': encodeOcspRequest(asked),
        'sub2.pem': derToPem(certificates.sub2.der),
        'signer.pem': derToPem(certificates[member].der),
        'signer.key': signers[member].exportPem(),
        'index.txt': `V\t991231000000Z\t\t${certificates.leaf.serialNumber.toUpperCase()}\tunknown\t/CN=x\n`,
      },
      'out.der',
    );
    assert.equal(status, 0, text);
    const found = verifyOcspResponse({
      response: output,
      hashes: asked,
      candidates: [certificates.sub2, certificates.sub1],
      anchors: [certificates.root],
      at: parseOcspResponse(output).basic!.producedAt,
    });
    assert.deepEqual([found.status, found.findings], ['good', []], member);
  }
});
