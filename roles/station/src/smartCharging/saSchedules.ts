/** What a car needs and what it is offered, between ISO 15118-2 and OCPP. OCPP 2.0.1 K15 to K17, ISO 15118-2:2014 8.4.3.9. @module */
import type { Bodies } from '@openpnc/exi/iso15118-2';
import type { EnergyTransferMode, SAScheduleList, SAScheduleTuple } from '@openpnc/iso15118/v2/message';
import { amount, physical } from '@openpnc/iso15118/v2/physical';
import type {
  ChargingNeedsType,
  ChargingSchedulePeriodType,
  ChargingScheduleType,
  CostType,
  EnergyTransferModeEnumType,
  SalesTariffType,
} from '@openpnc/ocpp/v201';
import type { Step } from './composite.ts';

type DiscoveryReq = Bodies['ChargeParameterDiscoveryReq'];
type PowerDeliveryReq = Bodies['PowerDeliveryReq'];
type SalesTariff = NonNullable<SAScheduleTuple['SalesTariff']>;

const DAY_S = 86_400;
/** Most entries of a schedule by the standard's schema. */
const MOST_ENTRIES = 1_024;

/** How the car wants its energy, in OCPP's words. */
export function energyTransferOf(mode: EnergyTransferMode): EnergyTransferModeEnumType {
  if (mode.startsWith('DC')) return 'DC';
  return mode === 'AC_three_phase_core' ? 'AC_three_phase' : 'AC_single_phase';
}

/** NotifyEVChargingNeeds.chargingNeeds. Whole numbers, as OCPP 2.0.1 has them. @param now_ms wall time */
export function chargingNeeds(req: DiscoveryReq, now_ms: number): ChargingNeedsType {
  const { AC_EVChargeParameter: ac, DC_EVChargeParameter: dc, RequestedEnergyTransferMode: mode } = req;
  const departure_s = (ac ?? dc)?.DepartureTime;
  return {
    requestedEnergyTransfer: energyTransferOf(mode),
    ...(departure_s !== undefined && { departureTime: new Date(now_ms + departure_s * 1_000).toISOString() }),
    ...(ac && {
      acChargingParameters: {
        energyAmount: whole(amount(ac.EAmount)),
        evMinCurrent: whole(amount(ac.EVMinCurrent)),
        evMaxCurrent: whole(amount(ac.EVMaxCurrent)),
        evMaxVoltage: whole(amount(ac.EVMaxVoltage)),
      },
    }),
    ...(dc && {
      dcChargingParameters: {
        evMaxCurrent: whole(amount(dc.EVMaximumCurrentLimit)),
        evMaxVoltage: whole(amount(dc.EVMaximumVoltageLimit)),
        ...(dc.EVEnergyRequest && { energyAmount: whole(amount(dc.EVEnergyRequest)) }),
        ...(dc.EVMaximumPowerLimit && { evMaxPower: whole(amount(dc.EVMaximumPowerLimit)) }),
        ...(dc.EVEnergyCapacity && { evEnergyCapacity: whole(amount(dc.EVEnergyCapacity)) }),
        stateOfCharge: dc.DC_EVStatus.EVRESSSOC,
        ...(dc.FullSOC !== undefined && { fullSoC: dc.FullSOC }),
        ...(dc.BulkSOC !== undefined && { bulkSoC: dc.BulkSOC }),
      },
    }),
  };
}

/** How long a schedule for this car must be: until it leaves, or a day. [V2G2-303 to 305] */
export function scheduleLength_s({ AC_EVChargeParameter, DC_EVChargeParameter }: DiscoveryReq): number {
  return Math.max(1, (AC_EVChargeParameter ?? DC_EVChargeParameter)?.DepartureTime ?? DAY_S);
}

/** One way to charge that is offered to the car. */
export interface Offered {
  /** 1 to 255. */
  readonly id: number;
  readonly steps: readonly Step[];
  readonly tariff?: SalesTariffType;
}

/** SAScheduleList of up to three tuples. @param maxEntries what the car can take */
export function saScheduleList(
  offered: readonly Offered[],
  { length_s, maxEntries = MOST_ENTRIES }: { readonly length_s: number; readonly maxEntries?: number },
): SAScheduleList {
  const tuples = offered.slice(0, 3).map(
    ({ id, steps, tariff }): SAScheduleTuple => ({
      SAScheduleTupleID: id,
      PMaxSchedule: { PMaxScheduleEntry: entriesOf(steps, length_s, Math.min(maxEntries, MOST_ENTRIES)) },
      ...(tariff && { SalesTariff: salesTariff(tariff) }),
    }),
  );
  return { SAScheduleTuple: tuples as [SAScheduleTuple, ...SAScheduleTuple[]] };
}

