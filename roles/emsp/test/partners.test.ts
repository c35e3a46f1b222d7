/** The eMSP and a CPO platform: handshake, list push and pull, sessions, locations, CDRs that are pulled, credentials that are renewed. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HttpFailure, type HttpHandler, jsonResponse, serveRoutes } from '@openpnc/core/http';
import type { EmspSettings } from '@openpnc/emsp/settings';
import { type Cdr, cdrFor } from '@openpnc/roaming/ocpi/cdr';
import { memoryOwnedStore, ownedRoutes, ownedTokens } from '@openpnc/roaming/ocpi/owned';
import { listRoute, pull } from '@openpnc/roaming/ocpi/paging';
import { patchSession, putLocation, putSession } from '@openpnc/roaming/ocpi/push';
import {
  callerByToken,
  connectionOf,
  credentialsRoutes,
  type Handshake,
  invite,
  memoryPartnerStore,
  type RegisteredCaller,
  register,
} from '@openpnc/roaming/ocpi/registration';
import { ocpiRoutes } from '@openpnc/roaming/ocpi/serve';
import type { Session } from '@openpnc/roaming/ocpi/session';
import { Token } from '@openpnc/roaming/ocpi/token';
import type { OcpiVersion } from '@openpnc/roaming/ocpi/values';
import { versionsRoutes } from '@openpnc/roaming/ocpi/versions';
import { API_TOKEN, bench, CPO, countedRandom, handClock, START } from './bench.ts';
import { cdr } from './cdr.ts';

const EMAID = 'DE-8AA-C12345678-D';
const EMSP_URL = 'http://emsp.example/ocpi/versions';
const TOKEN_A = 'token-a-of-the-invitation';

/** An eMSP that invited a CPO, and the CPO's platform, joined by their host names. */
async function world(
  seeds: Parameters<typeof bench>[0] = [{ emaid: EMAID }],
  settings: Partial<EmspSettings> = {},
  { cdrs = [] as Cdr[], tokensFail = (): boolean => false, version = '2.3.0' as OcpiVersion } = {},
) {
  const hosts = new Map<string, HttpHandler>();
  const net: HttpHandler = (request, context) => {
    const { host } = new URL(request.url);
    const handler = hosts.get(host);
    if (!handler) throw new HttpFailure('unreachable', `no ${host}`);
    return handler(request, context);
  };
  const emsp = await bench(
    seeds,
    {
      partners: [],
      apiToken: API_TOKEN,
      publicUrl: 'http://emsp.example',
      invitations: [{ id: 'cpo', name: 'The CPO', tokenA: TOKEN_A }],
      ...settings,
    },
    { http: net },
  );
  hosts.set('emsp.example', emsp.http);

  const store = memoryPartnerStore();
  const tokens = memoryOwnedStore<Token>();
  // Its own numbers, so that its tokens are none of the eMSP's.
  const counted = countedRandom();
  const random = { bytes: (length: number) => counted.bytes(length).map((byte) => byte + 128) };
  const clock = handClock();
  const handshake: Handshake = {
    ports: { http: net, clock, random },
    store,
    roles: [{ role: 'CPO', ...CPO, business_details: { name: 'The CPO' } }],
    versionsUrl: () => 'http://cpo.example/ocpi/versions',
    required: [{ identifier: 'tokens', role: 'SENDER' }],
    call_ms: 1000,
  };
  const base = `/ocpi/${version}`;
  const served = serveRoutes(
    ocpiRoutes<RegisteredCaller>(
      { clock, random, parties: [CPO], authenticate: (token) => callerByToken(store, token) },
      [
        ...versionsRoutes<RegisteredCaller>(
          '/ocpi',
          {
            [version]: [
              { identifier: 'credentials', role: 'RECEIVER', path: `${base}/credentials` },
              { identifier: 'tokens', role: 'RECEIVER', path: `${base}/tokens` },
              { identifier: 'cdrs', role: 'SENDER', path: `${base}/cdrs` },
            ],
          },
          () => 'http://cpo.example',
        ),
        ...credentialsRoutes(version, `${base}/credentials`, handshake),
        ...ownedRoutes<Token, RegisteredCaller>(version, `${base}/tokens`, ownedTokens, tokens, { skew_ms: 1000 }),
        listRoute<Cdr, RegisteredCaller>(version, {
          path: `${base}/cdrs`,
          message: 'GET cdrs',
          maxLimit: 2,
          publicUrl: () => 'http://cpo.example',
          page: async ({ offset, limit }) => ({ items: cdrs.slice(offset, offset + limit), total: cdrs.length }),
          encode: cdrFor,
        }),
      ],
    ),
  );
  hosts.set('cpo.example', async (request, context) => {
    if (request.method === 'PUT' && request.url.includes('/tokens/') && tokensFail()) return jsonResponse(503, {});
    const { pathname, search } = new URL(request.url);
    return served({ ...request, url: pathname + search }, context);
  });
  const outcome = await register(handshake, {
    id: 'emsp',
    name: 'eMSP',
    versionsUrl: EMSP_URL,
    tokenA: TOKEN_A,
    versions: [version],
  });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  const connection = async () => connectionOf((await store.find('emsp'))!, CPO, 'EMSP')!;
  const kept = () => [...tokens.objects.values()].map(({ uid, type, valid }) => `${uid} ${type} ${valid}`);
  return { ...emsp, handshake, store, tokens, kept, connection, net, hosts, options: { deadline: START + 1e9 } };
}

