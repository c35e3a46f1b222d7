/** Pushed objects: tokens at the CPO, sessions and locations at the eMSP; replays, old pushes, clocks, foreign owners. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import { type HttpHandler, type HttpRequest, serveRoutes } from '@openpnc/core/http';
import type { OcpiPartner } from '@openpnc/roaming/ocpi/call';
import type { Location } from '@openpnc/roaming/ocpi/location';
import {
  locationRoutes,
  memoryOwnedStore,
  type OwnedModule,
  type OwnedStore,
  ownedRoutes,
  ownedSessions,
  ownedTokens,
} from '@openpnc/roaming/ocpi/owned';
import {
  keptSession,
  keptToken,
  patchSession,
  patchToken,
  putLocation,
  putSession,
  putToken,
} from '@openpnc/roaming/ocpi/push';
import { type OcpiRoute, ocpiRoutes } from '@openpnc/roaming/ocpi/serve';
import type { Session } from '@openpnc/roaming/ocpi/session';
import type { Token } from '@openpnc/roaming/ocpi/token';
import type { OcpiVersion } from '@openpnc/roaming/ocpi/values';
import { CPO, countedRandom, EMSP, handClock, START, token } from './bench.ts';

const rules = { skew_ms: 300_000 };
const SECRET = 'token-of-the-owner';

/** A receiver that takes objects of `owner`, and the owner's way to push to it. */
function receiver(
  identifier: string,
  owner: typeof EMSP,
  routes: readonly OcpiRoute<{ name: string; parties: readonly (typeof EMSP)[] }>[],
  version: OcpiVersion = '2.3.0',
) {
  const clock = handClock();
  const served = serveRoutes(
    ocpiRoutes(
      {
        clock,
        random: countedRandom(),
        parties: [EMSP, CPO],
        authenticate: async (presented) => (presented === SECRET ? { name: 'owner', parties: [owner] } : undefined),
      },
      routes,
    ),
  );
  const http: HttpHandler = (request, context) =>
    served({ ...request, url: request.url.replace('https://receiver.example', '') }, context);
  const partner: OcpiPartner = {
    version,
    token: SECRET,
    endpoints: [{ identifier, role: 'RECEIVER', url: `https://receiver.example/${identifier}/` }],
    from: owner,
  };
  const call = async (method: HttpRequest['method'], url: string, body?: unknown) => {
    const response = await http(
      {
        method,
        url,
        headers: { authorization: `Token ${SECRET}` },
        ...(body !== undefined && { body: toUtf8(JSON.stringify(body)) }),
      },
      {},
    );
    const { status_code, status_message, data } = JSON.parse(fromUtf8(response.body!));
    return { http: response.status, code: status_code as number, text: String(status_message), data };
  };
  return { ports: { http, clock, random: countedRandom() }, partner, call, options: { deadline: START + 1000 } };
}

function cpo(store: OwnedStore<Token> = memoryOwnedStore()) {
  return { ...receiver('tokens', EMSP, ownedRoutes('2.3.0', '/tokens', ownedTokens, store, rules)), store };
}

test('a token is put, read, patched, and put again', async () => {
  const { ports, partner, options, call } = cpo();
  assert.deepEqual(await putToken(ports, partner, token, options), { ok: true });
  assert.deepEqual(await keptToken(ports, partner, token, options), { ok: true, object: token });
  const change = { valid: false, last_updated: '2026-06-01T01:00:00Z' };
  assert.deepEqual(await patchToken(ports, partner, token, change, options), { ok: true });
  assert.deepEqual(await keptToken(ports, partner, token, options), { ok: true, object: { ...token, ...change } });
  const path = '/tokens/DE/8AA/DE8AAC12345678D?type=EMAID';
  assert.equal((await call('PUT', path, { ...token, last_updated: '2026-06-01T02:00:00Z' })).http, 200);
  assert.equal((await call('GET', '/tokens/de/8aa/de8aac12345678d?type=EMAID')).http, 200, 'ids have no case');
});

test('a token of type EMAID asked without its type is another object', async () => {
  const { ports, partner, options, call } = cpo();
  await putToken(ports, partner, token, options);
  assert.deepEqual((await call('GET', '/tokens/DE/8AA/DE8AAC12345678D')).http, 404);
  const put = await call('PUT', '/tokens/DE/8AA/DE8AAC12345678D', token);
  assert.deepEqual([put.http, put.code], [200, 2001]);
  assert.match(put.text, /the URL is of type RFID \(RFID when absent\), the body of EMAID/);
});

