/** What stands in front of every OCPI route: credentials token, routing, message ids, envelope, errors. @module */
import { ProtocolError } from '@openpnc/core/errors';
import { type HttpContext, type HttpRequest, type HttpResponse, jsonResponse, type Route } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import type { Clock, Random } from '@openpnc/core/ports';
import { ocpiError, ocpiStatusOf } from '../errors.ts';
import { envelope, jsonOf } from './envelope.ts';
import { messageId, routed, routingHeaders, tokensOfHeader } from './headers.ts';
import { isSameParty, type OcpiVersion, type Party, partyKey } from './values.ts';

/** Who calls, as `authenticate` found it by the credentials token. */
export interface OcpiCaller {
  /** The parties that the caller speaks for: its roles from the handshake. */
  readonly parties: readonly Party[];
  /** A name for the trace. */
  readonly name: string;
  /** Only a registration token (CREDENTIALS_TOKEN_A): good for versions and credentials, nothing else. */
  readonly isRegistering?: boolean;
}

/** What the routes of one party need. */
export interface OcpiServer<Caller extends OcpiCaller> {
  readonly clock: Clock;
  readonly random: Random;
  /** The parties that we are: a request to another is refused. */
  readonly parties: readonly Party[];
  /** Who has this credentials token; undefined when nobody has. */
  authenticate(token: string): Promise<Caller | undefined>;
  /** Told of each request when it is answered: for the trace. Without it nothing is told. */
  readonly seen?: (served: OcpiServed<Caller>) => void;
  /** Says whether this caller may go on now; absent lets all go on. Seconds to wait otherwise. */
  readonly throttle?: (caller: Caller) => { readonly retryAfter_s: number } | undefined;
}

/** A request that passed the guard. */
export interface OcpiRequest<Caller extends OcpiCaller> {
  readonly version: OcpiVersion;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed body; undefined when there was none. */
  readonly body: unknown;
  readonly from: Party | undefined;
  readonly to: Party | undefined;
  readonly correlationId: string;
  /** The address that was asked, path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** When the request came, in whole milliseconds: it goes into databases. */
  readonly now: Millis;
  readonly context: HttpContext;
}

