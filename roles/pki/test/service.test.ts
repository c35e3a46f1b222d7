/** The PKI over its routes, called by the CSMS's client: tokens, roots, contracts and EST in both dialects, pools and webhooks. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8, toBase64, toUtf8 } from '@openpnc/core/bytes';
import { HttpFailure, type HttpHandler, type HttpRequest, serveRoutes } from '@openpnc/core/http';
import { decodeMessage } from '@openpnc/exi/iso15118-2';
import type { ClientRole } from '@openpnc/opcp/grant';
import { contractFrom, type ProviderSettings, provider } from '@openpnc/opcp/provider';
import { readDelivery } from '@openpnc/opcp/webhook';
import { toExi, toXml } from '@openpnc/pki/contractXml';
import type { PkiSettings } from '@openpnc/pki/settings';
import { verifyCrl } from '@openpnc/x509/crl';
import { createCsr } from '@openpnc/x509/issue';
import { validatePath } from '@openpnc/x509/path';
import { installationRequest, opened } from './car.ts';
import { HandClock, service, start } from './world.ts';

const ISO2 = 'urn:iso:15118:2:2013:MsgDef';
const base = 'http://127.0.0.1:8880';
const deadline = start + 60_000;
const client = (clientId: string, roles: ClientRole[], more: object = {}) => ({
  clientId,
  clientSecret: `${clientId}-secret`,
  roles,
  wmis: [],
  emaidPrefixes: [],
  ...more,
});
const clients: PkiSettings['clients'] = [
  client('cpo', ['CPO']),
  client('oem', ['OEM'], { wmis: ['WVW'] }),
  client('mo', ['MO_HUBJECT_PKI', 'MO_EXTERNAL_PKI'], { emaidPrefixes: ['DE8AA'] }),
  client('admin', ['ADMIN']),
];

const world = await service({ clients, crlUrl: `${base}/crl` });
const { pki, call, settings, ports } = world;

function providerOf(changes: Partial<ProviderSettings> = {}, http: HttpHandler = call) {
  return provider(http, ports.clock, {
    name: 'lab',
    dialect: 'opcp',
    baseUrl: base,
    auth: 'oauth2',
    clientId: 'cpo',
    clientSecret: 'cpo-secret',
    token: '',
    tokenBody: 'json',
    sendsApiKey: false,
    est: 'opcp',
    estCa: 'cpo',
    isBroadcast: false,
    ...changes,
  });
}

const tokens = new Map<string, string>();

/** A call as a client of the pools. */
async function as(
  clientId: string,
  method: HttpRequest['method'],
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  if (!tokens.has(clientId))
    tokens.set(clientId, await providerOf({ clientId, clientSecret: `${clientId}-secret` }).tokens.token(deadline));
  const response = await call(
    {
      method,
      url: base + path,
      headers: { authorization: `Bearer ${tokens.get(clientId)}`, ...headers },
      ...(body !== undefined && { body: toUtf8(JSON.stringify(body)) }),
    },
    {},
  );
  const text = response.body ? fromUtf8(response.body) : '';
  return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
}

const base64 = (certificate: { der: Uint8Array }) => toBase64(certificate.der);
const [leaf, sub2, sub1] = pki.provisioning.chain as [typeof pki.roots.v2g, typeof pki.roots.v2g, typeof pki.roots.v2g];

test('token: JSON, form and basic authentication give one; a wrong secret, audience, grant or body none', async () => {
  const ask = async (body: string, type: string, headers: Record<string, string> = {}) => {
    const response = await call(
      { method: 'POST', url: `${base}/oauth/token`, headers: { 'content-type': type, ...headers }, body: toUtf8(body) },
      {},
    );
    return [response.status, response.body ? JSON.parse(fromUtf8(response.body)).error : undefined];
  };
  const good = { grant_type: 'client_credentials', client_id: 'cpo', client_secret: 'cpo-secret', audience: base };
  const json = (changes: object) => ask(JSON.stringify({ ...good, ...changes }), 'application/json');
  assert.deepEqual(await json({}), [200, undefined]);
  assert.deepEqual(await json({ audience: undefined }), [200, undefined]);
  assert.deepEqual(await ask(new URLSearchParams(good).toString(), 'application/x-www-form-urlencoded'), [
    200,
    undefined,
  ]);
  assert.deepEqual(
    await ask('grant_type=client_credentials', 'application/x-www-form-urlencoded', {
      authorization: `Basic ${btoa('cpo:cpo-secret')}`,
    }),
    [200, undefined],
  );
  assert.deepEqual(await json({ client_secret: 'cpo-secreT' }), [401, 'invalid_client']);
  assert.deepEqual(await json({ client_secret: '' }), [401, 'invalid_client']);
  assert.deepEqual(await json({ client_id: 'nobody', client_secret: '' }), [401, 'invalid_client']);
  assert.deepEqual(await json({ audience: 'http://else' }), [400, 'invalid_request']);
  assert.deepEqual(await json({ grant_type: 'password' }), [400, 'unsupported_grant_type']);
  assert.deepEqual(await ask('{', 'application/json'), [400, 'invalid_request']);
  const jwks = await call({ method: 'GET', url: `${base}/.well-known/jwks.json`, headers: {} }, {});
  assert.equal(JSON.parse(fromUtf8(jwks.body!)).keys[0].crv, 'P-256');
});

