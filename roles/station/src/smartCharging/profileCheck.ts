/** Whether a charging profile can be taken. OCPP 2.0.1 K01. @module */
import type { ChargingProfileType } from '@openpnc/ocpp/v201';
import type { SetProfile } from './composite.ts';

/** What is known when a profile comes. */
interface ProfileSituation {
  readonly evseIds: readonly number[];
  /** The transaction of the named EVSE. */
  readonly transactionId: string | undefined;
  readonly profiles: readonly SetProfile[];
  readonly mostProfiles: number;
  readonly mostPeriods: number;
  readonly highestStackLevel: number;
  /** A car with ISO 15118 is connected that has not said what it needs. */
  readonly isBeforeNeeds: boolean;
}

/** Why a profile is refused: a reasonCode of at most 20 characters; undefined when it can be taken. */
export function profileProblem(
  evseId: number,
  profile: ChargingProfileType,
  situation: ProfileSituation,
): { readonly reasonCode: string; readonly text: string } | undefined {
  const { chargingProfilePurpose: purpose, chargingProfileKind: kind, id, stackLevel, chargingSchedule } = profile;
  const wrong = (reasonCode: string, text: string) => ({ reasonCode, text: `chargingProfile ${id}: ${text}` });
  if (evseId !== 0 && !situation.evseIds.includes(evseId)) return wrong('UnknownEvse', `no EVSE ${evseId}`);
  if (purpose === 'ChargingStationExternalConstraints')
    return wrong('InvalidProfile', 'external constraints do not come from the CSMS');
  if (purpose === 'ChargingStationMaxProfile' && evseId !== 0)
    return wrong('InvalidProfile', 'ChargingStationMaxProfile is for EVSE 0 alone');
  if (purpose === 'ChargingStationMaxProfile' && kind === 'Relative')
    return wrong('InvalidProfile', 'ChargingStationMaxProfile cannot be Relative');
  if (purpose === 'TxProfile') {
    if (evseId === 0) return wrong('InvalidProfile', 'TxProfile is for one EVSE');
    if (situation.transactionId === undefined || profile.transactionId !== situation.transactionId)
      return wrong('TxNotFound', `no transaction ${profile.transactionId ?? '(absent)'} at EVSE ${evseId}`);
    if (situation.isBeforeNeeds) return wrong('InvalidMessageSeq', 'the car has not said yet what it needs');
  }
  if (stackLevel < 0 || stackLevel > situation.highestStackLevel)
    return wrong('InvalidStackLevel', `stackLevel ${stackLevel}, expected 0 to ${situation.highestStackLevel}`);
  if (kind === 'Recurring' && !profile.recurrencyKind)
    return wrong('InvalidProfile', 'Recurring without recurrencyKind');
  if (chargingSchedule.length > (purpose === 'TxProfile' ? 3 : 1))
    return wrong('InvalidSchedule', `${chargingSchedule.length} schedules`);
  for (const { startSchedule, chargingSchedulePeriod, salesTariff } of chargingSchedule) {
    const isRelative = kind === 'Relative';
    // K01.FR.40, K01.FR.41
    if (isRelative !== (startSchedule === undefined))
      return wrong('InvalidSchedule', `${kind} ${isRelative ? 'with' : 'without'} startSchedule`);
    const starts = chargingSchedulePeriod.map(({ startPeriod }) => startPeriod);
    if (starts[0] !== 0) return wrong('InvalidSchedule', `the first period begins at ${starts[0]} s, expected 0`);
    if (starts.some((start, i) => i > 0 && start <= starts[i - 1]!))
      return wrong('InvalidSchedule', 'the periods are not in order of their start');
    if (starts.length > situation.mostPeriods) return wrong('TooManyElements', `${starts.length} periods`);
    if (chargingSchedulePeriod.some(({ limit }) => limit < 0)) return wrong('InvalidSchedule', 'a limit below 0');
    if (salesTariff && purpose !== 'TxProfile') return wrong('InvalidSchedule', 'a tariff belongs to a TxProfile');
  }
  const others = situation.profiles.filter((set) => set.profile.id !== id);
  const isDouble = others.some(
    (set) =>
      set.evseId === evseId &&
      set.profile.chargingProfilePurpose === purpose &&
      set.profile.stackLevel === stackLevel &&
      set.profile.transactionId === profile.transactionId,
  );
  if (isDouble) return wrong('DuplicateProfile', `another profile has purpose ${purpose} and stackLevel ${stackLevel}`);
  if (others.length >= situation.mostProfiles) return wrong('TooManyElements', `${others.length} profiles are set`);
  return undefined;
}
