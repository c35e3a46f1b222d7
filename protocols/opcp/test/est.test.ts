/** The EST client against services as the field has them: any order, DER or base64, waiting, incomplete. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBase64, toUtf8 } from '@openpnc/core/bytes';
import type { HttpHandler, HttpRequest, HttpResponse } from '@openpnc/core/http';
import { csrOf, enrol, estPaths, estRoutes } from '@openpnc/opcp/est';
import { dangerOpenGuard } from '@openpnc/opcp/guard';
import { type Certificate, pemBlock } from '@openpnc/x509/certificate';
import { createCsr } from '@openpnc/x509/issue';
import { encodeCertsOnly } from '@openpnc/x509/pkcs7';
import { at, tree } from '../../../base/x509/test/tree.ts';

const { certificates, signers } = await tree();
const { root, sub1, sub2, leaf, ocsp } = certificates;
const csr = {
  der: await createCsr(
    [
      ['O', 'x'],
      ['CN', 'DELABC12345678'],
    ],
    signers.leaf,
  ),
  publicKey: signers.leaf.publicKey,
};

interface Shape {
  readonly enrolled?: readonly Certificate[];
  readonly cas?: readonly Certificate[];
  readonly encode?: (der: Uint8Array) => Uint8Array;
  readonly answer?: HttpResponse;
}

const text = (der: Uint8Array) => toUtf8(toBase64(der));
const calls: HttpRequest[] = [];

function server({ enrolled = [leaf], cas = [sub1, root, sub2], encode = text, answer }: Shape): HttpHandler {
  return async (request) => {
    calls.push(request);
    if (answer) return answer;
    return { status: 200, headers: {}, body: encode(encodeCertsOnly(request.method === 'POST' ? enrolled : cas)) };
  };
}

async function run(shape: Shape) {
  const outcome = await enrol(csr, { http: server(shape), baseUrl: 'http://e/', paths: estPaths.opcp, ca: 'cpo' }, at);
  return outcome.ok ? outcome.chain.map(({ subject }) => subject.commonName).join(' ') : outcome.problem;
}

test('the chain is leaf, Sub-CA 2, Sub-CA 1 without root, in whatever order and form it is sent', async () => {
  const right = 'DELABC12345678 Sub2 Sub1';
  for (const cas of [
    [root, sub1, sub2],
    [sub2, sub1, root],
    [sub1, root, sub2],
  ])
    assert.equal(await run({ cas }), right);
  assert.equal(await run({ enrolled: [sub2, leaf, sub1] }), right);
  assert.equal(await run({ encode: (der) => der }), right);
  assert.equal(await run({ encode: (der) => toUtf8(pemBlock('PKCS7', der)) }), right);
  assert.equal(await run({ encode: (der) => toUtf8(toBase64(der).replace(/.{60}/g, '$&\n')) }), right);
});

test('the request is base64 without PEM lines, at the paths of the template', () => {
  const [post, get] = calls;
  assert.equal(post!.url, 'http://e/.well-known/est/cpo/simpleenroll/ISO15118-2');
  assert.equal(get!.url, 'http://e/cpo/cacerts/ISO15118-2/secp256r1/');
  assert.equal(post!.headers['content-type'], 'application/pkcs10');
  assert.deepEqual(csrOf(post!.body!), csr.der);
});

test('another key, a missing CA, waiting, a refusal and garbage each have their problem', async () => {
  assert.equal(await run({ enrolled: [ocsp] }), 'wrong_key');
  assert.equal(await run({ cas: [sub1, root] }), 'chain_incomplete');
  assert.equal(await run({ cas: [sub2, sub1] }), 'chain_incomplete');
  assert.equal(await run({ answer: { status: 202, headers: { 'retry-after': '30' } } }), 'wait');
  assert.equal(await run({ answer: { status: 400, headers: {}, body: toUtf8('no') } }), 'refused');
  assert.equal(await run({ encode: () => toUtf8('!') }), 'answer_malformed');
  assert.equal(await run({ encode: (der) => text(der.subarray(0, 50)) }), 'answer_malformed');
});

test('a request that is neither base64, PEM nor DER is csr_malformed', () => {
  for (const wrong of [toUtf8('!!'), Uint8Array.of(0xff, 0xfe), toUtf8('-----BEGIN CERTIFICATE REQUEST-----\nAA')])
    assert.throws(() => csrOf(wrong), { code: 'csr_malformed' });
  assert.deepEqual(csrOf(toUtf8(pemBlock('NEW CERTIFICATE REQUEST', csr.der))), csr.der);
});

test('each spelling is served: every template of the client meets a route', () => {
  const routes = estRoutes(
    { enroll: async () => ({ ok: true, value: leaf }), cacerts: async () => [root] },
    dangerOpenGuard,
  );
  for (const [name, { simpleenroll, cacerts }] of Object.entries(estPaths)) {
    for (const [method, template] of [
      ['POST', simpleenroll],
      ['GET', cacerts],
    ] as const) {
      const path = template
        .split('?')[0]!
        .replace('{ca}', 'cpo')
        .replace('{isoVersion}', 'ISO15118-2')
        .replace('{algorithm}', 'secp256r1');
      const parts = path.split('/').filter(Boolean);
      const found = routes.some((route) => {
        const pattern = route.path.split('/').filter(Boolean);
        return (
          route.method === method &&
          pattern.length === parts.length &&
          pattern.every((part, i) => part.startsWith(':') || part === parts[i])
        );
      });
      assert.ok(found, `${name} ${method} ${path}`);
    }
  }
});
