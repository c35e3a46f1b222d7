/** The token's side of an authorization: what a list or an eMSP says, in the words of OCPP. OCPI 2.3.0 Tokens, OCPP 2.0.1 IdTokenInfoType. @module */
import type { Millis } from '@openpnc/core/machine';
import type { AuthorizationStatusEnumType, IdTokenInfoType } from '@openpnc/ocpp/v201';
import type { CdrToken } from '@openpnc/roaming/ocpi/cdr';
import type { AuthorizeOutcome } from '@openpnc/roaming/ocpi/client';
import type { AllowedType, AuthorizationInfoRead, Token, WhitelistType } from '@openpnc/roaming/ocpi/token';
import { dateTime } from '@openpnc/roaming/ocpi/values';
import type { Finding } from '../finding.ts';
import type { TokenRow } from '../store/tables.ts';

/** Where an answer came from. */
export type TokenSource = 'realtime' | 'list' | 'fallback' | 'cache' | 'local' | 'none';

/** Whether a token may charge, and all that goes back to the station or into the CDR with it. */
export interface TokenAnswer {
  readonly info: IdTokenInfoType;
  readonly source: TokenSource;
  readonly partner: string | null;
  readonly authorization_reference: string | null;
  readonly cdrToken: CdrToken | null;
  readonly findings: readonly Finding[];
}

/** An answer without an eMSP's word. */
export function plainAnswer(
  status: AuthorizationStatusEnumType,
  source: TokenSource,
  findings: readonly Finding[],
  partner: string | null = null,
): TokenAnswer {
  return { info: { status }, source, partner, authorization_reference: null, cdrToken: null, findings };
}

/** The eMSP said something about the token: its verdict as OCPP has it. */
export function realtimeAnswer(
  info: AuthorizationInfoRead,
  departures: readonly string[],
  {
    partner,
    evseIdOf,
    now,
  }: {
    readonly partner: string;
    /** undefined: no EVSE of the station is known yet, so none can be told from another. */
    readonly evseIdOf: ((uid: string) => number | undefined) | undefined;
    readonly now: Millis;
  },
): TokenAnswer {
  const { allowed, token, authorization_reference } = info;
  const findings: Finding[] = departures.map((text) => ({ code: 'ocpi_departure', severity: 'warning', text }));
  const place = placesOf(info, evseIdOf);
  const status = allowed === 'ALLOWED' && place === 'elsewhere' ? 'NotAtThisLocation' : STATUS[allowed];
  if (allowed !== 'ALLOWED')
    findings.push({
      code: FINDING[allowed],
      severity: 'refusal',
      text: `${partner}: ${allowed}${info.info ? `, '${info.info.text}'` : ''}`,
      spec: 'OCPI Tokens AuthorizationInfo',
    });
  else if (place === 'elsewhere')
    findings.push({
      code: 'emsp_not_allowed',
      severity: 'refusal',
      text: `${partner}: ALLOWED, but not at the EVSEs of this station`,
      spec: 'OCPI Tokens AuthorizationInfo.location',
    });
  return {
    info: {
      status,
      ...driverInfo(token, now),
      ...(Array.isArray(place) && { evseId: place }),
      ...(info.info && {
        personalMessage: { format: 'UTF8', language: info.info.language.slice(0, 8), content: info.info.text },
      }),
    },
    source: 'realtime',
    partner,
    authorization_reference: authorization_reference ?? null,
    cdrToken: token ? cdrTokenOf(token) : null,
    findings,
  };
}

/** What a list entry says, without asking. `undefined` when it may not decide alone. */
export function listAnswer(row: TokenRow, source: 'list' | 'fallback', now: Millis): TokenAnswer | undefined {
  const answer = (status: AuthorizationStatusEnumType, findings: readonly Finding[]): TokenAnswer => ({
    info: { status, ...driverInfo(tokenOf(row), now) },
    source,
    partner: row.partner === '' ? null : row.partner,
    authorization_reference: null,
    cdrToken: cdrTokenOf(tokenOf(row)),
    findings,
  });
  if (row.valid_until !== null && now > row.valid_until)
    return answer('Expired', [
      listed('emsp_expired', `token ${row.uid}: listed until ${new Date(row.valid_until).toISOString()}`),
    ]);
  if (row.valid === 0)
    return answer('Invalid', [listed('emsp_token_invalid', `token ${row.uid}: listed as not valid`)]);
  const allows = source === 'list' ? ['ALWAYS', 'ALLOWED'] : ['ALWAYS', 'ALLOWED', 'ALLOWED_OFFLINE'];
  return allows.includes(row.whitelist) ? answer('Accepted', []) : undefined;
}

