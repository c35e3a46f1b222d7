/** Tariffs: what a kWh, an hour and a start cost, and when. OCPI 2.3.0 Tariffs module; 2.2.1 differs in taxes. @module */
import { type Static, Type } from 'typebox';
import { ciString, DateTime, DisplayText, list, oneOf, text } from './values.ts';

/** What is priced. TIME is time of charging, PARKING_TIME the rest of the time at the plug. */
export const TariffDimensionType = oneOf('ENERGY', 'FLAT', 'PARKING_TIME', 'TIME');
export type TariffDimensionType = Static<typeof TariffDimensionType>;

/** A price per kWh, hour or session. `step_size` is in Wh or seconds; the total of a session is rounded up to it once. */
export const PriceComponent = Type.Object({
  type: TariffDimensionType,
  price: Type.Number(),
  /** Percent; absent: none applies. */
  vat: Type.Optional(Type.Number()),
  step_size: Type.Integer({ minimum: 0 }),
});
export type PriceComponent = Static<typeof PriceComponent>;

const timeOfDay = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
const date = Type.String({ pattern: '^[12]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' });

/** When an element applies; all that is there must hold. Times and dates are local to the location. */
export const TariffRestrictions = Type.Object({
  start_time: Type.Optional(timeOfDay),
  /** Before `start_time`: of the next day; 00:00: the end of the day. */
  end_time: Type.Optional(timeOfDay),
  start_date: Type.Optional(date),
  end_date: Type.Optional(date),
  min_kwh: Type.Optional(Type.Number()),
  max_kwh: Type.Optional(Type.Number()),
  /** Sum over the phases, A. */
  min_current: Type.Optional(Type.Number()),
  max_current: Type.Optional(Type.Number()),
  /** kW */
  min_power: Type.Optional(Type.Number()),
  max_power: Type.Optional(Type.Number()),
  /** s */
  min_duration: Type.Optional(Type.Integer()),
  max_duration: Type.Optional(Type.Integer()),
  day_of_week: Type.Optional(list(oneOf('MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'))),
  reservation: Type.Optional(oneOf('RESERVATION', 'RESERVATION_EXPIRES')),
});
export type TariffRestrictions = Static<typeof TariffRestrictions>;

export const TariffElement = Type.Object({
  price_components: list(PriceComponent, 1),
  restrictions: Type.Optional(TariffRestrictions),
});
export type TariffElement = Static<typeof TariffElement>;

/** The least or most that a session costs. */
export const PriceLimit = Type.Object({ before_taxes: Type.Number(), after_taxes: Type.Optional(Type.Number()) });
export type PriceLimit = Static<typeof PriceLimit>;

/** A tariff. For each dimension the first element that applies and prices it is used. */
export const Tariff = Type.Object({
  country_code: ciString(2),
  party_id: ciString(3),
  id: ciString(36),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  type: Type.Optional(oneOf('AD_HOC_PAYMENT', 'PROFILE_CHEAP', 'PROFILE_FAST', 'PROFILE_GREEN', 'REGULAR')),
  tariff_alt_text: Type.Optional(list(DisplayText)),
  tariff_alt_url: Type.Optional(text(255)),
  min_price: Type.Optional(PriceLimit),
  max_price: Type.Optional(PriceLimit),
  elements: list(TariffElement, 1),
  /** Whether the prices are with taxes; N/A: there are none. */
  tax_included: oneOf('YES', 'NO', 'N/A'),
  start_date_time: Type.Optional(DateTime),
  end_date_time: Type.Optional(DateTime),
  last_updated: DateTime,
});
export type Tariff = Static<typeof Tariff>;

/** A 2.3.0 tariff for a 2.2.1 party, which has prices without VAT only. undefined when ours are with taxes of unknown rate. */
export function tariff221({ tax_included, min_price, max_price, elements, ...rest }: Tariff): object | undefined {
  const isGross = tax_included === 'YES';
  if (isGross && elements.some(({ price_components }) => price_components.some(({ vat }) => vat === undefined)))
    return undefined;
  const limit = ({ before_taxes, after_taxes }: PriceLimit) => ({
    excl_vat: before_taxes,
    ...(after_taxes !== undefined && { incl_vat: after_taxes }),
  });
  return {
    ...rest,
    ...(min_price && { min_price: limit(min_price) }),
    ...(max_price && { max_price: limit(max_price) }),
    elements: elements.map(({ price_components, ...restrictions }) => ({
      price_components: price_components.map((component) => ({
        ...component,
        price: isGross ? component.price / (1 + component.vat! / 100) : component.price,
      })),
      ...restrictions,
    })),
  };
}
