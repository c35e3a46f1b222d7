/** Transactions at the CSMS: events in any order, the token checked again, the CDR on its way to the eMSP. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpHandler } from '@openpnc/core/http';
import type { Requests } from '@openpnc/ocpp/v201';
import { Cdr } from '@openpnc/roaming/ocpi/cdr';
import { Check } from 'typebox/value';
import { factsOf } from '../src/sessions/foldEvent.ts';
import {
  accepted,
  bodyOf,
  byHashes,
  EMAID,
  emsp,
  envelope,
  findings,
  PARTNER,
  ready,
  refusing,
  START,
  silent,
  type TestStation,
  type World,
} from './world.ts';

const MINUTE = 60_000;
type Event = Requests['TransactionEvent'];

/** One event of a transaction: `wh` is the register, `minute` the time since the start. */
function event(
  seqNo: number,
  eventType: Event['eventType'],
  triggerReason: Event['triggerReason'],
  { minute = seqNo, wh, ...more }: Partial<Event> & { minute?: number; wh?: number } = {},
  transactionId = 'TX1',
): Event {
  const timestamp = new Date(START + minute * MINUTE).toISOString();
  return {
    eventType,
    triggerReason,
    seqNo,
    timestamp,
    transactionInfo: { transactionId, chargingState: 'Charging' },
    evse: { id: 1, connectorId: 1 },
    ...(wh !== undefined && {
      meterValue: [{ timestamp, sampledValue: [{ value: wh / 1000, unitOfMeasure: { unit: 'kWh' } }] }],
    }),
    ...more,
  };
}

const idToken = { idToken: EMAID, type: 'eMAID' } as const;
/** Plugged, authorized, two meter values, ended: 10 kWh in 60 minutes of which 20 without energy. */
const whole = (): Event[] => [
  event(0, 'Started', 'CablePluggedIn', { minute: 0, wh: 1000 }),
  event(1, 'Updated', 'Authorized', { minute: 1, idToken }),
  event(2, 'Updated', 'MeterValuePeriodic', { minute: 20, wh: 6000 }),
  event(3, 'Updated', 'ChargingStateChanged', {
    minute: 40,
    wh: 11_000,
    transactionInfo: { transactionId: 'TX1', chargingState: 'SuspendedEV' },
  }),
  event(4, 'Ended', 'EVCommunicationLost', {
    minute: 60,
    wh: 11_000,
    transactionInfo: { transactionId: 'TX1', chargingState: 'Idle', stoppedReason: 'EVDisconnected' },
  }),
];

async function play(station: TestStation, events: readonly Event[]) {
  const answers = [];
  for (const one of events) answers.push(await station.call('TransactionEvent', one));
  return answers;
}

const cdrCalls = ({ calls }: World) => calls.filter(({ url }) => url.endsWith('/cdrs'));
const authorizeCalls = ({ calls }: World) => calls.filter(({ url }) => url.includes('/authorize'));

test('the first event with the token is answered with idTokenInfo of the decision before; the eMSP is not asked again', async () => {
  const made = await ready();
  await made.station.call('Authorize', byHashes(made.pki));
  const answers = await play(made.station, whole());
  assert.deepEqual(
    answers.map(({ idTokenInfo }) => idTokenInfo?.status),
    [undefined, 'Accepted', undefined, undefined, undefined],
  );
  assert.equal(authorizeCalls(made).length, 1);
});

test('the session is the sum of its events', async () => {
  const made = await ready();
  await made.station.call('Authorize', byHashes(made.pki));
  await play(made.station, whole());
  const session = await made.csms.session('CS1', 'TX1');
  assert.partialDeepStrictEqual(session, {
    id14: 'DE8AAC12345678',
    evse_id: 1,
    started_at: START,
    ended_at: START + 60 * MINUTE,
    charging_state: 'Idle',
    stopped_reason: 'EVDisconnected',
    seq_nos: '[[0,4]]',
    energy_Wh: 10_000,
  });
});

