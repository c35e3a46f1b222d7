/** Charging profiles and the schedules of cars with ISO 15118. OCPP 2.0.1 K01, K08 to K10, K15 to K17. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amount } from '@openpnc/iso15118/v2/physical';
import type { ChargingProfileType, SetChargingProfileRequest } from '@openpnc/ocpp/v201';
import { build, codes, visit, type World } from './world.ts';

const call = <T>(world: World, work: Promise<T>): Promise<T> => world.clock.settle(work);
const txProfile = (
  world: World,
  limits: readonly number[],
  more: Partial<ChargingProfileType> = {},
): SetChargingProfileRequest => ({
  evseId: 1,
  chargingProfile: {
    id: 10,
    stackLevel: 0,
    chargingProfilePurpose: 'TxProfile',
    chargingProfileKind: 'Absolute',
    transactionId: world.station.evses[0]!.transactionId!,
    chargingSchedule: limits.map((limit, i) => ({
      id: i + 1,
      startSchedule: new Date(world.clock.now()).toISOString(),
      chargingRateUnit: 'W',
      chargingSchedulePeriod: [{ startPeriod: 0, limit }],
    })) as ChargingProfileType['chargingSchedule'],
    ...more,
  },
});

interface Tuple {
  readonly SAScheduleTupleID: number;
  readonly PMaxSchedule: { readonly PMaxScheduleEntry: readonly { readonly PMax: Parameters<typeof amount>[0] }[] };
  readonly SalesTariff?: unknown;
}
interface Discovery {
  readonly response: {
    readonly V2G_Message: { readonly Body: { readonly ChargeParameterDiscoveryRes: DiscoveryRes } };
  };
}
interface DiscoveryRes {
  readonly EVSEProcessing: string;
  readonly SAScheduleList?: { readonly SAScheduleTuple: readonly Tuple[] };
}

/** The schedules that the car was offered, one text a discovery. */
function offered({ records }: World): readonly string[] {
  return records.flatMap((record) => {
    if (record.type !== 'message' || record.message !== 'ChargeParameterDiscoveryReq') return [];
    const { response } = record.payload as Discovery;
    const { EVSEProcessing, SAScheduleList } = response.V2G_Message.Body.ChargeParameterDiscoveryRes;
    if (EVSEProcessing !== 'Finished') return [];
    return SAScheduleList!.SAScheduleTuple.map(({ SAScheduleTupleID, PMaxSchedule, SalesTariff }) => {
      const limits = PMaxSchedule.PMaxScheduleEntry.map(({ PMax }) => amount(PMax)).join(' ');
      return `${SAScheduleTupleID}: ${limits}${SalesTariff ? ' tariff' : ''}`;
    }).join(', ');
  });
}

test('K15: the CSMS hears what the car needs, its profile becomes the schedules, and the choice is reported', async () => {
  const world = await build();
  world.csms.answers.NotifyEVChargingNeeds = () => {
    void world.clock
      .sleep(3_000)
      .then(() => world.csms.call('SetChargingProfile', txProfile(world, [11_000, 7_400, 3_700])));
    return { status: 'Accepted' };
  };
  await world.start();
  const { end } = await call(world, visit(world));
  await world.clock.advance(2_000);
  assert.ok(end?.ok);
  const [needs] = world.csms.of('NotifyEVChargingNeeds');
  assert.equal(needs?.evseId, 1);
  assert.equal(needs?.chargingNeeds.requestedEnergyTransfer, 'AC_three_phase');
  assert.deepEqual(needs?.chargingNeeds.acChargingParameters, {
    energyAmount: 60_000,
    evMinCurrent: 6,
    evMaxCurrent: 16,
    evMaxVoltage: 230,
  });
  assert.ok(needs?.chargingNeeds.departureTime);
  assert.deepEqual(offered(world), ['1: 11000, 2: 7400, 3: 3700']);
  const [schedule] = world.csms.of('NotifyEVChargingSchedule');
  assert.equal(schedule?.chargingSchedule.id, 1);
  assert.equal(schedule?.chargingSchedule.chargingSchedulePeriod[0]?.limit, 11_000);
  const order = world.csms.calls.map(
    ({ action, payload }) => `${action} ${(payload as { triggerReason?: string }).triggerReason ?? ''}`,
  );
  assert.ok(
    order.indexOf('TransactionEvent Authorized') < order.indexOf('NotifyEVChargingNeeds '),
    'who pays is told first',
  );
});

