/** A transaction as the sum of its events, whatever order they come in. OCPP 2.0.1 E01-E12. @module */
import type { Millis } from '@openpnc/core/machine';
import type { MeterValueType, SignedMeterValueType, TransactionEventRequest } from '@openpnc/ocpp/v201';
import { tokenKey } from '../authorization/tokenList.ts';
import type { SessionRow } from '../store/tables.ts';

/** Ranges of sequence numbers, ascending, with gaps between them. */
export type Ranges = readonly (readonly [from: number, to: number])[];

/** What an event tells of energy and of the charging state, read once: pushes and the CDR are made of it. */
export interface EventFacts {
  readonly seqNo: number;
  /** NaN where the station wrote no time. */
  readonly at: Millis;
  readonly chargingState: TransactionEventRequest['transactionInfo']['chargingState'];
  readonly registers: readonly Register[];
  readonly signed: readonly SignedValue[];
}

/** A signed meter value with what it was taken for, `Transaction.End` and the like. */
interface SignedValue extends SignedMeterValueType {
  readonly context: string;
}

/** The facts of an event. */
export function factsOf({ seqNo, timestamp, transactionInfo, meterValue = [] }: TransactionEventRequest): EventFacts {
  const registers: Register[] = [];
  const signed: SignedValue[] = [];
  for (const value of meterValue) {
    registers.push(...registersOf(value));
    for (const { context = 'Sample.Periodic', signedMeterValue } of value.sampledValue)
      if (signedMeterValue) signed.push({ context, ...signedMeterValue });
  }
  return {
    seqNo,
    at: Math.floor(Date.parse(timestamp)),
    chargingState: transactionInfo.chargingState,
    registers,
    signed,
  };
}

/** The session after `event`; equal events give equal sums in any order. */
export function foldEvent(
  before: SessionRow | undefined,
  station: string,
  event: TransactionEventRequest,
  receivedAt: Millis,
  facts: EventFacts = factsOf(event),
): SessionRow {
  const { transactionInfo, eventType, seqNo, evse, idToken } = event;
  const at = Number.isNaN(facts.at) ? Math.floor(receivedAt) : facts.at;
  const ranges = before ? rangesOf(before) : [];
  const isLatest = seqNo >= (ranges.at(-1)?.[1] ?? 0);
  const registers = facts.registers.map(({ wh }) => wh);
  // NoAuthorization carries an empty token: there is nobody to bill.
  const token = idToken && idToken.type !== 'NoAuthorization' ? idToken : undefined;
  const endedAt = eventType === 'Ended' ? at : (before?.ended_at ?? null);
  return {
    station,
    transaction_id: transactionInfo.transactionId,
    evse_id: evse?.id ?? before?.evse_id ?? null,
    connector_id: evse?.connectorId ?? before?.connector_id ?? null,
    token: before?.token ?? token?.idToken ?? null,
    token_type: before?.token_type ?? token?.type ?? null,
    id14: before?.id14 ?? (token?.type === 'eMAID' ? tokenKey(token.idToken, 'eMAID') : null),
    started_at: Math.min(at, before?.started_at ?? at),
    ended_at: endedAt,
    updated_at: Math.floor(receivedAt),
    charging_state:
      (isLatest ? transactionInfo.chargingState : undefined) ??
      before?.charging_state ??
      transactionInfo.chargingState ??
      null,
    stopped_reason: transactionInfo.stoppedReason ?? before?.stopped_reason ?? null,
    remote_start_id: transactionInfo.remoteStartId ?? before?.remote_start_id ?? null,
    seq_nos: JSON.stringify(withNumber(ranges, seqNo)),
    meter_first_wh: extreme(Math.min, before?.meter_first_wh, registers),
    meter_last_wh: extreme(Math.max, before?.meter_last_wh, registers),
    decision_id: before?.decision_id ?? null,
  };
}

/** The sequence numbers that came. */
export function rangesOf({ seq_nos }: Pick<SessionRow, 'seq_nos'>): Ranges {
  return JSON.parse(seq_nos) as Ranges;
}

/** Whether this number came already. */
export function hasNumber(ranges: Ranges, seqNo: number): boolean {
  return ranges.some(([from, to]) => from <= seqNo && seqNo <= to);
}

/** Numbers up to the last that did not come, as ranges. Numbering should begin with 0; stations that begin with 1 exist. */
export function gapsOf(ranges: Ranges): Ranges {
  const first = ranges[0]?.[0] ?? 0;
  const leading: Ranges = first > 1 ? [[0, first - 1]] : [];
  return [...leading, ...ranges.slice(1).map(([from], i) => [ranges[i]![1] + 1, from - 1] as const)];
}

/** The ranges with one number more. */
export function withNumber(ranges: Ranges, seqNo: number): Ranges {
  const last = ranges.at(-1);
  if (last && seqNo === last[1] + 1) return [...ranges.slice(0, -1), [last[0], seqNo]];
  if (hasNumber(ranges, seqNo)) return ranges;
  const merged: [number, number][] = [];
  for (const [from, to] of [...ranges, [seqNo, seqNo] as const].toSorted((a, b) => a[0] - b[0])) {
    const end = merged.at(-1);
    if (end && from <= end[1] + 1) end[1] = Math.max(end[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** A reading of the energy register of the outlet. */
export interface Register {
  readonly at: Millis;
  readonly wh: number;
}

/** The energy registers in a meter value: whole (no phase), at the outlet, imported. The measurand's default is the register. */
export function registersOf({ timestamp, sampledValue }: MeterValueType): readonly Register[] {
  const registers: Register[] = [];
  for (const { measurand, phase, location, value, unitOfMeasure } of sampledValue) {
    if ((measurand ?? REGISTER) !== REGISTER || phase !== undefined || (location ?? 'Outlet') !== 'Outlet') continue;
    const wh = value * (unitOfMeasure?.unit === 'kWh' ? 1000 : 1) * 10 ** (unitOfMeasure?.multiplier ?? 0);
    registers.push({ at: Date.parse(timestamp), wh });
  }
  return registers;
}

/** A station's time; one that is no time counts as the time of arrival. */
export function timeOf(timestamp: string, receivedAt: Millis): Millis {
  const at = Date.parse(timestamp);
  return Math.floor(Number.isNaN(at) ? receivedAt : at);
}

function extreme(pick: typeof Math.min, before: number | null | undefined, values: readonly number[]): number | null {
  const all = before === null || before === undefined ? values : [before, ...values];
  return all.length > 0 ? pick(...all) : null;
}

const REGISTER = 'Energy.Active.Import.Register';
