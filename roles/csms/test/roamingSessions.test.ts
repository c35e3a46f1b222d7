/** Running sessions pushed to the eMSP of their contract, and our sessions and locations read by it. OCPI 2.3.0 Sessions, Locations. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8 } from '@openpnc/core/bytes';
import { type HttpHandler, serveRoutes } from '@openpnc/core/http';
import type { Requests } from '@openpnc/ocpp/v201';
import { Location } from '@openpnc/roaming/ocpi/location';
import { Session, Session221 } from '@openpnc/roaming/ocpi/session';
import { Check } from 'typebox/value';
import {
  accepted,
  bodyOf,
  byHashes,
  EMAID,
  EMSP_URL,
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

const MINUTE = 60_000;
const SESSIONS = { identifier: 'sessions', role: 'RECEIVER', url: `${EMSP_URL}/sessions` } as const;
const TAKING = { ...PARTNER, tokenIn: 'token-of-the-emsp', endpoints: [...PARTNER.endpoints, SESSIONS] };

type Event = Requests['TransactionEvent'];
const idToken = { idToken: EMAID, type: 'eMAID' } as const;

function event(
  seqNo: number,
  eventType: Event['eventType'],
  minute: number,
  wh: number,
  more: Partial<Event> = {},
): Event {
  const timestamp = new Date(START + minute * MINUTE).toISOString();
  return {
    eventType,
    seqNo,
    triggerReason: eventType === 'Started' ? 'Authorized' : 'MeterValuePeriodic',
    timestamp,
    transactionInfo: { transactionId: 'TX1', chargingState: 'Charging' },
    evse: { id: 1, connectorId: 1 },
    meterValue: [{ timestamp, sampledValue: [{ value: wh }] }],
    ...more,
  };
}

/** An eMSP that takes sessions; `refuse` says when it does not. */
function taking(made: World, refuse: (method: string) => ReturnType<HttpHandler> | undefined = () => undefined) {
  const rest = emsp(made.clock, 'ALLOWED');
  made.outside.emsp = async (request, context) => {
    if (!new URL(request.url).pathname.includes('/sessions/')) return rest(request, context);
    return refuse(request.method) ?? envelope(made.clock, undefined, { status: 201 });
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads bodies of any shape.
const pushes = ({ calls }: World): { method: string; path: string; body: any }[] =>
  calls
    .filter(({ url }) => url.includes('/sessions/'))
    .map((call) => ({ method: call.method, path: new URL(call.url).pathname, body: bodyOf(call) }));

async function begun(changes: Readonly<Record<string, unknown>> = {}, partner: object = {}) {
  const made = await ready({
    partners: [{ ...TAKING, ...partner }],
    tariff: { perKwh: 0.5, vat_percent: 10 },
    ...changes,
  });
  taking(made);
  await made.station.call('Authorize', byHashes(made.pki));
  const say = async (one: Event) => {
    await made.clock.advance(Math.max(0, Date.parse(one.timestamp) - made.clock.now()));
    await made.station.call('TransactionEvent', one);
    await settle();
  };
  return { ...made, say };
}

test('a session is PUT when it begins, patched when it is time, and PUT whole when it ends', async () => {
  const made = await begun();
  await made.say(event(0, 'Started', 0, 1000, { idToken }));
  await made.say(event(1, 'Updated', 0.5, 2000));
  assert.equal(pushes(made).length, 1, 'meter values wait for their time');
  await made.clock.advance(MINUTE);
  await made.say(event(2, 'Updated', 20, 6000));
  await made.say(
    event(3, 'Ended', 30, 11_000, {
      transactionInfo: { transactionId: 'TX1', chargingState: 'Idle', stoppedReason: 'EVDisconnected' },
    }),
  );
  const [first, second, third, last] = pushes(made);
  assert.deepEqual(
    pushes(made).map(({ method }) => method),
    ['PUT', 'PATCH', 'PATCH', 'PUT'],
  );
  assert.equal(first!.path, '/ocpi/2.3.0/sessions/DE/OPC/TX1');
  assert.ok(Check(Session, first!.body) && Check(Session, last!.body));
  assert.partialDeepStrictEqual(first!.body, {
    status: 'ACTIVE',
    kwh: 0,
    auth_method: 'AUTH_REQUEST',
    authorization_reference: 'REF1',
    cdr_token: { country_code: 'DE', party_id: '8AA', uid: 'DE8AAC12345678D', type: 'EMAID' },
    location_id: 'LOC1',
    evse_uid: 'CS1*1',
    connector_id: '1',
    currency: 'EUR',
  });
  assert.deepEqual(Object.keys(second!.body).toSorted(), ['kwh', 'last_updated', 'status', 'total_cost']);
  assert.deepEqual([second!.body.kwh, third!.body.kwh, last!.body.kwh], [1, 5, 10]);
  assert.partialDeepStrictEqual(last!.body, {
    status: 'COMPLETED',
    start_date_time: '2026-06-01T12:00:00.000Z',
    end_date_time: '2026-06-01T12:30:00.000Z',
    total_cost: { before_taxes: 5, taxes: [{ amount: 0.5 }] },
  });
  // What the session said at its end is what its CDR says.
  await made.clock.advance(0);
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  const cdr = bodyOf(made.calls.find(({ url }) => url.endsWith('/cdrs'))!) as any;
  assert.deepEqual(
    [cdr.total_energy, cdr.session_id, cdr.charging_periods, cdr.total_cost],
    [last!.body.kwh, last!.body.id, last!.body.charging_periods, last!.body.total_cost],
  );
});

test('a change of the charging state is told at once', async () => {
  const made = await begun();
  await made.say(event(0, 'Started', 0, 1000, { idToken }));
  const info = { transactionId: 'TX1', chargingState: 'SuspendedEV' } as const;
  await made.say(event(1, 'Updated', 0.1, 1500, { transactionInfo: info }));
  assert.deepEqual(
    pushes(made).map(({ method }) => method),
    ['PUT', 'PATCH'],
  );
});

test('a change of state that moves neither energy nor costs is not told; what comes after it is', async () => {
  const made = await begun();
  const info = (chargingState: 'EVConnected' | 'Charging') => ({
    transactionInfo: { transactionId: 'TX1', chargingState },
  });
  await made.say(event(0, 'Started', 0, 1000, { idToken, ...info('EVConnected') }));
  await made.say(event(1, 'Updated', 0.1, 1000, info('Charging')));
  assert.equal(pushes(made).length, 1);
  await made.say(event(2, 'Updated', 0.5, 2000, info('Charging')));
  await made.clock.advance(MINUTE);
  assert.deepEqual(
    pushes(made).map(({ method, body }) => [method, body.kwh]),
    [
      ['PUT', 0],
      ['PATCH', 1],
    ],
  );
});

test('a partner of 2.2.1 gets its prices in its own form', async () => {
  const made = await begun({}, { version: '2.2.1' });
  await made.say(event(0, 'Started', 0, 1000, { idToken }));
  await made.say(event(1, 'Ended', 10, 3000));
  const last = pushes(made).at(-1)!.body;
  assert.ok(Check(Session221, last));
  assert.deepEqual(last.total_cost, { excl_vat: 1, incl_vat: 1.1 });
});

test('after a failed push the next one is whole; an eMSP that is away at the end is tried a few times, and the CDR goes out all the same', async () => {
  const made = await begun();
  await made.say(event(0, 'Started', 0, 1000, { idToken }));
  taking(made, (method) => (method === 'PATCH' ? refusing({} as never, {}) : undefined));
  await made.say(event(1, 'Updated', 2, 2000));
  assert.equal(pushes(made).at(-1)!.method, 'PATCH');
  await made.clock.advance(MINUTE);
  assert.equal(pushes(made).at(-1)!.method, 'PUT');
  taking(made, () => refusing({} as never, {}));
  const before = pushes(made).length;
  await made.say(event(2, 'Ended', 10, 3000));
  await made.clock.advance(60 * MINUTE);
  assert.equal(pushes(made).length - before, 5);
  assert.equal(findings(made.records, 'session_not_pushed').length, 6);
  assert.equal((await made.csms.session('CS1', 'TX1'))!.cdr?.state, 'done');
});

test('an eMSP that refuses a session is not asked again for the same', async () => {
  const made = await begun();
  taking(made, () => Promise.resolve(envelope(made.clock, undefined, { status_code: 2004 })));
  await made.say(event(0, 'Started', 0, 1000, { idToken }));
  await made.say(event(1, 'Ended', 1, 2000));
  await made.clock.advance(60 * MINUTE);
  assert.equal(pushes(made).length, 2);
});

test('nobody is told of a session that was refused, of a partner without the module, or where the setting says so', async () => {
  const refused = await begun();
  refused.outside.emsp = emsp(refused.clock, 'BLOCKED');
  await refused.station.call('Authorize', byHashes(refused.pki));
  await refused.say(event(0, 'Started', 0, 1000, { idToken }));
  const without = await begun({}, { endpoints: PARTNER.endpoints });
  await without.say(event(0, 'Started', 0, 1000, { idToken }));
  await without.say(event(1, 'Ended', 5, 2000));
  const off = await begun({ sessions: { push_s: 0 } });
  await off.say(event(0, 'Started', 0, 1000, { idToken }));
  assert.deepEqual([pushes(refused), pushes(without), pushes(off)], [[], [], []]);
});

function read(made: World, token = 'token-of-the-emsp') {
  const served = serveRoutes(made.csms.ocpiRoutes);
  return async (path: string) => {
    const response = await served(
      { method: 'GET', url: path, headers: { authorization: `Token ${token}`, host: 'csms.example' } },
      {},
    );
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    const json = JSON.parse(fromUtf8(response.body!)) as any;
    return { status: response.status, headers: response.headers, json };
  };
}

test('an eMSP reads the sessions of its own contracts, running and ended, in pages and by their change', async () => {
  const other = { name: 'other', parties: [{ country_code: 'NL', party_id: 'TNM' }], tokenIn: 'token-of-the-other' };
  const made = await begun({ partners: [TAKING, other] });
  const named = (transactionId: string) => ({ transactionInfo: { transactionId, chargingState: 'Charging' as const } });
  await made.say(event(0, 'Started', 0, 1000, { idToken, ...named('A') }));
  await made.say(event(1, 'Ended', 10, 2000, named('A')));
  await made.say(event(0, 'Started', 20, 5000, { idToken, ...named('B') }));
  const get = read(made);
  const page = await get('/ocpi/2.3.0/sessions?limit=1');
  assert.ok(Check(Session, page.json.data[0]));
  assert.deepEqual(
    [page.json.data[0].id, page.json.data[0].status, page.headers['x-total-count']],
    ['A', 'COMPLETED', '2'],
  );
  const next = /<http:\/\/csms\.example([^>]*)>/.exec(page.headers.link!)![1]!;
  const second = (await get(next)).json.data[0];
  assert.deepEqual([second.id, second.status, second.end_date_time], ['B', 'ACTIVE', undefined]);
  assert.deepEqual(
    (await get('/ocpi/2.3.0/sessions?date_from=2026-06-01T12:15:00Z')).json.data.map(({ id }: Session) => id),
    ['B'],
  );
  assert.equal((await get('/ocpi/2.2.1/sessions')).json.data[0].total_cost.excl_vat, 0.5);
  assert.deepEqual((await read(made, 'token-of-the-other')('/ocpi/2.3.0/sessions')).json.data, []);
  assert.equal((await read(made, 'nobody')('/ocpi/2.3.0/sessions')).status, 401);
});

test('an eMSP that reads what has changed sees a change of state and a meter value at once', async () => {
  const made = await begun({ partners: [TAKING] });
  const get = read(made);
  const since = async (minute: number) =>
    (await get(`/ocpi/2.3.0/sessions?date_from=${new Date(START + minute * 60_000).toISOString()}`)).json.data.map(
      ({ kwh, last_updated }: Session) => [kwh, (Date.parse(last_updated) - START) / 60_000],
    );
  const state = (chargingState: 'EVConnected' | 'Charging') => ({
    transactionInfo: { transactionId: 'A', chargingState },
  });
  await made.say(event(0, 'Started', 0, 1000, { idToken, ...state('EVConnected') }));
  await made.say(event(1, 'Updated', 0.5, 1000, state('Charging')));
  assert.deepEqual([await since(0), await since(0.5), await since(0.6)], [[[0, 0.5]], [[0, 0.5]], []]);
  await made.say(event(2, 'Updated', 0.75, 2000, state('Charging')));
  await made.say(event(3, 'Updated', 0.75, 3000, state('Charging')));
  assert.deepEqual([await since(0.75), await since(0.8)], [[[2, 0.75]], []]);
});

test('an eMSP reads our places: each EVSE with its uid, EVSEID, state and what its connectors can do', async () => {
  const made = await begun({
    locations: [{ id: 'Depot' }, { id: 'Far', stations: ['CS2'], connector_max_amperage: 16 }],
  });
  await accepted(made, 'CS2');
  await made.db
    .insertInto('variable')
    .values({
      station: 'CS1',
      component: 'ISO15118Ctrlr',
      component_instance: '',
      evse_id: 0,
      connector_id: 0,
      variable: 'PnCEnabled',
      variable_instance: '',
      attribute: 'Actual',
      value: 'true',
      mutability: null,
      characteristics: null,
      updated_at: START,
    })
    .execute();
  const get = read(made);
  const { json, headers } = await get('/ocpi/2.3.0/locations');
  assert.ok(
    json.data.every((one: unknown) => Check(Location, one)),
    JSON.stringify(json),
  );
  assert.equal(headers['x-total-count'], '2');
  const [depot, far] = ['Depot', 'Far'].map((id) => json.data.find((one: Location) => one.id === id));
  assert.partialDeepStrictEqual(depot, {
    country_code: 'DE',
    party_id: 'OPC',
    time_zone: 'Europe/Berlin',
    evses: [
      {
        uid: 'CS1*1',
        evse_id: 'DE*OPC*ECS1*1',
        status: 'AVAILABLE',
        connectors: [{ id: '1', max_amperage: 32, capabilities: ['ISO_15118_2_PLUG_AND_CHARGE'] }],
      },
      { uid: 'CS1*2' },
    ],
  });
  assert.deepEqual([far.evses[0].uid, far.evses[0].connectors[0].capabilities], ['CS2*1', undefined]);
  // Ids have no case (OCPI CiString).
  const one = await get('/ocpi/2.3.0/locations/DEPOT/cs1*2');
  assert.deepEqual([one.status, one.json.data.uid], [200, 'CS1*2']);
  assert.equal((await get('/ocpi/2.3.0/locations/depot/CS1*1/1')).json.data.id, '1');
  assert.deepEqual([(await get('/ocpi/2.3.0/locations/depot/CS1*9')).status], [404]);
  const old = (await get('/ocpi/2.2.1/locations/depot')).json.data;
  assert.equal(old.evses[0].connectors[0].capabilities, undefined);
  const after = await get('/ocpi/2.3.0/locations?date_from=2030-01-01T00:00:00Z');
  assert.deepEqual([after.json.data, after.headers['x-total-count']], [[], '0']);
});

test('what a station says of its connectors is the state of its EVSE, and UNKNOWN when it is away', async () => {
  const made = await begun();
  const state = async () => (await read(made)('/ocpi/2.3.0/locations/LOC1/CS1*1')).json.data.status;
  for (const [said, expected] of [
    ['Occupied', 'CHARGING'],
    ['Reserved', 'RESERVED'],
    ['Unavailable', 'INOPERATIVE'],
    ['Faulted', 'OUTOFORDER'],
    ['Available', 'AVAILABLE'],
  ] as const) {
    const timestamp = new Date(made.clock.now()).toISOString();
    await made.station.call('StatusNotification', { timestamp, connectorStatus: said, evseId: 1, connectorId: 1 });
    assert.equal(await state(), expected);
  }
  made.station.drop();
  await settle();
  assert.equal(await state(), 'UNKNOWN');
});

test('an eMSP may write ids in another case: EVSEs of an answer are found', async () => {
  const made = await ready();
  made.outside.emsp = emsp(made.clock, 'ALLOWED', { location: { location_id: 'loc1', evse_uids: ['cs1*2'] } });
  const { idTokenInfo } = await made.station.call('Authorize', byHashes(made.pki));
  assert.deepEqual([idTokenInfo.status, idTokenInfo.evseId], ['Accepted', [2]]);
});
