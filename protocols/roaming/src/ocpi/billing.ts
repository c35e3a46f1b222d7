/** The CDR of a finished session, from its meter values and tariff. OCPI 2.3.0 CDRs module. @module */
import type { Millis } from '@openpnc/core/machine';
import type { AuthMethod, Cdr, CdrLocation, CdrToken } from './cdr.ts';
import type { Evse, Location } from './location.ts';
import type { Price } from './price.ts';
import { type MeteredSession, priceSession } from './pricing.ts';
import type { Tariff } from './tariff.ts';
import { dateTime, type Party } from './values.ts';

/** A finished session. */
export interface FinishedSession {
  /** The CPO. */
  readonly party: Party;
  /** Of the CDR, unique for the CPO. */
  readonly id: string;
  readonly sessionId: string;
  readonly metered: MeteredSession;
  readonly token: CdrToken;
  readonly authMethod: AuthMethod;
  /** The last one that the eMSP gave. */
  readonly authorizationReference?: string;
  readonly location: CdrLocation;
  readonly timeZone: string;
  /** Without one the session costs nothing. */
  readonly tariff?: Tariff;
  /** Of a session without tariff, ISO 4217. */
  readonly currency: string;
  readonly meterId?: string;
  readonly signedData?: Cdr['signed_data'];
  /** At most 255 characters. */
  readonly remark?: string;
  readonly now: Millis;
}

/** Its CDR: period-wise energy and time, and the costs by what they are for. */
export function cdrOf(session: FinishedSession): Cdr {
  const { metered, tariff } = session;
  const { periods, ...totals } = priceSession(metered, tariff, session.timeZone);
  return {
    country_code: session.party.country_code,
    party_id: session.party.party_id,
    id: session.id,
    start_date_time: dateTime(metered.start),
    end_date_time: dateTime(metered.end),
    session_id: session.sessionId,
    cdr_token: session.token,
    auth_method: session.authMethod,
    ...(session.authorizationReference !== undefined && { authorization_reference: session.authorizationReference }),
    cdr_location: session.location,
    ...(session.meterId !== undefined && { meter_id: session.meterId }),
    currency: tariff?.currency ?? session.currency,
    ...(tariff && { tariffs: [tariff] }),
    charging_periods: [...periods],
    ...(session.signedData && { signed_data: session.signedData }),
    ...totals,
    ...(session.remark !== undefined && { remark: session.remark.slice(0, 255) }),
    last_updated: dateTime(session.now),
  };
}

/** A CDR that takes another back: everything of it, with the costs negative. Its id must be new. */
export function creditOf(cdr: Cdr, id: string, now: Millis): Cdr {
  return {
    ...cdr,
    id,
    total_cost: negative(cdr.total_cost),
    credit: true,
    credit_reference_id: cdr.id,
    last_updated: dateTime(now),
  };
}

/** Where a session took place, flat, as a CDR wants it; undefined when the location has no such EVSE or connector. */
export function cdrLocationOf(location: Location, evseUid: string, connectorId: string): CdrLocation | undefined {
  const isNamed = (id: string, wanted: string) => id.toUpperCase() === wanted.toUpperCase();
  const evse: Evse | undefined = location.evses?.find(({ uid }) => isNamed(uid, evseUid));
  const connector = evse?.connectors.find(({ id }) => isNamed(id, connectorId));
  if (!evse || !connector) return undefined;
  return {
    id: location.id,
    ...(location.name !== undefined && { name: location.name }),
    address: location.address.slice(0, 45),
    city: location.city,
    ...(location.postal_code !== undefined && { postal_code: location.postal_code }),
    country: location.country,
    coordinates: location.coordinates,
    evse_uid: evse.uid,
    // Required here; a location without it says so in the way of OCPI.
    evse_id: evse.evse_id ?? '#NA',
    connector_id: connector.id,
    connector_standard: connector.standard,
    connector_format: connector.format,
    connector_power_type: connector.power_type,
  };
}

function negative({ before_taxes, taxes }: Price): Price {
  return {
    before_taxes: 0 - before_taxes,
    ...(taxes && { taxes: taxes.map((tax) => ({ ...tax, amount: 0 - tax.amount })) }),
  };
}
