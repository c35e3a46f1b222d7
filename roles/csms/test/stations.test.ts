/** Stations at the door: who gets in, what they may do before they are accepted, what malformed frames get. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '@openpnc/core/errors';
import type { HttpHandler } from '@openpnc/core/http';
import { accepted, BOOT, findings, ready, START, settle, TestStation, world } from './world.ts';

test('an enrolled station gets in with the password that its enrolment told, and only a hash of it is kept [A00.FR.204]', async () => {
  const { csms, db } = await world();
  const { password } = await csms.enrol('CS1');
  assert.match(password, /^[A-Za-z0-9_-]{32}$/);
  assert.equal(JSON.stringify(await db.selectFrom('station').selectAll().execute()).includes(password), false);
  const station = new TestStation('CS1');
  assert.deepEqual(await station.connect(csms, password), { status: 101, protocol: 'ocpp2.0.1' });
  assert.deepEqual(csms.connected(), ['CS1']);
});

test('an identity is percent-decoded and must be of identifierString', async () => {
  const { csms } = await world();
  const { password } = await csms.enrol('DE*A@1');
  const station = new TestStation('DE*A@1');
  assert.equal((await station.connect(csms, password, { path: '/ocpp/DE%2AA%401?x=1' })).status, 101);
  for (const path of ['/ocpp/DE%2', '/ocpp/a%3Ab', '/ocpp/', '/ocpp', '/other/DE*A@1', `/ocpp/${'x'.repeat(49)}`])
    assert.equal((await station.connect(csms, password, { path })).status, 404, path);
  await assert.rejects(csms.enrol('a:b'), UsageError);
});

test('an unknown station is answered 404, a wrong password or user 401, and both are findings', async () => {
  const { csms, records } = await world();
  const { password } = await csms.enrol('CS1');
  assert.equal((await new TestStation('CS2').connect(csms, password)).status, 404);
  const station = new TestStation('CS1');
  const refused = await station.connect(csms, `${password}x`);
  assert.deepEqual([refused.status, refused.headers?.['www-authenticate']], [401, 'Basic realm="ocpp"']);
  assert.equal((await station.connect(csms, password, { user: 'CS2' })).status, 401);
  assert.equal(findings(records, 'station_unknown').length, 1);
  assert.equal(findings(records, 'station_credentials_wrong').length, 2);
  assert.equal(JSON.stringify(records).includes(password), false);
});

test('an Authorization header that is no HTTP Basic proves nobody', async () => {
  const { csms } = await world();
  await csms.enrol('CS1');
  for (const authorization of [undefined, '', 'Basic', 'Basic ####', 'Basic Q1Mx', 'Bearer abc', 'Basic /w=='])
    assert.partialDeepStrictEqual(
      await csms.accept({
        path: '/ocpp/CS1',
        headers: authorization === undefined ? {} : { authorization },
        protocols: ['ocpp2.0.1'],
        peer: 'x',
      }),
      { accept: false, status: 401 },
    );
});

test('enrolling again gives a new password, the old one is dead; a chosen one must be long enough', async () => {
  const { csms } = await world();
  const old = await csms.enrol('CS1');
  const chosen = 'a-password-of-mine';
  assert.deepEqual(await csms.enrol('CS1', { password: chosen }), { password: chosen });
  const station = new TestStation('CS1');
  assert.equal((await station.connect(csms, old.password)).status, 401);
  assert.equal((await station.connect(csms, chosen)).status, 101);
  await assert.rejects(csms.enrol('CS1', { password: 'short' }), UsageError);
});

test('without a common sub-protocol the handshake is completed without the header and the channel closed [Part 4 3.1.2]', async () => {
  const { csms } = await world();
  const { password } = await csms.enrol('CS1');
  const station = new TestStation('CS1');
  assert.deepEqual(await station.connect(csms, password, { protocols: ['ocpp1.6'] }), {
    status: 101,
    protocol: undefined,
  });
  assert.deepEqual(
    station.closes.map(({ code }) => code),
    [1002],
  );
  assert.deepEqual(csms.connected(), []);
});

test('compression is offered within the bounds of the settings, or not at all', async () => {
  for (const [compression, offered] of [
    [{}, { threshold_bytes: 1024, window_bits: 12 }],
    [
      { threshold_bytes: 4096, window_bits: 9 },
      { threshold_bytes: 4096, window_bits: 9 },
    ],
    [{ isOffered: false }, undefined],
  ] as const) {
    const { csms } = await world({ compression });
    const { password } = await csms.enrol('CS1');
    const acceptance = await csms.accept({
      path: '/ocpp/CS1',
      headers: { authorization: `Basic ${btoa(`CS1:${password}`)}` },
      protocols: ['ocpp2.0.1'],
      peer: 'x',
    });
    assert.ok(acceptance.accept);
    assert.deepEqual(acceptance.compression, offered);
  }
});

test('a new connection of a station replaces the old one', async () => {
  const { csms } = await world();
  const { password } = await csms.enrol('CS1');
  const [old, young] = [new TestStation('CS1'), new TestStation('CS1')];
  await old.connect(csms, password);
  assert.equal((await old.call('BootNotification', BOOT)).status, 'Accepted');
  await young.connect(csms, password);
  await settle();
  assert.deepEqual(
    old.closes.map(({ code }) => code),
    [1001],
  );
  assert.deepEqual(csms.connected(), ['CS1']);
  assert.ok((await young.call('Heartbeat', {})).currentTime);
});

test('BootNotification of an enrolled station is Accepted with time and heartbeat interval, and kept [B01]', async () => {
  const { csms, db } = await world({ heartbeat_s: 123 });
  const { password } = await csms.enrol('CS1');
  const station = new TestStation('CS1');
  await station.connect(csms, password);
  assert.deepEqual(await station.call('BootNotification', BOOT), {
    currentTime: new Date(START).toISOString(),
    interval: 123,
    status: 'Accepted',
  });
  assert.partialDeepStrictEqual(await db.selectFrom('station').selectAll().execute(), [
    { boot_reason: 'PowerUp', boot_status: 'Accepted', charging_station: JSON.stringify(BOOT.chargingStation) },
  ]);
});

for (const registration of ['Pending', 'Rejected'] as const) {
  test(`a station that is ${registration} gets SecurityError for all but another boot, until it is accepted [B02, B03]`, async () => {
    const { csms } = await world({ bootRetry_s: 7 });
    const { password } = await csms.enrol('CS1', { registration });
    const station = new TestStation('CS1');
    await station.connect(csms, password);
    assert.partialDeepStrictEqual(await station.callFrame('Heartbeat', {}), [4]);
    assert.partialDeepStrictEqual(await station.call('BootNotification', BOOT), { status: registration, interval: 7 });
    const [type, , code] = await station.callFrame('Heartbeat', {});
    assert.deepEqual([type, code], [4, 'SecurityError']);
    await csms.services.stations.setRegistration('CS1', 'Accepted');
    assert.equal((await station.call('BootNotification', BOOT)).status, 'Accepted');
    assert.ok((await station.call('Heartbeat', {})).currentTime);
  });
}

test('a station that was accepted and only reconnects need not boot again', async () => {
  const made = await ready();
  made.station.drop();
  assert.deepEqual(made.csms.connected(), []);
  const { password } = await made.csms.enrol('CS1');
  const again = new TestStation('CS1');
  await again.connect(made.csms, password);
  assert.ok((await again.call('Heartbeat', {})).currentTime);
});

const malformed: readonly (readonly [string, string, string, string])[] = [
  ['no JSON', '{', '-1', 'RpcFrameworkError'],
  ['no array', '{"a":1}', '-1', 'RpcFrameworkError'],
  ['an unknown message type', '[9,"i","Heartbeat",{}]', 'i', 'MessageTypeNotSupported'],
  ['a CALL without payload', '[2,"i","Heartbeat"]', 'i', 'RpcFrameworkError'],
  ['an unreadable id', '[2,7,"Heartbeat",{}]', '-1', 'RpcFrameworkError'],
  ['an action of no OCPP version', '[2,"i","MakeCoffee",{}]', 'i', 'NotImplemented'],
  ['an action that only a station serves', '[2,"i","Reset",{"type":"OnIdle"}]', 'i', 'NotSupported'],
  ['a missing field', '[2,"i","BootNotification",{"reason":"PowerUp"}]', 'i', 'OccurrenceConstraintViolation'],
  ['a wrong type', '[2,"i","Authorize",{"idToken":"x"}]', 'i', 'TypeConstraintViolation'],
  [
    'a value out of its list',
    '[2,"i","Authorize",{"idToken":{"idToken":"x","type":"Credit"}}]',
    'i',
    'PropertyConstraintViolation',
  ],
];
for (const [name, frame, id, code] of malformed) {
  test(`${name} gets CALLERROR ${code}, and the connection lives`, async () => {
    const { station } = await ready();
    station.frames.length = 0;
    station.raw(frame);
    await settle();
    const [type, answered, answeredCode] = JSON.parse(station.frames[0]!);
    assert.deepEqual([type, answered, answeredCode], [4, id, code]);
    assert.ok((await station.call('Heartbeat', {})).currentTime);
  });
}

test('an unknown property of a field station passes with a finding', async () => {
  const { station, records } = await ready();
  assert.equal((await station.callFrame('Heartbeat', { extra: 1 }))[0], 3);
  assert.partialDeepStrictEqual(findings(records, 'ocpp_unknown_property'), [{ severity: 'info' }]);
});

test('a station that does not read is cut off before it fills the memory', async () => {
  const { station, csms, records } = await ready({ maxBufferedBytes: 10_000 });
  station.bufferedBytes = 10_001;
  void station.callFrame('Heartbeat', {});
  await settle();
  assert.deepEqual(
    station.closes.map(({ code }) => code),
    [1008],
  );
  assert.deepEqual(csms.connected(), []);
  assert.equal(findings(records, 'station_reads_slowly').length, 1);
});

test('messages that only tell something are kept as they came and acknowledged', async () => {
  const { station, db } = await ready();
  const payload = { type: 'FirmwareUpdated', timestamp: '2026-06-01T11:00:00Z', techInfo: 'x' };
  assert.deepEqual(await station.call('SecurityEventNotification', payload), {});
  await station.call('MeterValues', {
    evseId: 1,
    meterValue: [{ timestamp: '2026-06-01T11:30:00Z', sampledValue: [{ value: 1 }] }],
  });
  const rows = await db.selectFrom('notification').selectAll().orderBy('id').execute();
  assert.deepEqual(
    rows.map(({ action, at }) => [action, at]),
    [
      ['SecurityEventNotification', Date.parse('2026-06-01T11:00:00Z')],
      ['MeterValues', START],
    ],
  );
  assert.deepEqual(JSON.parse(rows[0]!.payload), payload);
});

test('a report of the device model keeps the latest value of each attribute, and EVSEIDs name EVSEs outside', async () => {
  const { station, db, csms } = await ready();
  const report = (value: string) =>
    station.call('NotifyReport', {
      requestId: 1,
      generatedAt: '2026-06-01T11:00:00Z',
      seqNo: 0,
      reportData: [
        {
          component: { name: 'EVSE', evse: { id: 1 } },
          variable: { name: 'ISO15118EvseId' },
          variableAttribute: [{ value, mutability: 'ReadWrite' }, { type: 'Target' }],
        },
      ],
    });
  await report('DE*OPC*E0');
  assert.deepEqual(await report('DE*OPC*E77'), {});
  const rows = await db.selectFrom('variable').select(['attribute', 'value']).orderBy('attribute').execute();
  assert.deepEqual(rows, [
    { attribute: 'Actual', value: 'DE*OPC*E77' },
    { attribute: 'Target', value: null },
  ]);
  assert.equal(csms.services.sites.cdrLocation('CS1', 1, 1).evse_id, 'DE*OPC*E77');
  assert.equal(csms.services.sites.cdrLocation('CS1', 2, 1).evse_id, 'DE*OPC*ECS1*2');
});

test('a vendor message is UnknownVendorId', async () => {
  const { station } = await ready();
  assert.deepEqual(await station.call('DataTransfer', { vendorId: 'acme' }), { status: 'UnknownVendorId' });
});

test('a call to a station goes out on its connection; one that is not connected is a failure', async () => {
  const made = await ready();
  made.station.answers.TriggerMessage = () => ({ status: 'Accepted' });
  const payload = { requestedMessage: 'Heartbeat' };
  const deadline = made.clock.now() + 1000;
  assert.deepEqual(await made.csms.link.call('CS1', 'TriggerMessage', payload, deadline), { status: 'Accepted' });
  await assert.rejects(made.csms.link.call('CS9', 'TriggerMessage', payload, deadline), { code: 'not_connected' });
  await assert.rejects(made.csms.link.call('CS1', 'Espresso', payload, deadline), { code: 'unknown_action' });
  await assert.rejects(made.csms.link.call('CS1', 'TriggerMessage', { requestedMessage: 'X' }, deadline), {
    code: 'invalid_request',
  });
});

test('a call that a station does not answer fails at its deadline', async () => {
  const made = await ready();
  const call = made.csms.link.call('CS1', 'Reset', { type: 'OnIdle' }, made.clock.now() + 1000);
  const failed = assert.rejects(call, { code: 'timeout' });
  await made.clock.advance(1000);
  await failed;
});

test('GetCertificateStatus gives the OCSP answer of the responder, also one that says revoked [M06]', async () => {
  const made = await ready();
  const { contractHashData } = await import('@openpnc/ocpp/contractChain');
  const { contractPath, responder, refusing } = await import('./world.ts');
  const [leaf, sub2] = contractHashData(contractPath(made.pki)).entries;
  const good = await made.station.call('GetCertificateStatus', { ocspRequestData: leaf! });
  assert.equal(good.status, 'Accepted');
  assert.ok(good.ocspResult!.length > 100);
  made.outside.ocsp = responder(made.pki, made.clock, {
    statuses: { [sub2!.serialNumber]: { status: 'revoked', at: START } },
  });
  assert.equal((await made.station.call('GetCertificateStatus', { ocspRequestData: sub2! })).status, 'Accepted');
  made.outside.ocsp = refusing;
  const failed = await made.station.call('GetCertificateStatus', {
    ocspRequestData: { ...leaf!, serialNumber: '77' },
  });
  assert.deepEqual(
    [failed.status, failed.ocspResult, failed.statusInfo?.reasonCode],
    ['Failed', undefined, 'OcspFailed'],
  );
});

test('GetCertificateStatus hands out no answer that ends soon: it is renewed in its last quarter, and kept when that fails', async () => {
  const made = await ready();
  const { contractHashData } = await import('@openpnc/ocpp/contractChain');
  const { contractPath, responder, refusing } = await import('./world.ts');
  const [leaf] = contractHashData(contractPath(made.pki)).entries;
  const hour = 3_600_000;
  let asked = 0;
  const counted = (handler: HttpHandler): HttpHandler => {
    return (request, context) => {
      asked += 1;
      return handler(request, context);
    };
  };
  made.outside.ocsp = counted(responder(made.pki, made.clock, { lifetime_ms: 4 * hour }));
  const status = async () => (await made.station.call('GetCertificateStatus', { ocspRequestData: leaf! })).ocspResult!;
  const first = await status();
  await made.clock.advance(2.9 * hour);
  assert.deepEqual([await status(), asked], [first, 1], 'three quarters of its life are not over');
  // Whoever decides by it now has no use for a newer one.
  await made.clock.advance(0.2 * hour);
  const authorize = { idToken: { idToken: 'DE8AAC12345678', type: 'eMAID' }, iso15118CertificateHashData: [leaf!] };
  await made.station.call('Authorize', authorize as never);
  assert.equal(asked, 1);
  const second = await status();
  assert.notEqual(second, first);
  assert.equal(asked, 2);
  assert.deepEqual([await status(), asked], [second, 2]);

  // Near the end of the second one its responder is away: it is handed out to its end, and asked for now and then only.
  await made.clock.advance(3.2 * hour);
  made.outside.ocsp = counted(refusing);
  for (let i = 0; i < 10; i += 1) assert.equal(await status(), second);
  assert.equal(asked, 3);
  await made.clock.advance(0.5 * hour);
  assert.deepEqual([await status(), asked], [second, 4]);

  // What it says instead of good is heard, however long the old one is valid.
  const revoked = { [leaf!.serialNumber]: { status: 'revoked', at: START } } as const;
  made.outside.ocsp = counted(responder(made.pki, made.clock, { lifetime_ms: 60_000, statuses: revoked }));
  await made.clock.advance(0.2 * hour);
  assert.notEqual(await status(), second);
  const row = await made.db.selectFrom('ocsp_answer').select('status').executeTakeFirst();
  assert.equal(row?.status, 'revoked');
});

test('when the CSMS stops, stations are told to come again', async () => {
  const made = await ready();
  await made.csms.stop();
  assert.deepEqual(
    made.station.closes.map(({ code }) => code),
    [1001],
  );
  const { password } = await made.csms.enrol('CS3');
  const late = new TestStation('CS3');
  await late.connect(made.csms, password);
  assert.deepEqual(
    late.closes.map(({ code }) => code),
    [1001],
  );
});

test('two stations do not see each other: each has its own registration and answers', async () => {
  const made = await ready();
  const other = await accepted(made, 'CS2');
  assert.deepEqual(made.csms.connected(), ['CS1', 'CS2']);
  other.drop();
  assert.deepEqual(made.csms.connected(), ['CS1']);
  assert.ok((await made.station.call('Heartbeat', {})).currentTime);
});
