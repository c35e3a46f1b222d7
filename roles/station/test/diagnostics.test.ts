/** Security events, logs, triggers, customers' data. OCPP 2.0.1 A04, F06, N01, N09, N10. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8 } from '@openpnc/core/bytes';
import type { HttpHandler, HttpRequest } from '@openpnc/core/http';
import type { CertificateHashDataType, MessageTriggerEnumType } from '@openpnc/ocpp/v201';
import { certHashes } from '@openpnc/x509/hashData';
import { pki } from './pki.ts';
import { build, events, visit, type World } from './world.ts';

const call = <T>(world: World, work: Promise<T>): Promise<T> => world.clock.settle(work);
const types = (world: World) => world.csms.of('SecurityEventNotification').map(({ type }) => type);

test('critical security events reach the CSMS, also those of the time offline, in order and once [A04]', async () => {
  const world = await build();
  world.csms.isDown = true;
  await world.start();
  await world.clock.advance(60_000);
  world.csms.isDown = false;
  await world.clock.advance(120_000);
  await call(world, world.csms.call('Reset', { type: 'OnIdle' }));
  await world.clock.advance(60_000);
  assert.deepEqual(types(world), ['StartupOfTheDevice', 'ResetOrReboot']);
});

test('a frame that nobody can read is in the log and does not go to the CSMS', async () => {
  const bodies: HttpRequest[] = [];
  const upload: HttpHandler = async (request) => {
    bodies.push(request);
    return { status: 201, headers: {} };
  };
  const world = await build({ upload });
  world.csms.answers.LogStatusNotification = () => ({});
  await world.start();
  world.csms.send('not json');
  await world.clock.advance(1_000);
  assert.deepEqual(types(world), ['StartupOfTheDevice']);
  const answer = await call(
    world,
    world.csms.call('GetLog', {
      logType: 'SecurityLog',
      requestId: 5,
      log: { remoteLocation: 'https://logs.sim/station/' },
    }),
  );
  assert.equal(answer.status, 'Accepted');
  await world.clock.advance(1_000);
  assert.equal(bodies[0]?.url, `https://logs.sim/station/${answer.filename}`);
  assert.match(fromUtf8(bodies[0]!.body!), /StartupOfTheDevice.*\n.*InvalidMessages .*not JSON/);
  assert.deepEqual(
    world.csms.of('LogStatusNotification').map(({ status, requestId }) => [status, requestId]),
    [
      ['Uploading', 5],
      ['Uploaded', 5],
    ],
  );
});

test('a log upload that fails is tried again and reported; another way than HTTP is refused [N01]', async () => {
  let tries = 0;
  const upload: HttpHandler = async () => {
    tries += 1;
    return { status: 500, headers: {} };
  };
  const world = await build({ upload });
  world.csms.answers.LogStatusNotification = () => ({});
  await world.start();
  const log = { remoteLocation: 'https://logs.sim' };
  await call(
    world,
    world.csms.call('GetLog', { logType: 'DiagnosticsLog', requestId: 1, retries: 2, retryInterval: 5, log }),
  );
  await world.clock.advance(30_000);
  assert.equal(tries, 3);
  assert.equal(world.csms.of('LogStatusNotification').at(-1)?.status, 'UploadFailure');
  const ftp = await call(
    world,
    world.csms.call('GetLog', { logType: 'SecurityLog', requestId: 2, log: { remoteLocation: 'ftp://logs.sim' } }),
  );
  assert.equal(ftp.status, 'Rejected');
});

test('each message that can be triggered comes; what cannot is refused [F06]', async () => {
  const world = await build();
  Object.assign(world.csms.answers, { LogStatusNotification: () => ({}), FirmwareStatusNotification: () => ({}) });
  await world.start();
  await world.cables[0]!.car.set({ pilot: 'B' });
  await world.clock.advance(1_000);
  const trigger = async (requestedMessage: MessageTriggerEnumType, evse?: { id: number }) => {
    world.csms.calls.length = 0;
    const { status } = await call(
      world,
      world.csms.call('TriggerMessage', { requestedMessage, ...(evse && { evse }) }),
    );
    await world.clock.advance(1_000);
    return [status, ...world.csms.calls.map(({ action }) => action)].join(' ');
  };
  assert.equal(await trigger('Heartbeat'), 'Accepted Heartbeat');
  assert.equal(await trigger('StatusNotification'), 'Accepted StatusNotification');
  assert.equal(await trigger('MeterValues', { id: 1 }), 'Accepted MeterValues');
  assert.equal(await trigger('MeterValues', { id: 7 }), 'Rejected');
  assert.equal(await trigger('TransactionEvent'), 'Accepted TransactionEvent');
  assert.equal(events(world).at(-1), 'Updated Trigger EVConnected 1');
  assert.equal(await trigger('LogStatusNotification'), 'Accepted LogStatusNotification');
  assert.equal(await trigger('FirmwareStatusNotification'), 'Accepted FirmwareStatusNotification');
  assert.equal(await trigger('BootNotification'), 'Rejected');
  assert.equal(await trigger('PublishFirmwareStatusNotification'), 'NotImplemented');
  await world.cables[0]!.car.set({ pilot: 'A' });
  await world.clock.advance(1_000);
  assert.equal(await trigger('TransactionEvent'), 'Rejected');
});

test('a BootNotification that is triggered while Pending comes before its interval [B02, F06]', async () => {
  const world = await build();
  let asked = 0;
  world.csms.answers.BootNotification = () => {
    asked += 1;
    return {
      currentTime: new Date(world.clock.now()).toISOString(),
      interval: 3_600,
      status: asked === 1 ? 'Pending' : 'Accepted',
    };
  };
  await world.start();
  const { status } = await call(world, world.csms.call('TriggerMessage', { requestedMessage: 'BootNotification' }));
  await world.clock.advance(5_000);
  assert.equal(status, 'Accepted');
  assert.equal(asked, 2);
  assert.ok(world.station.isOnline);
});

test("a customer's data is found by the contract certificate, told, and deleted [N09, N10, TC_N_63]", async () => {
  const world = await build();
  world.csms.answers.NotifyCustomerInformation = () => ({});
  await world.start();
  assert.ok((await call(world, visit(world))).end?.ok);
  const customerCertificate = certHashes(pki.contract.certificate, pki.mo2.certificate) as CertificateHashDataType;
  const ask = async (requestId: number, how: { report: boolean; clear: boolean }) => {
    const { status } = await call(
      world,
      world.csms.call('CustomerInformation', { requestId, customerCertificate, ...how }),
    );
    await world.clock.advance(1_000);
    return [status, world.csms.of('NotifyCustomerInformation').at(-1)?.data];
  };
  assert.deepEqual(await ask(1, { report: true, clear: true }), [
    'Accepted',
    'authorization cache: eMAID:DE8AAC12345678 Accepted\n',
  ]);
  assert.deepEqual(await ask(2, { report: true, clear: false }), ['Accepted', 'nothing is held of this customer\n']);
  assert.equal((await ask(3, { report: false, clear: false }))[0], 'Rejected');
  assert.ok((await call(world, visit(world))).end?.ok);
  assert.equal(
    (await ask(4, { report: true, clear: false }))[1],
    'authorization cache: eMAID:DE8AAC12345678 Accepted\n',
  );
});

test('a contract that is shown again within the hour is not written again [N09]', async () => {
  const world = await build();
  await world.start();
  const shownAt = async () => {
    assert.ok((await call(world, visit(world))).end?.ok);
    const rows = await world.database.selectFrom('shown_contract').select('shown_at').distinct().execute();
    assert.equal(rows.length, 1);
    return rows[0]!.shown_at;
  };
  const first = await shownAt();
  assert.equal(await shownAt(), first);
  await world.clock.advance(3_600_000);
  assert.ok((await shownAt()) > first);
});

test('of the contracts that were shown a thousand are remembered, the oldest are forgotten [N09]', async () => {
  const world = await build();
  await world.start();
  const before = world.clock.now() - 10_000;
  const old = Array.from({ length: 3_300 }, (_, i) => ({ key: `old${i}`, emaid: 'OLD', shown_at: before + i }));
  for (let i = 0; i < old.length; i += 1_000)
    await world.database
      .insertInto('shown_contract')
      .values(old.slice(i, i + 1_000))
      .execute();
  assert.ok((await call(world, visit(world))).end?.ok);
  const kept = await world.database.selectFrom('shown_contract').select('key').orderBy('shown_at').execute();
  assert.deepEqual([kept.length, kept[0]?.key], [3_000, 'old303']);
});
