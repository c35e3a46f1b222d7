/** Every response at 0, 50, 90, 100 and 110 % of the car's limit: the car takes it up to the limit and leaves after it. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TimedRequest } from '@openpnc/iso15118/v2/timing';
import { timing } from '@openpnc/iso15118/v2/timing';
import { build, codes, type Scenario, type World } from './world.ts';

const dc: Scenario = {
  settings: { energyTransferModes: ['DC_extended'], receipts: { every_ms: 60_000 } },
  car: {
    energyTransferModes: ['DC_extended'],
    loopPause_ms: 100,
    wish: (_, { rounds }) => (rounds >= 3 ? 'stop' : 'charge'),
  },
};
const ac: Scenario = {
  settings: { receipts: { every_ms: 60_000 } },
  car: { wish: (_, { rounds }) => (rounds >= 3 ? 'stop' : 'charge') },
  backEnd: { after_ms: 0, outcome: 'accepted' },
  contactor_ms: 0,
};

/** Which kind of session has this request. */
const sessions: Readonly<Partial<Record<TimedRequest, Scenario>>> = {
  supportedAppProtocolReq: ac,
  SessionSetupReq: ac,
  ServiceDiscoveryReq: ac,
  // No back end installs anything here: the session ends after the request that is looked at.
  ServiceDetailReq: { ...ac, car: { certificateService: 'always' } },
  PaymentServiceSelectionReq: ac,
  PaymentDetailsReq: ac,
  AuthorizationReq: ac,
  ChargeParameterDiscoveryReq: ac,
  PowerDeliveryReq: ac,
  ChargingStatusReq: ac,
  MeteringReceiptReq: ac,
  SessionStopReq: ac,
  CableCheckReq: dc,
  PreChargeReq: dc,
  CurrentDemandReq: dc,
  WeldingDetectionReq: dc,
};

for (const [name, scenario] of Object.entries(sessions) as [TimedRequest, Scenario][]) {
  const limit_ms = timing.V2G_EVCC_Msg_Timeout[name];
  test(`${name}: taken at 50, 90 and 99 % of ${limit_ms} ms, left at 110 %`, async () => {
    for (const percent of [0, 50, 90, 99, 110]) {
      const world = await delayed(name, scenario, (limit_ms * percent) / 100);
      const found = world.exchanges.find(({ message }) => message === name);
      if (percent < 100) {
        assert.ok(found, `${percent} %: ${JSON.stringify(codes(world, 'ev'))}`);
        assert.ok(found.took_ms <= limit_ms && found.took_ms >= (limit_ms * percent) / 100 - 5);
      } else {
        assert.equal(found, undefined);
        assert.deepEqual(codes(world, 'ev').slice(-1), ['message_timeout']);
        assert.ok(world.end && !world.end.ok && world.end.at === name);
      }
    }
  });
}

/** A session in which the first response to `name` is kept back on its way. */
async function delayed(name: TimedRequest, scenario: Scenario, ms: number): Promise<World> {
  const world = build({ ...scenario, link: { delay_ms: 0, reads: 'whole' } });
  const { link } = world.pair;
  const send = link.b.send.bind(link.b);
  let hasDelayed = false;
  Object.defineProperty(link.b, 'send', {
    value: (bytes: Uint8Array) => {
      if (hasDelayed || world.sentByCar.at(-1) !== name) return send(bytes);
      hasDelayed = true;
      world.clock.alarm(world.clock.now() + ms, () => send(bytes));
    },
  });
  world.pair.feed('a', { type: 'start' });
  await world.pair.run();
  return world;
}
