/** The charging loop: ChargingStatus (AC), CurrentDemand (DC) and signed receipts in both. ISO 15118-2:2014 8.4.4.2, 8.4.5.4, 8.4.3.13. @module */
import { equalBytes } from '@openpnc/core/bytes';
import type {
  ChargingStatusReq,
  ChargingStatusRes,
  CurrentDemandReq,
  CurrentDemandRes,
  MeteringReceiptReq,
  MeteringReceiptRes,
} from '@openpnc/exi/iso15118-2';
import { type Answer, acStatus, type Context, dcStatus, evseStatus, fail, kindOf } from '../answer.ts';
import type { MeterInfo } from '../message.ts';
import { amount, physical } from '../physical.ts';
import type { SeccEffect, Session } from '../session.ts';

/** By contract, EVSEMaxCurrent is left out and ReceiptRequired is sent [V2G2-691]; otherwise the current is, and no receipt is wanted. */
export function chargingStatus(
  _req: ChargingStatusReq,
  context: Context,
): Answer<ChargingStatusRes, 'WaitForChargingStatus' | 'WaitForMeteringReceipt'> {
  const { station } = context;
  const { isDue, session, effects } = metered(context);
  return {
    res: {
      ResponseCode: 'OK',
      EVSEID: station.settings.EVSEID,
      SAScheduleTupleID: session.SAScheduleTupleID ?? 1,
      ...(session.payment !== 'Contract' && { EVSEMaxCurrent: physical(session.limits.ac.maxCurrent_A, 'A') }),
      ...(session.meterInfo && { MeterInfo: session.meterInfo }),
      ReceiptRequired: isDue,
      AC_EVSEStatus: acStatus(session),
    },
    next: isDue ? 'WaitForMeteringReceipt' : 'WaitForChargingStatus',
    session,
    effects,
  };
}

/** Hands the car's target to the output and answers with what is measured now: the car waits 250 ms only. */
export function currentDemand(
  { EVTargetVoltage, EVTargetCurrent }: CurrentDemandReq,
  context: Context,
): Answer<CurrentDemandRes, 'WaitForCurrentDemand' | 'WaitForMeteringReceipt'> {
  const { station } = context;
  const { isDue, session, effects } = metered(context);
  const { dc } = session.limits;
  const { voltage_V, current_A } = session.present;
  const [wantedVoltage, wantedCurrent] = [amount(EVTargetVoltage), amount(EVTargetCurrent)];
  const target: SeccEffect = {
    do: 'target',
    phase: 'charge',
    voltage_V: Math.min(wantedVoltage, dc.maxVoltage_V),
    current_A: Math.min(wantedCurrent, dc.maxCurrent_A, dc.maxPower_W / Math.max(voltage_V, 1)),
  };
  return {
    res: {
      ResponseCode: 'OK',
      DC_EVSEStatus: dcStatus(session),
      EVSEPresentVoltage: physical(voltage_V, 'V'),
      EVSEPresentCurrent: physical(current_A, 'A'),
      EVSECurrentLimitAchieved: wantedCurrent >= dc.maxCurrent_A,
      EVSEVoltageLimitAchieved: wantedVoltage >= dc.maxVoltage_V,
      EVSEPowerLimitAchieved: wantedVoltage * wantedCurrent >= dc.maxPower_W,
      EVSEMaximumVoltageLimit: physical(dc.maxVoltage_V, 'V'),
      EVSEMaximumCurrentLimit: physical(dc.maxCurrent_A, 'A'),
      EVSEMaximumPowerLimit: physical(dc.maxPower_W, 'W'),
      EVSEID: station.settings.EVSEID,
      SAScheduleTupleID: session.SAScheduleTupleID ?? 1,
      ...(session.meterInfo && { MeterInfo: session.meterInfo }),
      ReceiptRequired: isDue,
    },
    next: isDue ? 'WaitForMeteringReceipt' : 'WaitForCurrentDemand',
    session,
    effects: [target, ...effects],
  };
}

/** The signed copy of the meter reading that was sent [V2G2-903, V2G2-904]. */
export function meteringReceipt(
  { SessionID, SAScheduleTupleID, MeterInfo }: MeteringReceiptReq,
  context: Context,
): Answer<MeteringReceiptRes, 'WaitForChargingStatus' | 'WaitForCurrentDemand'> {
  const { session, station, proof, exi } = context;
  const { receiptDue, ...rest } = session;
  const problem =
    proof === 'unsigned'
      ? 'not signed'
      : !proof.ok
        ? proof.text
        : !receiptDue || !isSameMeterInfo(MeterInfo, receiptDue)
          ? 'MeterInfo is not a copy of what was sent'
          : !equalBytes(SessionID, session.sessionId)
            ? 'SessionID is not that of this session'
            : SAScheduleTupleID !== undefined && SAScheduleTupleID !== session.SAScheduleTupleID
              ? `SAScheduleTupleID ${SAScheduleTupleID} is not the chosen one`
              : undefined;
  const finding = problem === undefined ? undefined : receiptFinding(problem, proof);
  if (finding && station.settings.areReceiptsVerified)
    return fail('FAILED_MeteringSignatureNotValid', { ...finding, severity: 'refusal' });
  return {
    res: { ResponseCode: 'OK', ...evseStatus(context) },
    next: kindOf(context) === 'AC' ? 'WaitForChargingStatus' : 'WaitForCurrentDemand',
    session: rest,
    effects: [finding ? { do: 'finding', ...finding } : { do: 'receipt', meterInfo: MeterInfo, exi }],
  };
}

function receiptFinding(problem: string, proof: Context['proof']) {
  const data = proof !== 'unsigned' && !proof.ok ? { problem: proof.problem, ...proof.data } : {};
  return {
    code: 'receipt_invalid',
    severity: 'warning',
    text: `MeteringReceiptReq: ${problem}`,
    spec: 'ISO 15118-2:2014 [V2G2-904]',
    data,
  } as const;
}

/** Whether a receipt is asked for now: by contract, with a meter that has a name, as often as set. Asks for the next reading. */
function metered({ session, station, now }: Context): {
  readonly isDue: boolean;
  readonly session: Session;
  readonly effects: readonly SeccEffect[];
} {
  const { receipts } = station.settings;
  const { meterInfo, receiptAt } = session;
  const isDue =
    session.payment === 'Contract' &&
    receipts !== 'never' &&
    meterInfo?.MeterReading !== undefined &&
    (receiptAt === undefined || now - receiptAt >= receipts.every_ms);
  return {
    isDue,
    session: isDue ? { ...session, receiptDue: meterInfo, receiptAt: now } : session,
    effects: [{ do: 'meter' }],
  };
}

function isSameMeterInfo(a: MeterInfo, b: MeterInfo): boolean {
  return (
    a.MeterID === b.MeterID &&
    a.MeterReading === b.MeterReading &&
    a.MeterStatus === b.MeterStatus &&
    a.TMeter === b.TMeter &&
    (a.SigMeterReading === undefined || b.SigMeterReading === undefined
      ? a.SigMeterReading === b.SigMeterReading
      : equalBytes(a.SigMeterReading, b.SigMeterReading))
  );
}
