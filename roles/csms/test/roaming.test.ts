/** The CSMS among platforms: handshake, authorization lists pushed and pulled, CDRs for reading, and a hub of OICP. OCPI 2.3.0, OICP 2.3. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8, toBase64, toUtf8 } from '@openpnc/core/bytes';
import { type HttpHandler, type HttpRequest, type Route, serveRoutes } from '@openpnc/core/http';
import {
  callerByToken,
  credentialsRoutes,
  type Handshake,
  memoryPartnerStore,
  type RegisteredCaller,
  register,
} from '@openpnc/roaming/ocpi/registration';
import { ocpiRoutes } from '@openpnc/roaming/ocpi/serve';
import { versionsRoutes } from '@openpnc/roaming/ocpi/versions';
import {
  byHashes,
  EMAID,
  emsp,
  envelope,
  findings,
  PARTNER,
  ready,
  refusing,
  START,
  settle,
  type World,
} from './world.ts';

const TOKEN_IN = 'token-of-the-emsp';
const EMSP = { country_code: 'DE', party_id: '8AA' };

/** Our platform as a partner calls it. */
function platformOf(made: World) {
  const served = serveRoutes(made.csms.ocpiRoutes);
  const call = async (
    method: HttpRequest['method'],
    path: string,
    body?: unknown,
    { token = TOKEN_IN, raw = undefined as string | undefined } = {},
  ) => {
    const response = await served(
      {
        method,
        url: path,
        headers: {
          host: 'csms.example',
          authorization: `Token ${toBase64(toUtf8(token))}`,
          'x-request-id': 'r1',
          'x-correlation-id': 'c1',
          'ocpi-from-country-code': 'DE',
          'ocpi-from-party-id': '8AA',
          'ocpi-to-country-code': 'DE',
          'ocpi-to-party-id': 'OPC',
        },
        ...((raw ?? body) !== undefined && { body: toUtf8(raw ?? JSON.stringify(body)) }),
      },
      {},
    );
    // biome-ignore lint/suspicious/noExplicitAny: a test reads answers of any shape.
    const json = response.body ? (JSON.parse(fromUtf8(response.body)) as any) : undefined;
    return { status: response.status, json, headers: response.headers };
  };
  return { call, served };
}

const token = (changes: Readonly<Record<string, unknown>> = {}) => ({
  ...EMSP,
  uid: 'DE8AAC12345678D',
  type: 'EMAID',
  contract_id: 'DE8AAC12345678D',
  issuer: 'Test',
  valid: true,
  whitelist: 'ALWAYS',
  last_updated: '2026-06-01T11:00:00Z',
  ...changes,
});
const PATH = '/ocpi/2.3.0/tokens/DE/8AA/DE8AAC12345678D?type=EMAID';

const withPush = (more: Readonly<Record<string, unknown>> = {}) =>
  ready({ partners: [{ ...PARTNER, tokenIn: TOKEN_IN, ...more }] });

test('a token that its eMSP pushes decides without asking, can be read back, changed and turned off', async () => {
  const made = await withPush();
  const { call } = platformOf(made);
  made.outside.emsp = refusing;
  assert.equal((await call('PUT', PATH, token())).status, 201);
  assert.equal((await made.station.call('Authorize', byHashes(made.pki))).idTokenInfo.status, 'Accepted');
  assert.partialDeepStrictEqual(
    (await call('GET', PATH)).json.data,
    token({ last_updated: '2026-06-01T11:00:00.000Z' }),
  );
  const patch = { valid: false, last_updated: '2026-06-01T11:30:00Z' };
  assert.equal((await call('PATCH', PATH, patch)).json.status_code, 1000);
  const refused = await made.station.call('Authorize', byHashes(made.pki));
  assert.deepEqual([refused.idTokenInfo.status, refused.certificateStatus], ['Invalid', 'ContractCancelled']);
});

