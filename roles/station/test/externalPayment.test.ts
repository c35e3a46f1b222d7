/** Card and app beside Plug & Charge, and authorizations that are taken back. OCPP 2.0.1 C01, C08, C10 to C16, E05, E07. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IdTokenType } from '@openpnc/ocpp/v201';
import { build, codes, events, visit, type World } from './world.ts';

const card: IdTokenType = { idToken: '04E1A2B3', type: 'ISO14443' };
const other: IdTokenType = { idToken: '04FFFFFF', type: 'ISO14443' };

const present = (world: World, idToken = card) => world.clock.settle(world.station.presentIdToken(1, idToken));

/** A car without ISO 15118: it waits for the PWM and takes power. */
async function classicCar(world: World): Promise<void> {
  const { car } = world.cables[0]!;
  await car.set({ pilot: 'B' });
  car.watch((event) => {
    if (event.type === 'duty' && event.duty_percent > 8 && event.duty_percent < 97) {
      void car.set({ power_W: 7_000 });
      void car.set({ pilot: 'C' });
    }
  });
}

test('a car that wants external payment charges after the driver has shown a card in its session [C08]', async () => {
  const world = await build();
  world.csms.answers.Authorize = () => ({ idTokenInfo: { status: 'Accepted' } });
  await world.start();
  const car = visit(world, { car: { isContractWanted: false, isExternalPaymentAccepted: true } });
  await world.clock.advance(5_000);
  assert.ok(world.shown.some(({ kind }) => kind === 'presentToken'));
  assert.equal((await present(world)).status, 'Accepted');
  const { end } = await world.clock.settle(car);
  await world.clock.advance(3_000);
  assert.ok(end?.ok);
  assert.deepEqual(world.csms.of('Authorize'), [{ idToken: card }]);
  assert.deepEqual(events(world).slice(0, 3), [
    'Started CablePluggedIn EVConnected 0',
    'Updated Authorized EVConnected 1',
    'Updated ChargingStateChanged Charging 2',
  ]);
  assert.deepEqual(world.csms.of('TransactionEvent')[1]?.idToken, card);
});

test('with AuthCtrlr.Enabled false nobody is asked: a car with external payment charges at once', async () => {
  const world = await build({ variables: { 'AuthCtrlr.Enabled': 'false' } });
  await world.start();
  const { end } = await world.clock.settle(
    visit(world, { car: { isContractWanted: false, isExternalPaymentAccepted: true } }),
  );
  await world.clock.advance(2_000);
  assert.ok(end?.ok);
  assert.deepEqual(world.csms.of('Authorize'), []);
  assert.deepEqual(world.csms.of('TransactionEvent')[1]?.idToken, { idToken: '', type: 'NoAuthorization' });
});

test('after a refused contract the driver pays by card and the same car charges, without pulling the cable [C08]', async () => {
  const world = await build();
  world.csms.answers.Authorize = ({ idToken }) =>
    idToken.type === 'eMAID'
      ? { idTokenInfo: { status: 'Blocked' }, certificateStatus: 'ContractCancelled' }
      : { idTokenInfo: { status: 'Accepted' } };
  await world.start();
  const first = await world.clock.settle(visit(world, { staysPlugged: true }));
  assert.ok(first.end && !first.end.ok);
  assert.equal((await present(world)).status, 'Accepted');
  const second = await world.clock.settle(
    visit(world, { isPlugged: true, car: { isContractWanted: false, isExternalPaymentAccepted: true } }),
  );
  await world.clock.advance(3_000);
  assert.ok(second.end?.ok);
  assert.equal(world.csms.of('TransactionEvent').filter(({ eventType }) => eventType === 'Started').length, 1);
});

test('a car without ISO 15118 charges by PWM after a card, and stops when the card is shown again [E03, E07]', async () => {
  const world = await build();
  world.csms.answers.Authorize = () => ({ idTokenInfo: { status: 'Accepted' } });
  await world.start();
  await classicCar(world);
  await present(world);
  await world.clock.advance(60_000);
  assert.equal(world.cables[0]!.outlet.meter()?.power_W, 7_000);
  assert.equal((await present(world, other)).status, 'Invalid', 'another card neither starts nor stops');
  assert.equal((await present(world)).status, 'Accepted');
  await world.clock.advance(2_000);
  assert.equal(world.cables[0]!.outlet.meter()?.power_W, 0);
  assert.match(events(world).at(-1)!, /^Ended StopAuthorized EVConnected \d+ Local$/);
});

test('a card of the same group stops as well [C09]', async () => {
  const world = await build();
  const groupIdToken: IdTokenType = { idToken: 'GROUP', type: 'Central' };
  world.csms.answers.Authorize = () => ({ idTokenInfo: { status: 'Accepted', groupIdToken } });
  await world.start();
  await classicCar(world);
  await present(world);
  await world.clock.advance(30_000);
  await present(world, other);
  await world.clock.advance(2_000);
  assert.match(events(world).at(-1)!, /Ended StopAuthorized .* Local$/);
});

