/**
 * What a session costs: its time is cut where the tariff or the meter changes, each piece is priced, and the pieces become
 * charging periods with their energy. OCPI 2.3.0 Tariffs and CDRs.
 *
 * @module
 */
import type { Millis } from '@openpnc/core/machine';
import type { CdrDimension, ChargingPeriod } from './cdr.ts';
import { type Price, rounded } from './price.ts';
import type { PriceComponent, PriceLimit, Tariff, TariffDimensionType, TariffRestrictions } from './tariff.ts';
import { dateTime } from './values.ts';

/** A reading of the energy register. */
export interface MeterReading {
  readonly at: Millis;
  /** The register, Wh; never falls. */
  readonly energy_Wh: number;
  /** Sum over the phases from here to the next reading, A, where the meter tells it. */
  readonly current_A?: number;
}

/** A session as it was metered. */
export interface MeteredSession {
  readonly start: Millis;
  readonly end: Millis;
  /** In order of time. Before the first and after the last no energy flows. */
  readonly readings: readonly MeterReading[];
  /** When the car was plugged in and took no power, in order of time. */
  readonly parked?: readonly { readonly from: Millis; readonly to: Millis }[];
}

/** A priced session. Energies in kWh, times in hours. */
export interface Priced {
  readonly periods: readonly ChargingPeriod[];
  readonly total_energy: number;
  readonly total_time: number;
  readonly total_parking_time: number;
  readonly total_cost: Price;
  readonly total_fixed_cost?: Price;
  readonly total_energy_cost?: Price;
  readonly total_time_cost?: Price;
  readonly total_parking_cost?: Price;
}

/**
 * Prices a session. `timeZone` is the location's (IANA). Without a tariff there are periods and no costs.
 *
 * Rules where the text leaves a choice: a FLAT component is billed once a session, the first that applies; elements for
 * reservations are left out; power is the mean between two readings; a limit on current holds only where the meter tells it.
 */
export function priceSession(session: MeteredSession, tariff: Tariff | undefined, timeZone: string): Priced {
  const pieces = piecesOf(session, tariff, timeZone);
  const totals = {
    total_energy: rounded(pieces.reduce((sum, { energy_Wh }) => sum + energy_Wh, 0) / 1000),
    total_time: rounded((session.end - session.start) / HOUR_ms),
    total_parking_time: rounded(
      pieces.reduce((sum, { isParked, from, to }) => sum + (isParked ? to - from : 0), 0) / HOUR_ms,
    ),
  };
  const periods = periodsOf(pieces, tariff?.id);
  if (!tariff) return { periods, ...totals, total_cost: { before_taxes: 0, taxes: [] } };
  const costs = new Map<TariffDimensionType, Cost>();
  for (const { component, amount } of billed(pieces)) {
    const cost = costs.get(component.type) ?? new Map<number | undefined, number>();
    cost.set(component.vat, (cost.get(component.vat) ?? 0) + component.price * amount);
    costs.set(component.type, cost);
  }
  const all: Cost = new Map();
  for (const cost of costs.values()) for (const [vat, sum] of cost) all.set(vat, (all.get(vat) ?? 0) + sum);
  const part = (type: TariffDimensionType) => (costs.has(type) ? priceOf(costs.get(type)!, tariff) : undefined);
  const [fixed, energy, time, parking] = [part('FLAT'), part('ENERGY'), part('TIME'), part('PARKING_TIME')];
  return {
    periods,
    ...totals,
    total_cost: limited(priceOf(all, tariff), tariff),
    ...(fixed && { total_fixed_cost: fixed }),
    ...(energy && { total_energy_cost: energy }),
    ...(time && { total_time_cost: time }),
    ...(parking && { total_parking_cost: parking }),
  };
}

/** Sums by VAT rate (undefined: none applies), as the tariff writes its prices. */
type Cost = Map<number | undefined, number>;

/** A part of the session in which nothing that a tariff looks at changes. */
interface Piece {
  readonly from: Millis;
  readonly to: Millis;
  readonly energy_Wh: number;
  readonly isParked: boolean;
  /** What prices it, by dimension. */
  readonly components: Readonly<Partial<Record<TariffDimensionType, PriceComponent>>>;
}

