/** Charging locations: enough to name an EVSE, its connectors and whether Plug & Charge works there. OCPI 2.3.0 Locations module. @module */
import { type Static, Type } from 'typebox';
import { oneOf, openEnum } from './values.ts';

export const ConnectorType = openEnum(
  'CHADEMO',
  'DOMESTIC_F',
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

/** Decimal degrees as text. The text asks for 5 to 7 decimals; parties send fewer, and nothing here depends on it. */
export const GeoLocation = Type.Object({
  latitude: Type.String({ pattern: '^-?\\d{1,2}(\\.\\d{1,7})?$' }),
  longitude: Type.String({ pattern: '^-?\\d{1,3}(\\.\\d{1,7})?$' }),
});
export type GeoLocation = Static<typeof GeoLocation>;