/** Why a question to an eMSP brought no word about the token: code of diagnosis and sentence. */
export function failureFinding(
  outcome: Exclude<AuthorizeOutcome, { outcome: 'allowed' | 'refused' | 'unknown_token' }>,
  partner: string,
): Finding {
  return {
    code: FAILURE[outcome.outcome],
    severity: 'refusal',
    text: `${partner}: ${outcome.text}`,
    spec: 'OCPI Tokens, POST authorize',
  };
}

/** The token as it stands in Session and CDR. */
function cdrTokenOf({ country_code, party_id, uid, type, contract_id }: Pick<Token, keyof CdrToken>): CdrToken {
  return { country_code, party_id, uid, type, contract_id };
}

function driverInfo(
  token: Pick<Token, 'language' | 'group_id' | 'whitelist'> | undefined,
  now: Millis,
): Pick<IdTokenInfoType, 'language1' | 'groupIdToken' | 'cacheExpiryDateTime'> {
  if (!token) return {};
  return {
    ...(token.language !== undefined && { language1: token.language }),
    ...(token.group_id !== undefined && { groupIdToken: { idToken: token.group_id, type: 'Central' as const } }),
    // The eMSP wants to be asked each time: the station's cache must not answer for it.
    ...(token.whitelist === 'NEVER' && { cacheExpiryDateTime: dateTime(now) }),
  };
}

function tokenOf(row: TokenRow): Pick<Token, keyof CdrToken | 'language' | 'group_id' | 'whitelist'> {
  const { country_code, party_id, uid, contract_id, whitelist, language, group_id } = row;
  return {
    country_code,
    party_id,
    uid,
    type: row.type === 'eMAID' ? 'EMAID' : 'RFID',
    contract_id,
    whitelist: whitelist as WhitelistType,
    ...(language !== null && { language }),
    ...(group_id !== null && { group_id }),
  };
}

/** EVSE ids of this station where the token may charge; all of them when the eMSP names none. */
function placesOf(
  { location }: AuthorizationInfoRead,
  evseIdOf: ((uid: string) => number | undefined) | undefined,
): readonly number[] | 'everywhere' | 'elsewhere' {
  if (!evseIdOf || !location?.evse_uids || location.evse_uids.length === 0) return 'everywhere';
  const ids = location.evse_uids.map(evseIdOf).filter((id) => id !== undefined);
  return ids.length > 0 ? ids : 'elsewhere';
}

function listed(code: string, text: string): Finding {
  return { code, severity: 'refusal', text, spec: 'OCPI Tokens' };
}

const STATUS: Readonly<Record<AllowedType, AuthorizationStatusEnumType>> = {
  ALLOWED: 'Accepted',
  BLOCKED: 'Blocked',
  EXPIRED: 'Expired',
  NO_CREDIT: 'NoCredit',
  NOT_ALLOWED: 'NotAtThisLocation',
};

const FINDING: Readonly<Record<AllowedType, string>> = {
  ALLOWED: 'emsp_allowed',
  BLOCKED: 'emsp_blocked',
  EXPIRED: 'emsp_expired',
  NO_CREDIT: 'emsp_no_credit',
  NOT_ALLOWED: 'emsp_not_allowed',
};

const FAILURE = {
  timeout: 'emsp_timeout',
  unreachable: 'emsp_unreachable',
  rejected: 'emsp_error',
  invalid_answer: 'emsp_error',
  no_endpoint: 'emsp_error',
  location_needed: 'emsp_error',
} as const;
