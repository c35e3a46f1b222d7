/** Real-time authorization: the eMSP's answer to a CPO. OCPI 2.3.0 Tokens, POST authorize. @module */
import type { FindingRecord, Trace } from '@openpnc/core/trace';
import type { AuthorizeRequest } from '@openpnc/roaming/ocpi/routes';
import type { OcpiCaller } from '@openpnc/roaming/ocpi/serve';
import type { AuthorizationInfo, Token } from '@openpnc/roaming/ocpi/token';
import { dateTime, partyKey } from '@openpnc/roaming/ocpi/values';
import type { Kysely } from 'kysely';
import type { Authorizations } from './authorizations.ts';
import { findContract } from './contracts.ts';
import type { EmspSettings } from './settings.ts';
import type { ContractRow, EmspTables } from './store/tables.ts';
import { reasonText, verdict, verdictFindings } from './verdict.ts';

/** What deciding needs. */
interface AuthorizePorts {
  readonly db: Kysely<EmspTables>;
  readonly authorizations: Authorizations;
  readonly trace: Trace;
  readonly settings: EmspSettings;
}

/** Decides, keeps a reference for the CDR when it is ALLOWED, and writes why into the trace. */
export async function authorize<Caller extends OcpiCaller>(
  { db, authorizations, trace, settings }: AuthorizePorts,
  { uid, type, location, request }: AuthorizeRequest<Caller>,
): Promise<AuthorizationInfo | 'unknown_token' | 'location_needed'> {
  const found = (code: string, severity: FindingRecord['severity'], text: string, data: Record<string, unknown>) =>
    trace({
      type: 'finding',
      party: 'emsp',
      at: request.now,
      ...traceIdOf(request.correlationId),
      code,
      severity,
      text,
      spec: 'OCPI Tokens: POST authorize',
      data,
    });
  const contract = settings.emaidTypes[request.version].includes(type) ? await findContract(db, uid) : undefined;
  if (!contract) {
    found('emsp_unknown_token', 'refusal', `no contract for ${uid} of type ${type}`, { uid, type });
    return 'unknown_token';
  }
  if (!location && settings.requireLocation) return 'location_needed';
  const party = partyKey(request.from ?? request.caller.parties[0]!);
  const { allowed, reason } = verdict(contract, { party, now: request.now });
  found(
    verdictFindings[allowed],
    allowed === 'ALLOWED' ? 'info' : 'refusal',
    `contract ${contract.emaid} (${contract.status}) asked by ${party}: ${allowed}, ${reason}`,
    { emaid: contract.emaid, allowed, reason, party, ...(location && { location }) },
  );
  const token = tokenOf(contract, type, settings);
  const info = reasonText(reason, contract.language);
  if (allowed !== 'ALLOWED') return { allowed, token, info };
  const reference = await authorizations.give({
    id14: contract.id14,
    party,
    location_id: location?.location_id ?? null,
    at: request.now,
  });
  return { allowed, token, authorization_reference: reference, info, ...(location && { location }) };
}

/** The contract as a token of OCPI, under the type that it was asked with. */
export function tokenOf(contract: ContractRow, type: string, settings: EmspSettings): Token {
  return {
    country_code: settings.country_code,
    party_id: settings.party_id,
    uid: contract.emaid,
    type,
    contract_id: contract.emaid,
    issuer: settings.name,
    ...(contract.group_id !== null && { group_id: contract.group_id }),
    valid: contract.status === 'active',
    whitelist: contract.whitelist as Token['whitelist'],
    language: contract.language,
    last_updated: dateTime(contract.updated_at),
  };
}

/** The chain's correlation id is the station's trace id when it has that form. */
export function traceIdOf(correlationId: string): { readonly traceId?: string } {
  return /^[0-9a-f]{32}$/.test(correlationId) ? { traceId: correlationId } : {};
}