test('no token, a foreign, a changed or an expired one is 401 without body; a wrong role is 403', async () => {
  const get = (authorization?: string, path = '/v1/root/rootCerts') =>
    call({ method: 'GET', url: base + path, headers: authorization === undefined ? {} : { authorization } }, {});
  const status = async (authorization?: string, path?: string) => {
    const response = await get(authorization, path);
    assert.equal(response.status === 200 || response.body === undefined, true);
    return response.status;
  };
  const token = await providerOf().tokens.token(deadline);
  assert.equal(await status(), 401);
  assert.equal(await status('Bearer x.y.z'), 401);
  assert.equal(await status(`Bearer ${token}`), 200);
  assert.equal(await status(`Bearer ${token.slice(0, -4)}AAAA`), 401);
  const [header, claims] = token.split('.') as [string, string];
  const none = btoa('{"alg":"none"}').replaceAll('=', '');
  assert.equal(await status(`Bearer ${none}.${claims}.`), 401);
  const changed = btoa(
    JSON.stringify({
      ...JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))),
      [`${base}/role`]: ['ADMIN'],
    }),
  ).replaceAll('=', '');
  assert.equal(await status(`Bearer ${header}.${changed}.${token.split('.')[2]}`), 401);
  assert.equal(await status(`Bearer ${token}`, '/v1/oem/provCerts/WVWZZZAAZMD123456'), 403);
  const foreign = await (await service({ clients })).call(
    {
      method: 'POST',
      url: `${base}/oauth/token`,
      headers: {},
      body: toUtf8(JSON.stringify({ grant_type: 'client_credentials', client_id: 'cpo', client_secret: 'cpo-secret' })),
    },
    {},
  );
  assert.equal(await status(`Bearer ${JSON.parse(fromUtf8(foreign.body!)).access_token}`), 401);
  ports.clock.at = start + 86_400_000 + 61_000;
  assert.equal(await status(`Bearer ${token}`), 401);
  ports.clock.at = start;
});

for (const dialect of ['opcp', 'opnc'] as const) {
  test(`${dialect}: the root pool gives all roots and each type`, async () => {
    const pool = providerOf({ dialect });
    const all = await pool.roots(deadline);
    assert.ok(all.ok);
    assert.deepEqual(all.roots.map(({ type }) => type).toSorted(), ['MO', 'OEM', 'V2G']);
    const v2g = await pool.roots(deadline, 'V2G');
    assert.deepEqual(v2g.ok && v2g.roots.map(({ certificate }) => certificate.fingerprint), [
      pki.roots.v2g.fingerprint,
    ]);
    const mo = await pool.roots(deadline, 'MO');
    assert.deepEqual(mo.ok && mo.roots.map(({ certificate }) => certificate.fingerprint), [pki.roots.mo.fingerprint]);
  });

  test(`${dialect}: from the car's certificate to its contract by calls alone`, async () => {
    const { settings: own, call: http, pki: owned } = await service({ isOpen: true });
    const put = async (path: string, body: object) =>
      (await http({ method: 'PUT', url: base + path, headers: {}, body: toUtf8(JSON.stringify(body)) }, {})).status;
    const [car, ca2, ca1] = owned.provisioning.chain.map(base64);
    const order = {
      emaid: 'DE8AAC-A1B2C3D4'.replace('C-', 'C'),
      pcid: own.pcid,
      contractBegins: new Date(start).toISOString(),
      contractEnds: new Date(start + 86_400_000 * 90).toISOString(),
    };
    if (dialect === 'opcp') {
      assert.equal(
        await put('/v1/oem/provCerts', { vehicleCertificate: car, subCA2Certificate: ca2, subCA1Certificate: ca1 }),
        200,
      );
      assert.equal(await put('/v1/cps/generate/signedContractData', order), 201);
    } else {
      assert.equal(
        await put('/opnc/v1/pcp/provisioningcertificates', {
          provisioningCertificate: {
            provisioningCertificateChain: { certificate: car, subCa2Certificate: ca2, subCa1Certificate: ca1 },
          },
        }),
        200,
      );
      assert.equal(await put('/opnc/v1/cps/contractData/generateandsign', order), 201);
    }
    const pool = providerOf({ dialect, auth: 'none' }, http);
    const found = await pool.contract(await installationRequest(owned.provisioning, [owned.roots.v2g]), ISO2, deadline);
    assert.ok(found.ok, JSON.stringify(found));
    assert.deepEqual([found.isFound, found.eMAID], [true, 'DE8AACA1B2C3D4']);
    const got = await opened(found.exi, owned.provisioning, [owned.roots.v2g], start);
    assert.ok(got.ok, JSON.stringify(got));
    const missing = await pool.contract(
      await installationRequest(await owned.issueProvisioning('WVWZZZAAZMD777777'), [owned.roots.v2g]),
      ISO2,
      deadline,
    );
    assert.ok(missing.ok);
    assert.equal(missing.isFound, false);
    const body = decodeMessage(missing.exi).Body as { CertificateInstallationRes: { ResponseCode: string } };
    assert.equal(body.CertificateInstallationRes.ResponseCode, 'FAILED_NoCertificateAvailable');
    const undecodable = await pool.contract(Uint8Array.of(1, 2, 3), ISO2, deadline);
    assert.deepEqual([undecodable.ok, !undecodable.ok && undecodable.problem], [false, 'refused']);
  });
}