test('K15: no profile, none announced, no connection: the station plans by what it has', async () => {
  const cases: readonly (readonly [string, (world: World) => void, string])[] = [
    ['rejected', () => {}, '1: 22080'],
    [
      'announced and never sent',
      (world) => {
        world.csms.answers.NotifyEVChargingNeeds = () => ({ status: 'Accepted' });
      },
      '1: 22080',
    ],
    [
      'processing',
      (world) => {
        world.csms.answers.NotifyEVChargingNeeds = () => ({ status: 'Processing' });
      },
      '1: 22080',
    ],
  ];
  for (const [name, prepare, expected] of cases) {
    const world = await build();
    prepare(world);
    await world.start();
    const { end } = await call(world, visit(world));
    assert.ok(end?.ok, name);
    assert.deepEqual(offered(world), [expected], name);
    assert.equal(codes(world, 'warning').includes('charging_profile_missing'), name === 'announced and never sent');
  }
});

test('K15: the default profile holds where the CSMS has set one, online and offline', async () => {
  const world = await build({
    variables: { 'ISO15118Ctrlr.ContractValidationOffline': 'true', 'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true' },
  });
  await world.start();
  const request = txProfile(world, [6_000], { chargingProfilePurpose: 'TxDefaultProfile' });
  const { transactionId: _, ...chargingProfile } = request.chargingProfile;
  assert.equal(
    (await call(world, world.csms.call('SetChargingProfile', { evseId: 0, chargingProfile }))).status,
    'Accepted',
  );
  await call(world, visit(world));
  world.csms.isDown = true;
  world.csms.hangUp();
  await world.clock.advance(100);
  await call(world, visit(world));
  assert.deepEqual(offered(world), ['1: 6000', '1: 6000']);
});

test('K16: a new profile while the car charges: it renegotiates, and the needs are not told again', async () => {
  const world = await build();
  await world.start();
  const car = visit(world);
  await world.clock.advance(30_000);
  const { status } = await call(world, world.csms.call('SetChargingProfile', txProfile(world, [5_000])));
  assert.equal(status, 'Accepted');
  const { end } = await call(world, car);
  await world.clock.advance(2_000);
  assert.ok(end?.ok && end.result.renegotiations === 1);
  assert.deepEqual(offered(world), ['1: 22080', '1: 5000']);
  assert.equal(world.csms.of('NotifyEVChargingNeeds').length, 1);
  assert.equal(world.csms.of('NotifyEVChargingSchedule').length, 2);
});

test('K17: the car renegotiates by itself: the needs are told again', async () => {
  const world = await build();
  await world.start();
  let has = false;
  const { end } = await call(
    world,
    visit(world, {
      car: {
        wish: (_, { rounds }) => {
          if (rounds === 4 && !has) {
            has = true;
            return 'renegotiate';
          }
          return rounds >= 8 ? 'stop' : 'charge';
        },
      },
    }),
  );
  assert.ok(end?.ok);
  assert.equal(world.csms.of('NotifyEVChargingNeeds').length, 2);
});

test('a plan that the CSMS rejects: the car is asked once to plan anew [K15.FR.14, K16]', async () => {
  const world = await build();
  world.csms.answers.NotifyEVChargingSchedule = () => ({ status: 'Rejected' });
  await world.start();
  const { end } = await call(world, visit(world));
  assert.ok(end?.ok && end.result.renegotiations === 1);
});

