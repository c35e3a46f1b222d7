/** `bench pki` against our own PKI over HTTP: every case passes, fails by a fault put in for it, and is not run without its input. @module */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type PkiCase, pkiCases, pkiRunner } from '@openpnc/bench/pkiCases';
import { fromUtf8, toBase64, toUtf8 } from '@openpnc/core/bytes';
import { type HttpRequest, type HttpResponse, jsonResponse, serveRoutes } from '@openpnc/core/http';
import { realClock } from '@openpnc/node/clock';
import { serveHttp } from '@openpnc/node/http';
import { memoryKeys } from '@openpnc/node/keys';
import { systemRandom } from '@openpnc/node/random';
import { signJwt } from '@openpnc/opcp/jwt';
import type { PkiPorts } from '@openpnc/pki/authority';
import { type PkiService, pkiService } from '@openpnc/pki/service';
import { PkiSettings } from '@openpnc/pki/settings';
import { type PkiTables, pkiMigrations } from '@openpnc/pki/tables';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { buildCrl } from '@openpnc/x509/crl';
import { buildOcspResponse, encodeOcspRequest, ocspRefusal, parseOcspRequest } from '@openpnc/x509/ocsp';
import { encodeCertsOnly } from '@openpnc/x509/pkcs7';
import { Default } from 'typebox/value';

type Options = Parameters<typeof pkiRunner>[0];
/** What goes wrong between the bench and the PKI, or in the PKI. */
interface Fault {
  readonly request?: (request: HttpRequest) => HttpRequest;
  readonly response?: (response: HttpResponse, request: HttpRequest) => HttpResponse | Promise<HttpResponse>;
}

const DAY = 86_400_000;
const ISO2 = 'urn:iso:15118:2:2013:MsgDef';
const EMAID = 'DE8AAC00000001';
const CLIENT = { clientId: 'bench', clientSecret: 'bench-secret' };

let service: PkiService;
let options: Options;
let token = '';
let fault: Fault = {};
let count = 0;
let lastContract: HttpResponse | undefined;
const closers: (() => Promise<unknown>)[] = [];

before(async () => {
  let serve = serveRoutes([]);
  const serving = await serveHttp({ host: '127.0.0.1', port: 0 }, async (incoming, context) => {
    const request = fault.request?.(incoming) ?? incoming;
    const response = await serve(request, context);
    return fault.response ? fault.response(response, request) : response;
  });
  closers.push(() => serving.close());
  const { url } = serving;
  const database = openSqlite<PkiTables>(':memory:');
  closers.push(() => database.destroy());
  await migrate(database, 'pki', pkiMigrations);
  const ports: PkiPorts = { clock: realClock, random: systemRandom, keys: memoryKeys(), database };
  const settings = Default(PkiSettings, {
    ocspUrl: `${url}/ocsp`,
    crlUrl: `${url}/crl`,
    audience: url,
    clients: [{ ...CLIENT, roles: ['ADMIN'] }],
  }) as PkiSettings;
  service = await pkiService(ports, settings);
  serve = serveRoutes(service.routes);
  const { pki, backend } = service;
  const { chain, key, pcid } = pki.provisioning;
  assert.ok((await backend.provisioning.put({ chain, v2gRootKeyIdentifiers: [] })).ok);
  const now = realClock.now();
  const order = { eMAID: EMAID, pcid, from: now - DAY, until: now + 300 * DAY, namespace: ISO2 };
  assert.ok((await backend.cps.generate(order)).ok);
  const revoked = await pki.issueContract({ eMAID: 'DE8AAC00000666', under: 'v2g' });
  await pki.revoke(revoked.certificate, 'keyCompromise');
  const tokenKey = (await ports.keys.find('token-server'))!;
  token = await signJwt(
    { iss: url, aud: url, exp: Math.floor(now / 1000) + 86_400, [`${url}/role`]: ['ADMIN'] },
    tokenKey,
  );
  options = {
    path: [...pki.contract.chain, pki.contract.root],
    revoked: [...revoked.chain, revoked.root],
    est: { url, spelling: 'opcp', ca: 'cpo', CN: 'DE*OPC*E00042' },
    pools: { url, dialect: 'opcp' },
    credentials: { tokenUrl: `${url}/oauth/token`, ...CLIENT, audience: url, body: 'json' },
    expiredToken: await signJwt(
      { iss: url, aud: url, exp: Math.floor(now / 1000) - 3_600, [`${url}/role`]: ['ADMIN'] },
      tokenKey,
    ),
    car: { provisioning: chain, key, roots: [pki.roots.v2g] },
    pcid,
    eMAID: EMAID,
  };
});

