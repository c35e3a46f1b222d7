/** What can be in question about a CDR that is well formed: pure checks over it and what we know of its contract. @module */
import type { Millis } from '@openpnc/core/machine';
import type { Cdr, ChargingPeriod } from '@openpnc/roaming/ocpi/cdr';
import type { Price } from '@openpnc/roaming/ocpi/price';
import { type MeteredSession, priceSession } from '@openpnc/roaming/ocpi/pricing';
import type { Tariff } from '@openpnc/roaming/ocpi/tariff';
import { millisOf } from '@openpnc/roaming/ocpi/values';
import type { AuthorizationRow, ContractRow } from './store/tables.ts';

/** A doubt, for the one who pays the bill. The CDR is taken all the same. */
export interface CdrFinding {
  readonly code:
    | 'cdr_reference_unknown'
    | 'cdr_never_authorized'
    | 'cdr_contract_not_active'
    | 'cdr_energy_differs'
    | 'cdr_time_differs'
    | 'cdr_cost_parts_differ'
    | 'cdr_cost_differs_from_tariff'
    | 'cdr_periods_outside'
    | 'cdr_session_twice'
    | 'cdr_overlap'
    | 'cdr_credit_differs';
  readonly text: string;
}

/** What we know beside the CDR. */
export interface CdrKnowledge {
  readonly contract: ContractRow;
  /** What `authorization_reference` names, when it is there. */
  readonly authorization: Pick<AuthorizationRow, 'id14' | 'party'> | undefined;
  /** An authorization of this contract by this party in the hours before the session; not asked for beside `authorization`. */
  readonly lastAuthorization: Pick<AuthorizationRow, 'id14' | 'party'> | undefined;
  /** Id of another CDR of the same session that is not credited. */
  readonly sameSession: string | undefined;
  /** Id of a CDR of the contract elsewhere in the same time. */
  readonly overlapping: string | undefined;
  /** The CDR that a credit takes back. */
  readonly credited: Cdr | undefined;
}

/** All doubts about a CDR. */
export function cdrFindings(cdr: Cdr, known: CdrKnowledge, party: string): readonly CdrFinding[] {
  const findings: CdrFinding[] = [];
  const doubt = (code: CdrFinding['code'], text: string) => void findings.push({ code, text });
  if (cdr.credit) {
    const cost = known.credited?.total_cost.before_taxes ?? 0;
    if (!isNear(cdr.total_cost.before_taxes, -cost))
      doubt('cdr_credit_differs', `total_cost ${cdr.total_cost.before_taxes}, the credited CDR has ${cost}`);
    return findings;
  }
  checkAuthorization(cdr, known, party, doubt);
  checkAmounts(cdr, doubt);
  if (known.sameSession !== undefined)
    doubt('cdr_session_twice', `session ${cdr.session_id} has CDR ${known.sameSession} already`);
  if (known.overlapping !== undefined)
    doubt('cdr_overlap', `the contract charged at the same time by CDR ${known.overlapping}`);
  return findings;
}

type Doubt = (code: CdrFinding['code'], text: string) => void;

function checkAuthorization(
  cdr: Cdr,
  { contract, authorization, lastAuthorization }: CdrKnowledge,
  party: string,
  doubt: Doubt,
): void {
  const reference = cdr.authorization_reference;
  if (reference !== undefined && (authorization?.id14 !== contract.id14 || authorization.party !== party))
    doubt('cdr_reference_unknown', `authorization_reference ${reference} was not given to ${party} for this contract`);
  else if (reference === undefined && cdr.auth_method === 'AUTH_REQUEST' && !lastAuthorization)
    doubt('cdr_never_authorized', 'auth_method AUTH_REQUEST, but there was no authorization of this contract');
  const start = millisOf(cdr.start_date_time);
  // An authorization was an ALLOWED: what happened to the contract after it is no fault of the CPO.
  if (!authorization && !lastAuthorization && !wasActive(contract, start))
    doubt('cdr_contract_not_active', `the contract is ${contract.status}`);
}

function wasActive({ status, valid_from, valid_to, updated_at }: ContractRow, at: Millis): boolean {
  if ((valid_from !== null && at < valid_from) || (valid_to !== null && at >= valid_to)) return false;
  return status === 'active' || updated_at > at;
}

