/** A transaction as a Session of OCPI, while it goes on and when it has ended. OCPI 2.3.0 Sessions. @module */
import type { Cdr } from '@openpnc/roaming/ocpi/cdr';
import { priceSession } from '@openpnc/roaming/ocpi/pricing';
import type { Session } from '@openpnc/roaming/ocpi/session';
import { dateTime } from '@openpnc/roaming/ocpi/values';
import type { SessionDecision } from '../authorization/decisions.ts';
import type { Services } from '../services.ts';
import type { CsmsPartner } from '../settings.ts';
import { evseUid } from '../sites.ts';
import type { SessionRow } from '../store/tables.ts';
import { authMethodOf, cdrTokenOf } from './billing.ts';
import { meteredSession, spanOf, tariffOf } from './cdr.ts';

/**
 * The session as this partner may see it: energy and costs until now, the periods by the tariff as its CDR will have them.
 * @param cdr its CDR, where that is made already: the session says the same.
 */
export async function ocpiSession(
  services: Services,
  partner: CsmsPartner,
  session: SessionRow,
  decision: SessionDecision | undefined,
  cdr?: Cdr,
): Promise<Session> {
  const { settings, sites } = services;
  const { station, transaction_id } = session;
  const { country_code, party_id } = settings;
  const { start, end } = spanOf(session);
  const location = sites.locationOf(station);
  const { charging_periods, total_cost, total_energy } = cdr ?? (await untilNow(services, session));
  const hasEnded = session.ended_at !== null;
  return {
    country_code,
    party_id,
    id: transaction_id,
    start_date_time: dateTime(start),
    ...(hasEnded && { end_date_time: dateTime(end) }),
    kwh: total_energy,
    cdr_token: cdrTokenOf(decision, partner, session.token ?? ''),
    auth_method: authMethodOf(session, decision),
    ...(decision?.authorization_reference && { authorization_reference: decision.authorization_reference }),
    location_id: location.id,
    evse_uid: evseUid(station, session.evse_id ?? 1),
    connector_id: String(session.connector_id ?? 1),
    currency: settings.tariff.currency,
    charging_periods,
    total_cost,
    status: hasEnded ? 'COMPLETED' : session.charging_state === null ? 'PENDING' : 'ACTIVE',
    last_updated: dateTime(session.updated_at),
  };
}

async function untilNow(
  { sessions, settings, sites }: Services,
  session: SessionRow,
): Promise<Pick<Cdr, 'charging_periods' | 'total_cost' | 'total_energy'>> {
  const { station, transaction_id, started_at } = session;
  const metered = meteredSession(session, await sessions.facts(station, transaction_id));
  const { periods, total_cost, total_energy } = priceSession(
    metered,
    tariffOf(settings.tariff, settings, started_at),
    sites.locationOf(station).timeZone,
  );
  return { charging_periods: [...periods], total_cost, total_energy };
}