test('an invited CPO registers, its token A dies, and it is known after a restart', async () => {
  const { api, call, db, connection } = await world();
  assert.partialDeepStrictEqual((await api('GET', '/partners')).json.partners[0], {
    id: 'cpo',
    state: 'registered',
    version: '2.3.0',
    roles: [{ role: 'CPO', ...CPO, business_details: { name: 'The CPO' } }],
  });
  assert.equal(
    JSON.stringify((await api('GET', '/partners')).json).includes((await connection()).token),
    false,
    'no tokens over the API',
  );
  assert.equal((await call('GET', '/ocpi/versions', undefined, { authorization: `Token ${TOKEN_A}` })).status, 401);
  assert.equal((await db.selectFrom('partner').selectAll().execute()).length, 1);
});

test('an invitation and a registration go over the API too', async () => {
  const { api, handshake, hosts, net } = await world();
  await api('DELETE', '/partners/cpo');
  assert.partialDeepStrictEqual((await api('GET', '/partners')).json.partners[0], { state: 'unregistered' });
  const { tokenA, versionsUrl } = (await api('POST', '/partners/invite', { id: 'cpo', name: 'The CPO again' })).json;
  assert.equal(versionsUrl, EMSP_URL);
  await handshake.store.save(
    { ...(await handshake.store.find('emsp'))!, state: 'unregistered' },
    await handshake.store.find('emsp'),
  );
  assert.ok((await register(handshake, { id: 'emsp', name: 'eMSP', versionsUrl, tokenA })).ok);
  // The other way round: another eMSP takes an invitation of the CPO.
  const second = await bench(
    [],
    { party_id: 'TWO', partners: [], apiToken: API_TOKEN, publicUrl: 'http://second.example' },
    { http: net },
  );
  hosts.set('second.example', second.http);
  const invitation = await invite(handshake, 'second', 'Second');
  const answer = await second.api('POST', '/partners/register', { id: 'cpo', name: 'CPO', ...invitation });
  assert.partialDeepStrictEqual([answer.status, answer.json.state, answer.json.version], [200, 'registered', '2.3.0']);
  const wrong = await second.api('POST', '/partners/register', {
    id: 'x',
    name: 'X',
    versionsUrl: 'http://cpo.example/ocpi/versions',
    tokenA: 'nobody',
  });
  assert.deepEqual([wrong.status, wrong.json.error.code], [502, 'rejected']);
  assert.equal((await second.api('POST', '/partners/register', { id: 'cpo', name: 'CPO', ...invitation })).status, 409);
});

