/** A CDR of a charge at a CPO, changed as a test wants it. @module */
import type { Cdr } from '@openpnc/roaming/ocpi/cdr';
import { CPO } from './bench.ts';

/** Half an hour before the bench's start, 5 kWh, 2 EUR. */
export const cdr: Cdr = {
  ...CPO,
  id: 'CDR1',
  start_date_time: '2026-06-01T11:00:00Z',
  end_date_time: '2026-06-01T11:30:00Z',
  session_id: 'S1',
  cdr_token: {
    country_code: 'DE',
    party_id: '8AA',
    uid: 'DE8AAC12345678D',
    type: 'EMAID',
    contract_id: 'DE8AAC12345678D',
  },
  auth_method: 'WHITELIST',
  cdr_location: {
    id: 'LOC1',
    address: 'Street 1',
    city: 'Town',
    country: 'DEU',
    coordinates: { latitude: '50.77077', longitude: '6.10496' },
    evse_uid: 'E1',
    evse_id: 'DE*OPC*E1',
    connector_id: '1',
    connector_standard: 'IEC_62196_T2',
    connector_format: 'SOCKET',
    connector_power_type: 'AC_3_PHASE',
  },
  currency: 'EUR',
  charging_periods: [{ start_date_time: '2026-06-01T11:00:00Z', dimensions: [{ type: 'ENERGY', volume: 5 }] }],
  total_cost: { before_taxes: 2, taxes: [{ name: 'VAT', amount: 0.38 }] },
  total_energy: 5,
  total_time: 0.5,
  last_updated: '2026-06-01T11:31:00Z',
};
