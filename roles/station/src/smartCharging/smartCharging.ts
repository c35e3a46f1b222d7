/** Charging profiles of a station: set by the CSMS, offered to cars, kept over restarts. OCPP 2.0.1 K01, K08 to K10, K15 to K17. @module */
import type { Millis } from '@openpnc/core/machine';
import type { Clock } from '@openpnc/core/ports';
import type { Bodies } from '@openpnc/exi/iso15118-2';
import type { SAScheduleList } from '@openpnc/iso15118/v2/message';
import { CallFailure } from '@openpnc/ocpp/errors';
import type {
  ChargingProfileCriterionType,
  ChargingProfileType,
  ChargingRateUnitEnumType,
  ClearChargingProfileRequest,
  CompositeScheduleType,
} from '@openpnc/ocpp/v201';
import type { Kysely } from 'kysely';
import type { DeviceModel } from '../deviceModel/deviceModel.ts';
import type { Evse } from '../evse/evse.ts';
import type { Caller } from '../stationScript.ts';
import type { StationTime } from '../stationTime.ts';
import type { StationTrace } from '../stationTrace.ts';
import type { StationTables } from '../store/tables.ts';
import { type CompositeQuestion, composite, type OutletLimits, periodsOf, type SetProfile } from './composite.ts';
import { profileProblem } from './profileCheck.ts';
import {
  chargingNeeds,
  energyTransferOf,
  evChargingSchedule,
  type Offered,
  saScheduleList,
  scheduleLength_s,
} from './saSchedules.ts';

interface SmartChargingOptions {
  readonly db: Kysely<StationTables>;
  readonly clock: Clock;
  readonly time: StationTime;
  readonly model: DeviceModel;
  readonly trace: StationTrace;
  readonly caller: Caller;
  readonly evses: () => readonly Evse[];
}

/** What a car was offered. */
interface Offer {
  readonly list: SAScheduleList;
  /** The car came because it was asked to renegotiate. */
  readonly isByStation: boolean;
  chosen?: number;
}

type DiscoveryReq = Bodies['ChargeParameterDiscoveryReq'];

/** From the needs to the profile, after which the station plans alone: below the 55 s of Ongoing. K15 */
const PROFILE_WAIT_ms: Millis = 50_000;
/** Composite schedules are looked at so far ahead. */
const HORIZON_s = 86_400;

/** One station's profiles. */
export class SmartCharging {
  readonly #options: SmartChargingOptions;
  readonly #profiles = new Map<number, SetProfile>();
  /** Outlets whose car waits for a profile of its transaction. */
  readonly #awaiting = new Map<number, () => void>();
  /** What was offered last, and which of it the car chose. */
  readonly #offered = new Map<number, Offer>();
  readonly #alarms = new Map<number, () => void>();

  constructor(options: SmartChargingOptions) {
    this.#options = options;
  }

