/** The door of a PKI service: who calls, and may they? @module */

import type { HttpContext, HttpResponse, RoutedRequest } from '@openpnc/core/http';
import { type Grant, grantOf, type Right, type Subject, whyNot } from './grant.ts';
import { verifyJwt } from './jwt.ts';

/** Lets a call through with the grant of its caller, or answers 401 or 403 without body. OPCP 4 */
export type Guard = (
  request: RoutedRequest,
  context: HttpContext,
  serve: (grant: Grant) => Promise<HttpResponse>,
  right: Right,
  subject?: Subject,
) => Promise<HttpResponse>;

/** A guard that asks for a bearer token of this server. `refused` hears why, for the trace. */
export function bearerGuard({
  publicKey,
  audience,
  issuer,
  now,
  refused = () => {},
}: {
  readonly publicKey: Uint8Array;
  readonly audience: string;
  readonly issuer?: string;
  readonly now: () => number;
  readonly refused?: (why: string, request: RoutedRequest) => void;
}): Guard {
  return async (request, _context, serve, right, subject) => {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) return refuse(401, 'no bearer token');
    const verdict = verifyJwt(token, { publicKey, at: now(), audience, ...(issuer !== undefined && { issuer }) });
    if (!verdict.ok) return refuse(401, verdict.text);
    const grant = grantOf(verdict.claims, audience);
    const why = whyNot(grant, right, subject);
    return why === undefined ? serve(grant) : refuse(403, why);

    function refuse(status: 401 | 403, why: string): HttpResponse {
      refused(why, request);
      return { status, headers: status === 401 ? { 'www-authenticate': 'Bearer' } : {} };
    }
  };
}

/** A guard that lets everybody do everything: a lab on the loopback address. */
export const dangerOpenGuard: Guard = (_request, _context, serve) =>
  serve({ clientName: 'anybody', roles: ['ADMIN'], wmis: [], emaidPrefixes: [] });
