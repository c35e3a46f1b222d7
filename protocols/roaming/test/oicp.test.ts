/** OICP 2.3: the client against a hub with EMPs behind it, and against answers of every kind. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import { HttpFailure, type HttpHandler, jsonResponse, serveRoutes } from '@openpnc/core/http';
import type { Cdr } from '@openpnc/roaming/ocpi/cdr';
import {
  authorizeStart,
  authorizeStop,
  type OicpExchange,
  type OicpHub,
  oicpCdrOf,
  pullAuthenticationData,
  pushAuthenticationData,
  pushCdr,
} from '@openpnc/roaming/oicp/client';
import { meaningOf, oicpCodes } from '@openpnc/roaming/oicp/codes';
import { type Emp, empRoutes } from '@openpnc/roaming/oicp/emp';
import { oicpTestHub } from '@openpnc/roaming/oicp/hub';
import { evcoIdOf, id14OfEvcoId } from '@openpnc/roaming/oicp/messages';
import { countedRandom, EMSP, handClock, START } from './bench.ts';

const EMAID = 'DE8AAC12345678';
const deadline = START + 2000;

/** A hub with one EMP behind it, a CPO `DE*ABC` and the EMP's own client; callers are named by a header. */
function world(emp: Partial<Emp> = {}, empHttp?: HttpHandler) {
  const clock = handClock();
  const records: unknown[] = [];
  const empServer = serveRoutes(
    empRoutes(
      {
        providerId: 'DE*8AA',
        authorizeStart: async () => ({ code: '000', partnerSessionId: 'emp-1' }),
        authorizeStop: async () => ({ code: '000' }),
        takeCdr: async (record) => {
          records.push(record);
          return { code: '000' };
        },
        ...emp,
      },
      (request) => request.headers['x-client'] === 'hub',
    ),
  );
  const byPath =
    (served: HttpHandler, client: string): HttpHandler =>
    (request, context) => {
      const { pathname, search } = new URL(request.url);
      return served(
        { ...request, url: pathname + search, headers: { ...request.headers, 'x-client': client } },
        context,
      );
    };
  const hub = oicpTestHub({
    http: empHttp ?? byPath(empServer, 'hub'),
    clock,
    random: countedRandom(),
    emps: [{ providerId: 'DE*8AA', url: 'https://emp.example' }, { providerId: 'DE*OFF' }],
    emp_ms: 1000,
    identify: (request) => request.headers['x-client'],
  });
  const served = serveRoutes(hub.routes);
  const seen: OicpExchange[] = [];
  const as = (id: string) => ({
    ports: { http: byPath(served, id), clock, seen: (exchange: OicpExchange) => void seen.push(exchange) },
    hub: { url: 'https://hub.example', id } satisfies OicpHub,
  });
  return { clock, hub, seen, records, as, empServer, served };
}

test('an eMAID becomes an EvcoID with its check character, a DIN one goes back, another has no form', () => {
  assert.equal(evcoIdOf('de8aac12345678'), 'DE-8AA-C12345678-D');
  assert.equal(evcoIdOf('NLTNM000122046'), undefined, 'its DIN check digit is wrong');
  assert.equal(evcoIdOf('NLTNM000122045'), 'NL*TNM*012204*5');
  assert.equal(evcoIdOf('DE8AAX12345678'), undefined);
  assert.equal(evcoIdOf('04A1B2C3'), undefined);
  assert.equal(id14OfEvcoId('DE-8AA-C12345678-D'), 'DE8AAC12345678');
  assert.equal(id14OfEvcoId('NL*TNM*012204*5'), 'NLTNM000122045');
});