test('the CDR of an ended session goes to the eMSP with energy by period, price, token and reference', async () => {
  const made = await ready({ tariff: { perKwh: 0.5, perHour: 1.2, perSession: 1, vat_percent: 10 } });
  await made.station.call('Authorize', byHashes(made.pki));
  await play(made.station, whole());
  await made.clock.advance(0);
  const [call, ...more] = cdrCalls(made);
  assert.deepEqual(more, []);
  assert.partialDeepStrictEqual(call!.headers, { 'x-correlation-id': 'ab'.repeat(16), 'ocpi-to-party-id': '8AA' });
  const cdr = bodyOf(call!) as Cdr;
  assert.ok(Check(Cdr, cdr));
  const { id, last_updated: _, ...rest } = cdr;
  assert.deepEqual(rest, {
    country_code: 'DE',
    party_id: 'OPC',
    start_date_time: '2026-06-01T12:00:00.000Z',
    end_date_time: '2026-06-01T13:00:00.000Z',
    session_id: 'TX1',
    cdr_token: {
      country_code: 'DE',
      party_id: '8AA',
      uid: 'DE8AAC12345678D',
      type: 'EMAID',
      contract_id: 'DE8AAC12345678D',
    },
    auth_method: 'AUTH_REQUEST',
    authorization_reference: 'REF1',
    cdr_location: {
      id: 'LOC1',
      address: 'Teststrasse 1',
      city: 'Berlin',
      country: 'DEU',
      coordinates: { latitude: '52.520008', longitude: '13.404954' },
      evse_uid: 'CS1*1',
      evse_id: 'DE*OPC*ECS1*1',
      connector_id: '1',
      connector_standard: 'IEC_62196_T2',
      connector_format: 'SOCKET',
      connector_power_type: 'AC_3_PHASE',
    },
    currency: 'EUR',
    tariffs: cdr.tariffs,
    charging_periods: [
      {
        start_date_time: '2026-06-01T12:00:00.000Z',
        dimensions: [
          { type: 'ENERGY', volume: 10 },
          { type: 'TIME', volume: 0.6667 },
        ],
        tariff_id: 'DEFAULT',
      },
      {
        start_date_time: '2026-06-01T12:40:00.000Z',
        dimensions: [
          { type: 'ENERGY', volume: 0 },
          { type: 'PARKING_TIME', volume: 0.3333 },
        ],
        tariff_id: 'DEFAULT',
      },
    ],
    total_cost: { before_taxes: 6.8, taxes: [{ name: 'VAT', percentage: 10, amount: 0.68 }] },
    total_fixed_cost: { before_taxes: 1, taxes: [{ name: 'VAT', percentage: 10, amount: 0.1 }] },
    total_energy: 10,
    total_energy_cost: { before_taxes: 5, taxes: [{ name: 'VAT', percentage: 10, amount: 0.5 }] },
    total_time: 1,
    total_time_cost: { before_taxes: 0.8, taxes: [{ name: 'VAT', percentage: 10, amount: 0.08 }] },
    total_parking_time: 0.3333,
  });
  assert.partialDeepStrictEqual(await made.csms.session('CS1', 'TX1'), {
    cdr_id: id,
    cdr: { state: 'done', result: 'http://emsp.example/ocpi/2.3.0/cdrs/1' },
  });
});

test('a partner of OCPI 2.2.1 is asked for OTHER and gets its prices with and without VAT', async () => {
  const made = await ready({ partners: [{ ...PARTNER, version: '2.2.1' }] });
  await made.station.call('Authorize', byHashes(made.pki));
  await play(made.station, whole());
  await made.clock.advance(0);
  assert.match(authorizeCalls(made)[0]!.url, /type=OTHER$/);
  const cdr = bodyOf(cdrCalls(made)[0]!) as { total_cost: unknown; cdr_token: { type: string } };
  assert.deepEqual(cdr.total_cost, { excl_vat: 4.9, incl_vat: 5.831 });
  assert.equal(cdr.cdr_token.type, 'OTHER');
});