after(async () => {
  for (const close of closers.toReversed()) await close();
});

async function run(one: PkiCase, given: Options = options) {
  const runner = pkiRunner(given);
  try {
    return await runner.run(one);
  } finally {
    await runner.close();
  }
}

const answered =
  (status: number, body?: unknown): NonNullable<Fault['response']> =>
  () =>
    body === undefined ? { status, headers: {} } : jsonResponse(status, body);
/** Every second call of the run, or the how manieth, is answered by 503. */
const failing =
  (nth: number): NonNullable<Fault['response']> =>
  (response) => {
    count += 1;
    return count === nth ? { status: 503, headers: {} } : response;
  };
const withHeader =
  (name: string, value: string): NonNullable<Fault['response']> =>
  (response) => ({ ...response, headers: { ...response.headers, [name]: value } });
const withBody =
  (change: (text: string) => string): NonNullable<Fault['response']> =>
  (response) => ({ ...response, body: toUtf8(change(fromUtf8(response.body ?? new Uint8Array()))) });
const flipped: NonNullable<Fault['response']> = (response) => {
  const body = response.body!.slice();
  body[body.length - 1]! ^= 1;
  return { ...response, body };
};
/** The door is open: whoever comes is an administrator. */
const open: NonNullable<Fault['request']> = (request) => ({
  ...request,
  headers: { ...request.headers, authorization: `Bearer ${token}` },
});

/** A responder that says good of everything. */
const liar: NonNullable<Fault['response']> = (_, { body }) => saidGood(body!, realClock.now());
/** A responder whose answers have ended. */
const stale: NonNullable<Fault['response']> = (_, { body }) => saidGood(body!, realClock.now() - 3 * DAY);

async function saidGood(request: Uint8Array, now: number): Promise<HttpResponse> {
  const { certificate, key } = service.pki.issuers.contract;
  const response = await buildOcspResponse({
    answers: parseOcspRequest(request).certIds.map((hashes) => ({
      status: 'good',
      hashes,
      thisUpdate: now - 1_000,
      nextUpdate: now + DAY,
    })),
    responder: certificate,
    signer: key,
    producedAt: now,
    nonce: undefined,
    certificates: [certificate],
  });
  return { status: 200, headers: {}, body: response };
}

/** A list of the contract branch without entries. */
async function list(thisUpdate: number, nextUpdate: number): Promise<HttpResponse> {
  const { certificate, key } = service.pki.issuers.contract;
  const made = { issuer: certificate, signer: key, thisUpdate, nextUpdate, number: 1, entries: [] };
  return { status: 200, headers: {}, body: await buildCrl(made) };
}

/** The request that a PKI sees which does not look at a signature, a path or a key: what it gave for the good one. */
const gullible: Fault = { response: () => lastContract! };
const certified: Fault = { response: answered(200, 'certified') };

