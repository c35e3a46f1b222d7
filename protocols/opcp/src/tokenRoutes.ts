/** A token server for the PKI services: client credentials in JSON or form, JWT out, its key as JWKS. RFC 6749 4.4, OPCP accessToken. @module */

import { equalBytes, fromBase64, fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import { type HttpResponse, jsonResponse, type Route, type RoutedRequest } from '@openpnc/core/http';
import type { Clock, Signer } from '@openpnc/core/ports';
import { claimsOf, type Grant } from './grant.ts';
import { jwkOf, signJwt } from './jwt.ts';

/** A client that may have tokens. */
export interface TokenClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly grant: Grant;
}

/** What a token server of a bench may do wrong. */
export type TokenFault = 'none' | 'unauthorized' | 'serverError' | 'expired' | 'slow';

/** What the server stands on. */
export interface TokenServerOptions {
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly signer: Signer;
  readonly clients: readonly TokenClient[];
  /** URL of the ecosystem: a client that names another one is refused. */
  readonly audience: string;
  readonly issuer: string;
  readonly lifetime_s: number;
  readonly base?: string;
  /** Bench only. */
  readonly dangerFault?: TokenFault;
  readonly dangerSlow_ms?: number;
}

/** `POST /oauth/token` and `GET /.well-known/jwks.json`. */
export function tokenRoutes(options: TokenServerOptions): readonly Route[] {
  const {
    clock,
    signer,
    clients,
    audience,
    issuer,
    lifetime_s,
    base = '',
    dangerFault = 'none',
    dangerSlow_ms = 5000,
  } = options;

  return [
    { method: 'POST', path: `${base}/oauth/token`, handler: token },
    {
      method: 'GET',
      path: `${base}/.well-known/jwks.json`,
      handler: async () => jsonResponse(200, { keys: [jwkOf(signer.publicKey)] }),
    },
  ];

  async function token(request: RoutedRequest): Promise<HttpResponse> {
    if (dangerFault === 'slow') await clock.sleep(dangerSlow_ms);
    if (dangerFault === 'unauthorized') return refuse(401, 'invalid_client', 'bench: unauthorized');
    if (dangerFault === 'serverError') return { status: 500, headers: {} };
    const fields = fieldsOf(request);
    if (!fields) return refuse(400, 'invalid_request', 'the body is neither JSON nor a form');
    if (fields.grant_type !== 'client_credentials')
      return refuse(
        400,
        'unsupported_grant_type',
        `grant_type ${fields.grant_type ?? 'missing'}, expected client_credentials`,
      );
    const client = clients.find(({ clientId }) => clientId === fields.client_id);
    // An unknown client costs the same comparison as a known one.
    const isRight = isSameSecret(fields.client_secret ?? '', client?.clientSecret ?? '');
    if (!client || !isRight) return refuse(401, 'invalid_client', 'unknown client or wrong secret');
    // MaEVe sends none.
    if (fields.audience !== undefined && fields.audience !== audience)
      return refuse(400, 'invalid_request', `audience ${fields.audience}, expected ${audience}`);
    const now_s = Math.floor(clock.now() / 1000);
    const expires_s = dangerFault === 'expired' ? now_s - 3600 : now_s + lifetime_s;
    const accessToken = await signJwt(
      {
        iss: issuer,
        sub: `${client.clientId}@clients`,
        aud: audience,
        iat: now_s,
        exp: expires_s,
        azp: client.clientId,
        gty: 'client-credentials',
        ...claimsOf(client.grant, audience),
      },
      signer,
    );
    return jsonResponse(
      200,
      { access_token: accessToken, scope: SCOPE, expires_in: lifetime_s, token_type: 'Bearer' },
      { 'cache-control': 'no-store' },
    );
  }
}

const SCOPE = 'rcpservice pcpservice cpservice ccpservice pkigateway webhooks';

/** The fields of a JSON or form body; client id and secret may also come as basic authentication (RFC 6749 2.3.1). */
function fieldsOf({
  body = new Uint8Array(),
  headers,
}: RoutedRequest): Readonly<Record<string, string | undefined>> | undefined {
  const basic = /^Basic +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  try {
    const text = fromUtf8(body);
    const isJson = (headers['content-type'] ?? '').includes('json') || text.trimStart().startsWith('{');
    const fields = isJson
      ? (JSON.parse(text) as Record<string, unknown>)
      : Object.fromEntries(new URLSearchParams(text));
    if (typeof fields !== 'object' || fields === null) return undefined;
    const texts = Object.fromEntries(
      Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
    if (basic === undefined) return texts;
    const [id = '', secret = ''] = fromUtf8(fromBase64(basic)).split(':').map(decodeURIComponent);
    return { client_id: id, client_secret: secret, ...texts };
  } catch {
    return undefined;
  }
}

function isSameSecret(given: string, expected: string): boolean {
  const [a, b] = [toUtf8(given), toUtf8(expected)];
  const padded = new Uint8Array(b.length);
  padded.set(a.subarray(0, b.length));
  return equalBytes(padded, b) && a.length === b.length && expected !== '';
}

function refuse(status: number, error: string, description: string): HttpResponse {
  return jsonResponse(status, { error, error_description: description }, { 'cache-control': 'no-store' });
}