test('credentials that are old are renewed by settling, and the CPO goes on with the new ones', async () => {
  const { emsp, clock, connection, store, handshake } = await world([{ emaid: EMAID }], { rotate_days: 1 });
  const before = await connection();
  assert.partialDeepStrictEqual(await emsp.settle(), { renewed: 0 });
  clock.advance(86_400_001);
  assert.partialDeepStrictEqual(await emsp.settle(), { renewed: 1 });
  const after = await connection();
  assert.notEqual(after.token, before.token);
  assert.notEqual((await store.find('emsp'))!.tokenIn, undefined);
  const list = (partner: typeof after) =>
    pull(
      handshake.ports,
      partner,
      { url: 'http://emsp.example/ocpi/2.3.0/tokens', message: 'GET tokens', schema: Token },
      { page_ms: 1000 },
      async () => {},
    );
  assert.partialDeepStrictEqual(await list(after), { ok: true, items: 1 });
  assert.partialDeepStrictEqual(await list(before), { ok: false, problem: 'rejected' });
});

test('the list is pulled in pages, and a delta holds what changed', async () => {
  const { handshake, connection, api, clock } = await world(
    Array.from({ length: 7 }, (_, i) => ({ emaid: `DE8AAC0000000${i}` })),
    { pageLimit: 3, whitelist: 'ALLOWED_OFFLINE' },
  );
  const pulled: Token[] = [];
  const list = async (from?: number) => {
    pulled.length = 0;
    return pull(
      handshake.ports,
      await connection(),
      {
        url: 'http://emsp.example/ocpi/2.3.0/tokens',
        message: 'GET tokens',
        schema: Token,
        ...(from !== undefined && { from }),
      },
      { page_ms: 1000 },
      async ({ items }) => void pulled.push(...items),
    );
  };
  assert.deepEqual(await list(), { ok: true, pages: 3, items: 7, faulty: 0 });
  assert.deepEqual(
    pulled.map(({ uid }) => uid.slice(0, 14)),
    Array.from({ length: 7 }, (_, i) => `DE8AAC0000000${i}`),
  );
  assert.partialDeepStrictEqual(pulled[0], { type: 'EMAID', whitelist: 'ALLOWED_OFFLINE', valid: true });
  clock.advance(1000);
  await api('POST', '/contracts/DE8AAC00000003/block');
  assert.partialDeepStrictEqual(await list(START + 500), { ok: true, items: 1 });
  assert.partialDeepStrictEqual(pulled[0], { valid: false, last_updated: '2026-06-01T12:00:01.000Z' });
});

for (const version of ['2.2.1', '2.3.0'] as const) {
  test(`a CPO that takes tokens gets the whole list, then each change (${version})`, async () => {
    const { emsp, kept, api } = await world(
      [{ emaid: EMAID }, { emaid: 'DE8AAC00000001' }],
      { pushTokens: true },
      { version },
    );
    const type = version === '2.3.0' ? 'EMAID' : 'OTHER';
    assert.partialDeepStrictEqual(await emsp.settle(), { pushed: 2 });
    assert.deepEqual(kept().toSorted(), [
      `DE8AAC00000001${
        kept()
          .join()
          .match(/DE8AAC00000001(.)/)![1]
      } ${type} true`,
      `DE8AAC12345678D ${type} true`,
    ]);
    await api('POST', `/contracts/${EMAID}/block`);
    assert.partialDeepStrictEqual(await emsp.settle(), { pushed: 1 });
    assert.ok(kept().includes(`DE8AAC12345678D ${type} false`));
    assert.partialDeepStrictEqual(await emsp.settle(), { pushed: 0 });
    await api('DELETE', '/partners/cpo');
    await api('POST', `/contracts/${EMAID}/activate`);
    assert.partialDeepStrictEqual(await emsp.settle(), { pushed: 0 });
  });
}