test('profiles that cannot be are refused with their reason [K01]', async () => {
  const world = await build();
  await world.start();
  const set = async (request: SetChargingProfileRequest) => {
    const { status, statusInfo } = await call(world, world.csms.call('SetChargingProfile', request));
    return [status, statusInfo?.reasonCode].filter(Boolean).join(' ');
  };
  const base = txProfile(world, [6_000], { chargingProfilePurpose: 'TxDefaultProfile' });
  const { transactionId: _, ...fallback } = base.chargingProfile;
  const [schedule] = fallback.chargingSchedule;
  const like = (more: Partial<ChargingProfileType>, evseId = 1): SetChargingProfileRequest => ({
    evseId,
    chargingProfile: { ...fallback, ...more },
  });
  assert.equal(await set(like({}, 4)), 'Rejected UnknownEvse');
  assert.equal(await set(like({ chargingProfilePurpose: 'TxProfile', transactionId: 'x' })), 'Rejected TxNotFound');
  assert.equal(await set(like({ chargingProfilePurpose: 'ChargingStationMaxProfile' })), 'Rejected InvalidProfile');
  assert.equal(
    await set(like({ chargingProfilePurpose: 'ChargingStationExternalConstraints' })),
    'Rejected InvalidProfile',
  );
  assert.equal(await set(like({ chargingProfileKind: 'Relative' })), 'Rejected InvalidSchedule');
  assert.equal(await set(like({ chargingProfileKind: 'Recurring' })), 'Rejected InvalidProfile');
  assert.equal(await set(like({ stackLevel: 99 })), 'Rejected InvalidStackLevel');
  const periods = (...starts: readonly number[]) =>
    like({
      chargingSchedule: [
        { ...schedule!, chargingSchedulePeriod: starts.map((startPeriod) => ({ startPeriod, limit: 1 })) },
      ],
    });
  assert.equal(await set(periods(10)), 'Rejected InvalidSchedule');
  assert.equal(await set(periods(0, 20, 10)), 'Rejected InvalidSchedule');
  assert.equal(await set(like({ chargingSchedule: [schedule!, { ...schedule!, id: 2 }] })), 'Rejected InvalidSchedule');
  assert.equal(await set(like({})), 'Accepted');
  assert.equal(await set(like({ id: 11 })), 'Rejected DuplicateProfile');
  assert.equal(await set(like({})), 'Accepted', 'the same id replaces');
  const off = await build({ variables: { 'SmartChargingCtrlr.Enabled': 'false' } });
  await off.start();
  assert.equal((await call(off, off.csms.call('SetChargingProfile', like({})))).statusInfo?.reasonCode, 'NotEnabled');
});

test('a profile for a car that has not said what it needs is refused as InvalidMessageSeq', async () => {
  const world = await build();
  let answer: string | undefined;
  world.csms.answers.Authorize = async () => {
    answer = (await world.csms.call('SetChargingProfile', txProfile(world, [5_000]))).statusInfo?.reasonCode;
    return { idTokenInfo: { status: 'Accepted' }, certificateStatus: 'Accepted' };
  };
  await world.start();
  await call(world, visit(world));
  assert.equal(answer, 'InvalidMessageSeq');
});