function piecesOf(session: MeteredSession, tariff: Tariff | undefined, timeZone: string): readonly Piece[] {
  const cuts = new Set([session.start, session.end]);
  const cut = (at: Millis) => {
    if (at > session.start && at < session.end) cuts.add(at);
  };
  // Between readings power and current change, and a tariff seldom looks at them: most sessions are then of one piece.
  const isMetered = tariff?.elements.some(({ restrictions }) => restrictions && hasPower(restrictions)) ?? false;
  if (isMetered) for (const { at } of session.readings) cut(at);
  for (const { from, to } of session.parked ?? []) {
    cut(from);
    cut(to);
  }
  for (const at of tariffCuts(session, tariff, timeZone)) cut(at);
  const times = [...cuts].toSorted((a, b) => a - b);
  const registers = times.map((at) => energyAt(session.readings, at));
  return times.slice(1).map((to, i) => {
    const from = times[i]!;
    const energy_Wh = registers[i + 1]! - registers[i]!;
    const isParked = (session.parked ?? []).some((pause) => from >= pause.from && to <= pause.to);
    const current_A = isMetered ? session.readings.findLast(({ at }) => at <= from)?.current_A : undefined;
    const situation: Situation = {
      at: from,
      timeZone,
      // A cut lies where a limit is reached; what a float leaves there must not decide.
      kWh: rounded((registers[i]! - registers[0]!) / 1000),
      duration_s: (from - session.start) / 1000,
      power_kW: energy_Wh / ((to - from) / HOUR_ms) / 1000,
      ...(current_A !== undefined && { current_A }),
    };
    return { from, to, energy_Wh, isParked, components: tariff ? componentsAt(tariff, situation, isParked) : {} };
  });
}

/** Where the elements of a tariff may begin or end to apply. */
function tariffCuts(session: MeteredSession, tariff: Tariff | undefined, timeZone: string): readonly Millis[] {
  const restrictions = tariff?.elements.flatMap((element) => element.restrictions ?? []) ?? [];
  const first = energyAt(session.readings, session.start);
  const cuts: Millis[] = [];
  const hours = new Set<string>();
  for (const restriction of restrictions) {
    const { min_duration, max_duration, min_kwh, max_kwh, start_time, end_time } = restriction;
    for (const duration of [min_duration, max_duration])
      if (duration !== undefined) cuts.push(session.start + duration * 1000);
    for (const kWh of [min_kwh, max_kwh]) {
      const at = kWh === undefined ? undefined : timeOfEnergy(session.readings, first + kWh * 1000);
      if (at !== undefined) cuts.push(at);
    }
    if (hasCalendar(restriction)) hours.add('00:00');
    for (const hour of [start_time, end_time]) if (hour !== undefined) hours.add(hour);
  }
  if (hours.size === 0) return cuts;
  // A day more on both sides, for the local day may begin before the UTC day and end after it.
  for (let day = session.start - DAY_ms; day <= session.end + DAY_ms; day += DAY_ms)
    for (const hour of hours) cuts.push(instantOf(localTime(day, timeZone).date, hour, timeZone));
  return cuts;
}

interface Situation {
  readonly at: Millis;
  readonly timeZone: string;
  readonly kWh: number;
  readonly duration_s: number;
  readonly power_kW: number;
  readonly current_A?: number;
}

function componentsAt(tariff: Tariff, situation: Situation, isParked: boolean): Piece['components'] {
  const found: Partial<Record<TariffDimensionType, PriceComponent>> = {};
  for (const { price_components, restrictions } of tariff.elements) {
    if (restrictions && !applies(restrictions, situation)) continue;
    for (const component of price_components) {
      if (component.type === (isParked ? 'TIME' : 'PARKING_TIME')) continue;
      found[component.type] ??= component;
    }
  }
  return found;
}

function applies(restrictions: TariffRestrictions, situation: Situation): boolean {
  const { kWh, duration_s, power_kW, current_A } = situation;
  if (restrictions.reservation !== undefined) return false;
  return (
    (!hasCalendar(restrictions) || isInCalendar(restrictions, localTime(situation.at, situation.timeZone))) &&
    isWithin(kWh, restrictions.min_kwh, restrictions.max_kwh) &&
    isWithin(duration_s, restrictions.min_duration, restrictions.max_duration) &&
    isWithin(power_kW, restrictions.min_power, restrictions.max_power) &&
    isWithin(current_A, restrictions.min_current, restrictions.max_current)
  );
}

/** Whether it looks at the local time. */
function hasCalendar({ start_time, end_time, start_date, end_date, day_of_week }: TariffRestrictions): boolean {
  return [start_time, end_time, start_date, end_date, day_of_week].some((limit) => limit !== undefined);
}

/** Whether it looks at power or current. */
function hasPower({ min_power, max_power, min_current, max_current }: TariffRestrictions): boolean {
  return [min_power, max_power, min_current, max_current].some((limit) => limit !== undefined);
}