test('a push that is older, of another party, from a clock far ahead, malformed or without good credentials changes nothing', async () => {
  const made = await withPush();
  const { call } = platformOf(made);
  await call('PUT', PATH, token());
  const rows = () => made.db.selectFrom('token').selectAll().execute();
  const before = await rows();
  const outcomes = [
    await call('PUT', PATH, token({ valid: false, last_updated: '2026-06-01T10:00:00Z' })),
    await call('PUT', PATH, token({ valid: false, last_updated: '2026-06-01T13:00:00Z' })),
    await call('PUT', '/ocpi/2.3.0/tokens/NL/TNM/X1?type=EMAID', token()),
    await call('PUT', PATH, token({ uid: 'OTHER' })),
    await call('PUT', PATH, { ...token(), whitelist: 'SOMETIMES' }),
    await call('PUT', PATH, undefined, { raw: '{' }),
    await call('PUT', PATH, token({ valid: false }), { token: 'wrong' }),
    await call('PATCH', PATH, { valid: false }),
  ];
  assert.deepEqual(await rows(), before);
  assert.deepEqual(
    outcomes.map(({ status, json }) => [status, json?.status_code]),
    [
      [200, 2001],
      [200, 2001],
      [404, 2000],
      [200, 2001],
      [200, 2001],
      [400, 2001],
      [401, 2000],
      [200, 2001],
    ],
  );
});

test("a contract on one party's list cannot be taken over by another, and the operator's own word stays", async () => {
  const other = {
    ...PARTNER,
    name: 'other',
    parties: [{ country_code: 'NL', party_id: 'TNM' }],
    tokenIn: 'token-of-other',
  };
  const made = await ready({ partners: [{ ...PARTNER, tokenIn: TOKEN_IN }, other] });
  const { served } = platformOf(made);
  await platformOf(made).call('PUT', PATH, token());
  const theft = await served(
    {
      method: 'PUT',
      url: '/ocpi/2.3.0/tokens/NL/TNM/DE8AAC12345678D?type=EMAID',
      headers: { authorization: `Token ${toBase64(toUtf8('token-of-other'))}` },
      body: toUtf8(JSON.stringify(token({ country_code: 'NL', party_id: 'TNM', valid: false }))),
    },
    {},
  );
  assert.equal(JSON.parse(fromUtf8(theft.body!)).status_code, 2001);
  assert.partialDeepStrictEqual(await made.csms.services.list.read(EMAID, 'eMAID'), { partner: 'emsp', valid: 1 });
  const own = (await made.csms.services.list.read(EMAID, 'eMAID'))!;
  await made.csms.services.list.put([{ ...own, partner: '', ocpi: null, updated_at: START }]);
  await platformOf(made).call('PUT', PATH, token({ valid: false, last_updated: '2026-06-01T12:00:01Z' }));
  assert.partialDeepStrictEqual(await made.csms.services.list.read(EMAID, 'eMAID'), { partner: '', valid: 1 });
});

test('contracts of 2.2.1 come as OTHER and are found by their eMAID; cards are found whatever standard reads them', async () => {
  const made = await withPush({ version: '2.2.1' });
  const { call } = platformOf(made);
  await call('PUT', '/ocpi/2.2.1/tokens/DE/8AA/C77?type=OTHER', token({ uid: 'C77', type: 'OTHER' }));
  made.outside.emsp = refusing;
  assert.equal((await made.station.call('Authorize', byHashes(made.pki))).idTokenInfo.status, 'Accepted');
  await call('PUT', '/ocpi/2.2.1/tokens/DE/8AA/04ABCD', token({ uid: '04ABCD', type: 'RFID', contract_id: 'C9' }));
  for (const type of ['ISO14443', 'ISO15693'] as const) {
    const { idTokenInfo } = await made.station.call('Authorize', { idToken: { idToken: '04abcd', type } });
    assert.equal(idTokenInfo.status, 'Accepted');
  }
});

/** A list of `count` tokens in pages of `size`; `broken` pages fail once. */
function listServer(made: World, count: number, size: number, broken: Set<number> = new Set()): HttpHandler {
  const inner = made.outside.emsp;
  return async (request, context) => {
    const url = new URL(request.url);
    if (!url.pathname.endsWith('/tokens')) return inner(request, context);
    const offset = Number(url.searchParams.get('offset') ?? 0);
    if (broken.delete(offset)) return { status: 503, headers: {} };
    const since = url.searchParams.get('date_from');
    const all = since === null ? count : 1;
    const items = Array.from({ length: Math.max(0, Math.min(size, all - offset)) }, (_, i) => {
      const uid = `DE8AAC${String(offset + i).padStart(8, '0')}`;
      return token({ uid, contract_id: uid, whitelist: 'ALLOWED' });
    });
    const next = offset + size < all && `${url.origin}${url.pathname}?offset=${offset + size}&limit=${size}`;
    return envelope(made.clock, items, {
      headers: { 'x-total-count': String(all), ...(next && { link: `<${next}>; rel="next"` }) },
    });
  };
}