test('profiles are reported, composed, cleared, and those of a transaction end with it [K08, K09, K10]', async () => {
  const world = await build();
  world.csms.answers.ReportChargingProfiles = () => ({});
  await world.start();
  const car = visit(world);
  await world.clock.advance(30_000);
  const { transactionId: _, ...usual } = txProfile(world, [9_000]).chargingProfile;
  await call(
    world,
    world.csms.call('SetChargingProfile', {
      evseId: 0,
      chargingProfile: { ...usual, id: 1, chargingProfilePurpose: 'ChargingStationMaxProfile' },
    }),
  );
  await call(world, world.csms.call('SetChargingProfile', txProfile(world, [7_000])));
  const { schedule } = await call(world, world.csms.call('GetCompositeSchedule', { evseId: 1, duration: 3_600 }));
  assert.deepEqual(schedule?.chargingSchedulePeriod, [{ startPeriod: 0, limit: 7_000, numberPhases: 3 }]);
  const wrong = await call(world, world.csms.call('GetCompositeSchedule', { evseId: 5, duration: 60 }));
  assert.equal(wrong.status, 'Rejected');
  const { status } = await call(world, world.csms.call('GetChargingProfiles', { requestId: 3, chargingProfile: {} }));
  await world.clock.advance(1_000);
  assert.equal(status, 'Accepted');
  assert.deepEqual(
    world.csms
      .of('ReportChargingProfiles')
      .map(({ evseId, chargingProfile, tbc }) => [evseId, chargingProfile[0]?.id, tbc]),
    [
      [0, 1, true],
      [1, 10, undefined],
    ],
  );
  await call(world, car);
  await world.clock.advance(2_000);
  assert.equal(world.station.model.text('SmartChargingCtrlr.Entries[ChargingProfiles]'), '1');
  const clear = async () =>
    (await call(world, world.csms.call('ClearChargingProfile', { chargingProfileId: 1 }))).status;
  assert.deepEqual([await clear(), await clear()], ['Accepted', 'Unknown']);
  assert.equal(
    (await call(world, world.csms.call('GetChargingProfiles', { requestId: 4, chargingProfile: {} }))).status,
    'NoProfiles',
  );
});

test('a car without schedules is limited at once: by EVSEMaxCurrent, or by the duty of its pilot', async () => {
  const world = await build();
  world.csms.answers.Authorize = () => ({ idTokenInfo: { status: 'Accepted' } });
  await world.start();
  const { car } = world.cables[0]!;
  const duties: number[] = [];
  await car.set({ pilot: 'B' });
  car.watch((event) => {
    if (event.type !== 'duty') return;
    duties.push(Math.round(event.duty_percent));
    if (event.duty_percent > 8 && event.duty_percent < 97) void car.set({ pilot: 'C' });
  });
  await call(world, world.station.presentIdToken(1, { idToken: '04AB', type: 'ISO14443' }));
  await world.clock.advance(15_000);
  await call(world, world.csms.call('SetChargingProfile', txProfile(world, [6_900])));
  await world.clock.advance(1_000);
  assert.deepEqual(duties, [53, 17]);
});

test('a tariff reaches a car that pays otherwise; for a contract it is left out, since nobody has signed it', async () => {
  const salesTariff = {
    id: 1,
    numEPriceLevels: 1,
    salesTariffEntry: [{ relativeTimeInterval: { start: 0 }, ePriceLevel: 1 }],
  };
  for (const isContract of [true, false]) {
    const world = await build();
    world.csms.answers.Authorize = () => ({
      idTokenInfo: { status: 'Accepted' },
      ...(isContract && { certificateStatus: 'Accepted' }),
    });
    world.csms.answers.NotifyEVChargingNeeds = () => {
      const request = txProfile(world, [11_000]);
      const [schedule] = request.chargingProfile.chargingSchedule;
      void world.csms.call('SetChargingProfile', {
        ...request,
        chargingProfile: { ...request.chargingProfile, chargingSchedule: [{ ...schedule!, salesTariff }] },
      });
      return { status: 'Accepted' };
    };
    await world.start();
    const car = visit(world, isContract ? {} : { car: { isContractWanted: false, isExternalPaymentAccepted: true } });
    await world.clock.advance(3_000);
    if (!isContract) void world.station.presentIdToken(1, { idToken: '04AB', type: 'ISO14443' });
    const { end } = await call(world, car);
    assert.ok(end?.ok);
    assert.deepEqual(offered(world), [isContract ? '1: 11000' : '1: 11000 tariff']);
  }
});