test('events in any order, some of them twice, make the same session and one CDR', async () => {
  const made = await ready();
  await made.station.call('Authorize', byHashes(made.pki));
  const [started, authorized, first, second, ended] = whole() as [Event, Event, Event, Event, Event];
  await play(made.station, [started, second, second, ended, authorized, first, ended]);
  await made.clock.advance(MINUTE);
  assert.partialDeepStrictEqual(await made.csms.session('CS1', 'TX1'), {
    started_at: START,
    ended_at: START + 60 * MINUTE,
    charging_state: 'Idle',
    seq_nos: '[[0,4]]',
    energy_Wh: 10_000,
    cdr: { state: 'done' },
  });
  assert.equal(cdrCalls(made).length, 1);
  assert.equal((bodyOf(cdrCalls(made)[0]!) as Cdr).total_energy, 10);
  const rows = await made.db.selectFrom('session_event').selectAll().execute();
  assert.equal(rows.length, 5);
});

test('events and row are those of the tables after each event, in order, late, twice, another under the same number, and after a restart', async () => {
  const [started, authorized, first, second, ended] = whole() as [Event, Event, Event, Event, Event];
  const early = { ...first, timestamp: new Date(START - MINUTE).toISOString() };
  const other = event(2, 'Updated', 'MeterValueClock', { minute: 21, wh: 6100 });
  const orders = [
    [started, authorized, first, second, ended],
    [started, second, second, ended, authorized, first, ended],
    [authorized, started, early, other, second, ended],
    [started, first, other, first, authorized, second, ended],
  ];
  for (const order of orders)
    for (const restartAt of [undefined, 2]) {
      let made: World & { station: TestStation } = await ready();
      await made.station.call('Authorize', byHashes(made.pki));
      for (const [i, one] of order.entries()) {
        if (i === restartAt) {
          const again = await made.restarted();
          made = { ...again, station: await accepted(again) };
        }
        await made.station.call('TransactionEvent', one);
        const { sessions } = made.csms.services;
        const rows = await made.db
          .selectFrom('session_event')
          .selectAll()
          .orderBy('seq_no')
          .orderBy('variant')
          .execute();
        assert.deepEqual(
          await sessions.facts('CS1', 'TX1'),
          rows.map(({ payload }) => factsOf(JSON.parse(payload))),
        );
        const read = () => made.db.selectFrom('charging_session').selectAll().executeTakeFirstOrThrow();
        const row = await read();
        const { started_at, ended_at, id14, token, decision_id } = sessions.current(row);
        assert.partialDeepStrictEqual(row, { started_at, ended_at, id14, token, decision_id });
        await sessions.catchUp();
        assert.deepEqual(await read(), sessions.current(row));
        await made.clock.advance(1);
      }
    }
});

test('after an event that could not be stored the CDR has what the table has', async () => {
  const made = await ready();
  await made.station.call('Authorize', byHashes(made.pki));
  const [started, authorized, first, second, ended] = whole() as [Event, Event, Event, Event, Event];
  await play(made.station, [started, authorized]);
  const { sql } = await import('kysely');
  await sql`alter table session_event rename to gone`.execute(made.db);
  assert.equal((await made.station.callFrame('TransactionEvent', first))[0], 4);
  await sql`alter table gone rename to session_event`.execute(made.db);
  await play(made.station, [{ ...first, offline: true }, second, ended]);
  await made.clock.advance(0);
  assert.partialDeepStrictEqual(await made.csms.session('CS1', 'TX1'), { seq_nos: '[[0,4]]', energy_Wh: 10_000 });
  assert.equal((bodyOf(cdrCalls(made)[0]!) as Cdr).total_energy, 10);
  const events = await made.csms.services.sessions.events('CS1', 'TX1');
  assert.deepEqual(
    events.map(({ seqNo, offline }) => [seqNo, offline]),
    [
      [0, undefined],
      [1, undefined],
      [2, true],
      [3, undefined],
      [4, undefined],
    ],
  );
});

