/** Several charging profiles as one limit over time. OCPP 2.0.1 K01, K08. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChargingProfileType, ChargingSchedulePeriodType } from '@openpnc/ocpp/v201';
import { type CompositeQuestion, composite, periodsOf } from '../src/smartCharging/composite.ts';

const from = Date.UTC(2026, 1, 15, 10);
const hour = 3_600;
const limits = { voltage_V: 230, phases: 3, max_W: 22_080 };
const at = (hours: number) => new Date(from + hours * hour * 1_000).toISOString();
const periods = (...list: readonly (readonly [number, number])[]): readonly ChargingSchedulePeriodType[] =>
  list.map(([startPeriod, limit]) => ({ startPeriod, limit }));

function profile(
  more: Partial<ChargingProfileType>,
  schedule: Partial<ChargingProfileType['chargingSchedule'][number]>,
): ChargingProfileType {
  return {
    id: 1,
    stackLevel: 0,
    chargingProfilePurpose: 'TxDefaultProfile',
    chargingProfileKind: 'Absolute',
    ...more,
    chargingSchedule: [
      { id: 1, chargingRateUnit: 'W', chargingSchedulePeriod: periods([0, 11_000]), startSchedule: at(0), ...schedule },
    ],
  };
}

function steps(
  profiles: readonly (ChargingProfileType | readonly [number, ChargingProfileType])[],
  more: Partial<CompositeQuestion> = {},
): readonly string[] {
  return composite({
    profiles: profiles.map((one) =>
      'length' in one ? { evseId: one[0], profile: one[1] } : { evseId: 0, profile: one },
    ),
    evseId: 1,
    limits,
    from,
    duration_s: 24 * hour,
    ...more,
  }).map(({ start_s, limit_W, phases }) => `${start_s / hour}h ${limit_W} W${phases === 3 ? '' : ` ${phases}ph`}`);
}

test('without a profile the outlet gives what it can', () => {
  assert.deepEqual(steps([]), ['0h 22080 W']);
});

test('periods, duration and validity of one profile', () => {
  const plan = { chargingSchedulePeriod: periods([0, 11_000], [2 * hour, 5_000]), duration: 4 * hour };
  assert.deepEqual(steps([profile({}, plan)]), ['0h 11000 W', '2h 5000 W', '4h 22080 W']);
  assert.deepEqual(steps([profile({ validFrom: at(1), validTo: at(3) }, plan)]), [
    '0h 22080 W',
    '1h 11000 W',
    '2h 5000 W',
    '3h 22080 W',
  ]);
  assert.deepEqual(steps([profile({}, { startSchedule: at(6) })]), ['0h 22080 W', '6h 11000 W']);
});

test('the lowest of station, grid and transaction counts; a TxProfile takes the place of the default', () => {
  const max = profile(
    { id: 1, chargingProfilePurpose: 'ChargingStationMaxProfile' },
    { chargingSchedulePeriod: periods([0, 9_000]) },
  );
  const usual = profile({ id: 2 }, { chargingSchedulePeriod: periods([0, 4_000]) });
  const own = profile(
    { id: 3, chargingProfilePurpose: 'TxProfile', transactionId: 't' },
    { chargingSchedulePeriod: periods([0, 16_000], [hour, 7_000]) },
  );
  assert.deepEqual(steps([max, usual]), ['0h 4000 W']);
  const transaction = { transactionId: 't', startedAt: from };
  assert.deepEqual(steps([max, usual, [1, own]], { transaction }), ['0h 9000 W', '1h 7000 W']);
  assert.deepEqual(steps([max, usual, [1, own]], { transaction: { ...transaction, transactionId: 'u' } }), [
    '0h 4000 W',
  ]);
});

test('the highest stack level that says something now counts; an own profile of the outlet before one for all', () => {
  const low = profile({ id: 1, stackLevel: 0 }, { chargingSchedulePeriod: periods([0, 4_000]) });
  const high = profile({ id: 2, stackLevel: 3 }, { chargingSchedulePeriod: periods([0, 8_000]), duration: hour });
  assert.deepEqual(steps([low, high]), ['0h 8000 W', '1h 4000 W']);
  assert.deepEqual(steps([low, [1, profile({ id: 3 }, { chargingSchedulePeriod: periods([0, 6_000]) })]]), [
    '0h 6000 W',
  ]);
});

test('relative profiles begin with the transaction, recurring ones each day or week', () => {
  const { startSchedule: _, ...plan } = profile({}, { chargingSchedulePeriod: periods([0, 5_000], [hour, 10_000]) })
    .chargingSchedule[0]!;
  const relative = { ...profile({ chargingProfileKind: 'Relative' }, {}), chargingSchedule: [plan] };
  assert.deepEqual(steps([relative], { transaction: { transactionId: 't', startedAt: from - 0.5 * hour * 1_000 } }), [
    '0h 5000 W',
    '0.5h 10000 W',
  ]);
  const nightly = { startSchedule: at(-38), chargingSchedulePeriod: periods([0, 3_000]), duration: 8 * hour };
  assert.deepEqual(steps([profile({ chargingProfileKind: 'Recurring', recurrencyKind: 'Daily' }, nightly)]), [
    '0h 22080 W',
    '10h 3000 W',
    '18h 22080 W',
  ]);
  assert.deepEqual(steps([profile({ chargingProfileKind: 'Recurring', recurrencyKind: 'Weekly' }, nightly)]), [
    '0h 22080 W',
  ]);
});

test('amperes become watts by voltage and phases, and back', () => {
  const plan = {
    chargingRateUnit: 'A' as const,
    chargingSchedulePeriod: [{ startPeriod: 0, limit: 10, numberPhases: 1 }],
  };
  assert.deepEqual(steps([profile({}, plan)]), ['0h 2300 W 1ph']);
  const found = composite({ profiles: [], evseId: 1, limits, from, duration_s: hour });
  assert.deepEqual(periodsOf(found, 'A', limits), [{ startPeriod: 0, limit: 32, numberPhases: 3 }]);
});

test("a limit of the station is shared by those who charge; of several schedules the car's choice counts", () => {
  const max = profile(
    { chargingProfilePurpose: 'ChargingStationMaxProfile' },
    { chargingSchedulePeriod: periods([0, 12_000]) },
  );
  assert.deepEqual(steps([max], { sharers: 2 }), ['0h 6000 W']);
  const [first] = max.chargingSchedule;
  const own: ChargingProfileType = {
    ...max,
    chargingProfilePurpose: 'TxProfile',
    transactionId: 't',
    chargingSchedule: [first!, { ...first!, id: 2, chargingSchedulePeriod: periods([0, 2_000]) }],
  };
  const transaction = { transactionId: 't', startedAt: from, chosenScheduleId: 2 };
  assert.deepEqual(steps([[1, own]], { transaction }), ['0h 2000 W']);
});
