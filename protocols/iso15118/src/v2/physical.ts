/** PhysicalValue: a number with a power of ten and a unit. ISO 15118-2:2014 8.5.2.7. @module */
import type { PhysicalValue, Unit } from './message.ts';

/**
 * Encodes a number without loss where 16 bits allow, whole numbers with the smallest power of ten: 22 kW is 22000 x 10^0,
 * 150 kW is 15000 x 10^1, 16.5 A is 165 x 10^-1. What fits nowhere without loss is rounded as finely as can be.
 */
export function physical(value: number, unit: Unit): PhysicalValue {
  for (const Multiplier of MULTIPLIERS) {
    const exact = scaled(value, Multiplier);
    const Value = Math.round(exact);
    if (Math.abs(Value) <= MAX_SHORT && Math.abs(exact - Value) < 1e-9) return { Multiplier, Unit: unit, Value };
  }
  for (const Multiplier of FINEST_FIRST) {
    const Value = Math.round(scaled(value, Multiplier));
    if (Math.abs(Value) <= MAX_SHORT) return { Multiplier, Unit: unit, Value };
  }
  throw new RangeError(`${value} ${unit}: more than a PhysicalValue can hold`);
}

/** The number that a PhysicalValue means, in its unit. */
export function amount({ Multiplier, Value }: PhysicalValue): number {
  // A negative power is divided by, so that 5 x 10^-1 is 0.5 and not a neighbour of it.
  return Multiplier < 0 ? Value / 10 ** -Multiplier : Value * 10 ** Multiplier;
}

function scaled(value: number, multiplier: number): number {
  return multiplier < 0 ? value * 10 ** -multiplier : value / 10 ** multiplier;
}

/** Whole numbers first, then fractions, then what needs a larger step. */
const MULTIPLIERS = [0, -1, -2, -3, 1, 2, 3] as const;
const FINEST_FIRST = MULTIPLIERS.toSorted((a, b) => a - b);
const MAX_SHORT = 32_767;