test('a decision is the same from memory and from its table', async () => {
  const made = await ready();
  await made.station.call('Authorize', byHashes(made.pki));
  const id = (await made.csms.decisions({}))[0]!.id;
  const remembered = await made.csms.services.decisions.find(id);
  const again = await made.restarted();
  assert.partialDeepStrictEqual(remembered, { id, token_status: 'Accepted', source: 'realtime', partner: 'emsp' });
  assert.deepEqual(await again.csms.services.decisions.find(id), remembered);
  assert.equal(await again.csms.services.decisions.find('none'), undefined);
});

test('an event that is sent again as offline is the same event', async () => {
  const made = await ready();
  const [started] = whole() as [Event];
  await play(made.station, [started, { ...started, offline: true }]);
  assert.equal((await made.db.selectFrom('session_event').selectAll().execute()).length, 1);
  assert.deepEqual(findings(made.records, 'transaction_event_conflict'), []);
});

test('another event under a number that was used is kept beside the first, with a finding', async () => {
  const made = await ready();
  const [started] = whole() as [Event];
  await play(made.station, [started, event(0, 'Updated', 'MeterValuePeriodic', { minute: 5, wh: 3000 })]);
  const rows = await made.db.selectFrom('session_event').select(['seq_no', 'variant']).orderBy('variant').execute();
  assert.deepEqual(rows, [
    { seq_no: 0, variant: 0 },
    { seq_no: 0, variant: 1 },
  ]);
  assert.equal(findings(made.records, 'transaction_event_conflict').length, 1);
});

test('a gap at the end is a finding, and the CDR waits for the missing events as long as the setting says', async () => {
  const made = await ready({ cdr: { gapWait_ms: 30_000 } });
  await made.station.call('Authorize', byHashes(made.pki));
  const [started, authorized, first, , ended] = whole() as [Event, Event, Event, Event, Event];
  await play(made.station, [started, authorized, first, ended]);
  assert.match(findings(made.records, 'transaction_event_gap')[0]!.text, /events 3 have not come/);
  await made.clock.advance(29_999);
  assert.equal(cdrCalls(made).length, 0);
  await made.clock.advance(1);
  assert.equal(cdrCalls(made).length, 1);
});

test('a CDR that cannot be delivered is tried again, ever more slowly, and survives a restart', async () => {
  const made = await ready({ cdr: { retry_ms: 1000, maxRetry_ms: 3000 } });
  await made.station.call('Authorize', byHashes(made.pki));
  const up = made.outside.emsp;
  made.outside.emsp = refusing;
  await play(made.station, whole());
  await made.clock.advance(0);
  assert.equal(cdrCalls(made).length, 1);
  await made.clock.advance(1000 + 2000 + 3000 + 3000);
  assert.equal(cdrCalls(made).length, 5);
  assert.partialDeepStrictEqual(await made.csms.session('CS1', 'TX1'), {
    cdr_id: null,
    cdr: { state: 'waiting', attempts: 5 },
  });
  assert.equal(findings(made.records, 'cdr_not_sent').length, 5);
  const again = await made.restarted();
  made.outside.emsp = up;
  await again.clock.advance(3000);
  const ids = cdrCalls(made).map((call) => (bodyOf(call) as Cdr).id);
  assert.equal(new Set(ids).size, 1);
  assert.partialDeepStrictEqual(await again.csms.session('CS1', 'TX1'), { cdr_id: ids[0], cdr: { state: 'done' } });
  await again.clock.advance(10_000);
  assert.equal(cdrCalls(made).length, ids.length);
});

test('a partner that hangs holds up its own CDRs and those of nobody else', async () => {
  const other = { ...PARTNER, name: 'other', parties: [{ country_code: 'NL', party_id: 'TNM' }] };
  const made = await ready({ partners: [PARTNER, other] });
  const up = made.outside.emsp;
  made.outside.emsp = (request, context) =>
    request.url.endsWith('/cdrs') && request.headers['ocpi-to-party-id'] === '8AA'
      ? silent(request, context)
      : up(request, context);
  for (let i = 0; i < 40; i += 1)
    await play(made.station, [
      event(0, 'Started', 'Authorized', { idToken }, `A${i}`),
      event(1, 'Ended', 'StopAuthorized', {}, `A${i}`),
    ]);
  const theirs = { idToken: 'NLTNMC00000001', type: 'eMAID' } as const;
  await play(made.station, [
    event(0, 'Started', 'Authorized', { idToken: theirs }, 'B'),
    event(1, 'Ended', 'StopAuthorized', {}, 'B'),
  ]);
  await made.clock.advance(1);
  assert.partialDeepStrictEqual(await made.csms.session('CS1', 'B'), { cdr: { state: 'done' } });
  assert.equal(cdrCalls(made).length, 5);
});