  async load(): Promise<void> {
    for (const { id, evse, profile } of await this.#options.db.selectFrom('charging_profile').selectAll().execute())
      this.#profiles.set(id, { evseId: evse, profile: JSON.parse(profile) });
    // Transactions of an earlier run are over.
    for (const [id, { profile }] of this.#profiles)
      if (profile.chargingProfilePurpose === 'TxProfile') await this.#take(id);
    await this.#count();
  }

  get isEnabled(): boolean {
    return this.#options.model.flag('SmartChargingCtrlr.Enabled');
  }

  /** Takes a profile, or says why not. K01 */
  async set(
    evseId: number,
    profile: ChargingProfileType,
  ): Promise<{ readonly reasonCode: string; readonly text: string } | undefined> {
    const { model, evses, db } = this.#options;
    const evse = evses().find(({ id }) => id === evseId);
    const problem = profileProblem(evseId, profile, {
      evseIds: evses().map(({ id }) => id),
      transactionId: evse?.transactionId,
      profiles: [...this.#profiles.values()],
      mostProfiles: MOST_PROFILES,
      mostPeriods: model.number('SmartChargingCtrlr.PeriodsPerSchedule'),
      highestStackLevel: model.number('SmartChargingCtrlr.ProfileStackLevel'),
      isBeforeNeeds: evse?.isBeforeNeeds ?? false,
    });
    if (problem) return problem;
    const row = { id: profile.id, evse: evseId, profile: JSON.stringify(profile) };
    await db
      .insertInto('charging_profile')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
    this.#profiles.set(profile.id, { evseId, profile });
    await this.#count();
    const waiting = this.#awaiting.get(evseId);
    if (profile.chargingProfilePurpose === 'TxProfile' && waiting) waiting();
    else this.#changed(evseId);
    return undefined;
  }

  /** Profiles that fit a wish, with their EVSE. K09 */
  find(
    evseId: number | undefined,
    { chargingProfileId, chargingLimitSource, chargingProfilePurpose, stackLevel }: ChargingProfileCriterionType,
  ): readonly SetProfile[] {
    if (chargingLimitSource && !chargingLimitSource.includes('CSO')) return [];
    return [...this.#profiles.values()].filter(
      ({ evseId: of, profile }) =>
        (evseId === undefined || of === evseId) &&
        (chargingProfileId === undefined || chargingProfileId.includes(profile.id)) &&
        (chargingProfilePurpose === undefined || profile.chargingProfilePurpose === chargingProfilePurpose) &&
        (stackLevel === undefined || profile.stackLevel === stackLevel),
    );
  }

  /** Takes profiles away. @returns whether there were any. K10 */
  async clear({ chargingProfileId, chargingProfileCriteria = {} }: ClearChargingProfileRequest): Promise<boolean> {
    const { evseId, ...criteria } = chargingProfileCriteria;
    const found = this.find(evseId, {
      ...criteria,
      ...(chargingProfileId !== undefined && { chargingProfileId: [chargingProfileId] }),
    });
    for (const { profile } of found) await this.#take(profile.id);
    await this.#count();
    for (const id of new Set(found.map((set) => set.evseId))) this.#changed(id);
    return found.length > 0;
  }

  /** The limit that holds at an outlet from now on. K08 */
  compositeSchedule(evseId: number, duration_s: number, unit: ChargingRateUnitEnumType = 'W'): CompositeScheduleType {
    const { time } = this.#options;
    const question = this.#question(evseId, duration_s);
    return {
      evseId,
      duration: duration_s,
      scheduleStart: time.text(question.from),
      chargingRateUnit: unit,
      chargingSchedulePeriod: periodsOf(composite(question), unit, question.limits),
    };
  }

  /**
   * The schedules for a car that has said what it needs. The CSMS is told, and its profile awaited if it wants to send one;
   * without one the station plans by the profiles that it has.
   * @param isByStation the car comes because the station asked it to renegotiate: the CSMS knows its needs. K16
   */
  async schedules(
    evse: Evse,
    request: DiscoveryReq,
    {
      isByStation,
      isContract,
      traceId,
    }: { readonly isByStation: boolean; readonly isContract: boolean; readonly traceId: string },
  ): Promise<SAScheduleList> {
    const { model } = this.#options;
    const mode = energyTransferOf(request.RequestedEnergyTransferMode);
    void model.put('ISO15118Ctrlr.RequestedEnergyTransferMode', mode, evse.id);
    const { MaxEntriesSAScheduleTuple: maxEntries } = request;
    if (maxEntries !== undefined) void model.put('ISO15118Ctrlr.MaxScheduleEntries', String(maxEntries), evse.id);
    if (!isByStation && evse.transactionId !== undefined && this.isEnabled)
      await this.#tellNeeds(evse.id, request, traceId);
    const list = this.#offer(evse, request, isContract);
    this.#offered.set(evse.id, { list, isByStation });
    return list;
  }

  /** The car has chosen and begun: the CSMS hears how it will charge. K15, K17 */
  async started(evse: Evse, request: Bodies['PowerDeliveryReq'], traceId: string): Promise<void> {
    const { caller, time } = this.#options;
    const offered = this.#offered.get(evse.id);
    if (!offered || evse.transactionId === undefined || !this.isEnabled) return;
    offered.chosen = request.SAScheduleTupleID;
    try {
      const { status } = await caller(
        'NotifyEVChargingSchedule',
        {
          timeBase: time.text(),
          evseId: evse.id,
          chargingSchedule: evChargingSchedule(request, offered.list),
        },
        { traceId },
      );
      // The plan is not what the CSMS wants: the car is asked to plan anew, once. K16
      if (status === 'Rejected' && !offered.isByStation) evse.renegotiate();
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
    }
  }

  /** Energy begins or ends to flow, or a limit has changed: the outlet keeps to it from now on. */
  follow(evse: Evse): void {
    const { clock } = this.#options;
    this.#alarms.get(evse.id)?.();
    this.#alarms.delete(evse.id);
    if (!evse.isCharging) return;
    const [now, next] = composite(this.#question(evse.id, HORIZON_s));
    evse.limit(now!.limit_W);
    const in_s = next?.start_s ?? HORIZON_s;
    this.#alarms.set(
      evse.id,
      clock.alarm(clock.now() + in_s * 1_000, () => this.follow(evse)),
    );
  }

  /** A transaction is over, and its profiles with it. K01 */
  async ended(transactionId: string): Promise<void> {
    for (const [id, { profile }] of this.#profiles) if (profile.transactionId === transactionId) await this.#take(id);
    await this.#count();
  }

  stop(): void {
    for (const cancel of this.#alarms.values()) cancel();
    for (const give of this.#awaiting.values()) give();
  }

  async #tellNeeds(evseId: number, request: DiscoveryReq, traceId: string): Promise<void> {
    const { caller, time, clock, trace } = this.#options;
    const { MaxEntriesSAScheduleTuple: maxScheduleTuples } = request;
    let settle: (how: 'given' | 'late') => void = () => {};
    // The profile may come before the answer to the needs.
    const profile = new Promise<'given' | 'late'>((resolve) => {
      settle = resolve;
    });
    this.#awaiting.set(evseId, () => settle('given'));
    let stopWaiting: (() => void) | undefined;
    try {
      const { status } = await caller(
        'NotifyEVChargingNeeds',
        {
          evseId,
          chargingNeeds: chargingNeeds(request, time.now()),
          ...(maxScheduleTuples !== undefined && { maxScheduleTuples }),
        },
        { lane: 'pnc', traceId },
      );
      if (status !== 'Accepted') return;
      stopWaiting = clock.alarm(clock.now() + PROFILE_WAIT_ms, () => settle('late'));
      if ((await profile) === 'late')
        trace.finding(
          {
            code: 'charging_profile_missing',
            severity: 'warning',
            text: `EVSE ${evseId}: the CSMS announced a charging profile and none came within ${PROFILE_WAIT_ms / 1_000} s`,
            spec: 'OCPP 2.0.1 K15',
          },
          { traceId },
        );
    } catch (error) {
      // Offline or no answer: the default profile holds. K15
      if (!(error instanceof CallFailure)) throw error;
    } finally {
      stopWaiting?.();
      this.#awaiting.delete(evseId);
    }
  }

  /** One tuple for each schedule of the transaction's profile, each within all other limits; else one for what holds. */
  #offer(evse: Evse, request: DiscoveryReq, isContract: boolean): SAScheduleList {
    const length_s = scheduleLength_s(request);
    const { MaxEntriesSAScheduleTuple: maxEntries } = request;
    const own = [...this.#profiles.values()]
      .filter(({ evseId, profile }) => evseId === evse.id && profile.chargingProfilePurpose === 'TxProfile')
      .toSorted((a, b) => b.profile.stackLevel - a.profile.stackLevel)[0]?.profile;
    const alternatives = own?.chargingSchedule ?? [];
    const offered: readonly Offered[] =
      alternatives.length === 0
        ? [{ id: 1, steps: composite(this.#question(evse.id, length_s)) }]
        : alternatives.map(({ id, salesTariff }) => ({
            id: ((id - 1) % 255) + 1,
            steps: composite(this.#question(evse.id, length_s, id)),
            // A tariff for a contract has to be signed by its MO, and OCPP has no place for the signature.
            ...(salesTariff && !isContract && { tariff: salesTariff }),
          }));
    return saScheduleList(offered, { length_s, ...(maxEntries !== undefined && { maxEntries }) });
  }

  #question(evseId: number, duration_s: number, chosen?: number): CompositeQuestion {
    const { time, evses } = this.#options;
    const evse = evses().find(({ id }) => id === evseId);
    const chosenScheduleId = chosen ?? this.#offered.get(evseId)?.chosen;
    const charging = evses().filter(({ isCharging }) => isCharging).length;
    const limits = evse ? evse.limits : stationLimits(evses());
    return {
      profiles: [...this.#profiles.values()],
      evseId,
      limits,
      from: time.now(),
      duration_s,
      sharers: evse ? Math.max(1, charging) : 1,
      ...(evse?.transactionId !== undefined && {
        transaction: {
          transactionId: evse.transactionId,
          startedAt: evse.chargingSince ?? time.now(),
          ...(chosenScheduleId !== undefined && { chosenScheduleId }),
        },
      }),
    };
  }

  /** A limit has changed: cars with schedules are asked to renegotiate, others are limited at once. K16 */
  #changed(evseId: number): void {
    for (const evse of this.#options.evses().filter(({ id }) => evseId === 0 || id === evseId)) {
      if (!evse.isCharging) continue;
      evse.renegotiate();
      this.follow(evse);
    }
  }

  async #take(id: number): Promise<void> {
    this.#profiles.delete(id);
    await this.#options.db.deleteFrom('charging_profile').where('id', '=', id).execute();
  }

  async #count(): Promise<void> {
    await this.#options.model.put('SmartChargingCtrlr.Entries[ChargingProfiles]', String(this.#profiles.size));
  }
}

/** The maxLimit of SmartChargingCtrlr.Entries. */
const MOST_PROFILES = 100;

function stationLimits(evses: readonly Evse[]): OutletLimits {
  const [first] = evses;
  return { ...first!.limits, max_W: evses.reduce((sum, { limits }) => sum + limits.max_W, 0) };
}