test('a CPO that cannot take tokens now gets them later, as they are then', async () => {
  let isDown = true;
  const { emsp, kept, api, records, clock } = await world(
    [{ emaid: EMAID }],
    { pushTokens: true },
    { tokensFail: () => isDown },
  );
  assert.partialDeepStrictEqual(await emsp.settle(), { pushed: 0 });
  assert.ok(records.some((record) => record.type === 'finding' && record.code === 'token_push_failed'));
  clock.advance(1);
  await api('POST', `/contracts/${EMAID}/block`);
  isDown = false;
  assert.partialDeepStrictEqual(await emsp.settle(), { pushed: 1 });
  assert.deepEqual(kept(), ['DE8AAC12345678D EMAID false']);
});

test('tokens are not pushed unless the setting says so', async () => {
  const { emsp, kept } = await world();
  assert.partialDeepStrictEqual(await emsp.settle(), { pushed: 0 });
  assert.deepEqual(kept(), []);
});

const session: Session = {
  ...CPO,
  id: 'S1',
  start_date_time: '2026-06-01T11:00:00Z',
  kwh: 1,
  cdr_token: cdr.cdr_token,
  auth_method: 'AUTH_REQUEST',
  location_id: 'LOC1',
  evse_uid: 'E1',
  connector_id: '1',
  currency: 'EUR',
  status: 'ACTIVE',
  last_updated: '2026-06-01T11:00:00Z',
};

test('sessions of our contracts and locations are kept; a session of a foreign contract is 2004', async () => {
  const { handshake, connection, db, options } = await world();
  const partner = await connection();
  assert.deepEqual(await putSession(handshake.ports, partner, session, options), { ok: true });
  const change = { kwh: 4, status: 'COMPLETED' as const, last_updated: '2026-06-01T11:30:00Z' };
  assert.deepEqual(await patchSession(handshake.ports, partner, session, change, options), { ok: true });
  const foreign = {
    ...session,
    id: 'S2',
    cdr_token: { ...session.cdr_token, uid: 'DE8AAC99999999', contract_id: 'DE8AAC99999999' },
  };
  assert.partialDeepStrictEqual(await putSession(handshake.ports, partner, foreign, options), {
    ok: false,
    status_code: 2004,
  });
  assert.partialDeepStrictEqual(
    await patchSession(
      handshake.ports,
      partner,
      session,
      { cdr_token: foreign.cdr_token, last_updated: '2026-06-01T11:40:00Z' },
      options,
    ),
    { ok: false, status_code: 2004 },
  );
  const location = {
    ...CPO,
    id: 'LOC1',
    publish: false,
    address: 'Street 1',
    city: 'Town',
    country: 'NLD',
    coordinates: { latitude: '52.1', longitude: '5.1' },
    time_zone: 'Europe/Amsterdam',
    last_updated: '2026-06-01T11:00:00Z',
  };
  assert.deepEqual(await putLocation(handshake.ports, partner, location, options), { ok: true });
  const rows = await db.selectFrom('object').selectAll().orderBy('module').execute();
  assert.deepEqual(
    rows.map(({ module, party, id }) => `${module} ${party} ${id}`),
    ['locations NLCPO LOC1', 'sessions NLCPO S1'],
  );
  assert.partialDeepStrictEqual(JSON.parse(rows[1]!.body), { ...session, ...change });
});

test('patches of one session that come at the same time are all kept', async () => {
  const { handshake, connection, db, options } = await world();
  const partner = await connection();
  assert.deepEqual(await putSession(handshake.ports, partner, session, options), { ok: true });
  const periods = [1, 2, 3].map((volume) => ({
    start_date_time: `2026-06-01T11:0${volume}:00Z`,
    dimensions: [{ type: 'ENERGY', volume }],
  }));
  const answers = await Promise.all(
    periods.map((period) =>
      patchSession(
        handshake.ports,
        partner,
        session,
        { charging_periods: [period], last_updated: '2026-06-01T11:30:00Z' },
        options,
      ),
    ),
  );
  assert.deepEqual(answers, [{ ok: true }, { ok: true }, { ok: true }]);
  const { body } = await db.selectFrom('object').select('body').executeTakeFirstOrThrow();
  assert.deepEqual(
    (JSON.parse(body) as Session).charging_periods?.toSorted((a, b) =>
      a.start_date_time < b.start_date_time ? -1 : 1,
    ),
    periods,
  );
});

