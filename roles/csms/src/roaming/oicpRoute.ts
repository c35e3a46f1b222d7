/** eMSPs behind a hub of OICP: the question and the CDR in the words of the OCPI route. OICP 2.3. @module */
import type { Millis } from '@openpnc/core/machine';
import type { Cdr } from '@openpnc/roaming/ocpi/cdr';
import type { AuthorizeOutcome } from '@openpnc/roaming/ocpi/client';
import { authorizeStart, type OicpHub, type OicpPorts, oicpCdrOf, pushCdr } from '@openpnc/roaming/oicp/client';
import type { CsmsPorts } from '../ports.ts';
import type { Attempt } from '../sessions/outbox.ts';
import type { CsmsPartner, CsmsSettings } from '../settings.ts';

/** How to reach the hub of a partner. */
interface OicpRoute {
  readonly hub: OicpHub;
  readonly ports: OicpPorts;
}

/** The route of a partner of protocol `oicp`; undefined for the others, and for one without its settings. */
export function oicpRoute(
  partner: CsmsPartner,
  { name }: CsmsSettings,
  { clock, http, trace }: CsmsPorts,
  traceId: string | undefined,
): OicpRoute | undefined {
  const { oicp, protocol } = partner;
  if (protocol !== 'oicp' || !oicp) return undefined;
  return {
    hub: { url: oicp.url, id: oicp.operatorId, noContractIs: oicp.noContractIs },
    ports: {
      clock,
      http,
      seen: ({ message, started, took_ms, result }) =>
        trace({
          type: 'message',
          party: 'csms',
          at: started,
          ...(traceId !== undefined && { traceId }),
          from: name,
          to: partner.name,
          protocol: 'http',
          message,
          result,
          took_ms,
        }),
    },
  };
}

/** Asks the hub. Its SessionID is the reference that the CDR must carry. */
export async function askOicp(
  { hub, ports }: OicpRoute,
  asked: { readonly eMAID: string; readonly evseId: string | undefined },
  options: { readonly deadline: Millis; readonly signal: AbortSignal },
): Promise<AuthorizeOutcome> {
  const { eMAID, evseId } = asked;
  const outcome = await authorizeStart(ports, hub, { eMAID, ...(evseId !== undefined && { evseId }) }, options);
  switch (outcome.outcome) {
    case 'allowed': {
      const { sessionId, departures } = outcome;
      const info = {
        allowed: 'ALLOWED',
        ...(sessionId !== undefined && { authorization_reference: sessionId }),
      } as const;
      return { outcome: 'allowed', info, departures };
    }
    case 'refused': {
      const { allowed, text } = outcome;
      return { outcome: 'refused', allowed, info: { allowed }, departures: [text] };
    }
    default:
      return outcome;
  }
}

/** Sends a finished session to the hub, one a SessionID. */
export async function sendOicpCdr({ hub, ports }: OicpRoute, cdr: Cdr, deadline: Millis): Promise<Attempt> {
  const sessionId = cdr.authorization_reference;
  if (sessionId === undefined)
    return { outcome: 'refused', text: 'the hub gave no SessionID at the authorization, so it takes no CDR' };
  const record = oicpCdrOf(cdr, { sessionId });
  if (!record) return { outcome: 'refused', text: `${cdr.cdr_token.contract_id} has no form of OICP` };
  const sent = await pushCdr(ports, hub, record, { deadline });
  if (sent.ok) return { outcome: 'done', result: sessionId };
  return { outcome: sent.retry ? 'later' : 'refused', text: sent.text };
}
