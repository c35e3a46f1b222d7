/** What can be wrong with a roaming message, and how OCPI says so on the wire. @module */
import { ProtocolError } from '@openpnc/core/errors';

/** Codes of the {@link ProtocolError}s of this package, with the HTTP status and OCPI status code they go out with. */
export const ocpiStatusOf = {
  /** The body is no JSON. */
  malformed_json: { http: 400, status_code: 2001 },
  /** No `Authorization` header, or a token that nobody has. */
  not_authenticated: { http: 401, status_code: 2000 },
  /** The token is good, but not for this (the registration token outside versions and credentials). */
  not_authorized: { http: 401, status_code: 2000 },
  /** A field or parameter is missing or has a value it may not have. */
  invalid_parameters: { http: 200, status_code: 2001 },
  /** The request is right but does not say enough to decide. */
  not_enough_information: { http: 200, status_code: 2002 },
  unknown_location: { http: 200, status_code: 2003 },
  unknown_token: { http: 404, status_code: 2004 },
  /** A CDR or session for a token that is none of ours. */
  unknown_cdr_token: { http: 200, status_code: 2004 },
  /** The object of a GET or PATCH does not exist, or its owner is not the caller. */
  unknown_object: { http: 404, status_code: 2000 },
  /** The request asks for what the state of the registration forbids. */
  method_not_allowed: { http: 405, status_code: 2000 },
  /** Too many requests of this party. */
  too_many_requests: { http: 429, status_code: 2000 },
  /** During registration: their API did not answer or not as it must. */
  cannot_use_client: { http: 200, status_code: 3001 },
  /** A path of a version that we do not speak. */
  unknown_version: { http: 404, status_code: 3002 },
  unsupported_version: { http: 200, status_code: 3002 },
  endpoints_missing: { http: 200, status_code: 3003 },
} as const satisfies Readonly<Record<string, { readonly http: number; readonly status_code: number }>>;

export type OcpiProblem = keyof typeof ocpiStatusOf;

/** A request that cannot be served: caught once in `serve.ts` and answered from {@link ocpiStatusOf}. */
export function ocpiError(problem: OcpiProblem, message: string, path?: string): ProtocolError {
  return new ProtocolError(problem, message, path === undefined ? {} : { path });
}