test('a CDR that the eMSP refuses for good stays refused until somebody sends it again', async () => {
  const made = await ready();
  await made.station.call('Authorize', byHashes(made.pki));
  const up = made.outside.emsp;
  made.outside.emsp = async () => envelope(made.clock, undefined, { status_code: 2001 });
  await play(made.station, whole());
  await made.clock.advance(100_000);
  assert.partialDeepStrictEqual(await made.csms.session('CS1', 'TX1'), { cdr: { state: 'refused', attempts: 1 } });
  assert.equal(findings(made.records, 'cdr_refused').length, 1);
  made.outside.emsp = up;
  const { cdrSubject } = await import('../src/sessions/cdrWork.ts');
  assert.equal(await made.csms.services.outbox.again('cdr', cdrSubject('CS1', 'TX1')), true);
  await made.clock.advance(1);
  assert.partialDeepStrictEqual(await made.csms.session('CS1', 'TX1'), { cdr: { state: 'done' } });
});

test('wrong credentials at the eMSP do not lose a CDR', async () => {
  const made = await ready();
  await made.station.call('Authorize', byHashes(made.pki));
  made.outside.emsp = async () => envelope(made.clock, undefined, { status: 401, status_code: 2000 });
  await play(made.station, whole());
  await made.clock.advance(0);
  assert.partialDeepStrictEqual(await made.csms.session('CS1', 'TX1'), { cdr: { state: 'waiting', attempts: 1 } });
});

test('a session that was refused has no CDR', async () => {
  const made = await ready();
  made.outside.emsp = emsp(made.clock, 'BLOCKED');
  await made.station.call('Authorize', byHashes(made.pki));
  const answers = await play(made.station, whole());
  assert.equal(answers[1]!.idTokenInfo?.status, 'Blocked');
  await made.clock.advance(100_000);
  assert.equal(cdrCalls(made).length, 0);
  assert.partialDeepStrictEqual(await made.csms.session('CS1', 'TX1'), { cdr: null });
});

test('a session that began offline is checked with the eMSP when its token comes, without certificates', async () => {
  const made = await ready();
  const answers = await play(
    made.station,
    whole().map((one) => ({ ...one, offline: true })),
  );
  assert.equal(answers[1]!.idTokenInfo?.status, 'Accepted');
  assert.equal(authorizeCalls(made).length, 1);
  assert.partialDeepStrictEqual(await made.csms.decisions({}), [{ material: 'none', certificate_status: null }]);
  await made.clock.advance(0);
  assert.equal(cdrCalls(made).length, 1);
});

test('an old decision does not stand for ever: the token is asked about again', async () => {
  const made = await ready({ authorize: { recheck_s: 60 } });
  await made.station.call('Authorize', byHashes(made.pki));
  await made.clock.advance(61_000);
  made.outside.emsp = emsp(made.clock, 'BLOCKED');
  const answers = await play(made.station, whole().slice(0, 2));
  assert.equal(answers[1]!.idTokenInfo?.status, 'Blocked');
});

test('a contract that is in another transaction is ConcurrentTx where the setting refuses that', async () => {
  const made = await ready({ authorize: { concurrent: 'refuse' } });
  await made.station.call('Authorize', byHashes(made.pki));
  assert.equal((await play(made.station, whole().slice(0, 2)))[1]!.idTokenInfo?.status, 'Accepted');
  const other = await accepted(made, 'CS2');
  const answers = await play(other, [event(0, 'Started', 'Authorized', { idToken }, 'TX2')]);
  assert.equal(answers[0]!.idTokenInfo?.status, 'ConcurrentTx');
});

