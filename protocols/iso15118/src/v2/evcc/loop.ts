/** What the AC and the DC loop share: checks of each status, receipts, and what comes after a round. ISO 15118-2:2014 8.4.3.13, [V2G2-680], [V2G2-841], [V2G2-903]. @module */
import { isSameEvseId } from '@openpnc/core/identifiers';
import type { Millis } from '@openpnc/core/machine';
import type { ChargingStatusRes, CurrentDemandRes, MeteringReceiptRes } from '@openpnc/exi/iso15118-2';
import { type EvccScript, note, request, signed } from '../evccStep.ts';
import type { EVSENotification } from '../message.ts';
import type { Car, Wish } from './car.ts';
import type { ChargingState, Tally } from './chargingSession.ts';

type Status = ChargingStatusRes | CurrentDemandRes;

/** What should not change in the loop is reported when it does; the meter's readings are kept. */
export function* roundNotes({ EVSEID, tuple, tally }: ChargingState, status: Status): EvccScript<void> {
  const isOther = status.EVSEID !== EVSEID && !isSameEvseId(status.EVSEID, EVSEID);
  const changed = [
    ...(isOther ? [`EVSEID ${status.EVSEID}, it was ${EVSEID}`] : []),
    ...(status.SAScheduleTupleID === tuple.SAScheduleTupleID
      ? []
      : [`SAScheduleTupleID ${status.SAScheduleTupleID}, chosen was ${tuple.SAScheduleTupleID}`]),
  ];
  // Once is enough: it will stay so.
  if (changed.length > 0 && tally.rounds === 1)
    yield* note({ code: 'loop_identifier_changed', severity: 'warning', text: `charging loop: ${changed.join(', ')}` });
  const reading = status.MeterInfo?.MeterReading;
  if (reading === undefined) return;
  tally.firstReading ??= reading;
  tally.lastReading = reading;
}

/** The signed copy of the reading, where the station asks for it and has a meter. */
export function* receiptOf(
  { sessionId, isByContract, tuple, tally }: ChargingState,
  { ReceiptRequired, MeterInfo }: Status,
): EvccScript<MeteringReceiptRes | undefined> {
  if (!ReceiptRequired || !MeterInfo || !isByContract) return undefined;
  const receipt = {
    Id: 'ID1',
    SessionID: sessionId,
    SAScheduleTupleID: tuple.SAScheduleTupleID,
    MeterInfo,
  };
  const signature = yield* signed('MeteringReceiptReq', receipt, 'contract');
  const res = yield* request('MeteringReceiptReq', receipt, { signature });
  tally.receipts += 1;
  return res;
}

/** The station's wish comes first; then a full battery, then the driver's. */
export function afterRound(car: Car, now: Millis, notification: EVSENotification, tally: Tally): Wish {
  if (notification === 'StopCharging') return 'stop';
  if (notification === 'ReNegotiation') return 'renegotiate';
  if (car.battery.isFull()) return 'stop';
  return car.wish(now, { energy_Wh: car.battery.taken_Wh(), rounds: tally.rounds });
}
