/** The station's life on its socket: boot, time, reconnects, statuses. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startAt } from './pki.ts';
import { build, codes, events, password, visit } from './world.ts';

const seconds = (world: { clock: { now(): number } }) => (world.clock.now() - startAt) / 1_000;

test('the station goes to its own URL with HTTP Basic, and to the sub-protocol of OCPP 2.0.1 [A00]', async () => {
  const world = await build({ settings: { identity: 'CS=1|a' } });
  await world.start();
  const [upgrade] = world.csms.upgrades;
  assert.equal(upgrade?.path, '/ocpp/CS%3D1%7Ca');
  assert.equal(upgrade?.headers.authorization, `Basic ${Buffer.from(`CS=1|a:${password}`).toString('base64')}`);
  assert.deepEqual(world.csms.calls.map(({ action }) => action).toSorted(), [
    'BootNotification',
    'GetCertificateStatus',
    'GetCertificateStatus',
    'GetCertificateStatus',
    'SecurityEventNotification',
    'StatusNotification',
  ]);
  assert.equal(world.csms.calls[0]?.action, 'BootNotification');
  assert.deepEqual(world.csms.of('BootNotification')[0], {
    reason: 'PowerUp',
    chargingStation: {
      model: 'OpenPnC Station',
      vendorName: 'OpenPnC',
      serialNumber: 'OPC-0001',
      firmwareVersion: '0.1.0',
    },
  });
});

test('Pending and Rejected: nothing else is sent until the CSMS accepts, and the interval is kept [B02, B03]', async () => {
  const world = await build();
  const answers = ['Pending', 'Rejected', 'Accepted'] as const;
  const at: number[] = [];
  world.csms.answers.BootNotification = () => {
    at.push(Math.round(seconds(world)));
    return {
      currentTime: new Date(world.clock.now()).toISOString(),
      interval: [20, 0, 300][at.length - 1]!,
      status: answers[at.length - 1]!,
    };
  };
  await world.start();
  await world.cables[0]!.car.set({ pilot: 'B' });
  await world.clock.advance(100_000);
  // An interval of 0 leaves the wait to the station: 30 s.
  assert.deepEqual(at, [0, 20, 50]);
  const before = world.csms.calls.slice(
    0,
    world.csms.calls.findLastIndex(({ action }) => action === 'BootNotification'),
  );
  assert.deepEqual(
    before.map(({ action }) => action),
    ['BootNotification', 'BootNotification'],
  );
  assert.deepEqual(events(world), ['Started CablePluggedIn EVConnected 0 offline']);
});

test('no answer to BootNotification: asked again', async () => {
  const world = await build();
  let asked = 0;
  const { BootNotification } = world.csms.answers;
  world.csms.answers.BootNotification = (payload) => {
    asked += 1;
    return asked === 1 ? new Promise<never>(() => {}) : BootNotification!(payload);
  };
  await world.start();
  await world.clock.advance(120_000);
  assert.equal(world.station.isOnline, true);
});

test('heartbeats come at the interval of the boot answer and set the clock [G02]', async () => {
  const world = await build();
  await world.start();
  let ahead_ms = 0;
  world.csms.answers.Heartbeat = () => ({ currentTime: new Date(world.clock.now() + ahead_ms).toISOString() });
  await world.clock.advance(600_000);
  assert.equal(world.csms.of('Heartbeat').length, 2);
  ahead_ms = 3_600_000;
  await world.clock.advance(300_000);
  await world.cables[0]!.car.set({ pilot: 'B' });
  await world.clock.advance(1_000);
  const [event] = world.csms.of('TransactionEvent');
  assert.ok(Date.parse(event!.timestamp) - world.clock.now() > 3_590_000);
  assert.ok(codes(world, 'info').includes('clock_set'));
});

test('reconnects wait the minimum, then double up to RepeatTimes, then stay; each with its random part [Part 4 5.3]', async () => {
  const world = await build({
    variables: {
      'OCPPCommCtrlr.RetryBackOffWaitMinimum': '10',
      'OCPPCommCtrlr.RetryBackOffRepeatTimes': '3',
      'OCPPCommCtrlr.RetryBackOffRandomRange': '5',
    },
  });
  await world.start();
  world.csms.isDown = true;
  world.csms.hangUp();
  const before = world.csms.upgrades.length;
  const at: number[] = [world.clock.now()];
  const { push } = world.csms.upgrades;
  world.csms.upgrades.push = (...upgrades) => {
    at.push(world.clock.now());
    return push.apply(world.csms.upgrades, upgrades);
  };
  await world.clock.advance(400_000);
  const waits = at.slice(1).map((time, i) => (time - at[i]!) / 1_000);
  assert.ok(world.csms.upgrades.length - before >= 6);
  for (const [i, expected] of [10, 20, 40, 80, 80].entries())
    assert.ok(
      waits[i]! >= expected && waits[i]! < expected + 5.2,
      `wait ${i}: ${waits[i]} s, expected ${expected} to ${expected + 5}`,
    );
  assert.ok(
    waits.some((wait) => wait % 10 > 0.1),
    'a random part',
  );
});

test('after a reconnect there is no BootNotification; statuses are told again only after a long time offline [B04]', async () => {
  const world = await build({ variables: { 'OCPPCommCtrlr.OfflineThreshold': '60' } });
  await world.start();
  world.csms.calls.length = 0;
  world.csms.hangUp();
  await world.clock.advance(30_000);
  assert.equal(world.station.isOnline, true);
  assert.deepEqual(world.csms.of('StatusNotification'), []);
  world.csms.isDown = true;
  world.csms.hangUp();
  await world.clock.advance(90_000);
  world.csms.isDown = false;
  await world.clock.advance(120_000);
  assert.equal(world.csms.of('StatusNotification').length, 1);
  assert.deepEqual(world.csms.of('BootNotification'), []);
});

test('a status that changed offline is told after a short time offline as well [B04]', async () => {
  const world = await build();
  await world.start();
  world.csms.calls.length = 0;
  world.csms.hangUp();
  await world.clock.advance(1_000);
  await world.cables[0]!.car.set({ pilot: 'B' });
  await world.clock.advance(30_000);
  assert.deepEqual(
    world.csms.of('StatusNotification').map(({ connectorStatus }) => connectorStatus),
    ['Occupied'],
  );
});

test('after a reconnect the time is asked for at once: no boot tells it', async () => {
  const world = await build();
  await world.start();
  world.csms.calls.length = 0;
  world.csms.hangUp();
  await world.clock.advance(30_000);
  assert.deepEqual([world.csms.of('BootNotification').length, world.csms.of('Heartbeat').length], [0, 1]);
});

test('a socket on which nothing is heard for a whole timeout is dropped and opened anew', async () => {
  const world = await build();
  await world.start();
  world.links.at(-1)!.silence();
  await world.cables[0]!.car.set({ pilot: 'B' });
  await world.clock.advance(150_000);
  assert.equal(world.links.length, 2);
  assert.ok(events(world).length === 1, 'the event came over the new socket');
});

test('a CSMS without the sub-protocol is no CSMS: the socket is closed and tried again later', async () => {
  const world = await build();
  const { accept } = world.csms;
  let upgrades = 0;
  Object.assign(world.csms, {
    accept: (upgrade: Parameters<typeof accept>[0]) => {
      upgrades += 1;
      return accept({ ...upgrade, protocols: [] });
    },
  });
  await world.start();
  await world.clock.advance(60_000);
  assert.equal(world.station.isOnline, false);
  assert.ok(upgrades >= 2);
  assert.deepEqual(world.csms.calls, []);
  assert.ok(codes(world, 'warning').includes('csms_unreachable'));
});

test('passwords and keys never come into the trace', async () => {
  const world = await build();
  await world.start();
  await world.clock.settle(visit(world));
  const text = JSON.stringify(world.records);
  assert.ok(!text.includes(password));
  assert.ok(!text.includes('PRIVATE KEY'));
});

test('stop ends everything: no alarm is left', async () => {
  const world = await build();
  await world.start();
  await world.clock.settle(visit(world));
  await world.clock.settle(world.station.stop());
  await world.clock.advance(100);
  await world.clock.run();
  assert.equal(world.clock.pending, 0);
  assert.ok(seconds(world) < 3_600);
});
