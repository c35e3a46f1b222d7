/** The headers of OCPI: credentials token, message ids, routing. OCPI 2.3.0 Transport and format. @module */
import { toHex } from '@openpnc/core/bytes';
import { UsageError } from '@openpnc/core/errors';
import type { Random } from '@openpnc/core/ports';
import type { Party } from './values.ts';

/** The `Authorization` header for a credentials token: base64 of its UTF-8, or as it is for a party of the older custom. */
export function authorizationHeader(token: string, { isRaw = false }: { readonly isRaw?: boolean } = {}): string {
  if (!isCredentialsToken(token))
    throw new UsageError(
      'credentials_token',
      'a credentials token is 1 to 64 printable ASCII characters without space',
    );
  return `Token ${isRaw ? token : btoa(token)}`;
}

/** Whether it may be a credentials token: U+0021 to U+007E, at most 64 characters. OCPI 2.3.0 Credentials object. */
export function isCredentialsToken(token: string): boolean {
  return /^[\x21-\x7e]{1,64}$/.test(token);
}

/**
 * The credentials tokens that an `Authorization` header may mean: base64 decoded, and as it is (many 2.1.1 and 2.2
 * parties send it raw). A line end behind the decoded token is dropped: the example of the specification has one, and
 * who copied it sends one. Empty when it is not a token at all.
 */
export function tokensOfHeader(header: string | undefined): readonly string[] {
  const sent = /^Token +(\S+)$/i.exec(header?.trim() ?? '')?.[1];
  if (sent === undefined) return [];
  const tokens: string[] = [];
  try {
    tokens.push(atob(sent).replace(/\r?\n$/, ''));
  } catch {
    // It is no base64, so it can only be raw.
  }
  tokens.push(sent);
  return tokens.filter(isCredentialsToken);
}

/** A fresh id for `X-Request-ID` or `X-Correlation-ID`: 32 hex digits. */
export function messageId(random: Random): string {
  return toHex(random.bytes(16));
}

/** The routing headers of a request or answer; `to` is absent for open routing through a hub. */
export function routingHeaders(from: Party, to: Party | undefined): Record<string, string> {
  return {
    'ocpi-from-country-code': from.country_code,
    'ocpi-from-party-id': from.party_id,
    ...(to && { 'ocpi-to-country-code': to.country_code, 'ocpi-to-party-id': to.party_id }),
  };
}

/** The party that a pair of routing headers names; undefined when one of them is absent. */
export function routed(headers: Readonly<Record<string, string>>, direction: 'from' | 'to'): Party | undefined {
  const [country, party] = ROUTING[direction];
  const [country_code, party_id] = [headers[country], headers[party]];
  return country_code && party_id ? { country_code, party_id } : undefined;
}

const ROUTING = {
  from: ['ocpi-from-country-code', 'ocpi-from-party-id'],
  to: ['ocpi-to-country-code', 'ocpi-to-party-id'],
} as const;
