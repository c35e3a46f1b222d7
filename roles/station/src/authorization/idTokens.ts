/** Tokens compared: one normal form a token, whatever its spelling. OCPP 2.0.1 D01, C02; eMAIDs by the one equality of `core`. @module */
import { parseEmaid } from '@openpnc/core/emaid';
import type { IdTokenType } from '@openpnc/ocpp/v201';

/** A key of maps and tables. eMAIDs are equal by their first 14 characters; all tokens have no case. */
export function tokenKey({ idToken, type }: IdTokenType): string {
  const normal = type === 'eMAID' ? parseEmaid(idToken)?.id14 : undefined;
  return `${type}:${normal ?? idToken.toUpperCase()}`;
}

/** Whether both name the same token. */
export function isSameToken(a: IdTokenType, b: IdTokenType): boolean {
  return tokenKey(a) === tokenKey(b);
}
