/** Whose session it is and under what: the eMSP that pays, its token, how it was authorized. OCPI 2.3.0 Sessions, CDRs. @module */
import { type Emaid, parseEmaid } from '@openpnc/core/emaid';
import type { AuthMethod, CdrToken } from '@openpnc/roaming/ocpi/cdr';
import { emaidFor } from '@openpnc/roaming/ocpi/client';
import { emaidTokenType } from '@openpnc/roaming/ocpi/token';
import type { SessionDecision } from '../authorization/decisions.ts';
import type { Services } from '../services.ts';
import type { CsmsPartner } from '../settings.ts';
import type { SessionRow } from '../store/tables.ts';

/** Who pays for a session. */
interface Billed {
  /** Name of the partner. */
  readonly partner: string;
  readonly decision: SessionDecision | undefined;
}

/** Who pays; undefined for a session of no contract, of one that was not allowed, or of which no partner is known. */
export async function billedOf({ partners, decisions }: Services, session: SessionRow): Promise<Billed | undefined> {
  if (session.token_type !== 'eMAID') return undefined;
  const emaid = parseEmaid(session.token ?? '');
  if (!emaid) return undefined;
  const decision = session.decision_id === null ? undefined : await decisions.find(session.decision_id);
  // A session that was never allowed bills nobody.
  if (decision && decision.token_status !== 'Accepted') return undefined;
  const partner = decision?.partner ?? partners.of(emaid)?.name;
  return partner === undefined ? undefined : { partner, decision };
}

/** The token as its eMSP told it, else made of the eMAID as this partner writes it. */
export function cdrTokenOf(decision: SessionDecision | undefined, partner: CsmsPartner, eMAID: string): CdrToken {
  if (decision?.cdrToken) return decision.cdrToken;
  const emaid = parseEmaid(eMAID) as Emaid;
  const uid = emaidFor(partner, eMAID);
  const type = partner.emaidType ?? emaidTokenType(partner.version);
  return { country_code: emaid.country, party_id: emaid.provider, uid, type, contract_id: uid };
}

/** How the session was allowed, in the words of OCPI. */
export function authMethodOf(session: SessionRow, decision: SessionDecision | undefined): AuthMethod {
  if (session.remote_start_id !== null) return 'COMMAND';
  return decision?.source === 'realtime' ? 'AUTH_REQUEST' : 'WHITELIST';
}