function isInCalendar(
  { start_time, end_time, start_date, end_date, day_of_week = [] }: TariffRestrictions,
  { date, time, day }: LocalTime,
): boolean {
  return (
    isInHours(time, start_time, end_time) &&
    (start_date === undefined || date >= start_date) &&
    (end_date === undefined || date < end_date) &&
    (day_of_week.length === 0 || day_of_week.includes(day))
  );
}

/** From `min` inclusive to `max` exclusive; an unknown value is within no limit. */
function isWithin(value: number | undefined, min: number | undefined, max: number | undefined): boolean {
  if (min === undefined && max === undefined) return true;
  if (value === undefined) return false;
  return (min === undefined || value >= min) && (max === undefined || value < max);
}

function isInHours(time: string, start: string | undefined, end: string | undefined): boolean {
  if (start === undefined && end === undefined) return true;
  const [from, to] = [start ?? '00:00', end === undefined || end === '00:00' ? '24:00' : end];
  return from < to ? time >= from && time < to : time >= from || time < to;
}

/**
 * What is billed: FLAT once, energy and time by their pieces. The total of a dimension is rounded up to the step of its
 * last priced piece; of the two dimensions of time only the one that comes last. OCPI 2.3.0 CDRs, step_size.
 */
function billed(pieces: readonly Piece[]): readonly { readonly component: PriceComponent; readonly amount: number }[] {
  const lines: { component: PriceComponent; amount: number }[] = [];
  const flat = pieces.find(({ components }) => components.FLAT)?.components.FLAT;
  if (flat) lines.push({ component: flat, amount: 1 });
  const add = (
    type: 'ENERGY' | 'TIME' | 'PARKING_TIME',
    size: (piece: Piece) => number,
    unit: number,
    isStepped: boolean,
  ) => {
    const priced = pieces.filter(({ components }) => components[type]);
    const last = priced.at(-1)?.components[type];
    if (!last) return;
    for (const piece of priced) lines.push({ component: piece.components[type]!, amount: size(piece) / unit });
    if (!isStepped || last.step_size === 0) return;
    const total = priced.reduce((sum, piece) => sum + size(piece), 0);
    const steps = Math.ceil(rounded(total / last.step_size)) * last.step_size;
    lines.push({ component: last, amount: (steps - total) / unit });
  };
  add('ENERGY', ({ energy_Wh }) => energy_Wh, 1000, true);
  const seconds = ({ from, to }: Piece) => (to - from) / 1000;
  const lastTimed = pieces.findLast(({ components }) => components.TIME ?? components.PARKING_TIME);
  add('TIME', seconds, 3600, lastTimed?.components.TIME !== undefined);
  add('PARKING_TIME', seconds, 3600, lastTimed?.components.PARKING_TIME !== undefined);
  return lines;
}

function priceOf(cost: Cost, { tax_included }: Tariff): Price {
  let before = 0;
  const taxes: NonNullable<Price['taxes']> = [];
  for (const [vat, sum] of cost.size > 1 ? [...cost].toSorted(([a = -1], [b = -1]) => a - b) : cost) {
    const net = tax_included === 'YES' && vat !== undefined ? sum / (1 + vat / 100) : sum;
    before += net;
    const amount = rounded((net * (vat ?? 0)) / 100);
    if (tax_included !== 'N/A' && vat !== undefined && amount !== 0)
      taxes.push({ name: 'VAT', percentage: vat, amount });
  }
  // Taxes that are in a price without their rate cannot be told apart: `taxes` is left out, not empty.
  const isOpaque = tax_included === 'YES' && cost.has(undefined) && cost.get(undefined) !== 0;
  return { before_taxes: rounded(before), ...(!isOpaque && { taxes }) };
}

/** Both limits hold by themselves, before and after taxes; the taxes follow in proportion. */
function limited(price: Price, { min_price, max_price }: Tariff): Price {
  const bounded = (value: number, pick: (limit: PriceLimit) => number | undefined) => {
    const least = Math.max(value, (min_price && pick(min_price)) ?? value);
    return Math.min(least, (max_price && pick(max_price)) ?? least);
  };
  const before = bounded(price.before_taxes, (limit) => limit.before_taxes);
  if (!price.taxes) return { before_taxes: before };
  const tax = price.taxes.reduce((sum, { amount }) => sum + amount, 0);
  // A limit without `after_taxes` is one before taxes only: the taxes stay in proportion to the price.
  const scaled = price.before_taxes === 0 ? 0 : (tax / price.before_taxes) * before;
  const after = bounded(before === price.before_taxes ? before + tax : before + scaled, (limit) => limit.after_taxes);
  if (before === price.before_taxes && rounded(after - before) === rounded(tax)) return price;
  const amount = rounded(after - before);
  if (tax === 0) return { before_taxes: before, taxes: amount === 0 ? [] : [{ name: 'VAT', amount }] };
  return {
    before_taxes: before,
    taxes: price.taxes.map((one) => ({ ...one, amount: rounded((one.amount / tax) * amount) })),
  };
}

