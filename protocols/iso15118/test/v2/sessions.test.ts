/** Sessions beside AC Plug & Charge: DC, card, renegotiation, pause, tariffs, awkward and silent peers, replay. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { toHex } from '@openpnc/core/bytes';
import { mapScript } from '@openpnc/core/script';
import { type Bodies, decodeMessage } from '@openpnc/exi/iso15118-2';
import { finishSignature, prepareSignature, type SignedElement } from '@openpnc/iso15118/signature';
import type { Car, Charged } from '@openpnc/iso15118/v2/evcc/car';
import { chargingSession } from '@openpnc/iso15118/v2/evcc/chargingSession';
import { type EvccScript, type EvccStep, request } from '@openpnc/iso15118/v2/evccStep';
import type { SAScheduleList } from '@openpnc/iso15118/v2/message';
import type { PausedSession, SeccEffect } from '@openpnc/iso15118/v2/session';
import { type FragmentName, signatureProfile } from '@openpnc/iso15118/v2/signatures';
import { timing } from '@openpnc/iso15118/v2/timing';
import { checkAt, key } from '../pki.ts';
import { build, codes, dialogue, run, type Scenario, testCar, type World } from './world.ts';

const dc: Scenario = {
  settings: { energyTransferModes: ['DC_extended'] },
  car: { energyTransferModes: ['DC_extended'], loopPause_ms: 100 },
};

function charged(world: World): Charged {
  assert.ok(world.end?.ok, inspect([world.end, world.findings]));
  return world.end.result;
}

function ended(world: World): { readonly at: string; readonly code: string } {
  assert.ok(world.end && !world.end.ok, inspect(world.end));
  return { at: world.end.at, code: world.end.code };
}

test('DC by contract, with every CurrentDemand answered at once', async () => {
  const world = await run(dc);
  charged(world);
  const names = [...new Set(world.exchanges.map(({ message }) => message))];
  assert.deepEqual(names.slice(6), [
    'ChargeParameterDiscoveryReq',
    'CableCheckReq',
    'PreChargeReq',
    'PowerDeliveryReq',
    'CurrentDemandReq',
    'WeldingDetectionReq',
    'SessionStopReq',
  ]);
  for (const { message, took_ms } of world.exchanges)
    if (message === 'CurrentDemandReq') assert.ok(took_ms <= 25, String(took_ms));
  assert.deepEqual(world.plug.slice(0, 1), ['{"pilot":"C"}'], 'the pilot is in C before the cable check');
});

test('DC by contract with signed receipts', async () => {
  const world = await run({ ...dc, settings: { ...dc.settings, receipts: { every_ms: 200 } } });
  assert.ok(charged(world).receipts >= 3);
});

test('AC by card, without TLS', async () => {
  const world = await run({
    station: { isTls: false },
    car: { isTls: false, isContractWanted: false },
    backEnd: { after_ms: 4_000, outcome: 'accepted' },
  });
  const result = charged(world);
  assert.equal(result.payment, 'ExternalPayment');
  assert.equal(result.eMAID, undefined);
  assert.equal(
    world.effects.some((effect) => effect.do === 'authorize'),
    false,
  );
});

test('a car without TLS never uses a contract, whatever the station offers', async () => {
  const world = await run({ car: { isTls: false } });
  assert.deepEqual(ended(world), { at: 'PaymentServiceSelectionReq', code: 'sdp_tls_not_offered' });
  charged(await run({ car: { isTls: false, isExternalPaymentAccepted: true } }));
});

for (const kind of ['AC', 'DC'] as const) {
  test(`${kind}: the station asks for renegotiation, and the car obeys in the loop [V2G2-680, V2G2-841]`, async () => {
    const world = await run(
      withLoopInput(kind === 'DC' ? dc : {}, 3, {
        type: 'notify',
        EVSENotification: 'ReNegotiation',
        NotificationMaxDelay: 0,
      }),
    );
    assert.equal(charged(world).renegotiations, 1);
    assert.equal(world.exchanges.filter(({ message }) => message === 'ChargeParameterDiscoveryReq').length, 2);
    if (kind === 'DC') assert.ok(world.exchanges.filter(({ message }) => message === 'PreChargeReq').length >= 2);
  });

  test(`${kind}: the station asks to stop, and the car stops at once`, async () => {
    const input = { type: 'notify', EVSENotification: 'StopCharging', NotificationMaxDelay: 0 } as const;
    const world = await run(withLoopInput(kind === 'DC' ? dc : {}, 3, input));
    charged(world);
    const rounds = world.exchanges.filter(
      ({ message }) => message === 'ChargingStatusReq' || message === 'CurrentDemandReq',
    );
    assert.ok(rounds.length <= 5, String(rounds.length));
  });

  test(`${kind}: a station that wants to stop before anything has flowed is left in order`, async () => {
    const world = await run({
      ...(kind === 'DC' ? dc : {}),
      perform: (effect, feed) => {
        if (effect.do === 'session' && effect.event === 'authorized')
          feed({ type: 'notify', EVSENotification: 'StopCharging', NotificationMaxDelay: 0 });
        return false;
      },
    });
    assert.equal(charged(world).energy_Wh, 0);
    assert.equal(dialogue(world).at(-1), 'SessionStopReq OK');
    assert.equal(
      world.exchanges.some(({ message }) => message === 'ChargingStatusReq' || message === 'CableCheckReq'),
      false,
    );
  });

  test(`${kind}: the car renegotiates by itself`, async () => {
    const wish = wishes('renegotiate', 'stop');
    const world = await run({ ...(kind === 'DC' ? dc : {}), car: { ...(kind === 'DC' ? dc.car : {}), wish } });
    assert.equal(charged(world).renegotiations, 1);
  });

  test(`${kind}: a pause is kept by both, and joined again`, async () => {
    const first = await run({
      ...(kind === 'DC' ? dc : {}),
      car: { ...(kind === 'DC' ? dc.car : {}), wish: () => 'pause' },
    });
    const resume = charged(first).paused!;
    const kept = first.effects.find((effect) => effect.do === 'pause')!.paused;
    assert.equal(toHex(resume.sessionId), toHex(kept.sessionId));
    const second = await again(kept, resume, kind === 'DC' ? dc : {});
    charged(second);
    assert.ok(dialogue(second).includes('SessionSetupReq OK_OldSessionJoined'));
    const other = { ...kept, sessionId: Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 1) };
    const third = await again(other, resume, kind === 'DC' ? dc : {});
    charged(third);
    assert.ok(
      dialogue(third).includes('SessionSetupReq OK_NewSessionEstablished'),
      'a station that forgot begins anew',
    );
  });
}

test('after a pause the car tells a departure that is nearer [V2G2-742]', async () => {
  const departureAt = checkAt + 8 * 3_600_000;
  const first = await run({ car: { wish: () => 'pause' } });
  const kept = first.effects.find((effect) => effect.do === 'pause')!.paused;
  const second = await again(kept, charged(first).paused!, {});
  const departure = (world: World) => {
    const sent = world.exchanges.find(({ message }) => message === 'ChargeParameterDiscoveryReq')!.request;
    const { ChargeParameterDiscoveryReq } = decodeMessage(sent).Body as Bodies;
    return ChargeParameterDiscoveryReq.AC_EVChargeParameter!.DepartureTime!;
  };
  assert.ok(departureAt > 0 && departure(first) > 28_700 && departure(first) <= 28_800);
  assert.ok(departure(second) < departure(first) - 3_500);
});

// Tariffs.

const tariff = {
  Id: 'ST1',
  SalesTariffID: 1,
  NumEPriceLevels: 1,
  SalesTariffEntry: [{ RelativeTimeInterval: { start: 0, duration: 86_400 }, EPriceLevel: 1 }],
};
const withTariff: SAScheduleList = {
  SAScheduleTuple: [
    {
      SAScheduleTupleID: 4,
      PMaxSchedule: {
        PMaxScheduleEntry: [
          {
            RelativeTimeInterval: { start: 0, duration: 86_400 },
            PMax: { Multiplier: 0, Unit: 'W', Value: 11_000 },
          },
        ],
      },
      SalesTariff: tariff,
    },
  ],
};

for (const [what, signer, notes] of [
  ['signed by the Sub-CA 2 of the contract is taken', 'moSub2', []],
  ['signed by another key is ignored, and the car charges on', 'cps', ['sales_tariff_ignored']],
  ['not signed is ignored, and the car charges on', undefined, ['sales_tariff_ignored']],
] as const) {
  test(`a sales tariff ${what}`, async () => {
    const signature = signer && (await signTariff(signer));
    const world = await run({
      settings: { schedules: 'asked' },
      perform: (effect, feed, { clock }) => {
        if (effect.do !== 'schedules') return false;
        clock.alarm(clock.now() + 3_000, () =>
          feed({ type: 'schedules', id: effect.id, SAScheduleList: withTariff, ...(signature && { signature }) }),
        );
        return true;
      },
    });
    charged(world);
    assert.deepEqual(codes(world, 'ev'), notes);
    assert.ok(
      world.exchanges.filter(({ message }) => message === 'ChargeParameterDiscoveryReq').length >= 3,
      'Ongoing before',
    );
  });
}

// Awkward and silent peers.

test('over a bad link with cut and merged reads, delays and retransmissions, sessions end well', async () => {
  for (let seed = 0; seed < 20; seed += 1)
    charged(
      await run({
        seed: `bad link ${seed}`,
        link: { delay_ms: 20, jitter_ms: 80, loss: 0.02, retransmission_ms: 300 },
      }),
    );
});

test('a station that uses its whole time for each answer is in time for the car', async () => {
  const world = await run({
    contactor_ms: 4_400,
    backEnd: { after_ms: 40_000, outcome: 'accepted' },
    settings: { authorizationHold_ms: 1_450 },
  });
  charged(world);
});

test('a car that uses 39 s before each request is in time for the station; at 61 s it is cut off', async () => {
  const slow = (ms: number) => (car: Car) =>
    mapScript<Charged, EvccStep>(chargingSession(car), (step) =>
      step.do === 'request' && step.name !== 'supportedAppProtocolReq' && step.name !== 'SessionSetupReq'
        ? [{ do: 'sleep', ms }]
        : [],
    );
  charged(await run({ script: slow(39_000) }));
  const late = await run({ script: slow(61_000) });
  assert.deepEqual(ended(late).code, 'secc_closed_early');
  assert.ok(codes(late, 'station').includes('sequence_timeout'));
});

test('a car that is slow to begin is cut off when communication set-up is over', async () => {
  const world = await run({
    script: (car) =>
      mapScript<Charged, EvccStep>(chargingSession(car), (step) =>
        step.do === 'request' && step.name === 'SessionSetupReq' ? [{ do: 'sleep', ms: 18_500 }] : [],
      ),
  });
  assert.equal(ended(world).code, 'secc_closed_early');
  assert.ok(codes(world, 'station').includes('communication_setup_timeout'));
});

for (const end of ['a', 'b'] as const) {
  test(`the link goes silent from ${end === 'a' ? 'the car' : 'the station'} on: both end by their own timers`, async () => {
    const world = build({});
    world.pair.feed('a', { type: 'start' });
    world.clock.alarm(checkAt + 30_000, () => world.pair.link.silence(end));
    await world.pair.run();
    assert.equal(ended(world).code, 'message_timeout');
    assert.ok(world.endedAt - checkAt < 43_000);
    const off = world.effects.some((effect) => effect.do === 'energy' && effect.want === 'stop');
    assert.ok(off, 'the station switches the power off');
  });
}

test('a cable that is pulled ends both at once', async () => {
  const world = build({});
  world.pair.feed('a', { type: 'start' });
  world.clock.alarm(checkAt + 15_000, () => world.pair.link.cut());
  await world.pair.run();
  // The car learns it with its next request.
  assert.equal(ended(world).code, 'secc_closed_early');
  assert.deepEqual(world.plug.slice(-2), ['{"power_W":0}', '{"pilot":"B"}']);
  assert.ok(codes(world, 'station').includes('ev_closed_early'));
});

test('the station has an emergency: the power goes off, the car sees the connection close', async () => {
  const world = await run(withLoopInput({}, 3, { type: 'emergency', reason: 'button' }));
  assert.equal(ended(world).code, 'secc_closed_early');
  assert.ok(codes(world, 'station').includes('emergency_stop'));
});

test('two runs of a seed are equal to the byte, another seed is another session', async () => {
  const bytes = (world: World) => world.exchanges.flatMap(({ request, response }) => [toHex(request), toHex(response)]);
  const [a, b, c] = [await run({ seed: 'x' }), await run({ seed: 'x' }), await run({ seed: 'y' })];
  assert.deepEqual(bytes(a), bytes(b));
  assert.notDeepEqual(bytes(a), bytes(c));
});

test('a script may stop where it will: every early SessionStop is answered OK', async () => {
  for (const at of [
    'ServiceDiscoveryReq',
    'PaymentServiceSelectionReq',
    'PaymentDetailsReq',
    'AuthorizationReq',
    'ChargeParameterDiscoveryReq',
    'PowerDeliveryReq',
  ]) {
    const world = await run({ script: (car) => stoppingBefore(at, car) });
    assert.ok(dialogue(world).includes('SessionStopReq OK'), at);
    assert.deepEqual(
      world.effects.flatMap((effect) => (effect.do === 'session' && effect.event === 'ended' ? [effect.reason] : [])),
      ['SessionStop'],
    );
  }
});

/** The usual session up to a request, and SessionStop in its place. */
function* stoppingBefore(name: string, car: Car): EvccScript<Charged> {
  const script = chargingSession(car);
  let turn = script.next();
  while (!turn.done && !(turn.value.do === 'request' && turn.value.name === name)) turn = script.next(yield turn.value);
  yield* request('SessionStopReq', { ChargingSession: 'Terminate' });
  return {
    outcome: 'charged',
    payment: 'Contract',
    EVSEID: '',
    energy_Wh: 0,
    receipts: 0,
    renegotiations: 0,
    isContractNew: false,
  };
}