test('an event is acknowledged only when it is stored; what is stored survives a restart in mid-session', async () => {
  const made = await ready();
  await made.station.call('Authorize', byHashes(made.pki));
  await play(made.station, whole().slice(0, 3));
  const again = await made.restarted();
  const station = await accepted(again);
  await play(station, whole().slice(2));
  await made.clock.advance(0);
  assert.partialDeepStrictEqual(await again.csms.session('CS1', 'TX1'), {
    seq_nos: '[[0,4]]',
    energy_Wh: 10_000,
    cdr: { state: 'done' },
  });
  assert.equal((bodyOf(cdrCalls(made)[0]!) as Cdr).auth_method, 'AUTH_REQUEST');
});

test('a CDR that was not ordered because the process ended is ordered at the next start', async () => {
  const made = await ready();
  await made.station.call('Authorize', byHashes(made.pki));
  await play(made.station, whole());
  await made.clock.advance(0);
  await made.db.deleteFrom('outbox').execute();
  const again = await made.restarted();
  await made.clock.advance(0);
  assert.equal(cdrCalls(made).length, 2);
  assert.partialDeepStrictEqual(await again.csms.session('CS1', 'TX1'), { cdr: { state: 'done' } });
});

test('where an event cannot be stored it is not acknowledged, and the next attempt is whole', async () => {
  const made = await ready();
  const [started] = whole() as [Event];
  const { sql } = await import('kysely');
  await sql`alter table session_event rename to gone`.execute(made.db);
  const [type, , code] = await made.station.callFrame('TransactionEvent', started);
  assert.deepEqual([type, code], [4, 'InternalError']);
  assert.equal(findings(made.records, 'internal_error').length, 1);
  await sql`alter table gone rename to session_event`.execute(made.db);
  assert.deepEqual(await made.station.call('TransactionEvent', started), {});
  assert.equal((await made.db.selectFrom('session_event').selectAll().execute()).length, 1);
});

test('endpoints are read from the versions of the partner when they are first needed, and read anew after they moved', async () => {
  const made = await ready({ partners: [{ ...PARTNER, endpoints: [], versionsUrl: 'http://emsp.example/versions' }] });
  const inner = made.outside.emsp;
  let base = 'http://emsp.example/a';
  const outside: HttpHandler = async (request, context) => {
    if (request.url.endsWith('/versions'))
      return envelope(made.clock, [{ version: '2.3.0', url: 'http://emsp.example/details' }]);
    if (request.url.endsWith('/details'))
      return envelope(made.clock, {
        version: '2.3.0',
        endpoints: [{ identifier: 'tokens', role: 'SENDER', url: `${base}/tokens` }],
      });
    if (!request.url.startsWith(base)) return { status: 404, headers: {} };
    return inner(request, context);
  };
  made.outside.emsp = outside;
  const ask = async () => (await made.station.call('Authorize', byHashes(made.pki))).idTokenInfo.status;
  assert.deepEqual([await ask(), await ask()], ['Accepted', 'Accepted']);
  assert.equal(made.calls.filter(({ url }) => url.endsWith('/versions')).length, 1);
  base = 'http://emsp.example/b';
  assert.deepEqual([await ask(), await ask()], ['Invalid', 'Accepted']);
});

test('stopping gives up what is under way at once, and the CDR goes out after the next start', async () => {
  const made = await ready();
  await made.station.call('Authorize', byHashes(made.pki));
  const up = made.outside.emsp;
  made.outside.emsp = silent;
  await play(made.station, whole());
  await made.clock.advance(0);
  assert.equal(cdrCalls(made).length, 1);
  await made.csms.stop();
  made.outside.emsp = up;
  const again = await made.restarted();
  await again.clock.advance(10_000);
  assert.partialDeepStrictEqual(await again.csms.session('CS1', 'TX1'), { cdr: { state: 'done' } });
});
