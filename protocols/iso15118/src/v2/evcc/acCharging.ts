/** AC: power on, the loop of ChargingStatus with its receipts, power off. ISO 15118-2:2014 8.4.4, [V2G2-847], [V2G2-848]. @module */
import type { ChargingStatusRes } from '@openpnc/exi/iso15118-2';
import { type EvccScript, now, request, sleep } from '../evccStep.ts';
import { amount } from '../physical.ts';
import type { Car } from './car.ts';
import type { AfterLoop, ChargingState } from './chargingSession.ts';
import { afterRound, receiptOf, roundNotes } from './loop.ts';
import { chargingProfile, powerLimit } from './schedule.ts';

/** From PowerDelivery(Start) to the answer to Stop or Renegotiate. */
export function* acCharging(car: Car, state: ChargingState): EvccScript<AfterLoop> {
  const { tuple, tally } = state;
  const { SAScheduleTupleID } = tuple;
  const most_W = powerOf(car.battery.ac.maxCurrent_A, car, state);
  yield* request(
    'PowerDeliveryReq',
    { ChargeProgress: 'Start', SAScheduleTupleID, ChargingProfile: chargingProfile(tuple, most_W) },
    // The pilot goes to C with the request, the contactor closes, and then the answer comes.
    state.hasStarted ? {} : { alongside: [{ do: 'plug', change: { pilot: 'C' } }] },
  );
  yield { do: 'progress', event: 'charging' };
  const began = yield* now();
  try {
    for (;;) {
      const status = yield* request('ChargingStatusReq', {});
      tally.rounds += 1;
      yield* roundNotes(state, status);
      const receipt = yield* receiptOf(state, status);
      const time = yield* now();
      const limit_W = Math.min(most_W, powerLimit(tuple, (time - began) / 1000), offered(status, car, state));
      yield* draw(car, limit_W);
      const notification = receipt?.AC_EVSEStatus ?? status.AC_EVSEStatus;
      const after = afterRound(car, time, notification.EVSENotification, tally);
      if (after !== 'charge') return yield* leave(car, state, after);
      yield* sleep(car.loopPause_ms);
    }
  } catch (error) {
    yield { do: 'plug', change: { power_W: 0 } };
    yield { do: 'plug', change: { pilot: 'B' } };
    throw error;
  }
}

/** Renegotiation keeps the power on; else it goes off, and the pilot back to B. */
function* leave(car: Car, { tuple: { SAScheduleTupleID } }: ChargingState, after: AfterLoop): EvccScript<AfterLoop> {
  if (after === 'renegotiate') {
    yield* request('PowerDeliveryReq', { ChargeProgress: 'Renegotiate', SAScheduleTupleID });
    return after;
  }
  yield* draw(car, 0);
  yield { do: 'progress', event: 'charged', energy_Wh: car.battery.taken_Wh() };
  yield* request(
    'PowerDeliveryReq',
    { ChargeProgress: 'Stop', SAScheduleTupleID },
    { alongside: [{ do: 'plug', change: { pilot: 'B' } }] },
  );
  return after;
}

function* draw({ battery }: Car, limit_W: number): EvccScript<void> {
  const power_W = Math.min(limit_W, battery.acceptance_W());
  battery.charge(yield* now(), power_W);
  yield { do: 'plug', change: { power_W } };
}

/** What the station allows in this round; by contract it does not say. */
function offered({ EVSEMaxCurrent }: ChargingStatusRes, car: Car, state: ChargingState): number {
  return EVSEMaxCurrent ? powerOf(amount(EVSEMaxCurrent), car, state) : Number.POSITIVE_INFINITY;
}

/** Power of a current per phase, at the station's nominal voltage. */
function powerOf(current_A: number, { battery }: Car, { discovered, mode }: ChargingState): number {
  const { EVSENominalVoltage } = discovered.AC_EVSEChargeParameter ?? {};
  const nominal_V = EVSENominalVoltage ? amount(EVSENominalVoltage) : battery.ac.maxVoltage_V;
  return current_A * nominal_V * (mode === 'AC_three_phase_core' ? 3 : 1);
}
