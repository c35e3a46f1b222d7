/** What a CPO asks and tells an eMSP: real-time authorization and CDRs. OCPI 2.3.0 Tokens and CDRs modules, 2.2.1 the same. @module */
import { displayEmaid, isSameEmaid, parseEmaid } from '@openpnc/core/emaid';
import {
  type CallFailed,
  type CallOptions,
  callOcpi,
  endpointOf,
  type OcpiPartner,
  type OcpiPorts,
  under,
} from './call.ts';
import { type Cdr, cdrFor } from './cdr.ts';
import {
  type AllowedType,
  AuthorizationInfoRead,
  emaidTokenType,
  isSameUid,
  type LocationReferences,
  type TokenType,
} from './token.ts';

/** Which token, and where it wants to charge. */
export interface AuthorizeToken {
  /** The eMAID in any spelling; it is sent as the partner wants it. Of another type: the uid as it is. */
  readonly uid: string;
  /** By default the partner's type for eMAIDs. */
  readonly type?: TokenType;
  /** Send it always: an eMSP that needs it answers `location_needed` without. */
  readonly location?: LocationReferences;
}

/** What came of a real-time authorization. Only `allowed` lets somebody charge. */
export type AuthorizeOutcome =
  | { readonly outcome: 'allowed'; readonly info: AuthorizationInfoRead; readonly departures: readonly string[] }
  | {
      readonly outcome: 'refused';
      readonly allowed: Exclude<AllowedType, 'ALLOWED'>;
      readonly info: AuthorizationInfoRead;
      readonly departures: readonly string[];
    }
  /** HTTP 404 or status_code 2004: the eMSP does not know the token. */
  | { readonly outcome: 'unknown_token'; readonly text: string }
  /** status_code 2002: it must know where. */
  | { readonly outcome: 'location_needed'; readonly text: string }
  /** No answer by the deadline, or a hub's 4002: the fallback rule decides. */
  | ({ readonly outcome: 'timeout' } & FailedCall)
  /** No connection or cannot serve now: the fallback rule decides. */
  | ({ readonly outcome: 'unreachable' } & FailedCall)
  /** It refuses our request (401, 2000, 2001 ...): our configuration or theirs is wrong. */
  | ({ readonly outcome: 'rejected' } & FailedCall)
  /** What came is no answer to this request. */
  | ({ readonly outcome: 'invalid_answer' } & FailedCall)
  /** The partner's version details have no tokens module to ask. */
  | ({ readonly outcome: 'no_endpoint' } & FailedCall);

/** The detail of a call without result. */
export type FailedCall = Omit<CallFailed, 'ok' | 'problem'>;

/**
 * Asks the eMSP whether this token may charge, `POST {tokens}/{uid}/authorize?type=`. OCPI 2.3.0 Tokens 12.2.2.2.
 * An answer about another token than the asked one is `invalid_answer`: a mixed-up answer authorizes nobody.
 */
export async function authorizeToken(
  ports: OcpiPorts,
  partner: OcpiPartner,
  { uid, type, location }: AuthorizeToken,
  options: CallOptions,
): Promise<AuthorizeOutcome> {
  const url = endpointOf(partner, 'tokens', 'SENDER');
  if (url === undefined) return { outcome: 'no_endpoint', text: 'the partner has no tokens module of role SENDER' };
  const tokenType = type ?? partner.emaidType ?? emaidTokenType(partner.version);
  const sent = emaidFor(partner, uid);
  const call = await callOcpi(
    ports,
    partner,
    {
      method: 'POST',
      url: `${under(url, sent, 'authorize')}?type=${encodeURIComponent(tokenType)}`,
      message: 'POST tokens/authorize',
      schema: AuthorizationInfoRead,
      ...(location && { body: location }),
    },
    options,
  );
  if (!call.ok) return authorizeFailure(call);
  const info = call.data;
  if (info.token && !isSameUid(info.token.uid, sent) && !isSameUid(info.token.contract_id, sent)) {
    return {
      outcome: 'invalid_answer',
      text: `asked for ${sent}, the answer is about ${info.token.uid}`,
      httpStatus: call.httpStatus,
      status_code: call.status_code,
    };
  }
  const departures = [...call.departures, ...departuresOf(info, location, sent)];
  if (info.allowed === 'ALLOWED') return { outcome: 'allowed', info, departures };
  return { outcome: 'refused', allowed: info.allowed, info, departures };
}

function authorizeFailure(call: CallFailed): AuthorizeOutcome {
  const { ok: _, problem, ...detail } = call;
  // The text asks for 404 and for 2004; parties send one, the other or both. A 404 that is no JSON is a wrong URL.
  if (call.status_code === 2004 || (call.httpStatus === 404 && call.isJson))
    return { outcome: 'unknown_token', text: call.text };
  if (call.status_code === 2002) return { outcome: 'location_needed', text: call.text };
  return { outcome: problem, ...detail };
}

/** What in an answer is not as the text asks, but does not stop its use. */
function departuresOf(
  info: AuthorizationInfoRead,
  location: LocationReferences | undefined,
  sent: string,
): readonly string[] {
  const departures: string[] = [];
  if (!info.token) departures.push('token is absent (required since 2.2)');
  else if (parseEmaid(sent) && parseEmaid(info.token.uid) && !isSameEmaid(info.token.uid, sent))
    departures.push(`token.uid ${info.token.uid} has another check character than ${sent}`);
  if (info.location && location && info.location.location_id.toUpperCase() !== location.location_id.toUpperCase())
    departures.push(`location ${info.location.location_id} was not asked`);
  return departures;
}

/** An eMAID as this partner wants it; anything else as it is. */
export function emaidFor(partner: Pick<OcpiPartner, 'emaidForm'>, uid: string): string {
  const emaid = parseEmaid(uid);
  if (!emaid) return uid;
  const hyphens = displayEmaid(uid)!;
  switch (partner.emaidForm ?? 'plain15') {
    case 'asGiven':
      return uid;
    case 'plain14':
      return emaid.id14;
    case 'hyphens':
      return hyphens;
    case 'plain15':
      return hyphens.replaceAll('-', '');
  }
}

/** What came of a CDR. */
export type PostCdrOutcome =
  /** Taken; `location` is where it can be read, absent where the partner leaves the header out. Also when it had it before. */
  | { readonly outcome: 'taken'; readonly location?: string }
  /** It will not take this CDR however often it is sent (2xxx). */
  | ({ readonly outcome: 'rejected' } & FailedCall)
  /** Send it again later. */
  | ({ readonly outcome: 'timeout' | 'unreachable' | 'invalid_answer' | 'no_endpoint' } & FailedCall);

/** Sends a finished session's CDR, `POST {cdrs}`. The partner keeps one of each id, so it may be sent again. OCPI 2.3.0 CDRs 10.2.2.2. */
export async function postCdr(
  ports: OcpiPorts,
  partner: OcpiPartner,
  cdr: Cdr,
  options: CallOptions,
): Promise<PostCdrOutcome> {
  const url = endpointOf(partner, 'cdrs', 'RECEIVER');
  if (url === undefined) return { outcome: 'no_endpoint', text: 'the partner has no cdrs module of role RECEIVER' };
  const body = cdrFor(partner.version, cdr);
  const call = await callOcpi(ports, partner, { method: 'POST', url, message: 'POST cdrs', body }, options);
  if (!call.ok) {
    const { ok: _, problem, ...detail } = call;
    return { outcome: problem, ...detail };
  }
  const { location } = call.headers;
  return { outcome: 'taken', ...(location !== undefined && { location }) };
}
