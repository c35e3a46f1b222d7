/** A car's needs and the limit it gets. OCPP 2.0.1 K15-K17. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findings, ready, settle, type TestStation } from './world.ts';

const needs = (station: TestStation) =>
  station.call('NotifyEVChargingNeeds', {
    evseId: 1,
    chargingNeeds: {
      requestedEnergyTransfer: 'AC_three_phase',
      acChargingParameters: { energyAmount: 20_000, evMinCurrent: 6, evMaxCurrent: 32, evMaxVoltage: 400 },
    },
  });
const start = (station: TestStation) =>
  station.call('TransactionEvent', {
    eventType: 'Started',
    seqNo: 0,
    triggerReason: 'CablePluggedIn',
    timestamp: '2026-06-01T12:00:00Z',
    transactionInfo: { transactionId: 'TX1' },
    evse: { id: 1, connectorId: 1 },
  });

test('with a limit the needs are Accepted and a TxProfile of the running transaction follows [K15]', async () => {
  const { station } = await ready({ smartCharging: { limit_W: 11_000 } });
  station.answers.SetChargingProfile = () => ({ status: 'Accepted' });
  await start(station);
  assert.deepEqual(await needs(station), { status: 'Accepted' });
  await settle();
  assert.partialDeepStrictEqual(station.asked, [
    {
      action: 'SetChargingProfile',
      payload: {
        evseId: 1,
        chargingProfile: {
          chargingProfilePurpose: 'TxProfile',
          transactionId: 'TX1',
          chargingSchedule: [{ chargingSchedulePeriod: [{ startPeriod: 0, limit: 11_000 }] }],
        },
      },
    },
  ]);
});

test('without a limit, or without a transaction, the needs are Rejected and nothing follows', async () => {
  const free = await ready();
  await start(free.station);
  assert.equal((await needs(free.station)).status, 'Rejected');
  const early = await ready({ smartCharging: { limit_W: 11_000 } });
  assert.deepEqual((await needs(early.station)).statusInfo?.reasonCode, 'NoTransaction');
  await settle();
  assert.deepEqual([...free.station.asked, ...early.station.asked], []);
});

test('a profile that the station refuses is a finding', async () => {
  const { station, records } = await ready({ smartCharging: { limit_W: 11_000 } });
  station.answers.SetChargingProfile = () => ({ status: 'Rejected', statusInfo: { reasonCode: 'InvalidMessageSeq' } });
  await start(station);
  await needs(station);
  await settle();
  assert.match(findings(records, 'charging_profile_not_set')[0]!.text, /InvalidMessageSeq/);
});

test("a car's schedule within the limit is Accepted, one above it Rejected", async () => {
  const { station, db } = await ready({ smartCharging: { limit_W: 11_000 } });
  const schedule = async (limit: number) =>
    (
      await station.call('NotifyEVChargingSchedule', {
        evseId: 1,
        timeBase: '2026-06-01T12:00:00Z',
        chargingSchedule: {
          id: 1,
          chargingRateUnit: 'W',
          chargingSchedulePeriod: [
            { startPeriod: 0, limit: 5000 },
            { startPeriod: 60, limit },
          ],
        },
      })
    ).status;
  assert.deepEqual([await schedule(11_000), await schedule(11_001)], ['Accepted', 'Rejected']);
  assert.equal((await db.selectFrom('notification').selectAll().execute()).length, 2);
});
