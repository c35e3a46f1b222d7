/** Charging locations: enough to name an EVSE, its connectors and whether Plug & Charge works there. OCPI 2.3.0 Locations module. @module */
import { type Static, Type } from 'typebox';
import { ciString, DateTime, list, oneOf, openEnum, text } from './values.ts';

export const ConnectorType = openEnum(
  'CHADEMO',
  'DOMESTIC_F',
  'GBT_AC',
  'GBT_DC',
  'IEC_62196_T1',
  'IEC_62196_T1_COMBO',
  'IEC_62196_T2',
  'IEC_62196_T2_COMBO',
  'MCS',
  'SAE_J3400',
);
export type ConnectorType = Static<typeof ConnectorType>;

export const ConnectorFormat = oneOf('SOCKET', 'CABLE');
export type ConnectorFormat = Static<typeof ConnectorFormat>;

export const PowerType = oneOf('AC_1_PHASE', 'AC_2_PHASE', 'AC_2_PHASE_SPLIT', 'AC_3_PHASE', 'DC');
export type PowerType = Static<typeof PowerType>;

/** Decimal degrees as text. The text asks for 5 to 7 decimals; parties send fewer or more, and nothing here depends on it. */
export const GeoLocation = Type.Object({
  latitude: Type.String({ pattern: '^-?\\d{1,2}(\\.\\d{1,16})?$' }),
  longitude: Type.String({ pattern: '^-?\\d{1,3}(\\.\\d{1,16})?$' }),
});
export type GeoLocation = Static<typeof GeoLocation>;

/** Name of a company. Its logo and more stay as they come. */
export const BusinessDetails = Type.Object({ name: text(100), website: Type.Optional(Type.String()) });
export type BusinessDetails = Static<typeof BusinessDetails>;

/**
 * A plug of an EVSE. `capabilities` (2.3.0) says whether a driver can really use Plug & Charge here; support in the
 * hardware alone is not enough to set it.
 */
export const Connector = Type.Object({
  id: ciString(36),
  standard: ConnectorType,
  format: ConnectorFormat,
  power_type: PowerType,
  max_voltage: Type.Integer(),
  max_amperage: Type.Integer(),
  max_electric_power: Type.Optional(Type.Integer()),
  tariff_ids: Type.Optional(list(ciString(36))),
  capabilities: Type.Optional(list(openEnum('ISO_15118_2_PLUG_AND_CHARGE', 'ISO_15118_20_PLUG_AND_CHARGE'))),
  last_updated: DateTime,
});
export type Connector = Static<typeof Connector>;

/** Charges one vehicle at a time. `uid` is the CPO's own key, `evse_id` the identifier of the standard. */
export const Evse = Type.Object({
  uid: ciString(36),
  evse_id: Type.Optional(ciString(48)),
  status: oneOf(
    'AVAILABLE',
    'BLOCKED',
    'CHARGING',
    'INOPERATIVE',
    'OUTOFORDER',
    'PLANNED',
    'REMOVED',
    'RESERVED',
    'UNKNOWN',
  ),
  capabilities: Type.Optional(list(openEnum('RFID_READER', 'REMOTE_START_STOP_CAPABLE', 'RESERVABLE'))),
  connectors: list(Connector, 1),
  coordinates: Type.Optional(GeoLocation),
  physical_reference: Type.Optional(text(16)),
  /** eMSPs whose contracts are taken here (2.3.0). */
  accepted_service_providers: Type.Optional(list(text(50))),
  last_updated: DateTime,
});
export type Evse = Static<typeof Evse>;

/** A place with EVSEs. Opening times, images, energy mix and parking places stay as they come. */
export const Location = Type.Object({
  country_code: ciString(2),
  party_id: ciString(3),
  id: ciString(36),
  publish: Type.Boolean(),
  name: Type.Optional(text(255)),
  address: text(255),
  city: text(45),
  postal_code: Type.Optional(text(10)),
  state: Type.Optional(text(45)),
  /** ISO 3166-1 alpha-3. */
  country: text(3),
  coordinates: GeoLocation,
  evses: Type.Optional(list(Evse)),
  operator: Type.Optional(BusinessDetails),
  /** IANA name; tariffs count hours of the day in it. */
  time_zone: text(255),
  last_updated: DateTime,
});
export type Location = Static<typeof Location>;