const path = '/tokens/DE/8AA/DE8AAC12345678D?type=EMAID';
const bad: readonly (readonly [string, 'PUT' | 'PATCH', string, unknown, number, number, RegExp])[] = [
  [
    'an older push',
    'PUT',
    path,
    { ...token, valid: false, last_updated: '2026-05-31T23:59:59Z' },
    200,
    2001,
    /older than what is kept, 2026-06-01T00:00:00Z/,
  ],
  ['an older patch', 'PATCH', path, { valid: false, last_updated: '2026-05-31T23:59:59Z' }, 200, 2001, /older/],
  [
    'a push from a clock six minutes ahead',
    'PUT',
    path,
    { ...token, valid: false, last_updated: '2026-06-01T12:06:00Z' },
    200,
    2001,
    /more than 300 s in the future/,
  ],
  [
    'a time with an offset',
    'PUT',
    path,
    { ...token, valid: false, last_updated: '2026-06-01T02:00:00+02:00' },
    200,
    2001,
    /Token\.last_updated/,
  ],
  [
    'another uid in the body',
    'PUT',
    path,
    { ...token, uid: 'DE8AAC00000000X' },
    200,
    2001,
    /the URL is of DE8AA DE8AAC12345678D, the body of DE8AA DE8AAC00000000X/,
  ],
  ['another party in the body', 'PUT', path, { ...token, party_id: 'XXX' }, 200, 2001, /the body of DEXXX/],
  [
    'a foreign owner in the URL',
    'PUT',
    '/tokens/FR/XXX/DE8AAC12345678D?type=EMAID',
    { ...token, country_code: 'FR', party_id: 'XXX' },
    404,
    2000,
    /FRXXX: not a party of the caller/,
  ],
  ['a patch without last_updated', 'PATCH', path, { valid: false }, 200, 2001, /last_updated: required in a PATCH/],
  [
    'a patch of the uid',
    'PATCH',
    path,
    { uid: 'OTHER', last_updated: '2026-06-01T02:00:00Z' },
    200,
    2001,
    /the body of DE8AA OTHER/,
  ],
  [
    'a patch with a wrong value',
    'PATCH',
    path,
    { whitelist: 'SOMETIMES', last_updated: '2026-06-01T02:00:00Z' },
    200,
    2001,
    /Token\.whitelist: expected one of ALWAYS/,
  ],
  ['a patch that is no object', 'PATCH', path, [1], 200, 2001, /expected a JSON object/],
  [
    'a patch of an unknown object',
    'PATCH',
    '/tokens/DE/8AA/DE8AAC99999999X?type=EMAID',
    { valid: false, last_updated: '2026-06-01T02:00:00Z' },
    404,
    2000,
    /not found/,
  ],
];
for (const [name, method, url, body, http, code, text] of bad) {
  test(`${name} is refused with ${http} ${code} and changes nothing`, async () => {
    const { ports, partner, options, call, store } = cpo();
    await putToken(ports, partner, token, options);
    const answer = await call(method, url, body);
    assert.deepEqual([answer.http, answer.code], [http, code]);
    assert.match(answer.text, text);
    assert.deepEqual([...(store as ReturnType<typeof memoryOwnedStore<Token>>).objects.values()], [token]);
  });
}

test('a replayed push is good and changes nothing', async () => {
  let changes = 0;
  const inner = memoryOwnedStore<Token>();
  const { ports, partner, options } = cpo({
    find: inner.find,
    change: (key, decide) =>
      inner.change(key, async (kept) => {
        const next = await decide(kept);
        if (next) changes += 1;
        return next;
      }),
  });
  for (let i = 0; i < 3; i += 1) assert.deepEqual(await putToken(ports, partner, token, options), { ok: true });
  assert.equal(changes, 1);
});

const session: Session = {
  ...CPO,
  id: 'S1',
  start_date_time: '2026-06-01T11:00:00Z',
  kwh: 0,
  cdr_token: { ...EMSP, uid: 'DE8AAC12345678D', type: 'EMAID', contract_id: 'DE8AAC12345678D' },
  auth_method: 'AUTH_REQUEST',
  location_id: 'LOC1',
  evse_uid: 'E1',
  connector_id: '1',
  currency: 'EUR',
  total_cost: { before_taxes: 0, taxes: [] },
  status: 'ACTIVE',
  last_updated: '2026-06-01T11:00:00Z',
};

for (const version of ['2.2.1', '2.3.0'] as const) {
  test(`a session grows by patches: periods are added, each once, prices in the form of the version (${version})`, async () => {
    const store = memoryOwnedStore<Session>();
    const module: OwnedModule<Session> = ownedSessions;
    const { ports, partner, options, call } = receiver(
      'sessions',
      CPO,
      ownedRoutes(version, '/sessions', module, store, rules),
      version,
    );
    assert.deepEqual(await putSession(ports, partner, session, options), { ok: true });
    const period = (hour: number, volume: number) => ({
      start_date_time: `2026-06-01T${hour}:00:00Z`,
      dimensions: [{ type: 'ENERGY', volume }],
    });
    const change = {
      kwh: 3,
      charging_periods: [period(11, 3)],
      total_cost: { before_taxes: 1, taxes: [{ name: 'VAT', amount: 0.19 }] },
      last_updated: '2026-06-01T11:30:00Z',
    };
    assert.deepEqual(await patchSession(ports, partner, session, change, options), { ok: true });
    assert.deepEqual(await patchSession(ports, partner, session, change, options), { ok: true }, 'a replay');
    assert.deepEqual(
      await patchSession(
        ports,
        partner,
        session,
        { kwh: 5, charging_periods: [period(12, 2)], last_updated: '2026-06-01T11:45:00Z' },
        options,
      ),
      { ok: true },
    );
    assert.deepEqual(
      await patchSession(
        ports,
        partner,
        session,
        { charging_periods: [], last_updated: '2026-06-01T11:46:00Z' },
        options,
      ),
      { ok: true },
    );
    const kept = await keptSession(ports, partner, session, options);
    assert.ok(kept.ok);
    assert.deepEqual(kept.object, {
      ...session,
      ...change,
      kwh: 5,
      charging_periods: [period(11, 3), period(12, 2)],
      last_updated: '2026-06-01T11:46:00Z',
    });
    const wire = (await call('GET', '/sessions/NL/CPO/S1')).data;
    assert.deepEqual(wire.total_cost, version === '2.2.1' ? { excl_vat: 1, incl_vat: 1.19 } : change.total_cost);
    assert.equal(
      (await call('PATCH', '/sessions/NL/CPO/S1', { charging_periods: 'none', last_updated: '2026-06-01T11:50:00Z' }))
        .code,
      2001,
    );
  });
}

