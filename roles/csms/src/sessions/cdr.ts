/** The CDR of a finished session: energy by period from the meter values, its price by the tariff. OCPI 2.3.0 CDRs. @module */
import type { Millis } from '@openpnc/core/machine';
import type { TransactionEventRequest } from '@openpnc/ocpp/v201';
import type { AuthMethod, Cdr, CdrLocation, CdrToken, ChargingPeriod, SignedData } from '@openpnc/roaming/ocpi/cdr';
import { type Price, rounded } from '@openpnc/roaming/ocpi/price';
import { dateTime, type Party } from '@openpnc/roaming/ocpi/values';
import type { Tariff } from '../settings.ts';
import type { SessionRow } from '../store/tables.ts';
import { type Register, registersOf } from './foldEvent.ts';

/** What a CDR is made of. */
interface CdrParts {
  readonly id: string;
  readonly party: Party;
  readonly session: SessionRow;
  readonly events: readonly TransactionEventRequest[];
  readonly token: CdrToken;
  readonly location: CdrLocation;
  readonly authMethod: AuthMethod;
  readonly authorizationReference: string | null;
  readonly tariff: Tariff;
  readonly now: Millis;
}

/** The CDR of an ended session. Energy in kWh, times in hours. */
export function cdrOf(parts: CdrParts): Cdr {
  const { id, party, session, events, token, location, authMethod, authorizationReference, tariff, now } = parts;
  const start = session.started_at;
  const end = Math.max(session.ended_at ?? session.updated_at, start);
  const registers = registersBetween(events, start, end);
  const periods = periodsOf(registers, start, end);
  const energy = rounded(sum(periods, 'ENERGY'));
  const charging = sum(periods, 'TIME');
  const parking = sum(periods, 'PARKING_TIME');
  const price = (amount: number) => taxed(amount, tariff);
  const signed = signedData(events);
  return {
    ...party,
    id,
    start_date_time: dateTime(start),
    end_date_time: dateTime(end),
    session_id: session.transaction_id,
    cdr_token: token,
    auth_method: authMethod,
    ...(authorizationReference !== null && { authorization_reference: authorizationReference }),
    cdr_location: location,
    currency: tariff.currency,
    charging_periods: periods,
    ...(signed && { signed_data: signed }),
    total_cost: price(tariff.perSession + energy * tariff.perKwh + charging * tariff.perHour),
    ...(tariff.perSession > 0 && { total_fixed_cost: price(tariff.perSession) }),
    total_energy: energy,
    total_energy_cost: price(energy * tariff.perKwh),
    total_time: hours(end - start),
    ...(tariff.perHour > 0 && { total_time_cost: price(charging * tariff.perHour) }),
    ...(parking > 0 && { total_parking_time: rounded(parking) }),
    last_updated: dateTime(now),
  };
}

/** Register readings by time, each time once, never falling: a register that was set back counts from where it was. */
function registersBetween(events: readonly TransactionEventRequest[], start: Millis, end: Millis): readonly Register[] {
  const readings = events
    .flatMap(({ meterValue = [] }) => meterValue.flatMap(registersOf))
    .filter(({ at }) => !Number.isNaN(at))
    .map(({ at, wh }) => ({ at: Math.min(Math.max(at, start), end), wh }))
    .toSorted((a, b) => a.at - b.at || a.wh - b.wh);
  const rising: Register[] = [];
  for (const { at, wh } of readings) {
    const before = rising.at(-1);
    if (!before) rising.push({ at, wh });
    else if (before.at === at) rising[rising.length - 1] = { at, wh: Math.max(before.wh, wh) };
    else rising.push({ at, wh: Math.max(before.wh, wh) });
  }
  return rising;
}

/** One period from each reading to the next; time before the first and after the last is parking. */
function periodsOf(registers: readonly Register[], start: Millis, end: Millis): ChargingPeriod[] {
  const first = registers[0] ?? { at: end, wh: 0 };
  const last = registers.at(-1) ?? first;
  const points = [
    ...(first.at > start ? [{ at: start, wh: first.wh }] : []),
    ...registers,
    ...(last.at < end ? [{ at: end, wh: last.wh }] : []),
  ];
  const periods = points.slice(1).map(({ at, wh }, i): ChargingPeriod => {
    const from = points[i]!;
    const kwh = rounded((wh - from.wh) / 1000);
    return {
      start_date_time: dateTime(from.at),
      dimensions: [
        { type: 'ENERGY', volume: kwh },
        { type: kwh > 0 ? 'TIME' : 'PARKING_TIME', volume: hours(at - from.at) },
      ],
    };
  });
  // A session needs a period even if it had no duration.
  return periods.length > 0
    ? periods
    : [{ start_date_time: dateTime(start), dimensions: [{ type: 'ENERGY', volume: 0 }] }];
}

function taxed(amount: number, { tax_percent, taxName }: Tariff): Price {
  const before_taxes = rounded(amount);
  if (tax_percent === 0) return { before_taxes, taxes: [] };
  return {
    before_taxes,
    taxes: [{ name: taxName, percentage: tax_percent, amount: rounded((before_taxes * tax_percent) / 100) }],
  };
}

/** The signed meter values that came with the events, as the driver may check them. */
function signedData(events: readonly TransactionEventRequest[]): SignedData | undefined {
  const values = events.flatMap(({ meterValue = [] }) =>
    meterValue.flatMap(({ sampledValue }) =>
      sampledValue.flatMap(({ context, signedMeterValue }) =>
        signedMeterValue ? [{ context: context ?? 'Sample.Periodic', ...signedMeterValue }] : [],
      ),
    ),
  );
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

function sum(periods: readonly ChargingPeriod[], type: string): number {
  return periods
    .flatMap(({ dimensions }) => dimensions)
    .filter((dimension) => dimension.type === type)
    .reduce((total, { volume }) => total + volume, 0);
}

function hours(duration_ms: Millis): number {
  return rounded(duration_ms / 3_600_000);
}