/** A fault for each case: what it is there to find. */
const faults: Readonly<Record<string, Fault>> = {
  'ocsp-good': { response: stale },
  'ocsp-chain': { response: failing(2) },
  'ocsp-revoked': { response: liar },
  'ocsp-sha1': {
    response: (response, { body }) =>
      parseOcspRequest(body!).certIds[0]!.hashAlgorithm === 'SHA1'
        ? { status: 200, headers: {}, body: ocspRefusal('unauthorized') }
        : response,
  },
  'ocsp-get': {
    response: (response, { method }) => (method === 'GET' ? { status: 405, headers: {} } : response),
  },
  'ocsp-media-type': { response: withHeader('content-type', 'text/plain') },
  'ocsp-nonce': {
    request: (request) => ({
      ...request,
      body: encodeOcspRequest(parseOcspRequest(request.body!).certIds[0]!, { nonce: new Uint8Array(32).fill(7) }),
    }),
  },
  'ocsp-times': { response: failing(25) },
  'ocsp-unknown-serial': { response: liar },
  'ocsp-other-issuer': { response: liar },
  'ocsp-foreign-issuer': { response: liar },
  'ocsp-garbage': {
    response: (response, { body }) => {
      try {
        parseOcspRequest(body!);
        return response;
      } catch {
        return { status: 500, headers: {} };
      }
    },
  },
  'crl-good': { response: flipped },
  'crl-fresh': { response: () => list(realClock.now() - 3 * DAY, realClock.now() - DAY) },
  'crl-revoked': { response: () => list(realClock.now() - 1_000, realClock.now() + DAY) },
  'crl-media-type': { response: withHeader('content-type', 'text/plain') },
  'token-good': { response: withBody((text) => text.replace('"Bearer"', '"mac"')) },
  'token-secret-wrong': { request: (request) => rewritten(request, { client_secret: CLIENT.clientSecret }) },
  'token-grant-unknown': { request: (request) => rewritten(request, { grant_type: 'client_credentials' }) },
  'token-garbage': { response: answered(500) },
  'est-cacerts': {
    response: (response) => ({
      ...response,
      body: toUtf8(toBase64(encodeCertsOnly(service.pki.issuers.secc.chain.slice(0, 1)))),
    }),
  },
  'est-enroll': {
    response: (response, { url }) =>
      url.includes('simpleenroll')
        ? { ...response, body: toUtf8(toBase64(encodeCertsOnly([service.pki.secc.certificate]))) }
        : response,
  },
  'est-enroll-again': {
    response: (response, { url }) => {
      if (!url.includes('simpleenroll')) return response;
      count += 1;
      return count === 2 ? { status: 400, headers: {}, body: toUtf8('this name is taken') } : response;
    },
  },
  'est-reenroll': { response: answered(400) },
  'est-csr-forged': certified,
  'est-csr-curve': certified,
  'est-csr-nameless': certified,
  'est-csr-other-name': certified,
  'est-csr-garbage': { response: (response) => (response.status === 400 ? { status: 500, headers: {} } : response) },
  'est-token-none': { request: open },
  'est-token-wrong': { request: open },
  'est-token-expired': { request: open },
  'roots-all': { response: withBody((text) => text.replace(/("caCertificate":"[^"]{300})[^"]{8}/, '$1AAAAAAAA')) },
  'roots-v2g': { request: (request) => ({ ...request, url: request.url.replace(/\?.*/, '') }) },
  'root-unknown': { response: answered(200, {}) },
  'roots-token-none': { request: open },
  'roots-token-wrong': { request: open },
  'roots-token-expired': { request: open },
  'provisioning-found': { response: withBody((text) => text.replace(/"subCA2Certificate":"[^"]*",?/, '')) },
  'provisioning-unknown': { response: answered(200, {}) },
  'provisioning-malformed': { response: answered(500) },
  'provisioning-put-no-json': { response: answered(500) },
  'provisioning-put-field-missing': { response: answered(200, {}) },
  'cps-signers': { response: withBody((text) => text.replace(/"cpsSubCa1Certificate":"[^"]*",?/, '')) },
  'contract-installed': {
    response: withBody((text) => text.replace(/("certificateInstallationRes":"[^"]{2000})[^"]{4}/, '$1AAAA')),
  },
  'contract-unknown': gullible,
  'contract-unknown-plain': {
    request: ({ headers: { alwaysreturnexi: _, ...headers }, ...request }) => ({ ...request, headers }),
  },
  'contract-forged': gullible,
  'contract-body-no-json': { response: answered(500) },
  'contract-body-field-missing': { response: answered(502) },
  'contract-body-no-exi': { response: answered(404, {}) },
  'contract-token-none': { request: open },
  'contract-lookup': { response: answered(200, { XMLContracts: [] }) },
  'contract-lookup-unknown': {
    request: (request) => ({ ...request, url: request.url.replace(/lookupContract\/.*/, `lookupContract/${EMAID}`) }),
  },
};

function rewritten(request: HttpRequest, changes: object): HttpRequest {
  return { ...request, body: toUtf8(JSON.stringify({ ...JSON.parse(fromUtf8(request.body!)), ...changes })) };
}

/** Keeps the answer that a good car gets. */
async function keepContract(): Promise<void> {
  fault = {
    response(response, { url }) {
      if (url.includes('signedContractData')) lastContract = response;
      return response;
    },
  };
  assert.equal((await run(pkiCases.find(({ id }) => id === 'contract-installed')!)).verdict, 'passed');
}

/** Tokens are fetched without the fault, except where they are what is asked for. */
function aimed({ request, response }: Fault, id: string): Fault {
  const isMeant = ({ url }: HttpRequest) => id.startsWith('token-') || !url.startsWith('/oauth/');
  return {
    ...(request && { request: (incoming) => (isMeant(incoming) ? request(incoming) : incoming) }),
    ...(response && { response: (came, incoming) => (isMeant(incoming) ? response(came, incoming) : came) }),
  };
}

describe('bench pki', () => {
  test('every case has a purpose, a clause, a cause and a fault that it finds', () => {
    for (const { id, purpose, clause, cause } of pkiCases)
      assert.ok(purpose && clause && cause.text && cause.remedy && faults[id], id);
    assert.deepEqual(Object.keys(faults).toSorted(), pkiCases.map(({ id }) => id).toSorted());
  });

  for (const dialect of ['opcp', 'opnc'] as const)
    test(`a good PKI passes every case, in the dialect ${dialect}`, async () => {
      const { url } = options.pools!;
      const wish = { ...options, pools: { url, dialect }, est: { ...options.est!, spelling: dialect } };
      for (const one of pkiCases) {
        const { verdict, differences, cause } = await run(one, wish);
        assert.deepEqual([verdict, differences, cause], ['passed', [], null], one.id);
      }
    });

  for (const one of pkiCases)
    test(`${one.id} fails when it has to, with its cause`, async (t) => {
      if (faults[one.id] === gullible) await keepContract();
      count = 0;
      fault = aimed(faults[one.id]!, one.id);
      t.after(() => {
        fault = {};
      });
      const { verdict, differences, cause } = await run(one);
      assert.equal(verdict, 'failed', `${one.id}: ${differences.join('; ')}`);
      assert.ok(differences.length > 0);
      assert.deepEqual(cause, { code: one.id, ...one.cause });
    });

  test('what is not given is not asked, and the reason says what to give', async () => {
    const reasons = new Map<string, string>();
    for (const one of pkiCases) {
      const { verdict, outcome, differences } = await run(one, {});
      assert.deepEqual([verdict, outcome, differences.length], ['inconclusive', 'not run', 1], one.id);
      reasons.set(one.id, differences[0]!);
    }
    assert.match(reasons.get('ocsp-good')!, /--chain/);
    assert.match(reasons.get('est-enroll')!, /--est/);
    assert.match(reasons.get('contract-lookup')!, /--pools/);
    assert.match(reasons.get('token-good')!, /--client/);
    for (const { id } of pkiCases) {
      const { revoked: _, expiredToken: __, car: ___, pcid: ____, eMAID: _____, ...bare } = options;
      const { verdict, differences } = await run(pkiCases.find((one) => one.id === id)!, bare);
      assert.notEqual(verdict, 'failed', `${id}: ${differences.join('; ')}`);
    }
  });

  test('a role without the right is no failure of the service: 403 is not judged, an unreachable one is a failure', async (t) => {
    t.after(() => {
      fault = {};
    });
    fault = aimed({ response: answered(403) }, '');
    for (const id of ['provisioning-found', 'contract-installed', 'contract-lookup', 'est-enroll', 'roots-all']) {
      const { verdict, differences } = await run(pkiCases.find((one) => one.id === id)!);
      assert.deepEqual([verdict, differences.length], ['inconclusive', 1], `${id}: ${differences.join('; ')}`);
      assert.match(differences[0]!, /403/);
    }
    const gone = { ...options, ocspUrl: 'http://127.0.0.1:1/ocsp' };
    assert.equal((await run(pkiCases[0]!, gone)).verdict, 'failed');
  });
});
