/** JSON Web Tokens in the compact form: signed by a Signer, verified against the keys of a JWKS. RFC 7515, RFC 7519, RFC 7517. @module */

import { fromBase64, fromUtf8, toBase64, toUtf8 } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import type { Signer } from '@openpnc/core/ports';
import { keyOf, readPublicKey } from '@openpnc/x509/certificate';
import { isRawSignature } from '@openpnc/x509/ecdsa';
import { digest } from '@openpnc/x509/hashData';

/** Claims of a token. `exp`, `iat` and `nbf` are seconds since the epoch. */
export interface Claims {
  readonly iss?: string;
  readonly sub?: string;
  readonly aud?: string | readonly string[];
  readonly exp?: number;
  readonly nbf?: number;
  readonly iat?: number;
  readonly [claim: string]: unknown;
}

/** A verified token, or why it is none. */
export type JwtVerdict =
  | { readonly ok: true; readonly claims: Claims }
  | { readonly ok: false; readonly problem: JwtProblem; readonly text: string };

export type JwtProblem =
  | 'token_malformed'
  | 'token_signature_invalid'
  | 'token_expired'
  | 'token_not_yet_valid'
  | 'token_wrong_audience'
  | 'token_wrong_issuer';

/** Signs claims. ES256 alone: its raw signature is what JOSE wants. */
export async function signJwt(claims: Claims, signer: Signer): Promise<string> {
  const header = { alg: 'ES256', typ: 'JWT', kid: keyIdOf(signer.publicKey) };
  const input = `${encode(toUtf8(JSON.stringify(header)))}.${encode(toUtf8(JSON.stringify(claims)))}`;
  return `${input}.${encode(await signer.sign(toUtf8(input)))}`;
}

/** Verifies a token of our own server. Algorithms other than ES256 are refused, `none` above all. */
export function verifyJwt(
  token: string,
  {
    publicKey,
    at,
    audience,
    issuer,
    skew_ms = 60_000,
  }: {
    /** SubjectPublicKeyInfo, DER. */
    readonly publicKey: Uint8Array;
    readonly at: Millis;
    readonly audience?: string;
    readonly issuer?: string;
    readonly skew_ms?: Millis;
  },
): JwtVerdict {
  const parts = token.split('.');
  let header: { alg?: unknown };
  let claims: Claims;
  let signature: Uint8Array;
  try {
    if (parts.length !== 3) throw new RangeError(`${parts.length} parts, expected 3`);
    header = objectOf(parts[0]!);
    claims = objectOf(parts[1]!);
    signature = decode(parts[2]!);
  } catch (error) {
    return { ok: false, problem: 'token_malformed', text: `token: ${(error as Error).message}` };
  }
  if (header.alg !== 'ES256')
    return refused('token_signature_invalid', `algorithm ${String(header.alg)}, expected ES256`);
  if (!isRawSignature(toUtf8(`${parts[0]}.${parts[1]}`), signature, keyOf(publicKey)))
    return refused('token_signature_invalid', 'not signed by this server');
  if (typeof claims.exp !== 'number') return refused('token_malformed', 'no expiry');
  if (at > claims.exp * 1000 + skew_ms) return refused('token_expired', `expired at ${iso(claims.exp)}`);
  if (typeof claims.nbf === 'number' && at < claims.nbf * 1000 - skew_ms)
    return refused('token_not_yet_valid', `valid from ${iso(claims.nbf)}`);
  if (issuer !== undefined && claims.iss !== issuer)
    return refused('token_wrong_issuer', `issuer ${claims.iss}, expected ${issuer}`);
  if (audience !== undefined && ![claims.aud].flat().includes(audience))
    return refused('token_wrong_audience', `audience ${[claims.aud].flat().join(', ')}, expected ${audience}`);
  return { ok: true, claims };

  function refused(problem: JwtProblem, text: string): JwtVerdict {
    return { ok: false, problem, text: `token: ${text}` };
  }
}

/** The public key as a JSON Web Key. */
export function jwkOf(publicKey: Uint8Array): Readonly<Record<string, string>> {
  const { publicKeyBits } = readPublicKey(publicKey);
  return {
    kty: 'EC',
    crv: 'P-256',
    use: 'sig',
    alg: 'ES256',
    kid: keyIdOf(publicKey),
    x: encode(publicKeyBits.subarray(1, 33)),
    y: encode(publicKeyBits.subarray(33)),
  };
}

function keyIdOf(publicKey: Uint8Array): string {
  return digest('SHA256', publicKey).slice(0, 16);
}

function encode(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function decode(text: string): Uint8Array {
  if (/[^A-Za-z0-9_-]/.test(text)) throw new RangeError('not base64url');
  return fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
}

function objectOf(part: string): Record<string, unknown> {
  const value: unknown = JSON.parse(fromUtf8(decode(part)));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RangeError('a part is no JSON object');
  return value as Record<string, unknown>;
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