test('a contract is authorized by its EMP and the session goes through stop and CDR', async () => {
  const { as, hub, records, seen } = world();
  const { ports, hub: at } = as('DE*ABC');
  const started = await authorizeStart(
    ports,
    at,
    { eMAID: EMAID, evseId: 'de*abc*e1', partnerSessionId: 'cpo-1' },
    { deadline },
  );
  assert.ok(started.outcome === 'allowed', JSON.stringify(started));
  assert.deepEqual(started.departures, []);
  assert.equal(started.providerId, 'DE*8AA');
  assert.partialDeepStrictEqual(started.answer, { EMPPartnerSessionID: 'emp-1', CPOPartnerSessionID: 'cpo-1' });
  assert.match(started.sessionId!, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const session = { eMAID: EMAID, sessionId: started.sessionId! };
  assert.deepEqual(await authorizeStop(ports, at, session, { deadline }), { ok: true });
  assert.partialDeepStrictEqual(await authorizeStop(ports, at, { ...session, eMAID: 'DE8AAC99999999' }, { deadline }), {
    ok: false,
  });
  const record = oicpCdrOf(cdr, { sessionId: started.sessionId!, meter: { start_Wh: 1000.4, end_Wh: 8500.9 } })!;
  assert.deepEqual(await pushCdr(ports, at, record, { deadline }), { ok: true });
  assert.deepEqual(await pushCdr(ports, at, record, { deadline }), { ok: true }, 'sent again');
  assert.deepEqual(records, [record]);
  assert.partialDeepStrictEqual(await pushCdr(ports, at, { ...record, ConsumedEnergy: 9 }, { deadline }), {
    ok: false,
    retry: false,
    code: '400',
  });
  assert.deepEqual(hub.sessions.get(started.sessionId!)?.cdr, record);
  assert.deepEqual(seen[0], {
    message: 'eRoamingAuthorizeStart',
    url: 'https://hub.example/api/oicp/charging/v21/operators/DE*ABC/authorize/start',
    started: START,
    took_ms: 0,
    result: '000',
  });
});

test('a CDR is in kWh with three decimals and names the contract in the form of the hub', () => {
  const record = oicpCdrOf(cdr, { sessionId: 'x', meter: { start_Wh: 1000.4, end_Wh: 8500.9 } });
  assert.deepEqual(record, {
    SessionID: 'x',
    EvseID: 'DE*ABC*E1',
    Identification: { PlugAndChargeIdentification: { EvcoID: 'DE-8AA-C12345678-D' } },
    ChargingStart: '2026-06-01T11:00:00Z',
    ChargingEnd: '2026-06-01T11:30:00Z',
    SessionStart: '2026-06-01T11:00:00Z',
    SessionEnd: '2026-06-01T11:30:00Z',
    MeterValueStart: 1,
    MeterValueEnd: 8.501,
    ConsumedEnergy: 7.501,
  });
});

test('an uploaded contract is authorized by the hub alone, and lists follow their action types', async () => {
  const { as } = world();
  const emp = as('DE*OFF');
  const cpo = as('DE*ABC');
  const one = 'DEOFFC00000001';
  const two = 'DEOFFC00000002';
  const ask = async (eMAID: string) => (await authorizeStart(cpo.ports, cpo.hub, { eMAID }, { deadline })).outcome;
  const push = (action: 'fullLoad' | 'insert' | 'update' | 'delete', ...eMAIDs: string[]) =>
    pushAuthenticationData(emp.ports, emp.hub, action, eMAIDs, { deadline });
  assert.equal(await ask(one), 'unknown_token');
  assert.deepEqual(await push('insert', one), { ok: true });
  assert.equal(await ask(one), 'allowed');
  assert.partialDeepStrictEqual(await push('insert', one), { ok: false, code: '022' });
  assert.partialDeepStrictEqual(await push('update', two), { ok: false, code: '022' });
  assert.deepEqual(await push('fullLoad', two), { ok: true });
  assert.deepEqual([await ask(one), await ask(two)], ['unknown_token', 'allowed']);
  const pulled = await pullAuthenticationData(cpo.ports, cpo.hub, { deadline });
  assert.deepEqual(pulled, {
    ok: true,
    data: [
      {
        ProviderID: 'DE*OFF',
        AuthenticationDataRecord: [{ Identification: { PlugAndChargeIdentification: { EvcoID: evcoIdOf(two) } } }],
      },
    ],
  });
  assert.deepEqual(await push('delete', two), { ok: true });
  assert.equal(await ask(two), 'unknown_token');
  assert.partialDeepStrictEqual(await push('insert', 'DE8AAC12345678'), { ok: false, code: '019', retry: false });
});

const bySaying: readonly (readonly [string, string, object])[] = [
  ['200', 'refused', { allowed: 'BLOCKED' }],
  ['210', 'refused', { allowed: 'BLOCKED' }],
  ['121', 'refused', { allowed: 'BLOCKED' }],
  ['105', 'unknown_token', {}],
  ['120', 'unknown_token', {}],
  ['106', 'unknown_token', {}],
  ['122', 'timeout', {}],
  ['021', 'unreachable', {}],
  ['019', 'rejected', {}],
  ['999', 'rejected', {}],
];
for (const [code, outcome, detail] of bySaying) {
  test(`an EMP that answers ${code} gives ${outcome}`, async () => {
    const { as, hub } = world({ authorizeStart: async () => ({ code }) });
    const { ports, hub: at } = as('DE*ABC');
    assert.partialDeepStrictEqual(await authorizeStart(ports, at, { eMAID: EMAID }, { deadline }), {
      outcome,
      code,
      ...detail,
    });
    assert.equal(hub.sessions.size, 0, 'a refused session is forgotten');
  });
}

test('what 210 means towards the driver is a setting', async () => {
  const { as } = world({ authorizeStart: async () => ({ code: '210' }) });
  const { ports, hub } = as('DE*ABC');
  const answer = await authorizeStart(ports, { ...hub, noContractIs: 'NO_CREDIT' }, { eMAID: EMAID }, { deadline });
  assert.partialDeepStrictEqual(answer, { outcome: 'refused', allowed: 'NO_CREDIT' });
});

test('an EMP that does not answer, cannot be reached or says nonsense is unreachable: the hub answers for it', async () => {
  const silent = world({}, () => new Promise(() => {}));
  const { ports, hub } = silent.as('DE*ABC');
  const waiting = authorizeStart(ports, hub, { eMAID: EMAID }, { deadline });
  await Promise.resolve();
  for (let i = 0; i < 50; i += 1) await Promise.resolve();
  silent.clock.advance(1000);
  assert.partialDeepStrictEqual(await waiting, { outcome: 'unreachable', code: '310' });
  const down = world({}, async () => {
    throw new HttpFailure('unreachable', 'connection refused');
  });
  const nonsense = world({}, async () => jsonResponse(200, { AuthorizationStatus: 'Perhaps' }));
  for (const { as } of [down, nonsense])
    assert.partialDeepStrictEqual(await authorizeStart(as('DE*ABC').ports, hub, { eMAID: EMAID }, { deadline }), {
      outcome: 'unreachable',
      code: '320',
    });
});

const asked: readonly (readonly [string, HttpHandler, object])[] = [
  ['HTTP 503', async () => jsonResponse(503, {}), { outcome: 'unreachable', httpStatus: 503 }],
  ['HTTP 401', async () => jsonResponse(401, {}), { outcome: 'rejected', httpStatus: 401 }],
  ['HTML', async () => ({ status: 200, headers: {}, body: toUtf8('<html>') }), { outcome: 'invalid_answer' }],
  [
    'no AuthorizationStatus',
    async () => jsonResponse(200, { StatusCode: { Code: '000' } }),
    { outcome: 'invalid_answer' },
  ],
  [
    'Authorized with another code',
    async () => jsonResponse(200, { AuthorizationStatus: 'Authorized', StatusCode: { Code: '210' } }),
    { outcome: 'refused' },
  ],
  [
    'NotAuthorized with success',
    async () => jsonResponse(200, { AuthorizationStatus: 'NotAuthorized', StatusCode: { Code: '000' } }),
    { outcome: 'invalid_answer' },
  ],
  [
    'Authorized without SessionID',
    async () => jsonResponse(200, { AuthorizationStatus: 'Authorized', StatusCode: { Code: '000' } }),
    { outcome: 'allowed', departures: ['SessionID is absent: no CDR can follow'] },
  ],
  [
    'no connection',
    async () => {
      throw new HttpFailure('unreachable', 'x');
    },
    { outcome: 'unreachable' },
  ],
];
for (const [name, http, expected] of asked) {
  test(`a hub answer with ${name} -> ${(expected as { outcome: string }).outcome}`, async () => {
    const clock = handClock();
    const answer = await authorizeStart(
      { http, clock },
      { url: 'https://hub.example', id: 'DE*ABC' },
      { eMAID: EMAID },
      { deadline },
    );
    assert.partialDeepStrictEqual(answer, expected);
  });
}

test('no answer of the hub by the deadline is a timeout', async () => {
  const clock = handClock();
  const waiting = authorizeStart(
    { http: () => new Promise(() => {}), clock },
    { url: 'https://hub.example', id: 'DE*ABC' },
    { eMAID: EMAID },
    { deadline },
  );
  clock.advance(2000);
  assert.partialDeepStrictEqual(await waiting, { outcome: 'timeout' });
});

test('an eMAID without form in OICP is not sent', async () => {
  const clock = handClock();
  const http = () => assert.fail('nothing may be sent');
  const hub = { url: 'https://hub.example', id: 'DE*ABC' };
  assert.partialDeepStrictEqual(await authorizeStart({ http, clock }, hub, { eMAID: 'DE8AAX12345678' }, { deadline }), {
    outcome: 'unknown_token',
  });
  assert.partialDeepStrictEqual(
    await pushAuthenticationData({ http, clock }, hub, 'insert', ['DE8AAX12345678'], { deadline }),
    { ok: false, retry: false },
  );
});

test('a caller with another certificate is answered 017, a broken message HTTP 400, and nothing is changed', async () => {
  const { served, hub, as } = world();
  const post = async (client: string, body: string) => {
    const response = await served(
      {
        method: 'POST',
        url: '/api/oicp/charging/v21/operators/DE*ABC/authorize/start',
        headers: { 'x-client': client },
        body: toUtf8(body),
      },
      {},
    );
    return { status: response.status, json: JSON.parse(fromUtf8(response.body!)) };
  };
  const good = JSON.stringify({
    OperatorID: 'DE*ABC',
    Identification: { PlugAndChargeIdentification: { EvcoID: 'DE-8AA-C12345678-D' } },
  });
  assert.equal((await post('FR*XXX', good)).json.StatusCode.Code, '017');
  assert.equal((await post('DE*ABC', good.replace('DE*ABC', 'FR*XXX'))).json.StatusCode.Code, '017');
  for (const body of [
    '{',
    '{}',
    good.replace('DE-8AA-C12345678-D', 'DE-8AA-12345678'),
    good.replace('}}}', '},"QRCodeIdentification":{"EvcoID":"DE-8AA-C12345678-D"}}}'),
  ])
    assert.equal((await post('DE*ABC', body)).status, 400, body);
  const other = as('FR*XXX');
  const stranger = await authorizeStart(
    other.ports,
    { url: 'https://hub.example', id: 'DE*ABC' },
    { eMAID: EMAID },
    { deadline },
  );
  assert.partialDeepStrictEqual(stranger, { outcome: 'rejected', code: '017' });
  assert.equal(hub.sessions.size, 0);
});

test('an EMP answers 017 to anybody who is not the hub', async () => {
  const { empServer } = world();
  const response = await empServer(
    { method: 'POST', url: '/api/oicp/charging/v21/operators/DE*ABC/authorize/start', headers: {}, body: toUtf8('{}') },
    {},
  );
  assert.equal(JSON.parse(fromUtf8(response.body!)).StatusCode.Code, '017');
});

test('a stop or CDR of a session that the hub does not know is 400', async () => {
  const { as } = world();
  const { ports, hub } = as('DE*ABC');
  const sessionId = '00000000-0000-0000-0000-000000000000';
  assert.partialDeepStrictEqual(await authorizeStop(ports, hub, { eMAID: EMAID, sessionId }, { deadline }), {
    ok: false,
    retry: false,
    code: '400',
  });
  assert.partialDeepStrictEqual(await pushCdr(ports, hub, oicpCdrOf(cdr, { sessionId })!, { deadline }), {
    ok: false,
    retry: false,
    code: '400',
  });
});

test('every code has a meaning and 000 is the only good one', () => {
  assert.deepEqual(
    Object.keys(oicpCodes).filter((code) => meaningOf(code) === 'good'),
    ['000'],
  );
});

const cdr: Cdr = {
  country_code: 'DE',
  party_id: 'ABC',
  id: 'CDR1',
  start_date_time: '2026-06-01T11:00:00Z',
  end_date_time: '2026-06-01T11:30:00',
  cdr_token: { ...EMSP, uid: EMAID, type: 'EMAID', contract_id: EMAID },
  auth_method: 'AUTH_REQUEST',
  cdr_location: {
    id: 'LOC1',
    address: 'Street 1',
    city: 'Town',
    country: 'DEU',
    coordinates: { latitude: '50.77077', longitude: '6.10496' },
    evse_uid: 'E1',
    evse_id: 'DE*ABC*E1',
    connector_id: '1',
    connector_standard: 'IEC_62196_T2',
    connector_format: 'SOCKET',
    connector_power_type: 'AC_3_PHASE',
  },
  currency: 'EUR',
  charging_periods: [{ start_date_time: '2026-06-01T11:00:00Z', dimensions: [{ type: 'ENERGY', volume: 7.5005 }] }],
  total_cost: { before_taxes: 2 },
  total_energy: 7.5005,
  total_time: 0.5,
  last_updated: '2026-06-01T11:31:00Z',
};
