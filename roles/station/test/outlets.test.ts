/** Outlets beside the plain case: several of them, pauses, DC, meter values at full times. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeSdpResponse, encodeSdpRequest, type SdpResponse } from '@openpnc/iso15118/sdp';
import { startAt } from './pki.ts';
import { build, codes, events, visit } from './world.ts';

const two = { evses: [{ EVSEID: 'DE*OPC*E00001*1' }, { EVSEID: 'DE*OPC*E00001*2' }] as never };

for (const [name, seccs] of [
  ['an SECC each', undefined],
  ['one SECC for both', [[1, 2]]],
] as const)
  test(`two outlets with ${name}: two cars charge at once, each at its own outlet with its own transaction`, async () => {
    const world = await build({ settings: { ...two, ...(seccs && { seccs: seccs.map((members) => [...members]) }) } });
    await world.start();
    assert.equal(world.station.endpoints().length, seccs ? 1 : 2);
    const first = visit(world, { evse: 2, car: { wish: (_, { rounds }) => (rounds >= 20 ? 'stop' : 'charge') } });
    await world.clock.advance(30_000);
    const second = visit(world, { evse: 1 });
    const [a, b] = await world.clock.settle(Promise.all([first, second]));
    await world.clock.advance(3_000);
    assert.ok(a?.end?.ok && b?.end?.ok);
    assert.equal(a.end.result.EVSEID, 'DE*OPC*E00001*2');
    assert.equal(b.end.result.EVSEID, 'DE*OPC*E00001*1');
    const started = world.csms.of('TransactionEvent').filter(({ eventType }) => eventType === 'Started');
    assert.deepEqual(
      started.map(({ evse }) => evse?.id),
      [2, 1],
    );
  });

test('a pause does not end the transaction; the car comes back to its session and charges on [E15]', async () => {
  const world = await build();
  await world.start();
  const first = await world.clock.settle(
    visit(world, { car: { wish: (_, { rounds }) => (rounds >= 3 ? 'pause' : 'charge') }, staysPlugged: true }),
  );
  assert.ok(first.end?.ok && first.end.result.paused);
  await world.clock.advance(60_000);
  assert.equal(events(world).at(-1), 'Updated ChargingStateChanged SuspendedEV 4');
  const second = await world.clock.settle(visit(world, { isPlugged: true, car: { resume: first.end.result.paused } }));
  await world.clock.advance(3_000);
  assert.ok(second.end?.ok);
  const sent = world.csms.of('TransactionEvent');
  assert.equal(new Set(sent.map(({ transactionInfo }) => transactionInfo.transactionId)).size, 1);
  assert.equal(sent.filter(({ idToken }) => idToken).length, 1);
  assert.match(events(world).at(-1)!, /^Ended StopAuthorized EVConnected \d+ StoppedByEV$/);
});

test('DC: isolation, pre-charge, current demand; the meter counts', async () => {
  const world = await build({ settings: { evses: [{ energyTransferModes: ['DC_extended'] }] as never } });
  await world.start();
  const { end, dialogue } = await world.clock.settle(
    visit(world, { car: { energyTransferModes: ['DC_extended'], loopPause_ms: 100 } }),
  );
  await world.clock.advance(3_000);
  assert.ok(end?.ok, codes(world).join());
  assert.ok(dialogue.includes('CableCheckReq OK') && dialogue.includes('CurrentDemandReq OK'));
  const [needs] = world.csms.of('NotifyEVChargingNeeds');
  assert.equal(needs?.chargingNeeds.requestedEnergyTransfer, 'DC');
  const energy = world.csms.of('TransactionEvent').at(-1)?.meterValue?.at(-1)?.sampledValue[0]?.value;
  assert.ok(energy! > 0);
});

test('meter values at the full times of the day, in the transaction or by themselves [J01]', async () => {
  const world = await build({
    startAt: startAt + 100_000,
    variables: { 'AlignedDataCtrlr.Interval': '300', 'SampledDataCtrlr.TxUpdatedInterval': '0' },
  });
  await world.start();
  await world.clock.advance(300_000);
  assert.deepEqual(
    world.csms
      .of('MeterValues')
      .map(({ meterValue }) => [meterValue[0]!.timestamp, meterValue[0]!.sampledValue[0]!.context]),
    [[new Date(startAt + 300_000).toISOString(), 'Sample.Clock']],
  );
  await world.cables[0]!.car.set({ pilot: 'B' });
  await world.clock.advance(300_000);
  assert.equal(events(world).at(-1), 'Updated MeterValueClock EVConnected 1');
});

test('the last event has the readings of both ends [J02]', async () => {
  const world = await build();
  await world.start();
  await world.clock.settle(visit(world));
  await world.clock.advance(2_000);
  const last = world.csms.of('TransactionEvent').at(-1);
  assert.deepEqual(
    last?.meterValue?.map(({ sampledValue }) => sampledValue[0]!.context),
    ['Transaction.Begin', 'Transaction.End'],
  );
});

test('with pilot none a connection counts as plugged in, and the meter counts what is simulated', async () => {
  const world = await build({ settings: { evses: [{ pilot: 'none', simulatedPower_W: 3_600 }] as never } });
  await world.start();
  const { end } = await world.clock.settle(visit(world, { hasNoPlug: true }));
  await world.clock.advance(10_000);
  assert.ok(end?.ok);
  assert.equal(events(world)[0], 'Started CablePluggedIn EVConnected 0');
  assert.match(events(world).at(-1)!, /^Ended StopAuthorized/);
  const energy = world.csms
    .of('TransactionEvent')
    .at(-1)!
    .meterValue!.map(({ sampledValue }) => sampledValue[0]!.value);
  assert.ok(energy[1]! - energy[0]! > 80 && energy[1]! - energy[0]! < 120, `${energy}`);
});

test('by the letter: no session 18 s after the cable, and neither SDP nor connections are answered until the next one [SDP_004 to 006]', async () => {
  for (const [isStrict, late] of [
    [true, undefined],
    [false, 'tls'],
  ] as const) {
    const world = await build({ settings: { isStrict } });
    await world.start();
    const discover = async () => {
      let sdp: SdpResponse | undefined;
      const ask = world.dialer().discover(encodeSdpRequest('tls'), 250, ({ payload }) => {
        sdp = decodeSdpResponse(payload);
        return sdp !== undefined;
      });
      await world.clock.settle(ask);
      return sdp;
    };
    const { car } = world.cables[0]!;
    await car.set({ pilot: 'B' });
    await world.clock.advance(17_000);
    const found = await discover();
    assert.equal(found?.security, 'tls');
    await world.clock.advance(1_500);
    assert.equal((await discover())?.security, late);
    const { address, port } = found;
    let isClosed = false;
    const target = { address, port, deadline: world.clock.now() + 5_000, tls: { requestOcsp: false } };
    await world.clock.settle(
      world.dialer().connect(target, {
        bytes: () => {},
        closed: () => {
          isClosed = true;
        },
      }),
    );
    await world.clock.advance(1_000);
    assert.equal(isClosed, isStrict);
    await car.set({ pilot: 'A' });
    await world.clock.advance(20_000);
    assert.ok((await world.clock.settle(visit(world))).end?.ok, 'the next data link');
  }
});

test('settings that contradict each other are an error that names them', async () => {
  await assert.rejects(build({ settings: { ...two, seccs: [[1]] } }), /station\.seccs/);
  await assert.rejects(build({ settings: { password: undefined as never } }), /station\.password/);
});