const location: Location = {
  ...CPO,
  id: 'LOC1',
  publish: true,
  address: 'Street 1',
  city: 'Town',
  country: 'NLD',
  coordinates: { latitude: '52.00001', longitude: '5.00001' },
  time_zone: 'Europe/Amsterdam',
  evses: [
    {
      uid: 'E1',
      evse_id: 'NL*CPO*E1',
      status: 'AVAILABLE',
      connectors: [
        {
          id: '1',
          standard: 'IEC_62196_T2',
          format: 'SOCKET',
          power_type: 'AC_3_PHASE',
          max_voltage: 230,
          max_amperage: 32,
          capabilities: ['ISO_15118_2_PLUG_AND_CHARGE'],
          last_updated: '2026-06-01T00:00:00Z',
        },
      ],
      accepted_service_providers: ['Example Mobility'],
      last_updated: '2026-06-01T00:00:00Z',
    },
  ],
  last_updated: '2026-06-01T00:00:00Z',
};

test('a location is put whole, and its EVSEs and connectors by themselves; the time of the whole follows', async () => {
  const store = memoryOwnedStore<Location>();
  const { ports, partner, options, call } = receiver(
    'locations',
    CPO,
    locationRoutes('2.3.0', '/locations', store, rules),
  );
  assert.equal(
    (await call('PATCH', '/locations/NL/CPO/LOC1/E1', { status: 'CHARGING', last_updated: '2026-06-01T01:00:00Z' }))
      .http,
    404,
  );
  assert.deepEqual(await putLocation(ports, partner, location, options), { ok: true });
  assert.equal(
    (await call('PATCH', '/locations/NL/CPO/LOC1/E1', { status: 'CHARGING', last_updated: '2026-06-01T01:00:00Z' }))
      .code,
    1000,
  );
  assert.equal(
    (await call('PATCH', '/locations/NL/CPO/LOC1/E1/1', { max_amperage: 16, last_updated: '2026-06-01T02:00:00Z' }))
      .code,
    1000,
  );
  const second = { ...location.evses![0]!, uid: 'E2', last_updated: '2026-06-01T03:00:00Z' };
  assert.equal((await call('PUT', '/locations/NL/CPO/LOC1/E2', second)).http, 201);
  const { data } = await call('GET', '/locations/NL/CPO/LOC1');
  assert.equal(data.last_updated, '2026-06-01T03:00:00Z');
  assert.deepEqual(
    data.evses.map(({ uid, status }: { uid: string; status: string }) => `${uid} ${status}`),
    ['E1 CHARGING', 'E2 AVAILABLE'],
  );
  assert.equal((await call('GET', '/locations/NL/CPO/LOC1/E1')).data.last_updated, '2026-06-01T02:00:00Z');
  assert.equal((await call('GET', '/locations/NL/CPO/LOC1/E1/1')).data.max_amperage, 16);
  assert.deepEqual((await call('GET', '/locations/NL/CPO/LOC1/E9')).http, 404);
  assert.equal((await call('PUT', '/locations/NL/CPO/LOC1/E3', second)).code, 2001, 'another uid in the body');
  assert.equal((await call('PUT', '/locations/NL/CPO/LOC1/E9/1', location.evses![0]!.connectors[0])).http, 404);
  assert.equal(
    (await call('PATCH', '/locations/NL/CPO/LOC1/E1', { status: 'CHARGING', last_updated: '2026-06-01T00:30:00Z' }))
      .code,
    2001,
    'an old one',
  );
});

test('a partner without the module is told apart', async () => {
  const { ports, options } = cpo();
  const none: OcpiPartner = { version: '2.3.0', token: 'x', endpoints: [], from: EMSP };
  assert.partialDeepStrictEqual(await putToken(ports, none, token, options), { ok: false, problem: 'no_endpoint' });
  assert.partialDeepStrictEqual(await keptToken(ports, none, token, options), { ok: false, problem: 'no_endpoint' });
});
