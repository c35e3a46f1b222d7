/** Sessions: a charge while it goes on, from the CPO to the eMSP. OCPI 2.3.0 Sessions module; 2.2.1 differs in its price. @module */
import { type Static, type TSchema, Type } from 'typebox';
import { AuthMethod, CdrToken, ChargingPeriod } from './cdr.ts';
import { checked } from './check.ts';
import { Price, Price221, price221, priceOf221 } from './price.ts';
import { ciString, DateTime, list, type OcpiVersion, oneOf, text } from './values.ts';

const sessionOf = <P extends TSchema>(price: P) =>
  Type.Object({
    country_code: ciString(2),
    party_id: ciString(3),
    id: ciString(36),
    start_date_time: DateTime,
    end_date_time: Type.Optional(DateTime),
    kwh: Type.Number(),
    cdr_token: CdrToken,
    auth_method: AuthMethod,
    authorization_reference: Type.Optional(ciString(36)),
    location_id: ciString(36),
    evse_uid: ciString(36),
    connector_id: ciString(36),
    meter_id: Type.Optional(text(255)),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    charging_periods: Type.Optional(list(ChargingPeriod)),
    total_cost: Type.Optional(price),
    status: oneOf('ACTIVE', 'COMPLETED', 'INVALID', 'PENDING', 'RESERVATION'),
    last_updated: DateTime,
  });

/** A session in the form of 2.3.0, which is the one that we keep. */
export const Session = sessionOf(Price);
export type Session = Static<typeof Session>;

/** A session on the wire of 2.2.1. */
export const Session221 = sessionOf(Price221);
export type Session221 = Static<typeof Session221>;

/** A session as a party of `version` expects it. */
export function sessionFor(version: OcpiVersion, session: Session): Session | Session221 {
  if (version === '2.3.0' || !session.total_cost) return session as Session;
  return { ...session, total_cost: price221(session.total_cost) };
}

/** A session that came from a party of `version`. @throws ProtocolError `invalid_parameters` */
export function sessionFrom(version: OcpiVersion, value: unknown): Session {
  if (version === '2.3.0') return checked(Session, value, 'Session');
  const { total_cost, ...rest } = checked(Session221, value, 'Session');
  return { ...rest, ...(total_cost && { total_cost: priceOf221(total_cost) }) };
}
