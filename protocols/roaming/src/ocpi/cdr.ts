/** Charge detail records: what a finished session cost. OCPI 2.3.0 CDRs module; 2.2.1 differs in its prices. @module */
import { type Static, type TSchema, Type } from 'typebox';
import { checked } from './check.ts';
import { ConnectorFormat, ConnectorType, GeoLocation, PowerType } from './location.ts';
import { Price, Price221, price221, priceOf221 } from './price.ts';
import { type Tariff, tariff221 } from './tariff.ts';
import { TokenType } from './token.ts';
import { ciString, DateTime, list, type OcpiVersion, oneOf, openEnum, text } from './values.ts';

/** How the session was authorized: asked live, by a command of the eMSP, or from the list. */
export const AuthMethod = oneOf('AUTH_REQUEST', 'COMMAND', 'WHITELIST');
export type AuthMethod = Static<typeof AuthMethod>;

/** The token of a session, enough to find its contract. */
export const CdrToken = Type.Object({
  country_code: ciString(2),
  party_id: ciString(3),
  uid: ciString(36),
  type: TokenType,
  contract_id: ciString(36),
});
export type CdrToken = Static<typeof CdrToken>;

/** What was measured in a period: kWh, h, kW, A or % by its type. */
export const CdrDimension = Type.Object({
  type: openEnum(
    'CURRENT',
    'ENERGY',
    'ENERGY_EXPORT',
    'ENERGY_IMPORT',
    'MAX_CURRENT',
    'MIN_CURRENT',
    'MAX_POWER',
    'MIN_POWER',
    'PARKING_TIME',
    'POWER',
    'RESERVATION_TIME',
    'STATE_OF_CHARGE',
    'TIME',
  ),
  volume: Type.Number(),
});
export type CdrDimension = Static<typeof CdrDimension>;

/** A part of a session in which nothing that matters for the price changed. It ends where the next begins. */
export const ChargingPeriod = Type.Object({
  start_date_time: DateTime,
  dimensions: list(CdrDimension, 1),
  tariff_id: Type.Optional(ciString(36)),
});
export type ChargingPeriod = Static<typeof ChargingPeriod>;

/** Where a session took place, flat. */
export const CdrLocation = Type.Object({
  id: ciString(36),
  name: Type.Optional(text(255)),
  address: text(255),
  city: text(45),
  postal_code: Type.Optional(text(10)),
  state: Type.Optional(text(45)),
  country: text(3),
  coordinates: GeoLocation,
  evse_uid: ciString(36),
  evse_id: ciString(48),
  connector_id: ciString(36),
  connector_standard: ConnectorType,
  connector_format: ConnectorFormat,
  connector_power_type: PowerType,
});
export type CdrLocation = Static<typeof CdrLocation>;

/** Meter values with the meter's signature, as the driver may check them. */
export const SignedData = Type.Object({
  encoding_method: ciString(36),
  encoding_method_version: Type.Optional(Type.Integer()),
  public_key: Type.Optional(text(512)),
  signed_values: list(Type.Object({ nature: ciString(32), plain_data: text(5000), signed_data: text(5000) }), 1),
  url: Type.Optional(text(512)),
});
export type SignedData = Static<typeof SignedData>;

/** The fields of a CDR over the price type of its version. Tariffs are kept as they come. */
const cdrOf = <P extends TSchema>(price: P) =>
  Type.Object({
    country_code: ciString(2),
    party_id: ciString(3),
    id: ciString(39),
    start_date_time: DateTime,
    end_date_time: DateTime,
    session_id: Type.Optional(ciString(36)),
    cdr_token: CdrToken,
    auth_method: AuthMethod,
    authorization_reference: Type.Optional(ciString(36)),
    cdr_location: CdrLocation,
    meter_id: Type.Optional(text(255)),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    tariffs: Type.Optional(list(Type.Object({ id: ciString(36) }))),
    charging_periods: list(ChargingPeriod, 1),
    signed_data: Type.Optional(SignedData),
    total_cost: price,
    total_fixed_cost: Type.Optional(price),
    total_energy: Type.Number(),
    total_energy_cost: Type.Optional(price),
    total_time: Type.Number(),
    total_time_cost: Type.Optional(price),
    total_parking_time: Type.Optional(Type.Number()),
    total_parking_cost: Type.Optional(price),
    total_reservation_cost: Type.Optional(price),
    remark: Type.Optional(text(255)),
    invoice_reference_id: Type.Optional(ciString(39)),
    credit: Type.Optional(Type.Boolean()),
    credit_reference_id: Type.Optional(ciString(39)),
    home_charging_compensation: Type.Optional(Type.Boolean()),
    last_updated: DateTime,
  });

/** A CDR in the form of 2.3.0, which is the one that we keep. Energy in kWh, times in hours. */
export const Cdr = cdrOf(Price);
export type Cdr = Static<typeof Cdr>;

/** A CDR on the wire of 2.2.1. */
export const Cdr221 = cdrOf(Price221);
export type Cdr221 = Static<typeof Cdr221>;

/** A CDR as a party of `version` expects it. */
export function cdrFor(version: OcpiVersion, cdr: Cdr): Cdr | Cdr221 {
  if (version === '2.3.0') return cdr;
  const converted: Record<string, unknown> = { ...cdr };
  for (const field of PRICES) if (cdr[field]) converted[field] = price221(cdr[field]);
  if (cdr.tariffs)
    converted.tariffs = cdr.tariffs.flatMap((tariff) => (isTariff(tariff) ? (tariff221(tariff) ?? []) : tariff));
  return converted as Cdr221;
}

/** A CDR that came from a party of `version`. @throws ProtocolError `invalid_parameters` */
export function cdrFrom(version: OcpiVersion, value: unknown): Cdr {
  if (version === '2.3.0') return checked(Cdr, value, 'CDR');
  const cdr = checked(Cdr221, value, 'CDR');
  const converted: Record<string, unknown> = { ...cdr };
  for (const field of PRICES) if (cdr[field]) converted[field] = priceOf221(cdr[field]);
  return converted as Cdr;
}

function isTariff(tariff: object): tariff is Tariff {
  return 'elements' in tariff && 'tax_included' in tariff;
}

const PRICES = [
  'total_cost',
  'total_fixed_cost',
  'total_energy_cost',
  'total_time_cost',
  'total_parking_cost',
  'total_reservation_cost',
] as const;
