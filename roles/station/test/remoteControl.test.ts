/** What the CSMS starts, stops, switches and resets. OCPP 2.0.1 B11, B12, E14, F01 to F03, G03, G04. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IdTokenType } from '@openpnc/ocpp/v201';
import { build, events, visit, type World } from './world.ts';

const idToken: IdTokenType = { idToken: 'APP-USER', type: 'Central' };
const call = <T>(world: World, work: Promise<T>): Promise<T> => world.clock.settle(work);
const statuses = (world: World) => world.csms.of('StatusNotification').map(({ connectorStatus }) => connectorStatus);

test('remote start before the cable: the car charges by external payment, the CSMS finds its remoteStartId [F02]', async () => {
  const world = await build({ variables: { 'TxCtrlr.TxStartPoint': 'Authorized' } });
  await world.start();
  const answer = await call(
    world,
    world.csms.call('RequestStartTransaction', { idToken, remoteStartId: 42, evseId: 1 }),
  );
  assert.equal(answer.status, 'Accepted');
  const { end } = await call(
    world,
    visit(world, { car: { isContractWanted: false, isExternalPaymentAccepted: true } }),
  );
  await world.clock.advance(2_000);
  assert.ok(end?.ok);
  const [started] = world.csms.of('TransactionEvent');
  assert.equal(started?.triggerReason, 'RemoteStart');
  assert.equal(started?.transactionInfo.remoteStartId, 42);
  assert.deepEqual(started?.idToken, idToken);
  assert.deepEqual(world.csms.of('Authorize'), []);
});

test('remote start after the cable: the answer names the transaction that runs already [F01]', async () => {
  const world = await build();
  await world.start();
  await world.cables[0]!.car.set({ pilot: 'B' });
  await world.clock.advance(1_000);
  const answer = await call(world, world.csms.call('RequestStartTransaction', { idToken, remoteStartId: 7 }));
  assert.equal(answer.transactionId, world.station.evses[0]!.transactionId);
  await world.clock.advance(1_000);
  assert.equal(events(world).at(-1), 'Updated RemoteStart EVConnected 1');
});

test('with AuthorizeRemoteStart the token is asked for first [F01]', async () => {
  const world = await build({ variables: { 'AuthCtrlr.AuthorizeRemoteStart': 'true' } });
  world.csms.answers.Authorize = () => ({ idTokenInfo: { status: 'Blocked' } });
  await world.start();
  const { status } = await call(world, world.csms.call('RequestStartTransaction', { idToken, remoteStartId: 1 }));
  await world.clock.advance(1_000);
  assert.equal(status, 'Accepted');
  assert.deepEqual(world.csms.of('Authorize'), [{ idToken }]);
  assert.equal(world.station.evses[0]!.idToken, undefined);
});

test('remote starts that cannot be are refused with their reason', async () => {
  const world = await build();
  await world.start();
  const reason = async (request: object) =>
    (await call(world, world.csms.call('RequestStartTransaction', { idToken, remoteStartId: 1, ...request })))
      .statusInfo?.reasonCode;
  assert.equal(await reason({ evseId: 9 }), 'UnknownEvse');
  await call(world, world.csms.call('RequestStartTransaction', { idToken, remoteStartId: 1 }));
  await world.clock.advance(100);
  assert.equal(await reason({}), 'TxInProgress');
});

test('remote stop: the car is asked to stop, and what it was is told [F03]', async () => {
  const world = await build();
  await world.start();
  const car = visit(world, { car: { wish: () => 'charge' } });
  await world.clock.advance(60_000);
  const { transactionId } = world.station.evses[0]!;
  assert.equal(
    (await call(world, world.csms.call('RequestStopTransaction', { transactionId: 'no-such' }))).status,
    'Rejected',
  );
  assert.equal(
    (await call(world, world.csms.call('RequestStopTransaction', { transactionId: transactionId! }))).status,
    'Accepted',
  );
  const { end, dialogue } = await call(world, car);
  await world.clock.advance(2_000);
  assert.ok(end?.ok, 'the car leaves in order');
  assert.equal(dialogue.at(-1), 'SessionStopReq OK');
  assert.match(events(world).at(-1)!, /^Ended RemoteStop EVConnected \d+ Remote$/);
});

test('a car that does not stop when it is asked to is cut off', async () => {
  const world = await build();
  await world.start();
  const car = visit(world, { car: { wish: () => 'charge', loopPause_ms: 50_000 } });
  await world.clock.advance(20_000);
  await call(
    world,
    world.csms.call('RequestStopTransaction', { transactionId: world.station.evses[0]!.transactionId! }),
  );
  await world.clock.advance(12_000);
  assert.equal(world.cables[0]!.outlet.meter()?.power_W, 0);
  assert.ok(events(world).some((event) => /^Ended RemoteStop \w+ \d+ Remote$/.test(event)));
  await call(world, car);
});

test('GetTransactionStatus tells what runs and what waits [E14]', async () => {
  const world = await build();
  await world.start();
  await world.cables[0]!.car.set({ pilot: 'B' });
  await world.clock.advance(1_000);
  const { transactionId } = world.station.evses[0]!;
  assert.deepEqual(await call(world, world.csms.call('GetTransactionStatus', { transactionId: transactionId! })), {
    ongoingIndicator: true,
    messagesInQueue: false,
  });
  assert.deepEqual(await call(world, world.csms.call('GetTransactionStatus', {})), { messagesInQueue: false });
});

test('UnlockConnector says what the connector is', async () => {
  const world = await build();
  await world.start();
  const unlock = async (evseId: number, connectorId: number) =>
    (await call(world, world.csms.call('UnlockConnector', { evseId, connectorId }))).status;
  assert.equal(await unlock(1, 1), 'Unlocked');
  assert.equal(await unlock(2, 1), 'UnknownConnector');
  assert.equal(await unlock(1, 2), 'UnknownConnector');
});

test('an outlet that is switched off serves no car, says so, and stays off over a restart [G03]', async () => {
  const world = await build();
  await world.start();
  const { status } = await call(
    world,
    world.csms.call('ChangeAvailability', { operationalStatus: 'Inoperative', evse: { id: 1 } }),
  );
  assert.equal(status, 'Accepted');
  await world.clock.advance(1_000);
  assert.equal(statuses(world).at(-1), 'Unavailable');
  assert.equal((await call(world, visit(world))).sdp, undefined);
  await call(world, world.station.stop());
  const again = await build({ database: world.database, startAt: world.clock.now() });
  await again.start();
  assert.deepEqual(new Set(statuses(again)), new Set(['Unavailable']));
  await call(again, again.csms.call('ChangeAvailability', { operationalStatus: 'Operative' }));
  await again.clock.advance(1_000);
  assert.ok((await call(again, visit(again))).end?.ok);
});

test('switching off waits for a transaction to end [G03]', async () => {
  const world = await build();
  await world.start();
  const car = visit(world);
  await world.clock.advance(20_000);
  const { status } = await call(world, world.csms.call('ChangeAvailability', { operationalStatus: 'Inoperative' }));
  assert.equal(status, 'Scheduled');
  assert.ok((await call(world, car)).end?.ok);
  await world.clock.advance(2_000);
  assert.equal(statuses(world).at(-1), 'Unavailable');
});

test('an immediate reset ends the transaction and boots anew with its reason; nothing is lost [B12]', async () => {
  const world = await build();
  await world.start();
  const car = visit(world, { car: { wish: () => 'charge' }, staysPlugged: true });
  await world.clock.advance(60_000);
  assert.equal((await call(world, world.csms.call('Reset', { type: 'Immediate' }))).status, 'Accepted');
  await call(world, car);
  await world.clock.advance(60_000);
  assert.deepEqual(
    world.csms.of('BootNotification').map(({ reason }) => reason),
    ['PowerUp', 'RemoteReset'],
  );
  const ended = events(world).findIndex((event) => event.startsWith('Ended ResetCommand'));
  assert.match(events(world)[ended]!, /ImmediateReset/);
  assert.equal(events(world)[ended + 1], 'Started CablePluggedIn EVConnected 0', 'the cable is still in');
});

test('a reset on idle waits for the car to leave [B11]', async () => {
  const world = await build();
  await world.start();
  const car = visit(world);
  await world.clock.advance(20_000);
  assert.equal((await call(world, world.csms.call('Reset', { type: 'OnIdle' }))).status, 'Scheduled');
  assert.ok((await call(world, car)).end?.ok);
  await world.clock.advance(60_000);
  assert.deepEqual(
    world.csms.of('BootNotification').map(({ reason }) => reason),
    ['PowerUp', 'ScheduledReset'],
  );
});

test('a reset of one outlet boots nothing [B11]', async () => {
  const world = await build();
  await world.start();
  await world.cables[0]!.car.set({ pilot: 'B' });
  await world.clock.advance(1_000);
  await call(world, world.csms.call('Reset', { type: 'Immediate', evseId: 1 }));
  await world.clock.advance(60_000);
  assert.equal(world.csms.of('BootNotification').length, 1);
  assert.match(events(world)[1]!, /^Ended ResetCommand/);
});

test('before it is registered the station refuses what the CSMS calls with SecurityError [B03]', async () => {
  const world = await build();
  const currentTime = () => new Date(world.clock.now()).toISOString();
  world.csms.answers.BootNotification = () => ({ currentTime: currentTime(), interval: 60, status: 'Rejected' });
  await world.start();
  const problem = await call(
    world,
    world.csms.call('Reset', { type: 'OnIdle' }).then(
      () => 'answered',
      (error: { callError?: { code: string } }) => error.callError?.code,
    ),
  );
  assert.equal(problem, 'SecurityError');
});

test('while Pending the CSMS may configure and not start [B02]', async () => {
  const world = await build();
  const currentTime = () => new Date(world.clock.now()).toISOString();
  world.csms.answers.BootNotification = () => ({ currentTime: currentTime(), interval: 600, status: 'Pending' });
  await world.start();
  const start = await call(world, world.csms.call('RequestStartTransaction', { idToken, remoteStartId: 1 }));
  assert.equal(start.status, 'Rejected');
  const { status } = await call(
    world,
    world.csms.call('GetBaseReport', { requestId: 1, reportBase: 'SummaryInventory' }),
  );
  assert.equal(status, 'Accepted');
  await world.clock.advance(1_000);
  assert.equal(world.csms.of('NotifyReport').length, 1);
});
