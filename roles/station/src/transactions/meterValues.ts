/** Meter readings as OCPP carries them. OCPP 2.0.1 J02, E02. @module */
import type { MeterValueType, ReadingContextEnumType, SampledValueType } from '@openpnc/ocpp/v201';

/** What a meter reads now. */
export interface Reading {
  readonly energy_Wh: number;
  readonly power_W: number;
}

/** The wanted measurands of a reading; empty when none of them is measured. */
export function meterValues(
  reading: Reading | undefined,
  measurands: readonly string[],
  context: ReadingContextEnumType,
  timestamp: string,
): readonly MeterValueType[] {
  if (!reading) return [];
  const sampledValue = measurands.flatMap((measurand) => sampled(reading, measurand, context) ?? []);
  return sampledValue.length > 0 ? [{ timestamp, sampledValue }] : [];
}

function sampled(
  { energy_Wh, power_W }: Reading,
  measurand: string,
  context: ReadingContextEnumType,
): SampledValueType | undefined {
  const location = 'Outlet';
  switch (measurand) {
    case 'Energy.Active.Import.Register':
      return { value: rounded(energy_Wh), context, measurand, location, unitOfMeasure: { unit: 'Wh' } };
    case 'Power.Active.Import':
      return { value: rounded(power_W), context, measurand, location, unitOfMeasure: { unit: 'W' } };
    default:
      return undefined;
  }
}

/** A meter has a finest step: tenths are more than enough, and short on the wire. */
function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
