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
  const measured: Readonly<Record<string, SampledValueType>> = {
    'Energy.Active.Import.Register': {
      value: rounded(reading.energy_Wh),
      context,
      measurand: 'Energy.Active.Import.Register',
      location: 'Outlet',
      unitOfMeasure: { unit: 'Wh' },
    },
    'Power.Active.Import': {
      value: rounded(reading.power_W),
      context,
      measurand: 'Power.Active.Import',
      location: 'Outlet',
      unitOfMeasure: { unit: 'W' },
    },
  };
  const sampledValue = measurands.flatMap((measurand) => measured[measurand] ?? []);
  return sampledValue.length > 0 ? [{ timestamp, sampledValue }] : [];
}

/** A meter has a finest step: tenths are more than enough, and short on the wire. */
function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