/** Pieces that are priced alike and follow each other are one period. */
function periodsOf(pieces: readonly Piece[], tariffId: string | undefined): readonly ChargingPeriod[] {
  const groups: Piece[][] = [];
  for (const piece of pieces) {
    const last = groups.at(-1);
    if (last && isAlike(last[0]!, piece)) last.push(piece);
    else groups.push([piece]);
  }
  return groups.map((group) => {
    const { from, isParked, components } = group[0]!;
    const hours = rounded((group.at(-1)!.to - from) / HOUR_ms);
    const energy = rounded(group.reduce((sum, { energy_Wh }) => sum + energy_Wh, 0) / 1000);
    const dimensions: CdrDimension[] = [
      { type: 'ENERGY', volume: energy },
      { type: isParked ? 'PARKING_TIME' : 'TIME', volume: hours },
    ];
    const isPriced = Object.keys(components).length > 0;
    return {
      start_date_time: dateTime(from),
      dimensions,
      ...(isPriced && tariffId !== undefined && { tariff_id: tariffId }),
    };
  });
}

function isAlike(a: Piece, b: Piece): boolean {
  return (
    a.isParked === b.isParked &&
    (['ENERGY', 'FLAT', 'TIME', 'PARKING_TIME'] as const).every((type) => a.components[type] === b.components[type])
  );
}

/** The register at a time, in a straight line between readings. */
function energyAt(readings: readonly MeterReading[], at: Millis): number {
  const after = readings.findIndex((reading) => reading.at > at);
  if (after < 0) return readings.at(-1)?.energy_Wh ?? 0;
  const [low, high] = [readings[after - 1], readings[after]!];
  if (!low) return high.energy_Wh;
  return low.energy_Wh + ((high.energy_Wh - low.energy_Wh) * (at - low.at)) / (high.at - low.at);
}

/** When the register passed a value; undefined when it did not. */
function timeOfEnergy(readings: readonly MeterReading[], energy_Wh: number): Millis | undefined {
  for (const [i, high] of readings.entries()) {
    const low = readings[i - 1];
    if (!low || high.energy_Wh < energy_Wh || low.energy_Wh >= energy_Wh) continue;
    return Math.round(low.at + ((high.at - low.at) * (energy_Wh - low.energy_Wh)) / (high.energy_Wh - low.energy_Wh));
  }
  return undefined;
}

interface LocalTime {
  /** `2026-06-01` */
  readonly date: string;
  /** `09:05` */
  readonly time: string;
  readonly day: 'MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY';
}

function localTime(at: Millis, timeZone: string): LocalTime {
  const local = new Date(at + offset_ms(at, timeZone));
  const iso = local.toISOString();
  return { date: iso.slice(0, 10), time: iso.slice(11, 16), day: DAYS[local.getUTCDay()]! };
}

/** When a local clock shows this; an hour that a change of the clock leaves out is taken just after it. */
function instantOf(date: string, time: string, timeZone: string): Millis {
  const wall = Date.parse(`${date}T${time}:00Z`);
  const guess = wall - offset_ms(wall, timeZone);
  return wall - offset_ms(guess, timeZone);
}

/** How far the local clock is ahead of UTC. */
function offset_ms(at: Millis, timeZone: string): number {
  const quarter = Math.floor(at / QUARTER_ms);
  const known = offsets.get(timeZone);
  if (known?.quarter === quarter) return known.offset_ms;
  const found = { quarter, offset_ms: offsetOf_ms(at, timeZone) };
  offsets.set(timeZone, found);
  return found.offset_ms;
}

function offsetOf_ms(at: Millis, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year, month, day, hour, minute, second } = part as Record<string, number>;
  return Date.UTC(year!, month! - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

/** Formats are costly to make and hold no state. */
const formats = new Map<string, Intl.DateTimeFormat>();
/** The offset asked for last: it changes at a quarter of an hour at the soonest, and one price asks for it many times. */
const offsets = new Map<string, { readonly quarter: number; readonly offset_ms: number }>();

const QUARTER_ms = 900_000;

const HOUR_ms = 3_600_000;
const DAY_ms = 24 * HOUR_ms;
const DAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const;