/** Feeds the station an input after so many rounds of the loop. */
function withLoopInput(
  scenario: Scenario,
  rounds: number,
  input: Parameters<NonNullable<Scenario['perform']>>[1] extends (input: infer I) => void ? I : never,
): Scenario {
  let [seen, isFed] = [0, false];
  return {
    ...scenario,
    perform: (effect: SeccEffect, feed) => {
      if (effect.do === 'meter') seen += 1;
      if (seen >= rounds && !isFed) {
        isFed = true;
        feed(input);
      }
      return false;
    },
  };
}

function wishes(...list: readonly ReturnType<Car['wish']>[]): Car['wish'] {
  let rounds = 0;
  return () => {
    rounds += 1;
    return rounds % 3 === 0 ? (list[rounds / 3 - 1] ?? 'stop') : 'charge';
  };
}

async function again(
  paused: PausedSession,
  resume: NonNullable<Charged['paused']>,
  scenario: Scenario,
): Promise<World> {
  return run({
    ...scenario,
    station: { ...scenario.station, paused },
    car: { ...scenario.car, resume },
    startAt: checkAt + 3_600_000,
    seed: 'again',
  });
}

async function signTariff(name: string) {
  const element: SignedElement<FragmentName> = { name: 'SalesTariff', value: tariff };
  const prepared = prepareSignature(signatureProfile, [element]);
  return finishSignature(prepared, await (await key(name)).sign(prepared.data));
}

test('the limits of the car and of the station leave room for each other', () => {
  for (const [name, performance_ms] of Object.entries(timing.V2G_SECC_Msg_Performance_Time))
    assert.ok(performance_ms < timing.V2G_EVCC_Msg_Timeout[name as keyof typeof timing.V2G_EVCC_Msg_Timeout], name);
  assert.ok(timing.V2G_SECC_Ongoing_Performance_Time < timing.V2G_EVCC_Ongoing_Timeout);
  assert.ok(timing.V2G_EVCC_Sequence_Performance_Time < timing.V2G_SECC_Sequence_Timeout);
  assert.ok(testCar().ongoingTimeout_ms === timing.V2G_EVCC_Ongoing_Timeout);
});
