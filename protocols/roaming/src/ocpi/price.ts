/** Prices: OCPI 2.3.0 lists taxes, 2.2.1 has the sum with and without VAT. OCPI types Price. @module */
import { type Static, Type } from 'typebox';
import { list, text } from './values.ts';

/** OCPI 2.3.0: the sum before taxes, and each tax. */
export const Price = Type.Object({
  before_taxes: Type.Number(),
  taxes: Type.Optional(
    list(
      Type.Object({
        name: text(255),
        account_number: Type.Optional(text(255)),
        percentage: Type.Optional(Type.Number()),
        amount: Type.Number(),
      }),
    ),
  ),
});
export type Price = Static<typeof Price>;

/** OCPI 2.2.1. */
export const Price221 = Type.Object({ excl_vat: Type.Number(), incl_vat: Type.Optional(Type.Number()) });
export type Price221 = Static<typeof Price221>;

/** A 2.3.0 price for a 2.2.1 party: all taxes together. Without `taxes` the sum with VAT is unknown and left out. */
export function price221({ before_taxes, taxes }: Price): Price221 {
  if (!taxes) return { excl_vat: before_taxes };
  return {
    excl_vat: before_taxes,
    incl_vat: rounded(taxes.reduce((sum, { amount }) => sum + amount, before_taxes)),
  };
}

/** A 2.2.1 price in the form of 2.3.0: the difference is one tax named VAT. */
export function priceOf221({ excl_vat, incl_vat }: Price221): Price {
  if (incl_vat === undefined) return { before_taxes: excl_vat };
  const amount = rounded(incl_vat - excl_vat);
  return { before_taxes: excl_vat, taxes: amount === 0 ? [] : [{ name: 'VAT', amount }] };
}

/** To 4 decimals: sums of decimal money do not show the binary form of their parts. */
export function rounded(amount: number): number {
  return Math.round(amount * 10_000) / 10_000;
}