function checkAmounts(cdr: Cdr, doubt: Doubt): void {
  const [start, end] = [millisOf(cdr.start_date_time), millisOf(cdr.end_date_time)];
  const hours = (end - start) / 3_600_000;
  if (Math.abs(cdr.total_time - hours) > 0.02)
    doubt('cdr_time_differs', `total_time ${cdr.total_time} h, from start to end are ${hours.toFixed(3)} h`);
  const energy = volume(cdr.charging_periods, 'ENERGY');
  if (energy !== undefined && Math.abs(energy - cdr.total_energy) > 0.01 + cdr.total_energy * 0.001)
    doubt('cdr_energy_differs', `total_energy ${cdr.total_energy} kWh, its periods sum up to ${energy.toFixed(3)} kWh`);
  if (
    cdr.charging_periods.some(
      ({ start_date_time }) => millisOf(start_date_time) < start || millisOf(start_date_time) > end,
    )
  )
    doubt('cdr_periods_outside', 'a charging period begins outside the session');
  const parts = [
    cdr.total_fixed_cost,
    cdr.total_energy_cost,
    cdr.total_time_cost,
    cdr.total_parking_cost,
    cdr.total_reservation_cost,
  ];
  const given = parts.filter((part): part is Price => part !== undefined);
  const sum = given.reduce((total, { before_taxes }) => total + before_taxes, 0);
  const tariff = cdr.tariffs?.length === 1 ? (cdr.tariffs[0] as Partial<Tariff>) : undefined;
  const hasLimits = tariff?.min_price !== undefined || tariff?.max_price !== undefined;
  if (given.length > 0 && !hasLimits && !isNear(sum, cdr.total_cost.before_taxes))
    doubt('cdr_cost_parts_differ', `total_cost ${cdr.total_cost.before_taxes}, its parts sum up to ${sum.toFixed(2)}`);
  const expected = costByTariff(cdr, tariff);
  if (expected !== undefined && !isNear(expected, cdr.total_cost.before_taxes))
    doubt('cdr_cost_differs_from_tariff', `total_cost ${cdr.total_cost.before_taxes}, by its tariff ${expected}`);
}

/**
 * What the tariff in the CDR makes of its periods; undefined where that cannot be told: several tariffs, or conditions that
 * a CDR does not show (hours of the day need the location's time zone, current and power its meter).
 */
function costByTariff(cdr: Cdr, tariff: Partial<Tariff> | undefined): number | undefined {
  if (!tariff?.elements || tariff.tax_included === undefined || tariff.tax_included === 'YES') return undefined;
  if (
    tariff.elements.some(
      ({ restrictions }) => restrictions && Object.keys(restrictions).some((name) => !PLAIN.has(name)),
    )
  )
    return undefined;
  if (cdr.charging_periods.some(({ dimensions }) => !dimensions.some(({ type }) => type === 'ENERGY')))
    return undefined;
  return priceSession(meteredOf(cdr), tariff as Tariff, 'UTC').total_cost.before_taxes;
}

/** The session as the periods tell it. */
function meteredOf(cdr: Cdr): MeteredSession {
  const starts = cdr.charging_periods.map(({ start_date_time }) => millisOf(start_date_time));
  const end = millisOf(cdr.end_date_time);
  let energy_Wh = 0;
  const readings = cdr.charging_periods.map((period, i) => {
    const reading = { at: starts[i]!, energy_Wh };
    energy_Wh += (volume([period], 'ENERGY') ?? 0) * 1000;
    return reading;
  });
  const parked = cdr.charging_periods.flatMap((period, i) =>
    volume([period], 'PARKING_TIME') && !volume([period], 'TIME')
      ? [{ from: starts[i]!, to: starts[i + 1] ?? end }]
      : [],
  );
  return { start: millisOf(cdr.start_date_time), end, readings: [...readings, { at: end, energy_Wh }], parked };
}

function volume(periods: readonly ChargingPeriod[], type: string): number | undefined {
  const volumes = periods.flatMap(({ dimensions }) => dimensions).filter((dimension) => dimension.type === type);
  return volumes.length === 0 ? undefined : volumes.reduce((sum, one) => sum + one.volume, 0);
}

/** Money: two cents or one in a hundred. */
function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= Math.max(0.02, Math.abs(b) * 0.01);
}

/** Restrictions that the periods of a CDR are enough for. */
const PLAIN = new Set(['min_kwh', 'max_kwh', 'min_duration', 'max_duration']);
