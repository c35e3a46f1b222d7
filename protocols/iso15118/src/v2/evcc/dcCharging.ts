/** DC: cable check, pre-charge, the loop of CurrentDemand, welding detection. ISO 15118-2:2014 8.4.5, [V2G2-620], [V2G2-702]. @module */

import { type EvccScript, now, refuse, request, sleep } from '../evccStep.ts';
import type { DcEvStatus, EVSENotification } from '../message.ts';
import { amount, physical } from '../physical.ts';
import { timing } from '../timing.ts';
import type { Car } from './car.ts';
import type { AfterLoop, ChargingState } from './chargingSession.ts';
import { afterRound, receiptOf, roundNotes } from './loop.ts';
import { chargingProfile, powerLimit } from './schedule.ts';

/** From CableCheck to the last WeldingDetection, or to the answer to Renegotiate. */
export function* dcCharging(car: Car, state: ChargingState): EvccScript<AfterLoop> {
  try {
    yield { do: 'plug', change: { pilot: 'C' } };
    if ((yield* checkCable(car)) === 'StopCharging') return yield* giveUp();
    if ((yield* preCharge(car)) === 'StopCharging') {
      const { SAScheduleTupleID } = state.tuple;
      yield* request('PowerDeliveryReq', { ChargeProgress: 'Stop', SAScheduleTupleID, ...power(car, true) });
      return yield* giveUp();
    }
    return yield* chargingLoop(car, state);
  } catch (error) {
    yield { do: 'plug', change: { power_W: 0 } };
    yield { do: 'plug', change: { pilot: 'B' } };
    throw error;
  }
}

/** The station wants to stop before anything has flowed. */
function* giveUp(): EvccScript<'stop'> {
  yield { do: 'plug', change: { pilot: 'B' } };
  return 'stop';
}

function* checkCable(car: Car): EvccScript<EVSENotification> {
  const began = yield* now();
  for (;;) {
    const { EVSEProcessing, DC_EVSEStatus } = yield* request('CableCheckReq', { DC_EVStatus: status(car) });
    const { EVSENotification } = DC_EVSEStatus;
    if (EVSENotification === 'StopCharging') return EVSENotification;
    if (EVSEProcessing === 'Finished') {
      const { EVSEIsolationStatus = 'Valid' } = DC_EVSEStatus;
      if (EVSEIsolationStatus === 'Valid' || EVSEIsolationStatus === 'Warning' || EVSEIsolationStatus === 'No_IMD')
        return EVSENotification;
      return yield* refuse('CableCheckReq', `Finished with isolation ${EVSEIsolationStatus}`, 'power_delivery_failed');
    }
    const took_ms = (yield* now()) - began;
    if (took_ms >= timing.V2G_EVCC_CableCheck_Timeout)
      yield* refuse('CableCheckReq', `Ongoing for ${took_ms / 1000} s`, 'ongoing_timeout');
    yield* sleep(car.ongoingPause_ms);
  }
}

/** Until the station's voltage is near enough to close the car's contactor. */
function* preCharge(car: Car): EvccScript<EVSENotification> {
  const began = yield* now();
  const target_V = car.battery.voltage_V();
  for (;;) {
    const { EVSEPresentVoltage, DC_EVSEStatus } = yield* request('PreChargeReq', {
      DC_EVStatus: status(car),
      EVTargetVoltage: physical(target_V, 'V'),
      EVTargetCurrent: physical(1, 'A'),
    });
    const { EVSENotification } = DC_EVSEStatus;
    const isNear = Math.abs(amount(EVSEPresentVoltage) - target_V) < NEAR_V;
    if (isNear || EVSENotification === 'StopCharging') return EVSENotification;
    const took_ms = (yield* now()) - began;
    if (took_ms >= timing.V2G_EVCC_PreCharge_Timeout)
      yield* refuse(
        'PreChargeReq',
        `${amount(EVSEPresentVoltage)} V after ${took_ms / 1000} s, wanted ${target_V} V`,
        'power_delivery_failed',
      );
    yield* sleep(car.ongoingPause_ms);
  }
}

function* chargingLoop(car: Car, state: ChargingState): EvccScript<AfterLoop> {
  const { tuple, tally } = state;
  const { battery } = car;
  const { SAScheduleTupleID } = tuple;
  yield* request('PowerDeliveryReq', {
    ChargeProgress: 'Start',
    SAScheduleTupleID,
    ChargingProfile: chargingProfile(tuple, battery.dc.maxPower_W),
    ...power(car, false),
  });
  yield { do: 'progress', event: 'charging' };
  const began = yield* now();
  for (;;) {
    const limit_W = Math.min(battery.acceptance_W(), powerLimit(tuple, ((yield* now()) - began) / 1000));
    const voltage_V = battery.voltage_V();
    const response = yield* request('CurrentDemandReq', {
      DC_EVStatus: status(car),
      EVTargetCurrent: physical(round(Math.min(limit_W / voltage_V, battery.dc.maxCurrent_A)), 'A'),
      EVMaximumVoltageLimit: physical(battery.dc.maxVoltage_V, 'V'),
      EVMaximumCurrentLimit: physical(battery.dc.maxCurrent_A, 'A'),
      ChargingComplete: battery.isFull(),
      EVTargetVoltage: physical(round(voltage_V), 'V'),
    });
    tally.rounds += 1;
    yield* roundNotes(state, response);
    const receipt = yield* receiptOf(state, response);
    const power_W = Math.min(amount(response.EVSEPresentVoltage) * amount(response.EVSEPresentCurrent), limit_W);
    const time = yield* now();
    battery.charge(time, power_W);
    yield { do: 'plug', change: { power_W } };
    const notification = receipt?.DC_EVSEStatus ?? response.DC_EVSEStatus;
    const after = afterRound(car, time, notification.EVSENotification, tally);
    if (after !== 'charge') {
      battery.charge(time, 0);
      yield { do: 'plug', change: { power_W: 0 } };
      const ChargeProgress = after === 'renegotiate' ? 'Renegotiate' : 'Stop';
      if (after !== 'renegotiate') yield { do: 'progress', event: 'charged', energy_Wh: battery.taken_Wh() };
      yield* request('PowerDeliveryReq', { ChargeProgress, SAScheduleTupleID, ...power(car, after !== 'renegotiate') });
      if (after === 'renegotiate') return after;
      yield { do: 'plug', change: { pilot: 'B' } };
      yield* detectWelding(car);
      return after;
    }
    yield* sleep(car.loopPause_ms);
  }
}

/** Until the cable is without voltage, a few times at most [V2G2-620]. */
function* detectWelding(car: Car): EvccScript<void> {
  for (let times = 0; times < MAX_WELDING_CHECKS; times += 1) {
    const { EVSEPresentVoltage } = yield* request('WeldingDetectionReq', { DC_EVStatus: status(car) });
    if (amount(EVSEPresentVoltage) < SAFE_V) return;
    yield* sleep(car.ongoingPause_ms);
  }
}

function power(car: Car, ChargingComplete: boolean) {
  return { DC_EVPowerDeliveryParameter: { DC_EVStatus: status(car), ChargingComplete } };
}

function status({ battery }: Car): DcEvStatus {
  return { EVReady: true, EVErrorCode: 'NO_ERROR', EVRESSSOC: Math.round(battery.soc_percent()) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

const NEAR_V = 20;
const SAFE_V = 60;
const MAX_WELDING_CHECKS = 10;