for (const est of ['opcp', 'maeve', 'citrineos', 'opnc', 'rfc7030'] as const) {
  test(`EST as ${est} spells it: a station gets a chain in order under the V2G root`, async () => {
    const key = await ports.keys.make(`station-${est}`);
    const der = await createCsr(
      [
        ['O', 'CPO'],
        ['CN', 'DE*OPC*E00042'],
      ],
      key,
    );
    const outcome = await providerOf({ est }).enrol({ der, publicKey: key.publicKey }, deadline);
    assert.ok(outcome.ok && 'chain' in outcome, JSON.stringify(outcome));
    assert.equal(outcome.chain.length, 3);
    assert.equal(outcome.root?.fingerprint, pki.roots.v2g.fingerprint);
    const verdict = validatePath({
      chain: outcome.chain,
      anchors: [pki.roots.v2g],
      at: start,
      purpose: 'secc',
      strict: true,
    });
    assert.deepEqual(verdict.findings, []);
    assert.deepEqual(
      outcome.chain[0]!.subject.attributes.map(({ type, value }) => `${type}=${value}`),
      ['C=DE', 'O=CPO', 'CN=DE*OPC*E00042', 'DC=CPO'],
    );
  });
}

test('EST takes PEM, broken lines and bare DER; what is wrong with a request is said', async () => {
  const key = await ports.keys.make('station-x');
  const names = [
    ['O', 'CPO'],
    ['CN', 'DE*OPC*E00043'],
  ] as const;
  const der = await createCsr(names, key);
  const enroll = async (body: Uint8Array, path = '/.well-known/est/cpo/simpleenroll') => {
    tokens.get('cpo') ?? (await as('cpo', 'GET', '/v1/root/rootCerts'));
    const response = await call(
      {
        method: 'POST',
        url: base + path,
        headers: { authorization: `Bearer ${tokens.get('cpo')}`, 'content-type': 'application/pkcs10' },
        body,
      },
      {},
    );
    return [
      response.status,
      response.status === 200 ? response.headers['content-type'] : fromUtf8(response.body ?? new Uint8Array()).trim(),
    ];
  };
  const encoded = toBase64(der);
  const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${encoded}\n-----END CERTIFICATE REQUEST-----\n`;
  for (const body of [toUtf8(encoded), toUtf8(encoded.replace(/.{64}/g, '$&\r\n')), toUtf8(pem), der])
    assert.equal((await enroll(body))[0], 200);
  const made = async (subject: readonly (readonly [string, string])[], algorithm: 'ES256' | 'ES512' = 'ES256') =>
    createCsr(subject, await ports.keys.make('other', algorithm));
  assert.deepEqual(await enroll(await made([['CN', 'DE*OPC*E00043']])), [400, 'no O in the subject']);
  assert.deepEqual(
    await enroll(
      await made([
        ['O', 'x'],
        ['CN', 'SECC1'],
      ]),
    ),
    [400, 'CN SECC1, expected an EVSE id or a SECC id'],
  );
  assert.deepEqual(await enroll(await made(names, 'ES512')), [400, 'key P-521, expected secp256r1']);
  const forged = Uint8Array.from(der);
  forged[forged.length - 1]! ^= 1;
  assert.deepEqual(await enroll(forged), [400, 'the certification request is not signed by its own key']);
  assert.equal((await enroll(toUtf8('!!')))[0], 400);
  assert.equal((await enroll(der, '/.well-known/est/xyz/simpleenroll'))[0], 404);
  assert.equal((await enroll(der, '/.well-known/est/mo/simpleenroll'))[0], 403);
  assert.equal((await enroll(der, '/cpo/simpleenroll/ISO15118-20'))[0], 400);
  assert.equal((await enroll(der, '/.well-known/est/eu-cpo/simpleenroll'))[0], 200);
  assert.equal(
    (
      await enroll(
        await made([
          ['O', 'x'],
          ['CN', 'CS001'],
        ]),
        '/.well-known/est/cs/simpleenroll',
      )
    )[0],
    200,
  );
});

test('provisioning pool: rights by manufacturer, checks in order, lookup, cascade to the contracts', async () => {
  const body = {
    vehicleCertificate: base64(leaf),
    subCA2Certificate: base64(sub2),
    subCA1Certificate: base64(sub1),
    v2gRootAuthorityKeyIdentifiers: ['AA:BB'],
  };
  const path = '/v1/oem/provCerts';
  assert.equal((await as('cpo', 'PUT', path, body)).status, 403);
  assert.equal((await as('oem', 'GET', `${path}/lookupVehicle/${settings.pcid}`)).status, 404);
  const put = await as('oem', 'PUT', path, body);
  assert.equal(put.status, 200);
  assert.deepEqual(put.json.v2gRootAuthorityKeyIdentifiers, ['aabb']);
  assert.equal((await as('oem', 'GET', `${path}/lookupVehicle/${settings.pcid}`)).status, 200);
  assert.equal((await as('mo', 'GET', `${path}/${settings.pcid}`)).json.OEMMessage.vehicleCertificate, base64(leaf));
  const otherCar = await pki.issueProvisioning('XYZZZZAAZMD123456');
  assert.equal(
    (await as('oem', 'PUT', path, { ...body, vehicleCertificate: base64(otherCar.certificate) })).status,
    403,
  );
  assert.equal(
    (await as('oem', 'GET', `${path}/short`)).status,
    403,
    'no right for a manufacturer that is none of its own',
  );
  assert.deepEqual((await as('admin', 'GET', `${path}/short`)).json.errorMessages, [
    "pcid: 'short', expected 17 or 18 letters and digits",
  ]);
  const bare = await as('oem', 'PUT', path, { vehicleCertificate: base64(leaf) });
  assert.equal(bare.status, 400);
  assert.match(bare.json.errorMessages[0], /subCA1Certificate/);
  assert.match(bare.json.traceId, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const order = {
    emaid: 'DE8AAC00000077',
    pcid: settings.pcid,
    contractBegins: new Date(start).toISOString(),
    contractEnds: new Date(start + 9e9).toISOString(),
  };
  assert.equal((await as('mo', 'PUT', '/v1/cps/generate/signedContractData', order)).status, 201);
  assert.equal(
    (await as('mo', 'PUT', '/v1/cps/generate/signedContractData', { ...order, emaid: 'DE9AAC00000077' })).status,
    403,
  );
  assert.equal((await as('oem', 'DELETE', `${path}/${settings.pcid}`)).status, 200);
  assert.equal((await as('mo', 'GET', '/v1/ccp/lookupContract/DE8AAC00000077')).json.XMLContracts.length, 0);
  assert.equal((await as('oem', 'DELETE', `${path}/${settings.pcid}`)).status, 404);
});

test('a new key for a PCID, a revoked and an expired car: what the provisioning pool does', async () => {
  const own = await service({ isOpen: true });
  const { backend } = own;
  const put = (chain: readonly (typeof leaf)[]) => backend.provisioning.put({ chain, v2gRootKeyIdentifiers: [] });
  assert.ok((await put(own.pki.provisioning.chain)).ok);
  const order = { eMAID: 'DE8AAC00000001', pcid: own.settings.pcid, from: start, until: start + 9e9, namespace: ISO2 };
  const first = await backend.cps.generate(order);
  assert.ok(first.ok);
  const renewed = await own.pki.issueProvisioning(own.settings.pcid);
  assert.ok((await put([...renewed.chain].toReversed().toSorted((a, b) => Number(a.isCa) - Number(b.isCa)))).ok);
  assert.equal(
    (await backend.contracts.byPcid(own.settings.pcid)).length,
    0,
    'the contract sealed for the old key is gone',
  );
  assert.equal((await backend.revoke(first.value.contract, 'superseded')).ok, true);
  await own.pki.revoke(renewed.certificate, 'keyCompromise');
  const refused = await put(renewed.chain);
  assert.match(refused.ok ? '' : refused.text, /revoked/);
  const gone = await backend.provisioning.get(own.settings.pcid);
  assert.deepEqual([gone.ok, !gone.ok && gone.problem], [false, 'not_found']);
  own.ports.clock.at = renewed.certificate.notAfter + 1;
  const late = await put(renewed.chain);
  assert.match(late.ok ? '' : late.text, /is not valid now/);
});

test('contract pool: one car for an eMAID, the first is the default, the default is chosen, deleting revokes', async () => {
  const own = await service({ isOpen: true });
  const { backend } = own;
  await backend.provisioning.put({ chain: own.pki.provisioning.chain, v2gRootKeyIdentifiers: [] });
  const other = await own.pki.issueProvisioning('WVWZZZAAZMD888888');
  await backend.provisioning.put({ chain: other.chain, v2gRootKeyIdentifiers: [] });
  const { pcid } = own.settings;
  const make = (eMAID: string, car = pcid, until = start + 9e9) =>
    backend.cps.generate({ eMAID, pcid: car, from: start, until, namespace: ISO2 });
  assert.ok((await make('DE8AAC00000001')).ok);
  assert.ok((await make('DE8AAC00000002')).ok);
  assert.ok((await make('DE8AAC00000001')).ok, 'again replaces');
  const taken = await make('DE8AAC00000001', 'WVWZZZAAZMD888888');
  assert.match(taken.ok ? '' : taken.text, /already bound to another PCID/);
  assert.match(await make('DE8AAC00000003', pcid, start - 1).then((o) => (o.ok ? '' : o.text)), /past/);
  assert.match(
    await make('DE8AAC00000003', 'WVWZZZAAZMD000000').then((o) => (o.ok ? '' : o.text)),
    /no provisioning certificate/,
  );
  const list = async () => (await backend.contracts.byPcid(pcid)).map(({ eMAID, isDefault }) => [eMAID, isDefault]);
  assert.deepEqual(await list(), [
    ['DE8AAC00000001', true],
    ['DE8AAC00000002', false],
  ]);
  assert.ok((await backend.contracts.setDefault(pcid, 'de-8aa-c00000002')).ok);
  assert.deepEqual(await list(), [
    ['DE8AAC00000002', true],
    ['DE8AAC00000001', false],
  ]);
  const [chosen] = await backend.contracts.byPcid(pcid);
  assert.ok((await backend.contracts.remove('DE8AAC00000002', { skipRevocation: false })).ok);
  assert.deepEqual(await list(), [['DE8AAC00000001', false]], 'deleting the default promotes none');
  const revoked = await own.ports.database.selectFrom('pki_revoked').select('serial_number').execute();
  assert.deepEqual(
    revoked.map((row) => row.serial_number),
    [chosen!.contract.serialNumber],
  );
  const refused = await backend.contracts.answer(
    await installationRequest(own.pki.provisioning, [own.pki.roots.v2g]),
    ISO2,
  );
  assert.ok(refused.ok);
  assert.equal(refused.value.responseCode, 'FAILED_NoCertificateAvailable');
});

test('the sweep takes ended roots, revoked cars with their contracts, and revoked contracts; it leaves the rest', async () => {
  const own = await service({ isOpen: true, isRenewedOnRequest: false });
  const { backend } = own;
  const cars = [
    own.pki.provisioning,
    await own.pki.issueProvisioning('WVWZZZAAZMD888888'),
    await own.pki.issueProvisioning('WVWZZZAAZMD999999'),
  ];
  for (const [i, car] of cars.entries()) {
    await backend.provisioning.put({ chain: car.chain, v2gRootKeyIdentifiers: [] });
    const pcid = car.certificate.subject.commonName!;
    assert.ok(
      (
        await backend.cps.generate({
          eMAID: `DE8AAC0000000${i}`,
          pcid,
          from: start,
          until: start + (i === 2 ? 9e8 : 9e9),
          namespace: ISO2,
        })
      ).ok,
    );
  }
  assert.equal(await backend.sweep(), 0);
  await own.pki.revoke(cars[1]!.certificate, 'keyCompromise');
  assert.equal(await backend.sweep(), 1);
  assert.equal(await backend.provisioning.has('WVWZZZAAZMD888888'), false);
  assert.equal((await backend.contracts.byEmaid('DE8AAC00000001')).length, 0);
  own.ports.clock.at = start + 1e9;
  assert.equal(await backend.sweep(), 1, 'the ended contract');
  const [first] = await backend.contracts.byEmaid('DE8AAC00000000');
  await own.pki.revoke(first!.contract, 'superseded');
  assert.equal(await backend.sweep(), 1, 'the revoked contract');
  assert.equal(await backend.provisioning.has('WVWZZZAAZMD999999'), true);
  own.ports.clock.at = own.pki.roots.mo.notAfter + 1;
  await backend.sweep();
  assert.deepEqual(await backend.roots.list(), []);
});

test('a foreign car is asked about at its own responder; a silent one keeps it out of the pool but takes no car away', async () => {
  const foreign = await service({ isOpen: true, organization: 'Other', ocspUrl: 'http://other/ocsp' });
  let isSilent = false;
  const responder: HttpHandler = (request, context) => {
    assert.deepEqual(context.guard?.allow, [], 'an address from outside is called under guard');
    if (isSilent) throw new HttpFailure('timeout', 'no answer');
    return foreign.call(request, context);
  };
  const own = await service({ isOpen: true }, responder);
  await own.backend.roots.put(foreign.pki.roots.oem, 'OEM');
  const put = () => own.backend.provisioning.put({ chain: foreign.pki.provisioning.chain, v2gRootKeyIdentifiers: [] });
  assert.ok((await put()).ok);
  isSilent = true;
  const refused = await put();
  assert.match(refused.ok ? '' : refused.text, /OCSP http:\/\/other\/ocsp: no answer/);
  assert.equal(await own.backend.sweep(), 0);
  isSilent = false;
  await foreign.pki.revoke(foreign.pki.provisioning.certificate, 'keyCompromise');
  assert.match(await put().then((found) => (found.ok ? '' : found.text)), /revoked since/);
  assert.equal(await own.backend.sweep(), 1);
});

test('an MO with its own PKI has its data signed, stores it as XML in another pool, and the car opens it there', async () => {
  const own = await service({ isOpen: true });
  const { backend } = own;
  await backend.provisioning.put({ chain: own.pki.provisioning.chain, v2gRootKeyIdentifiers: [] });
  const made = await backend.cps.generate({
    eMAID: 'DE8AAC00000001',
    pcid: own.settings.pcid,
    from: start,
    until: start + 9e9,
    namespace: ISO2,
  });
  assert.ok(made.ok);
  const xml = toXml(made.value.exi);
  assert.deepEqual(toExi(xml), made.value.exi);
  assert.deepEqual(
    toExi(xml.replaceAll('v2gci_', 'ns').replaceAll('><', '>\n<')),
    made.value.exi,
    'prefixes and white space do not matter',
  );
  for (const wrong of [
    '',
    '<a>',
    '<!DOCTYPE x><a/>',
    '<V2G_Message/>',
    xml.slice(0, 500),
    xml.replace('eMAID', 'eMAIX'),
  ])
    assert.throws(() => toExi(wrong), { code: 'xml_malformed' }, wrong.slice(0, 40));
  await backend.contracts.remove('DE8AAC00000001', { skipRevocation: true });
  const body = {
    xsdMsgDefNamespace: ISO2,
    emaid: 'DE-8AA-C00000001',
    pcid: own.settings.pcid,
    signedContractDataXML: toBase64(toUtf8(xml)),
  };
  const put = (changes: object) =>
    own.call(
      {
        method: 'PUT',
        url: `${base}/v1/ccp/signedContractData`,
        headers: {},
        body: toUtf8(JSON.stringify({ ...body, ...changes })),
      },
      {},
    );
  assert.equal((await put({})).status, 201);
  assert.equal((await put({ emaid: 'DE8AAC00000002' })).status, 400);
  assert.equal(
    (
      await put({
        signedContractDataXML: toBase64(
          toUtf8(xml.replace(/<v2gci_b:eMAID[^>]*>DE8AAC00000001/, (part) => part.replace('0001', '0003'))),
        ),
      })
    ).status,
    400,
  );
  const answer = await backend.contracts.answer(
    await installationRequest(own.pki.provisioning, [own.pki.roots.v2g]),
    ISO2,
  );
  assert.ok(answer.ok);
  assert.equal((await opened(answer.value.exi, own.pki.provisioning, [own.pki.roots.v2g], start)).ok, true);
  const bundle = {
    eMAID: 'DE8AAC00000009',
    chain: made.value.contract ? [made.value.contract] : [],
    encryptedPrivateKey: new Uint8Array(48),
    dhPublicKey: new Uint8Array(65),
  };
  const refused = await backend.cps.sign(bundle, { namespace: ISO2 });
  assert.match(refused.ok ? '' : refused.text, /eMAID DE8AAC00000009, but/);
});

test('OPCP: contract data is signed over the wire, stored when a PCID is given, and provided with a session id', async () => {
  const own = await service({ isOpen: true });
  await own.backend.provisioning.put({ chain: own.pki.provisioning.chain, v2gRootKeyIdentifiers: [] });
  const source = await own.backend.cps.generate({
    eMAID: 'DE8AAC00000001',
    pcid: own.settings.pcid,
    from: start,
    until: start + 9e9,
    namespace: ISO2,
  });
  assert.ok(source.ok);
  const res = (
    decodeMessage(source.value.exi).Body as {
      CertificateInstallationRes: {
        ContractSignatureCertChain: { Certificate: Uint8Array; SubCertificates: { Certificate: Uint8Array[] } };
        ContractSignatureEncryptedPrivateKey: { value: Uint8Array };
        DHpublickey: { value: Uint8Array };
      };
    }
  ).CertificateInstallationRes;
  const [ca2, ca1] = res.ContractSignatureCertChain.SubCertificates.Certificate;
  await own.backend.contracts.remove('DE8AAC00000001', { skipRevocation: true });
  const contractData = {
    contractCertificate: toBase64(res.ContractSignatureCertChain.Certificate),
    contractSubCa2Certificate: toBase64(ca2!),
    contractSubCa1Certificate: toBase64(ca1!),
    contractSignatureEncryptedPrivateKey: toBase64(res.ContractSignatureEncryptedPrivateKey.value),
    dHpublickey: toBase64(res.DHpublickey.value),
  };
  const request = async (method: HttpRequest['method'], path: string, body?: object) => {
    const response = await own.call(
      { method, url: base + path, headers: {}, ...(body && { body: toUtf8(JSON.stringify(body)) }) },
      {},
    );
    return { status: response.status, json: response.body ? JSON.parse(fromUtf8(response.body)) : undefined };
  };
  const signed = await request('PUT', '/v1/cps/contractData/signed', {
    contractData,
    pcid: own.settings.pcid,
    xsdMsgDefNamespace: ISO2,
  });
  assert.equal(signed.status, 200);
  assert.equal(signed.json.cpsV2GRootCertificateFingerprint, own.pki.roots.v2g.fingerprint);
  assert.match(
    fromUtf8(new Uint8Array(Buffer.from(signed.json.signedData, 'base64'))),
    /^<v2gci_d:V2G_Message [\s\S]*CertificateInstallationRes/,
  );
  const provided = await request(
    'GET',
    `/v1/ccp/provideSignedContractData/DE8AAC00000001/${own.settings.pcid}?sessionID=0102030405060708`,
  );
  const got = await opened(
    new Uint8Array(Buffer.from(provided.json.certificateInstallationRes, 'base64')),
    own.pki.provisioning,
    [own.pki.roots.v2g],
    start,
  );
  assert.equal(got.ok, true);
  assert.equal(
    (await request('GET', `/v1/ccp/provideSignedContractData/DE8AAC00000001/${own.settings.pcid}?sessionID=xx`)).status,
    400,
  );
  assert.equal(
    (await request('GET', '/v1/ccp/lookupContract/DE-8AA-C00000001')).json.XMLContracts[0].defaultContract,
    true,
  );
  const deprecated = {
    xsdMsgDefNamespace: ISO2,
    contractData: {
      contractSignatureCertChain: {
        contractSignatureCertChainCertificate: contractData.contractCertificate,
        contractSignatureCertChainSubCertificates: [toBase64(ca2!), toBase64(ca1!)],
      },
      contractSignatureEncryptedPrivateKey: contractData.contractSignatureEncryptedPrivateKey,
      dHpublickey: contractData.dHpublickey,
      emaid: 'DE8AAC00000001',
    },
    pcid: own.settings.pcid,
  };
  assert.equal((await request('PUT', '/v1/cps/signedContractData', deprecated)).json.emaid, 'DE8AAC00000001');
  assert.equal((await request('PUT', '/v1/cps/forward/signedContractData', deprecated)).status, 201);
  const signers = await request('GET', '/cps/signer');
  assert.equal(signers.json.cpsCertificates[0].cpsCertificate, base64(own.pki.cps.certificate));
  assert.equal(
    (await request('GET', '/opnc/v1/cps/cpsCertificates')).json.cpsCertificateDataCollection[0].cpsCertificateChain
      .certificate,
    base64(own.pki.cps.certificate),
  );
  const revoke = (reason: string) =>
    request('POST', '/opnc/v1/pki/revokeCertificate', {
      certificate: contractData.contractCertificate,
      revocationReason: reason,
    });
  assert.equal((await revoke('nonsense')).status, 400);
  assert.equal((await revoke('keyCompromise')).status, 200);
  assert.equal(
    (
      await request('POST', '/opnc/v1/pki/revokeCertificate', {
        certificate: base64(pki.cps.certificate),
        revocationReason: 'superseded',
      })
    ).status,
    404,
  );
});

test('roots: an administrator adds and removes; what is no root, or has ended, is refused', async () => {
  const other = (await service({ organization: 'Other' })).pki.roots;
  const put = await as('admin', 'PUT', '/v1/root/rootCerts', { caCertificate: base64(other.v2g), rootType: 'V2G' });
  assert.equal(put.status, 200);
  assert.equal(put.json.fingerprint, other.v2g.fingerprint);
  assert.equal(
    (await as('cpo', 'PUT', '/v1/root/rootCerts', { caCertificate: base64(other.mo), rootType: 'MO' })).status,
    403,
  );
  assert.equal(
    (await as('admin', 'PUT', '/v1/root/rootCerts', { caCertificate: base64(leaf), rootType: 'V2G' })).status,
    400,
  );
  assert.equal(
    (await as('admin', 'PUT', '/v1/root/rootCerts', { caCertificate: 'AAAA', rootType: 'V2G' })).status,
    400,
  );
  const id = put.json.rootCertificateId;
  assert.equal((await as('cpo', 'GET', `/v1/root/rootCerts/${id}`)).json.caCertificate, base64(other.v2g));
  assert.equal(
    (await as('cpo', 'GET', `/opnc/v1/rcp/rootcertificates/${id}`)).json.roootCertificate.fingerprint,
    other.v2g.fingerprint,
  );
  assert.equal((await as('admin', 'DELETE', `/v1/root/rootCerts/${id}`)).status, 200);
  assert.equal((await as('admin', 'DELETE', `/v1/root/rootCerts/${id}`)).status, 404);
  assert.equal((await as('cpo', 'GET', '/v1/root/ctl')).status, 404);
});

test('CRLs are served for each CA, name what was revoked, and are verified by their CA', async () => {
  const { certificate, chain } = await pki.issueContract({ eMAID: 'DE8AAC00000055', under: 'v2g' });
  assert.deepEqual(certificate.crlUrls, [`${base}/crl/v2g-mo-sub-ca-2.crl`]);
  const fetch = async () => {
    const { status, headers, body } = await call({ method: 'GET', url: certificate.crlUrls[0]!, headers: {} }, {});
    assert.deepEqual([status, headers['content-type']], [200, 'application/pkix-crl']);
    return verifyCrl({ crl: body!, certificate, issuer: chain[1]!, at: ports.clock.now() });
  };
  assert.equal((await fetch()).status, 'good');
  await pki.revoke(certificate, 'superseded');
  const revoked = await fetch();
  assert.deepEqual([revoked.status, revoked.entry?.reason], ['revoked', 'superseded']);
  assert.equal((await call({ method: 'GET', url: `${base}/crl/x.crl`, headers: {} }, {})).status, 404);
});

test('webhooks: subscribed, signed in three headers, tried again three times an hour apart, and nothing after that', async () => {
  const received: HttpRequest[] = [];
  let answer: number | 'silent' = 200;
  const receiver: HttpHandler = async (request) => {
    received.push(request);
    if (answer === 'silent') throw new HttpFailure('unreachable', 'no');
    return { status: answer, headers: {} };
  };
  const own = await service({ isOpen: true }, receiver);
  const subscribe = await own.call(
    {
      method: 'POST',
      url: `${base}/v1/webhook/endpoints`,
      headers: {},
      body: toUtf8(JSON.stringify({ url: 'http://csms/hook', enabledEvents: ['root.cert.added'] })),
    },
    {},
  );
  assert.equal(subscribe.status, 201);
  const { secret, id } = JSON.parse(fromUtf8(subscribe.body!));
  const other = (await service({ organization: 'Other' })).pki.roots;
  await own.backend.roots.put(other.v2g, 'V2G');
  await own.webhooks.deliver();
  assert.equal(received.length, 1);
  const delivery = readDelivery(received[0]!.body!, received[0]!.headers, secret);
  assert.equal(delivery?.eventType, 'root.cert.added');
  assert.equal(delivery?.payload.fingerprintSHA256, other.v2g.fingerprint);
  assert.equal(readDelivery(received[0]!.body!, received[0]!.headers, 'wrong'), undefined);
  assert.equal(readDelivery(toUtf8('{}'), received[0]!.headers, secret), undefined);
  assert.equal(readDelivery(received[0]!.body!, {}, secret), undefined);
  answer = 503;
  await own.backend.roots.put(other.mo, 'MO');
  for (let hour = 0; hour < 6; hour += 1) {
    const next = await own.webhooks.deliver();
    if (hour === 1) answer = 'silent';
    assert.equal(next === undefined, hour >= 3, `hour ${hour}`);
    own.ports.clock.at += 3_600_000;
  }
  assert.equal(received.length, 1 + 4);
  const shown = await own.call({ method: 'GET', url: `${base}/opnc/v1/event/endpoints/${id}`, headers: {} }, {});
  assert.equal('secret' in JSON.parse(fromUtf8(shown.body!)), false);
  assert.equal(
    (await own.call({ method: 'DELETE', url: `${base}/v1/webhook/endpoints/${id}`, headers: {} }, {})).status,
    200,
  );
  assert.equal(
    (await own.call({ method: 'DELETE', url: `${base}/v1/webhook/endpoints/${id}`, headers: {} }, {})).status,
    404,
  );
});

test('the client fetches one token for many calls, renews it at 80 % of its life, and once after a 401', async () => {
  const clock = new HandClock();
  let asked = 0;
  const counting: HttpHandler = (request, context) => {
    if (request.url.endsWith('/oauth/token')) asked += 1;
    return call(request, context);
  };
  const pool = provider(counting, clock, { ...providerSettings(), tokenBody: 'form', sendsApiKey: true });
  await Promise.all([pool.roots(deadline), pool.roots(deadline), pool.roots(deadline)]);
  assert.equal(asked, 1);
  clock.at = start + 86_400_000 * 0.8 + 1;
  await pool.tokens.refresh(deadline);
  assert.equal(asked, 2);
  await pool.tokens.refresh(deadline);
  assert.equal(asked, 2);
  const refusing: HttpHandler = async (request, context) =>
    request.url.endsWith('/oauth/token') ? counting(request, context) : { status: 401, headers: {} };
  const refused = await provider(refusing, clock, providerSettings()).roots(deadline);
  assert.deepEqual([refused.ok, !refused.ok && refused.problem, asked], [false, 'unauthorized', 4]);
});

test('every way in which a service fails has its own problem', async () => {
  const problem = async (http: HttpHandler) => {
    const outcome = await provider(http, ports.clock, providerSettings()).contract(new Uint8Array(10), ISO2, deadline);
    return outcome.ok ? 'ok' : outcome.problem;
  };
  const withToken =
    (http: HttpHandler): HttpHandler =>
    (request, context) =>
      request.url.endsWith('/oauth/token') ? call(request, context) : http(request, context);
  assert.equal(await problem(async () => ({ status: 500, headers: {} })), 'token');
  assert.equal(
    await problem(async () => {
      throw new HttpFailure('unreachable', 'x');
    }),
    'token',
  );
  assert.equal(
    await problem(
      withToken(async () => {
        throw new HttpFailure('unreachable', 'x');
      }),
    ),
    'unreachable',
  );
  assert.equal(
    await problem(
      withToken(async () => {
        throw new HttpFailure('timeout', 'x');
      }),
    ),
    'timeout',
  );
  assert.equal(await problem(withToken(async () => ({ status: 500, headers: {} }))), 'refused');
  assert.equal(await problem(withToken(async () => ({ status: 404, headers: {} }))), 'refused');
  assert.equal(await problem(withToken(async () => ({ status: 200, headers: {}, body: toUtf8('{}') }))), 'malformed');
  for (const dangerTokenFault of ['unauthorized', 'serverError', 'expired'] as const) {
    const faulty = await service({ clients, dangerTokenFault });
    const outcome = await provider(faulty.call, faulty.ports.clock, providerSettings()).roots(deadline);
    assert.equal(outcome.ok ? 'ok' : outcome.problem, dangerTokenFault === 'expired' ? 'unauthorized' : 'token');
  }
});

test('several services: a head start for the first, the next one at once when it has nothing, the first contract wins', async () => {
  const clock = new HandClock();
  const log: string[] = [];
  const one = (name: string, after_ms: number, isFound: boolean | 'fails') => ({
    ...provider(call, clock, { ...providerSettings(), name }),
    contract: async () => {
      log.push(`${name} asked at ${clock.now() - start}`);
      await new Promise<void>((resolve) => clock.alarm(clock.now() + after_ms, resolve));
      if (isFound === 'fails') return { ok: false, problem: 'unreachable', text: `${name} is down` } as const;
      return { ok: true, isFound, exi: toUtf8(name) } as const;
    },
  });
  const run = async (providers: ReturnType<typeof one>[], until = 3500) => {
    log.length = 0;
    clock.at = start;
    const racing = contractFrom(providers, new Uint8Array(), ISO2, {
      clock,
      deadline: start + until,
      headStart_ms: 500,
    });
    for (let step = 0; step < 80; step += 1) {
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
      clock.forward(50);
    }
    const { answer, from, failures } = await racing;
    return {
      from,
      isFound: answer.ok && answer.isFound,
      problem: answer.ok ? undefined : answer.problem,
      failures: failures.length,
      asked: [...log],
    };
  };
  assert.deepEqual(await run([one('a', 100, true), one('b', 100, true)]), {
    from: 'a',
    isFound: true,
    problem: undefined,
    failures: 0,
    asked: ['a asked at 0'],
  });
  assert.deepEqual(await run([one('a', 1000, true), one('b', 100, true)]), {
    from: 'b',
    isFound: true,
    problem: undefined,
    failures: 0,
    asked: ['a asked at 0', 'b asked at 500'],
  });
  assert.deepEqual(await run([one('a', 100, false), one('b', 100, true)]), {
    from: 'b',
    isFound: true,
    problem: undefined,
    failures: 0,
    asked: ['a asked at 0', 'b asked at 100'],
  });
  assert.deepEqual(await run([one('a', 100, 'fails'), one('b', 100, false)]), {
    from: 'b',
    isFound: false,
    problem: undefined,
    failures: 1,
    asked: ['a asked at 0', 'b asked at 100'],
  });
  assert.deepEqual(await run([one('a', 100, 'fails')]), {
    from: undefined,
    isFound: false,
    problem: 'unreachable',
    failures: 1,
    asked: ['a asked at 0'],
  });
  assert.deepEqual(await run([one('a', 9999, true)]), {
    from: undefined,
    isFound: false,
    problem: 'timeout',
    failures: 1,
    asked: ['a asked at 0'],
  });
  assert.equal((await run([])).problem, 'unreachable');
});

test('every route of the service is a row with a handler, and none stands twice', () => {
  const keys = world.routes.map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual(
    keys.filter((key, i) => keys.indexOf(key) !== i),
    [],
  );
  assert.ok(keys.length > 60, `${keys.length} routes`);
  assert.equal(typeof serveRoutes(world.routes), 'function');
});

function providerSettings(): ProviderSettings {
  return {
    name: 'lab',
    dialect: 'opcp',
    baseUrl: base,
    auth: 'oauth2',
    clientId: 'cpo',
    clientSecret: 'cpo-secret',
    token: '',
    tokenBody: 'json',
    sendsApiKey: false,
    est: 'opcp',
    estCa: 'cpo',
    isBroadcast: false,
  };
}