/** NotifyEVChargingSchedule.chargingSchedule: the car's own plan, or the schedule that it chose. K15.FR.09-10 */
export function evChargingSchedule(
  { SAScheduleTupleID, ChargingProfile }: PowerDeliveryReq,
  list: SAScheduleList | undefined,
): ChargingScheduleType {
  const chosen = list?.SAScheduleTuple.find((tuple) => tuple.SAScheduleTupleID === SAScheduleTupleID);
  const periods: readonly ChargingSchedulePeriodType[] = ChargingProfile
    ? ChargingProfile.ProfileEntry.map((entry) => ({
        startPeriod: entry.ChargingProfileEntryStart,
        limit: amount(entry.ChargingProfileEntryMaxPower),
        ...(entry.ChargingProfileEntryMaxNumberOfPhasesInUse !== undefined && {
          numberPhases: entry.ChargingProfileEntryMaxNumberOfPhasesInUse,
        }),
      }))
    : (chosen?.PMaxSchedule.PMaxScheduleEntry ?? []).map(({ RelativeTimeInterval, PMax }) => ({
        startPeriod: RelativeTimeInterval?.start ?? 0,
        limit: amount(PMax),
      }));
  return { id: SAScheduleTupleID, chargingRateUnit: 'W', chargingSchedulePeriod: periods };
}

/** Entries until the length, the last one with its duration (of a day at most); later steps beyond `most` are the lowest of them. */
function entriesOf(steps: readonly Step[], length_s: number, most: number) {
  const starts = new Set(steps.map(({ start_s }) => start_s).filter((start) => start < length_s));
  for (let start = DAY_S; start < length_s; start += DAY_S) starts.add(start);
  const sorted = [...starts].toSorted((a, b) => a - b);
  const limitFrom = (start: number) => steps.findLast(({ start_s }) => start_s <= start)?.limit_W ?? 0;
  const kept = sorted.slice(0, most);
  const lowest = Math.min(...sorted.slice(most - 1).map(limitFrom));
  const entries = kept.map((start, i) => ({
    RelativeTimeInterval: {
      start,
      ...(i === kept.length - 1 && { duration: Math.min(DAY_S, length_s - start) }),
    },
    PMax: physical(Math.floor(i === most - 1 ? lowest : limitFrom(start)), 'W'),
  }));
  return entries as [(typeof entries)[number], ...(typeof entries)[number][]];
}

function salesTariff({ id, salesTariffDescription, numEPriceLevels, salesTariffEntry }: SalesTariffType): SalesTariff {
  return {
    SalesTariffID: ((id - 1) % 255) + 1,
    ...(salesTariffDescription !== undefined && { SalesTariffDescription: salesTariffDescription }),
    ...(numEPriceLevels !== undefined && { NumEPriceLevels: numEPriceLevels }),
    SalesTariffEntry: salesTariffEntry.map(({ relativeTimeInterval, ePriceLevel, consumptionCost }) => ({
      RelativeTimeInterval: relativeTimeInterval,
      ...(ePriceLevel !== undefined && { EPriceLevel: ePriceLevel }),
      ...(consumptionCost && {
        ConsumptionCost: consumptionCost.map(({ startValue, cost }) => ({
          startValue: physical(startValue, 'W'),
          Cost: cost.map(({ costKind, amount: value, amountMultiplier }) => ({
            costKind: costKinds[costKind],
            amount: value,
            ...(amountMultiplier !== undefined && { amountMultiplier: amountMultiplier as 0 }),
          })),
        })),
      }),
    })),
  } as unknown as SalesTariff;
}

/** ISO writes one of them with a small letter. */
const costKinds: Readonly<Record<CostType['costKind'], string>> = {
  CarbonDioxideEmission: 'CarbonDioxideEmission',
  RelativePricePercentage: 'relativePricePercentage',
  RenewableGenerationPercentage: 'RenewableGenerationPercentage',
};

function whole(value: number): number {
  return Math.round(value);
}