test('a list is pulled page by page, then only what has changed', async () => {
  const made = await ready({ partners: [{ ...PARTNER, listSync_s: 600 }], ocpi: { pageLimit: 10 } });
  made.outside.emsp = listServer(made, 25, 10);
  await made.clock.advance(0);
  assert.equal((await made.db.selectFrom('token').selectAll().execute()).length, 25);
  assert.partialDeepStrictEqual(await made.csms.services.listSync.state('emsp'), {
    items: 25,
    total: 25,
    resume_url: null,
    done_at: START,
  });
  const pages = () => made.calls.filter(({ url }) => /tokens\?/.test(url));
  assert.equal(pages().length, 3);
  await made.clock.advance(600_000);
  assert.equal(pages().length, 4);
  assert.equal(new URL(pages()[3]!.url).searchParams.get('date_from'), '2026-06-01T11:55:00.000Z');
});

test('a pull that is interrupted goes on at the page where it was, also after a restart', async () => {
  const made = await ready({ partners: [{ ...PARTNER, listSync_s: 600 }], ocpi: { pageLimit: 10 } });
  made.outside.emsp = listServer(made, 25, 10, new Set([10]));
  await made.clock.advance(0);
  assert.partialDeepStrictEqual(await made.csms.services.listSync.state('emsp'), { items: 10, done_at: null });
  assert.equal(findings(made.records, 'token_list_not_pulled').length, 1);
  const again = await made.restarted();
  made.calls.length = 0;
  await again.clock.advance(0);
  const offsets = made.calls.map(({ url }) => new URL(url).searchParams.get('offset'));
  assert.deepEqual(offsets, ['10', '20']);
  assert.partialDeepStrictEqual(await again.csms.services.listSync.state('emsp'), { items: 25, resume_url: null });
});

test('a faulty token of a page is told and the others are taken', async () => {
  const made = await ready({ partners: [{ ...PARTNER, listSync_s: 600 }] });
  const inner = made.outside.emsp;
  made.outside.emsp = async (request, context) =>
    new URL(request.url).pathname.endsWith('/tokens')
      ? envelope(made.clock, [token(), token({ uid: 'x'.repeat(40) })])
      : inner(request, context);
  await made.clock.advance(0);
  assert.equal((await made.db.selectFrom('token').selectAll().execute()).length, 1);
  assert.equal(findings(made.records, 'token_not_taken').length, 1);
});

/** An eMSP's platform that can register with us and be registered with. */
function otherPlatform(made: World) {
  const store = memoryPartnerStore();
  const { served } = platformOf(made);
  const http: HttpHandler = (request, context) => {
    const { pathname, search, host } = new URL(request.url);
    return served({ ...request, url: pathname + search, headers: { host, ...request.headers } }, context);
  };
  const handshake: Handshake = {
    ports: { http, clock: made.clock, random: made.random },
    store,
    roles: [{ role: 'EMSP', ...EMSP, business_details: { name: 'eMSP' } }],
    versionsUrl: () => 'http://emsp.example/ocpi/versions',
    required: [],
    call_ms: 1000,
  };
  const routes: readonly Route[] = ocpiRoutes<RegisteredCaller>(
    {
      clock: made.clock,
      random: made.random,
      parties: [EMSP],
      authenticate: (presented) => callerByToken(store, presented),
    },
    [
      ...versionsRoutes<RegisteredCaller>(
        '/ocpi',
        {
          '2.3.0': [
            { identifier: 'tokens', role: 'SENDER', path: '/ocpi/2.3.0/tokens' },
            { identifier: 'credentials', role: 'RECEIVER', path: '/ocpi/2.3.0/credentials' },
            { identifier: 'cdrs', role: 'RECEIVER', path: '/ocpi/2.3.0/cdrs' },
          ],
        },
        () => 'http://emsp.example',
      ),
      ...credentialsRoutes('2.3.0', '/ocpi/2.3.0/credentials', handshake),
    ],
  );
  const mounted = serveRoutes(routes);
  const authorize = emsp(made.clock, 'ALLOWED');
  made.outside.emsp = (request, context) => {
    const { pathname, search, host } = new URL(request.url);
    if (/authorize|cdrs$/.test(pathname)) return authorize(request, context);
    return mounted({ ...request, url: pathname + search, headers: { host, ...request.headers } }, context);
  };
  return { handshake, store };
}

