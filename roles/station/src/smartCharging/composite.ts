/** Several charging profiles as one limit over time. OCPP 2.0.1 K01 (stacking), K08 (composite schedule); pure. @module */
import type { Millis } from '@openpnc/core/machine';
import type {
  ChargingProfilePurposeEnumType,
  ChargingProfileType,
  ChargingRateUnitEnumType,
  ChargingSchedulePeriodType,
  ChargingScheduleType,
} from '@openpnc/ocpp/v201';

/** A profile with the EVSE that it was set for; 0 is all. */
export interface SetProfile {
  readonly evseId: number;
  readonly profile: ChargingProfileType;
}

/** What the outlet can give. */
export interface OutletLimits {
  /** Between phase and neutral. */
  readonly voltage_V: number;
  readonly phases: number;
  readonly max_W: number;
}

/** What is asked. */
export interface CompositeQuestion {
  readonly profiles: readonly SetProfile[];
  readonly evseId: number;
  readonly limits: OutletLimits;
  /** Wall time of the first second. */
  readonly from: Millis;
  readonly duration_s: number;
  /** The transaction of the outlet; relative profiles begin with it. */
  readonly transaction?: {
    readonly transactionId: string;
    readonly startedAt: Millis;
    readonly chosenScheduleId?: number;
  };
  /** Outlets that share a limit of the whole station. */
  readonly sharers?: number;
}

/** A limit from a second on. */
export interface Step {
  readonly start_s: number;
  readonly limit_W: number;
  readonly phases: number;
}

const DAY_ms: Millis = 86_400_000;

/** The limit over time: the first step begins at 0, each differs from the one before. */
export function composite(question: CompositeQuestion): readonly Step[] {
  const { from, duration_s } = question;
  const end = from + duration_s * 1_000;
  const times = new Set<Millis>([from]);
  for (const { profile } of question.profiles)
    for (const time of changesOf(profile, question, end)) if (time > from && time < end) times.add(time);
  const steps: Step[] = [];
  for (const time of [...times].toSorted((a, b) => a - b)) {
    const { limit_W, phases } = limitAt(question, time);
    const before = steps.at(-1);
    if (before?.limit_W === limit_W && before.phases === phases) continue;
    steps.push({ start_s: Math.round((time - from) / 1_000), limit_W, phases });
  }
  return steps;
}

/** Steps as the periods of a schedule, in the wanted unit. */
export function periodsOf(
  steps: readonly Step[],
  unit: ChargingRateUnitEnumType,
  { voltage_V }: OutletLimits,
): readonly ChargingSchedulePeriodType[] {
  return steps.map(({ start_s, limit_W, phases }) => ({
    startPeriod: start_s,
    limit: Math.round((unit === 'W' ? limit_W : limit_W / (voltage_V * phases)) * 10) / 10,
    numberPhases: phases,
  }));
}

/** The lowest of the station's, the grid's and the transaction's limit, and of what the outlet can give. */
function limitAt(question: CompositeQuestion, time: Millis): { readonly limit_W: number; readonly phases: number } {
  const { limits, sharers = 1 } = question;
  const of = (purpose: ChargingProfilePurposeEnumType) => highest(question, purpose, time);
  const shared = (found: Limit | undefined) => found && { ...found, limit_W: found.limit_W / Math.max(1, sharers) };
  const found = [
    shared(of('ChargingStationMaxProfile')),
    shared(of('ChargingStationExternalConstraints')),
    // A profile of the transaction takes the place of the default one. K01.FR.12
    of('TxProfile') ?? of('TxDefaultProfile'),
  ].filter((limit) => limit !== undefined);
  return {
    limit_W: Math.min(limits.max_W, ...found.map(({ limit_W }) => limit_W)),
    phases: Math.min(limits.phases, ...found.map(({ phases }) => phases)),
  };
}

interface Limit {
  readonly limit_W: number;
  readonly phases: number;
}

