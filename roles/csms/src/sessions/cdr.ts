/** From the events of a finished transaction to what its CDR is made of: meter readings, parking times, signed values. OCPI 2.3.0 CDRs. @module */
import type { Millis } from '@openpnc/core/machine';
import type { SignedData } from '@openpnc/roaming/ocpi/cdr';
import type { MeteredSession, MeterReading } from '@openpnc/roaming/ocpi/pricing';
import type { Tariff } from '@openpnc/roaming/ocpi/tariff';
import { dateTime, type Party } from '@openpnc/roaming/ocpi/values';
import type { CsmsTariff } from '../settings.ts';
import type { SessionRow } from '../store/tables.ts';
import type { EventFacts } from './foldEvent.ts';

/** A finished transaction as it was metered. */
export function meteredSession(session: SessionRow, events: readonly EventFacts[]): MeteredSession {
  const { start, end } = spanOf(session);
  return { start, end, readings: readingsOf(events, start, end), parked: parkedOf(events, start, end) };
}

/** From when to when a transaction lasts, until now where it goes on. */
export function spanOf({ started_at, ended_at, updated_at }: SessionRow): {
  readonly start: Millis;
  readonly end: Millis;
} {
  return { start: started_at, end: Math.max(ended_at ?? updated_at, started_at) };
}

/** The tariff of the settings in the form of OCPI. */
export function tariffOf(
  { currency, perSession, perKwh, perHour, perParkingHour, vat_percent, elements }: CsmsTariff,
  party: Party,
  now: Millis,
): Tariff {
  const component = (type: 'FLAT' | 'ENERGY' | 'TIME' | 'PARKING_TIME', price: number) =>
    price > 0 ? [{ type, price, vat: vat_percent, step_size: 1 }] : [];
  const simple = [
    ...component('FLAT', perSession),
    ...component('ENERGY', perKwh),
    ...component('TIME', perHour),
    ...component('PARKING_TIME', perParkingHour),
  ];
  const { country_code, party_id } = party;
  return {
    country_code,
    party_id,
    id: 'DEFAULT',
    currency,
    elements:
      elements.length > 0
        ? elements
        : [{ price_components: simple.length > 0 ? simple : [{ type: 'FLAT', price: 0, step_size: 1 }] }],
    tax_included: 'NO',
    last_updated: dateTime(now),
  };
}

/** The signed meter values that came with the events, as the driver may check them. */
export function signedData(events: readonly EventFacts[]): SignedData | undefined {
  const values = events.flatMap(({ signed }) => signed);
  const [first] = values;
  if (!first) return undefined;
  return {
    encoding_method: first.encodingMethod.slice(0, 36),
    ...(first.publicKey !== '' && { public_key: first.publicKey.slice(0, 512) }),
    signed_values: values.map(({ context, signedMeterData }) => ({
      nature: NATURE[context] ?? 'Intermediate',
      plain_data: '',
      signed_data: signedMeterData,
    })),
  };
}

const NATURE: Readonly<Record<string, string>> = { 'Transaction.Begin': 'Start', 'Transaction.End': 'End' };

/** Register readings by time, each time once, never falling: a register that was set back counts from where it was. */
function readingsOf(events: readonly EventFacts[], start: Millis, end: Millis): readonly MeterReading[] {
  const readings: MeterReading[] = [];
  for (const { registers } of events)
    for (const { at, wh } of registers)
      if (!Number.isNaN(at)) readings.push({ at: Math.min(Math.max(at, start), end), energy_Wh: wh });
  readings.sort((a, b) => a.at - b.at || a.energy_Wh - b.energy_Wh);
  const rising: MeterReading[] = [];
  for (const { at, energy_Wh } of readings) {
    const before = rising.at(-1);
    const highest = Math.max(before?.energy_Wh ?? energy_Wh, energy_Wh);
    if (before?.at === at) rising.pop();
    rising.push({ at, energy_Wh: highest });
  }
  return rising;
}

/** When the station said that it does not charge. */
function parkedOf(
  events: readonly EventFacts[],
  start: Millis,
  end: Millis,
): readonly { readonly from: Millis; readonly to: Millis }[] {
  const states = events
    .filter(({ chargingState }) => chargingState !== undefined)
    .map(({ at, seqNo, chargingState }) => ({
      at: Number.isNaN(at) ? start : Math.min(Math.max(at, start), end),
      seqNo,
      isParked: chargingState !== 'Charging',
    }))
    .toSorted((a, b) => a.at - b.at || a.seqNo - b.seqNo);
  return states
    .map(({ at, isParked }, i) => ({ from: at, to: states[i + 1]?.at ?? end, isParked }))
    .filter(({ from, to, isParked }) => isParked && to > from)
    .map(({ from, to }) => ({ from, to }));
}