async function apiOf(made: World) {
  const served = serveRoutes(made.csms.routes);
  const { key } = await made.csms.makeApiKey('test', 'admin');
  return async (method: HttpRequest['method'], path: string, body?: unknown) => {
    const response = await served(
      {
        method,
        url: `/api/v1${path}`,
        headers: { authorization: `Bearer ${key}`, host: 'csms.example' },
        ...(body !== undefined && { body: toUtf8(JSON.stringify(body)) }),
      },
      {},
    );
    // biome-ignore lint/suspicious/noExplicitAny: a test reads answers of any shape.
    return { status: response.status, json: response.body ? (JSON.parse(fromUtf8(response.body)) as any) : undefined };
  };
}

test('an eMSP that was invited registers, and its contracts are asked for without any further setting', async () => {
  const made = await ready({ partners: [], publicUrl: 'http://csms.example' });
  const { handshake } = otherPlatform(made);
  const api = await apiOf(made);
  const invited = await api('POST', '/partners/mobility/invite');
  assert.deepEqual([invited.status, invited.json.versionsUrl], [201, 'http://csms.example/ocpi/versions']);
  const { tokenA, versionsUrl } = invited.json;
  const outcome = await register(handshake, { id: 'cpo', name: 'CPO', versionsUrl, tokenA });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  assert.partialDeepStrictEqual((await api('GET', '/partners')).json.items, [
    { name: 'mobility', parties: ['DE8AA'], registration: 'registered' },
  ]);
  assert.equal((await made.station.call('Authorize', byHashes(made.pki))).idTokenInfo.status, 'Accepted');
  const again = await made.restarted();
  assert.deepEqual(
    again.csms.services.partners.list().map(({ name }) => name),
    ['mobility'],
  );
});

test('we take an invitation, renew the credentials and leave', async () => {
  const made = await ready({ partners: [], publicUrl: 'http://csms.example' });
  const { store } = otherPlatform(made);
  const api = await apiOf(made);
  await store.save(
    { id: 'cpo', name: 'CPO', state: 'invited', tokenIn: 'token-a', endpoints: [], roles: [], changedAt: START },
    undefined,
  );
  const body = { versionsUrl: 'http://emsp.example/ocpi/versions', tokenA: 'token-a' };
  assert.equal((await api('POST', '/partners/mobility/register', body)).status, 204);
  assert.equal((await store.find('cpo'))?.state, 'registered');
  assert.equal((await api('POST', '/partners/mobility/register', body)).status, 409);
  assert.equal((await api('POST', '/partners/mobility/renew')).status, 204);
  assert.equal((await made.station.call('Authorize', byHashes(made.pki))).idTokenInfo.status, 'Accepted');
  assert.equal((await api('DELETE', '/partners/mobility/registration')).status, 204);
  const { idTokenInfo } = await made.station.call('Authorize', byHashes(made.pki));
  assert.equal(idTokenInfo.status, 'Unknown');
  const failed = await api('POST', '/partners/x/register', { versionsUrl: 'http://emsp.example/nothing', tokenA: 'a' });
  assert.deepEqual([failed.status, failed.json.code], [502, 'handshake_rejected']);
});

test('a registration gives a partner of the settings its credentials and keeps its policies', async () => {
  const { token: _, endpoints: __, ...partner } = PARTNER;
  const made = await ready({
    partners: [{ ...partner, emaidForm: 'hyphens', policy: 'realtime-only' }],
    publicUrl: 'http://csms.example',
  });
  const { handshake } = otherPlatform(made);
  assert.equal((await made.station.call('Authorize', byHashes(made.pki))).idTokenInfo.status, 'Invalid');
  const api = await apiOf(made);
  const { tokenA, versionsUrl } = (await api('POST', '/partners/emsp/invite')).json;
  await register(handshake, { id: 'cpo', name: 'CPO', versionsUrl, tokenA });
  assert.equal((await made.station.call('Authorize', byHashes(made.pki))).idTokenInfo.status, 'Accepted');
  assert.match(made.calls.findLast(({ url }) => url.includes('authorize'))!.url, /DE-8AA-C12345678-D/);
});