/** Of one purpose the highest stack level that says something now; an outlet's own before one for all. K01.FR.12-14 */
function highest(
  question: CompositeQuestion,
  purpose: ChargingProfilePurposeEnumType,
  time: Millis,
): Limit | undefined {
  const { profiles, evseId, transaction } = question;
  return profiles
    .filter(({ profile }) => profile.chargingProfilePurpose === purpose)
    .filter((set) => set.evseId === 0 || set.evseId === evseId)
    .filter(({ profile }) => purpose !== 'TxProfile' || profile.transactionId === transaction?.transactionId)
    .toSorted((a, b) => b.profile.stackLevel - a.profile.stackLevel || b.evseId - a.evseId)
    .map(({ profile }) => limitOf(profile, question, time))
    .find((limit) => limit !== undefined);
}

function limitOf(profile: ChargingProfileType, question: CompositeQuestion, time: Millis): Limit | undefined {
  const { validFrom, validTo } = profile;
  if (validFrom !== undefined && time < Date.parse(validFrom)) return undefined;
  if (validTo !== undefined && time >= Date.parse(validTo)) return undefined;
  const schedule = scheduleOf(profile, question);
  const start = startOf(profile, schedule, question, time);
  if (start === undefined || time < start) return undefined;
  const into_s = (time - start) / 1_000;
  if (schedule.duration !== undefined && into_s >= schedule.duration) return undefined;
  const period = schedule.chargingSchedulePeriod.findLast(({ startPeriod }) => startPeriod <= into_s);
  if (!period) return undefined;
  const { limits } = question;
  const phases = Math.min(period.numberPhases ?? 3, limits.phases);
  const limit_W = schedule.chargingRateUnit === 'W' ? period.limit : period.limit * limits.voltage_V * phases;
  return { limit_W, phases };
}

/** Of up to three schedules for an ISO 15118 car, the one that the car has chosen. K15.FR.08 */
function scheduleOf(
  { chargingSchedule }: ChargingProfileType,
  { transaction }: CompositeQuestion,
): ChargingScheduleType {
  return chargingSchedule.find(({ id }) => id === transaction?.chosenScheduleId) ?? chargingSchedule[0]!;
}

/** When the run of a schedule that holds at `time` began. */
function startOf(
  { chargingProfileKind, recurrencyKind }: ChargingProfileType,
  { startSchedule }: ChargingScheduleType,
  { from, transaction }: CompositeQuestion,
  time: Millis,
): Millis | undefined {
  const fixed = startSchedule === undefined ? undefined : Date.parse(startSchedule);
  switch (chargingProfileKind) {
    case 'Relative':
      return transaction?.startedAt ?? from;
    case 'Absolute':
      return fixed ?? transaction?.startedAt ?? from;
    case 'Recurring': {
      if (fixed === undefined || time < fixed) return undefined;
      const round = recurrencyKind === 'Weekly' ? 7 * DAY_ms : DAY_ms;
      return fixed + Math.floor((time - fixed) / round) * round;
    }
  }
}

/** Times at which a profile may change its limit. */
function* changesOf(profile: ChargingProfileType, question: CompositeQuestion, end: Millis): Generator<Millis> {
  const { validFrom, validTo, chargingProfileKind, recurrencyKind } = profile;
  if (validFrom !== undefined) yield Date.parse(validFrom);
  if (validTo !== undefined) yield Date.parse(validTo);
  const schedule = scheduleOf(profile, question);
  const { startSchedule } = schedule;
  const isRecurring = chargingProfileKind === 'Recurring';
  const round = recurrencyKind === 'Weekly' ? 7 * DAY_ms : DAY_ms;
  const first = isRecurring && startSchedule !== undefined ? Date.parse(startSchedule) : undefined;
  if (first !== undefined && first > question.from) yield first;
  let start = startOf(profile, schedule, question, Math.max(question.from, first ?? question.from));
  while (start !== undefined && start < end) {
    yield start;
    for (const { startPeriod } of schedule.chargingSchedulePeriod) yield start + startPeriod * 1_000;
    if (schedule.duration !== undefined) yield start + schedule.duration * 1_000;
    start = isRecurring ? start + round : undefined;
  }
}