/** A good answer. */
export interface OcpiAnswer {
  readonly data?: unknown;
  /** 1000 by default. */
  readonly status_code?: number;
  readonly status_message?: string;
  /** HTTP status, 200 by default. */
  readonly http?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request and its answer for the trace. */
export interface OcpiServed<Caller extends OcpiCaller> {
  /** `POST tokens/authorize` */
  readonly message: string;
  readonly version: OcpiVersion;
  readonly caller: Caller | undefined;
  readonly correlationId: string;
  readonly started: Millis;
  readonly took_ms: Millis;
  readonly httpStatus: number;
  readonly status_code: number;
  /** Why it was refused. */
  readonly problem?: string;
}

/** A route of OCPI. */
export interface OcpiRoute<Caller extends OcpiCaller> {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly version: OcpiVersion;
  /** For the trace. */
  readonly message: string;
  /** Versions and credentials: no routing headers, and open to a registration token. */
  readonly isConfiguration?: boolean;
  /** @throws ProtocolError with a code of {@link ocpiStatusOf}. Any other error goes out as 3000 without detail. */
  handle(request: OcpiRequest<Caller>): Promise<OcpiAnswer>;
}

/** The guarded routes as HTTP routes. */
export function ocpiRoutes<Caller extends OcpiCaller>(
  server: OcpiServer<Caller>,
  routes: readonly OcpiRoute<Caller>[],
): readonly Route[] {
  return routes.map((route) => ({
    method: route.method,
    path: route.path,
    handler: async (request, context) => {
      const started = server.clock.now();
      const correlationId = request.headers['x-correlation-id'] ?? messageId(server.random);
      const state: Served<Caller> = { caller: undefined };
      const answer = await answered(server, route, request, context, correlationId, state);
      server.seen?.({
        message: route.message,
        version: route.version,
        caller: state.caller,
        correlationId,
        started,
        took_ms: server.clock.now() - started,
        httpStatus: answer.http ?? 200,
        status_code: answer.status_code ?? 1000,
        ...(answer.problem !== undefined && { problem: answer.problem }),
      });
      return response(server, route, request.headers, correlationId, answer);
    },
  }));
}

interface Served<Caller> {
  caller: Caller | undefined;
}

interface Answered extends OcpiAnswer {
  readonly problem?: string;
}

async function answered<Caller extends OcpiCaller>(
  server: OcpiServer<Caller>,
  route: OcpiRoute<Caller>,
  request: Parameters<Route['handler']>[0],
  context: HttpContext,
  correlationId: string,
  state: Served<Caller>,
): Promise<Answered> {
  try {
    const caller = await authenticated(server, request.headers);
    state.caller = caller;
    if (caller.isRegistering && !route.isConfiguration)
      throw ocpiError('not_authorized', 'a registration token is good for versions and credentials only');
    const wait = server.throttle?.(caller);
    if (wait)
      return {
        ...refusal('too_many_requests', 'too many requests; wait'),
        headers: { 'retry-after': String(wait.retryAfter_s) },
      };
    const [from, to] = [routed(request.headers, 'from'), routed(request.headers, 'to')];
    if (!route.isConfiguration) checkRouting(server, caller, from, to);
    const hasBody = request.method !== 'GET' && request.method !== 'DELETE';
    return await route.handle({
      version: route.version,
      caller,
      params: request.params,
      query: request.query,
      body: hasBody ? jsonOf(request.body) : undefined,
      from,
      to,
      correlationId,
      url: request.url,
      headers: request.headers,
      now: Math.floor(server.clock.now()),
      context,
    });
  } catch (error) {
    if (error instanceof ProtocolError && error.code in ocpiStatusOf)
      return refusal(error.code as keyof typeof ocpiStatusOf, error.message);
    // A fault of ours: no detail goes out, all of it into the trace.
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { http: 200, status_code: 3000, status_message: 'internal error', problem };
  }
}

function refusal(problem: keyof typeof ocpiStatusOf, message: string): Answered {
  const { http, status_code } = ocpiStatusOf[problem];
  return { http, status_code, status_message: message, problem: `${problem}: ${message}` };
}

async function authenticated<Caller extends OcpiCaller>(
  server: OcpiServer<Caller>,
  headers: Readonly<Record<string, string>>,
): Promise<Caller> {
  for (const token of tokensOfHeader(headers.authorization)) {
    const caller = await server.authenticate(token);
    if (caller) return caller;
  }
  throw ocpiError(
    'not_authenticated',
    headers.authorization === undefined
      ? 'the Authorization header is absent; expected: Token <base64 of the credentials token>'
      : 'the credentials token is not known',
  );
}

function checkRouting<Caller extends OcpiCaller>(
  server: OcpiServer<Caller>,
  caller: Caller,
  from: Party | undefined,
  to: Party | undefined,
): void {
  if (to && !server.parties.some((party) => isSameParty(party, to)))
    throw ocpiError('invalid_parameters', `OCPI-to ${partyKey(to)}: no party of this platform`);
  if (from && !caller.parties.some((party) => isSameParty(party, from)))
    throw ocpiError('invalid_parameters', `OCPI-from ${partyKey(from)}: not a party of the caller`);
}

function response<Caller extends OcpiCaller>(
  server: OcpiServer<Caller>,
  route: OcpiRoute<Caller>,
  headers: Readonly<Record<string, string>>,
  correlationId: string,
  { data, status_code = 1000, status_message, http = 200, headers: more }: OcpiAnswer,
): HttpResponse {
  const [from, to] = [routed(headers, 'from'), routed(headers, 'to')];
  return jsonResponse(
    http,
    envelope(server.clock.now(), {
      ...(data !== undefined && { data }),
      status_code,
      ...(status_message !== undefined && { status_message }),
    }),
    {
      ...(headers['x-request-id'] !== undefined && { 'x-request-id': headers['x-request-id'] }),
      'x-correlation-id': correlationId,
      // The answer goes back the way the request came.
      ...(!route.isConfiguration && from && routingHeaders(to ?? server.parties[0]!, from)),
      ...more,
    },
  );
}