test('a partner reads its own CDRs and nobody else does', async () => {
  const made = await withPush();
  await made.station.call('Authorize', byHashes(made.pki));
  for (const [seqNo, eventType] of [
    [0, 'Started'],
    [1, 'Ended'],
  ] as const)
    await made.station.call('TransactionEvent', {
      eventType,
      seqNo,
      triggerReason: 'Authorized',
      timestamp: '2026-06-01T12:00:00Z',
      transactionInfo: { transactionId: 'T1' },
      idToken: { idToken: EMAID, type: 'eMAID' },
    });
  await made.clock.advance(0);
  const { call } = platformOf(made);
  const { json, headers } = await call('GET', '/ocpi/2.3.0/cdrs');
  assert.deepEqual([json.data.length, json.data[0].session_id, headers['x-total-count']], [1, 'T1', '1']);
  assert.equal((await call('GET', '/ocpi/2.2.1/cdrs')).json.data[0].total_cost.excl_vat, 0);
  assert.equal((await call('GET', '/ocpi/2.3.0/cdrs?date_to=2026-06-01T11:00:00Z')).json.data.length, 0);
});

const HUB = {
  name: 'hub',
  isDefault: true,
  protocol: 'oicp',
  oicp: { url: 'http://emsp.example', operatorId: 'DE*OPC' },
} as const;

/** A hub of OICP. */
const hub =
  (code: string, more: Readonly<Record<string, unknown>> = {}): HttpHandler =>
  async (request) => {
    const body = request.url.includes('charge-detail-record')
      ? { Result: true, StatusCode: { Code: '000' } }
      : {
          SessionID: 'b2688855-7f00-0002-6d8e-48d883f6abb6',
          AuthorizationStatus: code === '000' ? 'Authorized' : 'NotAuthorized',
          StatusCode: { Code: code },
          ...more,
        };
    return { status: 200, headers: {}, body: toUtf8(JSON.stringify(body)) };
  };

test('a hub of OICP is asked with the EvcoID, and gets the CDR under its SessionID', async () => {
  const made = await ready({ partners: [HUB] });
  made.outside.emsp = hub('000');
  assert.equal((await made.station.call('Authorize', byHashes(made.pki))).idTokenInfo.status, 'Accepted');
  const asked = JSON.parse(fromUtf8(made.calls.findLast(({ url }) => url.includes('authorize/start'))!.body!));
  assert.deepEqual(asked, {
    OperatorID: 'DE*OPC',
    Identification: { PlugAndChargeIdentification: { EvcoID: 'DE-8AA-C12345678-D' } },
  });
  for (const [seqNo, eventType] of [
    [0, 'Started'],
    [1, 'Ended'],
  ] as const)
    await made.station.call('TransactionEvent', {
      eventType,
      seqNo,
      triggerReason: 'Authorized',
      timestamp: '2026-06-01T12:00:00Z',
      transactionInfo: { transactionId: 'T1' },
      evse: { id: 1, connectorId: 1 },
      meterValue: [{ timestamp: '2026-06-01T12:00:00Z', sampledValue: [{ value: 1000 * seqNo }] }],
      idToken: { idToken: EMAID, type: 'eMAID' },
    });
  await made.clock.advance(0);
  await settle();
  const record = JSON.parse(fromUtf8(made.calls.findLast(({ url }) => url.includes('charge-detail-record'))!.body!));
  assert.partialDeepStrictEqual(record, {
    SessionID: 'b2688855-7f00-0002-6d8e-48d883f6abb6',
    EvseID: 'DE*OPC*ECS1*1',
  });
  assert.partialDeepStrictEqual(await made.csms.session('CS1', 'T1'), { cdr: { state: 'done' } });
});

for (const [code, status] of [
  ['200', 'Blocked'],
  ['210', 'Blocked'],
  ['105', 'Unknown'],
  ['320', 'Invalid'],
] as const) {
  test(`code ${code} of the hub is ${status}`, async () => {
    const made = await ready({ partners: [HUB] });
    made.outside.emsp = hub(code);
    assert.equal((await made.station.call('Authorize', byHashes(made.pki))).idTokenInfo.status, status);
  });
}