test('a session that another process has changed is judged as it stands in the table', async () => {
  const { handshake, connection, db, options } = await world();
  const partner = await connection();
  const push = (change: Partial<Session> & Pick<Session, 'last_updated'>) =>
    patchSession(handshake.ports, partner, session, change, options);
  const kept = async () => {
    const { body } = await db.selectFrom('object').select('body').executeTakeFirstOrThrow();
    return JSON.parse(body) as Session;
  };
  const elsewhere = async (change: Partial<Session>) => {
    const body = JSON.stringify({ ...(await kept()), ...change });
    await db.updateTable('object').set({ body }).execute();
  };
  assert.deepEqual(await putSession(handshake.ports, partner, session, options), { ok: true });
  await elsewhere({ meter_id: 'M1', last_updated: '2026-06-01T11:10:00Z' });
  assert.deepEqual(await push({ kwh: 2, last_updated: '2026-06-01T11:20:00Z' }), { ok: true });
  assert.partialDeepStrictEqual(await kept(), { meter_id: 'M1', kwh: 2 });
  await elsewhere({ last_updated: '2026-06-01T11:40:00Z' });
  // The same as before, and older than what is kept by now.
  assert.partialDeepStrictEqual(await push({ kwh: 2, last_updated: '2026-06-01T11:20:00Z' }), {
    ok: false,
    status_code: 2001,
  });
  await elsewhere({ kwh: 1, last_updated: '2026-06-01T11:00:00Z' });
  // Older than what is remembered, and newer than what is kept.
  assert.deepEqual(await push({ kwh: 3, last_updated: '2026-06-01T11:10:00Z' }), { ok: true });
  assert.partialDeepStrictEqual(await kept(), { kwh: 3 });
});

test('CDRs that a CPO did not push are pulled, each once, and the faulty are told', async () => {
  const cdrs = [
    cdr,
    {
      ...cdr,
      id: 'CDR2',
      session_id: 'S2',
      start_date_time: '2026-06-01T10:00:00Z',
      end_date_time: '2026-06-01T10:30:00Z',
    },
    { ...cdr, id: 'CDR3', party_id: 'OTH' },
    { ...cdr, id: 'CDR4', currency: 'euro' },
    { ...cdr, id: 'CDR5', cdr_token: { ...cdr.cdr_token, uid: 'x', contract_id: 'x' } },
  ];
  const { api, db } = await world([{ emaid: EMAID }], {}, { cdrs });
  const first = (await api('POST', '/partners/cpo/pull-cdrs')).json;
  assert.partialDeepStrictEqual(first, { ok: true, pages: 3, taken: 2, known: 0 });
  assert.deepEqual(
    first.refused.map(({ id, text }: { id: string; text: string }) => `${id}: ${text}`),
    [
      'CDR3: NLOTH: not a party of The CPO',
      "CDR4: CDR.currency: expected a text like ^[A-Z]{3}$, came 'euro'",
      'CDR5: CDR.cdr_token: no contract x',
    ],
  );
  assert.partialDeepStrictEqual((await api('POST', '/partners/cpo/pull-cdrs?from=2026-01-01')).json, {
    taken: 0,
    known: 2,
  });
  assert.equal((await db.selectFrom('cdr').selectAll().execute()).length, 2);
  assert.equal((await api('POST', '/partners/none/pull-cdrs')).status, 404);
  assert.equal((await api('POST', '/partners/cpo/pull-cdrs?from=yesterday')).status, 400);
});
