/** The OCSP responder over its routes: POST and GET, every CertID hash, revocation at once, each fault of the bench. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBase64 } from '@openpnc/core/bytes';
import { type HttpResponse, serveRoutes } from '@openpnc/core/http';
import type { TraceRecord } from '@openpnc/core/trace';
import { ocspRoutes } from '@openpnc/pki/ocspResponder';
import type { PkiSettings } from '@openpnc/pki/settings';
import { type CertificateHashes, certHashes } from '@openpnc/x509/hashData';
import { encodeOcspRequest, parseOcspResponse, verifyOcspResponse } from '@openpnc/x509/ocsp';
import { settingsOf, start, world } from './world.ts';

const { ports, pki } = await world();
const records: TraceRecord[] = [];
const anchors = [pki.roots.v2g, pki.roots.mo];
const contract = pki.contract.chain;
const hashes = certHashes(contract[0]!, contract[1]!);

function responder(changes: Partial<PkiSettings> = {}) {
  return serveRoutes(
    ocspRoutes({
      ports,
      settings: settingsOf(changes),
      authorities: pki.authorities,
      trace: (record) => records.push(record),
    }),
  );
}

async function post(body: Uint8Array, changes: Partial<PkiSettings> = {}): Promise<HttpResponse> {
  return responder(changes)(
    { method: 'POST', url: '/ocsp', headers: { 'content-type': 'application/ocsp-request' }, body },
    {},
  );
}

async function ask(asked: CertificateHashes, changes: Partial<PkiSettings> = {}) {
  const { status, body } = await post(encodeOcspRequest(asked), changes);
  assert.equal(status, 200);
  return verifyOcspResponse({ response: body!, hashes: asked, anchors, at: ports.clock.now() });
}

test('every certificate of the contract and SECC chains is good, by SHA-1 to SHA-512 hash data and nothing else at hand', async () => {
  for (const { chain, root } of [pki.contract, pki.contractMo, pki.secc, pki.cps]) {
    const whole = [...chain, root];
    for (const [i, certificate] of chain.entries()) {
      for (const algorithm of ['SHA1', 'SHA256', 'SHA384', 'SHA512'] as const) {
        const verdict = await ask(certHashes(certificate, whole[i + 1]!, algorithm));
        assert.deepEqual([verdict.status, verdict.findings], ['good', []], `${certificate.subject} ${algorithm}`);
      }
    }
  }
});

test('GET with percent-encoded and with bare base64 answers the same', async () => {
  const serve = responder();
  for (let i = 0; i < 20; i += 1) {
    const { chain } = await pki.issueContract({ eMAID: `DE8AAC2000000${i % 10}`, under: 'v2g' });
    const asked = certHashes(chain[0]!, chain[1]!, 'SHA1');
    const base64 = toBase64(encodeOcspRequest(asked));
    for (const url of [`/ocsp/${encodeURIComponent(base64)}`, `/ocsp/${base64}`]) {
      const response = await serve({ method: 'GET', url, headers: {} }, {});
      assert.equal(response.headers['content-type'], 'application/ocsp-response');
      assert.match(response.headers['cache-control']!, /^max-age=43200, public/);
      assert.equal(
        verifyOcspResponse({ response: response.body!, hashes: asked, anchors, at: start }).status,
        'good',
        url,
      );
    }
  }
});

test('a revoked certificate is revoked in the next answer, with time and reason; its siblings stay good', async () => {
  const { certificate, chain } = await pki.issueContract({ eMAID: 'DE8AAC00000009', under: 'mo' });
  const asked = certHashes(certificate, chain[1]!);
  assert.equal((await ask(asked)).status, 'good');
  await pki.revoke(certificate, 'privilegeWithdrawn');
  const verdict = await ask(asked);
  assert.equal(verdict.status, 'revoked');
  assert.deepEqual(verdict.claimed, {
    status: 'revoked',
    at: start,
    reason: 'privilegeWithdrawn',
    hashes: asked,
    thisUpdate: start,
    nextUpdate: start + 86_400_000,
  });
  assert.equal((await ask(hashes)).status, 'good');
});

test('an answer is signed once for half of its validity, and anew when the status changes, it ages or a nonce comes', async () => {
  const own = await world();
  const serve = serveRoutes(ocspRoutes({ ports: own.ports, settings: own.settings, authorities: own.pki.authorities }));
  const { certificate, chain } = own.pki.contract;
  const asked = certHashes(certificate, chain[1]!);
  const fetch = async (nonce?: Uint8Array) => {
    const body = encodeOcspRequest(asked, nonce ? { nonce } : {});
    return Buffer.from((await serve({ method: 'POST', url: '/ocsp', headers: {}, body }, {})).body!).toString('hex');
  };
  const first = await fetch();
  own.ports.clock.at += 43_199_000;
  assert.equal(await fetch(), first);
  assert.notEqual(await fetch(Uint8Array.of(1, 2, 3, 4)), first);
  own.ports.clock.at += 1_000;
  const second = await fetch();
  assert.notEqual(second, first);
  await own.pki.revoke(certificate);
  assert.notEqual(await fetch(), second);
});

test('a serial number that was never issued is unknown; a CA that is not ours is unauthorized', async () => {
  assert.equal((await ask({ ...hashes, serialNumber: 'abcdef' })).status, 'unknown');
  const foreign = (await world()).pki.contract.chain;
  const { body } = await post(encodeOcspRequest(certHashes(foreign[0]!, foreign[1]!)));
  assert.equal(parseOcspResponse(body!).responseStatus, 'unauthorized');
  const mixed = await post(encodeOcspRequest([hashes, certHashes(contract[1]!, contract[2]!)]));
  assert.equal(parseOcspResponse(mixed.body!).responseStatus, 'unauthorized');
});

test('a nonce comes back; two certificates of one CA are answered together', async () => {
  const nonce = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const other = await pki.issueContract({ eMAID: 'DE8AAC00000010', under: 'v2g' });
  const asked = [hashes, certHashes(other.certificate, other.chain[1]!)];
  const { body, headers } = await post(encodeOcspRequest(asked, { nonce }));
  assert.equal(headers['cache-control'], 'no-store');
  for (const one of asked)
    assert.deepEqual(verifyOcspResponse({ response: body!, hashes: one, anchors, at: start, nonce }).findings, []);
});

test('garbage is malformedRequest, another method 405', async () => {
  for (const body of [new Uint8Array(), Uint8Array.of(0x30, 0), new Uint8Array(100)])
    assert.equal(parseOcspResponse((await post(body)).body!).responseStatus, 'malformedRequest');
  const serve = responder();
  assert.equal(
    parseOcspResponse((await serve({ method: 'GET', url: '/ocsp/%%%', headers: {} }, {})).body!).responseStatus,
    'malformedRequest',
  );
  assert.equal((await serve({ method: 'PUT', url: '/ocsp', headers: {} }, {})).status, 405);
});

test('each fault of the bench is found by the verifier', async () => {
  const codes = async (dangerOcspFault: PkiSettings['dangerOcspFault']) => {
    const { status, findings } = await ask(hashes, { dangerOcspFault });
    return [status, ...findings.map(({ code }) => code)];
  };
  assert.deepEqual(await codes('stale'), ['invalid', 'ocsp_stale']);
  assert.deepEqual(await codes('unknown'), ['unknown']);
  assert.deepEqual(await codes('tryLater'), ['invalid', 'ocsp_not_successful']);
  assert.deepEqual(await codes('wrongSigner'), ['invalid', 'ocsp_signer_not_authorized']);
  assert.deepEqual(await codes('wrongKey'), ['invalid', 'ocsp_signature_invalid']);
  assert.deepEqual(await codes('notDelegated'), ['invalid', 'ocsp_signer_not_authorized']);
  assert.deepEqual(await codes('expiredSigner'), ['invalid', 'ocsp_signer_expired']);
  assert.deepEqual(await codes('otherCertificate'), ['invalid', 'ocsp_certificate_not_answered']);
  assert.equal((await post(encodeOcspRequest(hashes), { dangerOcspFault: 'httpError' })).status, 500);
  const before = ports.clock.now();
  await ask(hashes, { dangerOcspDelay_ms: 500 });
  assert.equal(ports.clock.now() - before, 500);
  ports.clock.at = before;
});

test('the delegate is renewed ahead of its end, once for many that ask at the same time', async () => {
  const own = await world();
  const serve = serveRoutes(ocspRoutes({ ports: own.ports, settings: own.settings, authorities: own.pki.authorities }));
  const [leaf, ca] = own.pki.contract.chain;
  const asked = certHashes(leaf!, ca!);
  const many = async () => {
    const responses = await Promise.all(
      Array.from({ length: 8 }, () =>
        serve({ method: 'POST', url: '/ocsp', headers: {}, body: encodeOcspRequest(asked) }, {}),
      ),
    );
    const names = responses.map(({ body }) => parseOcspResponse(body!).basic!.certificates[0]!.fingerprint);
    assert.equal(new Set(names).size, 1);
    const at = own.ports.clock.now();
    assert.equal(
      verifyOcspResponse({ response: responses[0]!.body!, hashes: asked, anchors: [own.pki.roots.v2g], at }).status,
      'good',
    );
    return names[0];
  };
  const first = await many();
  own.ports.clock.at += 83 * 86_400_000;
  assert.notEqual(await many(), first);
});

test('each exchange is in the trace with its result', () => {
  const results = new Set(records.map((record) => record.type === 'message' && record.result));
  for (const result of [
    'good',
    'revoked',
    'unknown',
    'unauthorized',
    'good, good',
    'malformedRequest',
    'tryLater',
    '500',
  ])
    assert.ok(results.has(result), result);
});
