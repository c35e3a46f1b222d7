/** Tokens: who may charge, and the answer to "may this one charge here". OCPI 2.3.0 Tokens module, 2.2.1 the same but for EMAID. @module */
import { parseEmaid } from '@openpnc/core/emaid';
import { type Static, Type } from 'typebox';
import { ciString, DateTime, DisplayText, list, type OcpiVersion, oneOf, openEnum, text } from './values.ts';

/** Kinds of tokens. EMAID is new in 2.3.0; a 2.2.1 party gets OTHER, or what was agreed with it. */
export const TokenType = openEnum('AD_HOC_USER', 'APP_USER', 'EMAID', 'OTHER', 'RFID');
export type TokenType = Static<typeof TokenType>;

/**
 * Whether a token may be accepted from a list. ALWAYS: never ask. ALLOWED: as the CPO likes. ALLOWED_OFFLINE: ask, and
 * accept when the eMSP cannot be reached. NEVER: ask, and refuse when it cannot be reached.
 */
export const WhitelistType = oneOf('ALWAYS', 'ALLOWED', 'ALLOWED_OFFLINE', 'NEVER');
export type WhitelistType = Static<typeof WhitelistType>;

/** A token as its eMSP tells it to CPOs. Key: country, party, uid, type. */
export const Token = Type.Object({
  country_code: ciString(2),
  party_id: ciString(3),
  uid: ciString(36),
  type: TokenType,
  contract_id: ciString(36),
  visual_number: Type.Optional(text(64)),
  issuer: text(64),
  group_id: Type.Optional(ciString(36)),
  valid: Type.Boolean(),
  whitelist: WhitelistType,
  language: Type.Optional(text(2)),
  default_profile_type: Type.Optional(oneOf('CHEAP', 'FAST', 'GREEN', 'REGULAR')),
  energy_contract: Type.Optional(Type.Object({ supplier_name: text(64), contract_id: Type.Optional(text(64)) })),
  last_updated: DateTime,
});
export type Token = Static<typeof Token>;

/** What a PATCH of a token may hold: any of its fields, and always `last_updated`. */
export const TokenPatch = Type.Intersect([Type.Partial(Token), Type.Object({ last_updated: DateTime })]);
export type TokenPatch = Static<typeof TokenPatch>;

/** Where somebody wants to charge. */
export const LocationReferences = Type.Object({
  location_id: ciString(36),
  evse_uids: Type.Optional(list(ciString(36))),
});
export type LocationReferences = Static<typeof LocationReferences>;

/** The eMSP's verdict on a token. */
export const AllowedType = oneOf('ALLOWED', 'BLOCKED', 'EXPIRED', 'NO_CREDIT', 'NOT_ALLOWED');
export type AllowedType = Static<typeof AllowedType>;

/** The answer of a real-time authorization. */
export const AuthorizationInfo = Type.Object({
  allowed: AllowedType,
  token: Token,
  /** Of the asked EVSEs only those where the token may charge. */
  location: Type.Optional(LocationReferences),
  /** Comes back in Session and CDR. */
  authorization_reference: Type.Optional(ciString(36)),
  info: Type.Optional(DisplayText),
});
export type AuthorizationInfo = Static<typeof AuthorizationInfo>;

/** {@link AuthorizationInfo} as it is read: parties of OCPI 2.1.1 descent leave `token` out. */
export const AuthorizationInfoRead = Type.Intersect([
  Type.Omit(AuthorizationInfo, ['token']),
  Type.Object({ token: Type.Optional(Token) }),
]);
export type AuthorizationInfoRead = Static<typeof AuthorizationInfoRead>;

/** The token type that carries an eMAID in a version where nothing else was agreed with the partner. */
export function emaidTokenType(version: OcpiVersion): TokenType {
  return version === '2.3.0' ? 'EMAID' : 'OTHER';
}

/**
 * How a partner writes eMAIDs: `plain14` DE8AAC12345678, `plain15` with its check character, `hyphens`
 * DE-8AA-C12345678-D, `asGiven` as it came from the certificate.
 */
export type EmaidForm = 'plain14' | 'plain15' | 'hyphens' | 'asGiven';

/** Whether two token uids name the same token: eMAIDs by their first 14 characters, everything else without case. */
export function isSameUid(a: string, b: string): boolean {
  const [left, right] = [parseEmaid(a), parseEmaid(b)];
  if (left && right) return left.id14 === right.id14;
  return a.toUpperCase() === b.toUpperCase();
}