test('a master pass stops and never starts [C16]', async () => {
  const world = await build({ variables: { 'AuthCtrlr.MasterPassGroupId': 'MASTER' } });
  world.csms.answers.Authorize = ({ idToken }) =>
    idToken.idToken === other.idToken
      ? { idTokenInfo: { status: 'Accepted', groupIdToken: { idToken: 'MASTER', type: 'Central' } } }
      : { idTokenInfo: { status: 'Accepted' } };
  await world.start();
  await classicCar(world);
  await present(world, other);
  await world.clock.advance(30_000);
  assert.equal(world.cables[0]!.outlet.meter()?.power_W, 0);
  await present(world);
  await world.clock.advance(30_000);
  assert.equal(world.cables[0]!.outlet.meter()?.power_W, 7_000);
  await present(world, other);
  await world.clock.advance(2_000);
  assert.match(events(world).at(-1)!, /Ended StopAuthorized .* MasterPass$/);
});

test('authorized and nobody plugs in: over after EVConnectionTimeOut [E03.FR.05]', async () => {
  const world = await build({
    variables: { 'TxCtrlr.TxStartPoint': 'Authorized', 'TxCtrlr.EVConnectionTimeOut': '60' },
  });
  world.csms.answers.Authorize = () => ({ idTokenInfo: { status: 'Accepted' } });
  await world.start();
  await present(world);
  await world.clock.advance(70_000);
  assert.deepEqual(events(world), ['Started Authorized Idle 0', 'Ended EVConnectTimeout Idle 1 Timeout']);
});

test('offline: the cache, the list before it, and unknown ids by the variable [C10, C12, C13, C15]', async () => {
  const world = await build();
  world.csms.answers.Authorize = () => ({ idTokenInfo: { status: 'Accepted' } });
  await world.start();
  await present(world);
  await present(world);
  await world.clock.settle(
    world.csms.call('SendLocalList', {
      versionNumber: 1,
      updateType: 'Full',
      localAuthorizationList: [{ idToken: other, idTokenInfo: { status: 'Blocked' } }],
    }),
  );
  world.csms.isDown = true;
  world.csms.hangUp();
  await world.clock.advance(100);
  assert.equal((await present(world)).status, 'Accepted', 'by the cache');
  await present(world);
  assert.equal((await present(world, other)).status, 'Blocked', 'by the list');
  assert.equal((await present(world, { idToken: 'NEW', type: 'ISO14443' })).status, 'Unknown');
});

test('the list beats the cache, and both are skipped where they are switched off', async () => {
  const world = await build({ variables: { 'AuthCtrlr.LocalPreAuthorize': 'true' } });
  await world.start();
  world.csms.answers.Authorize = () => ({ idTokenInfo: { status: 'Accepted' } });
  await present(world);
  await present(world);
  assert.equal(world.csms.of('Authorize').length, 1, 'a hit in the cache spares the question');
  await world.clock.settle(world.csms.call('ClearCache', {}));
  await present(world);
  assert.equal(world.csms.of('Authorize').length, 2);
});

test('the CSMS withdraws the authorization in the answer to an event: the car is stopped [E05, StopTxOnInvalidId]', async () => {
  for (const status of ['Blocked', 'ConcurrentTx'] as const) {
    const world = await build();
    world.csms.answers.TransactionEvent = ({ triggerReason }) =>
      triggerReason === 'Authorized' ? { idTokenInfo: { status } } : {};
    await world.start();
    const { end } = await world.clock.settle(visit(world, { car: { wish: () => 'charge' }, staysPlugged: true }));
    await world.clock.advance(3_000);
    assert.ok(end);
    assert.match(events(world).at(-1)!, /^Ended Deauthorized EVConnected \d+ DeAuthorized$/, status);
    assert.equal(world.cables[0]!.outlet.meter()?.power_W, 0);
    assert.ok(codes(world, 'warning').includes('authorization_withdrawn'));
  }
});

test('with StopTxOnInvalidId false the energy stops and the transaction stays open; with a limit it stops there', async () => {
  for (const [most_Wh, expected] of [
    ['0', /Updated Deauthorized SuspendedEVSE/],
    ['300', /Updated EnergyLimitReached SuspendedEVSE/],
  ] as const) {
    const world = await build({
      variables: { 'TxCtrlr.StopTxOnInvalidId': 'false', 'TxCtrlr.MaxEnergyOnInvalidId': most_Wh },
    });
    world.csms.answers.TransactionEvent = ({ triggerReason }) =>
      triggerReason === 'MeterValuePeriodic' ? { idTokenInfo: { status: 'NoCredit' } } : {};
    await world.start();
    const car = visit(world, { car: { wish: () => 'charge' }, staysPlugged: true });
    await world.clock.advance(240_000);
    assert.ok(
      events(world).some((event) => expected.test(event)),
      `${events(world)}`,
    );
    assert.equal(world.cables[0]!.outlet.meter()?.power_W, 0);
    if (most_Wh !== '0') assert.ok(world.cables[0]!.outlet.meter()!.energy_Wh >= 300);
    await world.clock.settle(car);
  }
});
