/** One OCPI call: request with its headers out, envelope in, every way it can fail as a value. @module */
import { toUtf8 } from '@openpnc/core/bytes';
import { DeadlineExceeded, within } from '@openpnc/core/deadline';
import { ProtocolError } from '@openpnc/core/errors';
import { HttpFailure, type HttpHandler, type HttpRequest, type HttpResponse } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import type { Clock, Random } from '@openpnc/core/ports';
import type { Static, TSchema } from 'typebox';
import { checked } from './check.ts';
import { type Envelope, envelopeIn, isSuccess, jsonOf } from './envelope.ts';
import { authorizationHeader, messageId, routingHeaders } from './headers.ts';
import type { EmaidForm, TokenType } from './token.ts';
import type { OcpiVersion, Party } from './values.ts';

/** Which side of a module: the SENDER owns the data and is asked for it, the RECEIVER takes pushes. */
export type InterfaceRole = 'SENDER' | 'RECEIVER';

/** Where a module of a partner is, exactly as its version details give it (a slash at the end is kept or not added). */
export interface Endpoint {
  readonly identifier: string;
  readonly role: InterfaceRole;
  readonly url: string;
}

/** A party on the other side and how to speak with it. */
export interface OcpiPartner {
  readonly version: OcpiVersion;
  /** The credentials token that the partner gave us. */
  readonly token: string;
  /** Send the token as it is, without base64, as 2.1.1 and early 2.2 parties want it. */
  readonly isTokenRaw?: boolean;
  readonly endpoints: readonly Endpoint[];
  /** The party that we are towards this partner. */
  readonly from: Party;
  /** The party that is asked; absent through a hub that chooses by itself. */
  readonly to?: Party;
  /** How this partner names eMAID tokens; by default EMAID in 2.3.0 and OTHER in 2.2.1. */
  readonly emaidType?: TokenType;
  /** How this partner writes eMAIDs; by default `plain15` with the check character. */
  readonly emaidForm?: EmaidForm;
}

/** What a call needs of the world. */
export interface OcpiPorts {
  readonly http: HttpHandler;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of each exchange when it is over: for the trace. */
  readonly seen?: (exchange: OcpiExchange) => void;
}

/** One exchange for the trace. No credentials token is in it. */
export interface OcpiExchange {
  /** `POST tokens/authorize` */
  readonly message: string;
  readonly url: string;
  readonly requestId: string;
  readonly correlationId: string;
  readonly started: Millis;
  readonly took_ms: Millis;
  readonly httpStatus?: number;
  readonly status_code?: number;
  readonly problem?: CallProblem;
  readonly request?: unknown;
  readonly response?: unknown;
}

/** How long, for whom and until when. */
export interface CallOptions {
  /** Give up at this time. */
  readonly deadline: Millis;
  readonly signal?: AbortSignal;
  /** Goes along the whole chain; made anew when absent. */
  readonly correlationId?: string;
}

/**
 * Why there is no data. `timeout`: no answer in time (also a hub's 4002). `unreachable`: no connection, or they cannot
 * serve now (HTTP 429 and 5xx, status 3xxx, 4xxx). `rejected`: they refuse our request as it is. `invalid_answer`: what
 * came is no OCPI answer. `no_endpoint`: their version details lack the module.
 */
export type CallProblem = 'timeout' | 'unreachable' | 'rejected' | 'invalid_answer' | 'no_endpoint';

/** A call that gave nothing. */
export interface CallFailed {
  readonly ok: false;
  readonly problem: CallProblem;
  /** One sentence for the trace. */
  readonly text: string;
  readonly httpStatus?: number;
  readonly status_code?: number;
  /** The answer was JSON, though perhaps no envelope: it came from an OCPI party and not from a web server in front. */
  readonly isJson?: true;
}

/** The outcome of a call. */
export type CallOutcome<Data> =
  | {
      readonly ok: true;
      readonly data: Data;
      readonly httpStatus: number;
      readonly status_code: number;
      readonly headers: Readonly<Record<string, string>>;
      /** What in the answer is not as the text asks, but does not stop its use. */
      readonly departures: readonly string[];
    }
  | CallFailed;

/** What is called. */
export interface OcpiCall<S extends TSchema | undefined> {
  readonly method: HttpRequest['method'];
  /** The whole URL. */
  readonly url: string;
  /** For the trace: `POST tokens/authorize`. */
  readonly message: string;
  readonly body?: unknown;
  /** What the data must be; without it the data is not looked at. */
  readonly schema?: S;
  /** Configuration modules (versions, credentials) carry no routing headers. */
  readonly isConfiguration?: boolean;
}

/** The URL of `identifier` at this partner; undefined where it has none. */
export function endpointOf(partner: OcpiPartner, identifier: string, role: InterfaceRole): string | undefined {
  return partner.endpoints.find((endpoint) => endpoint.identifier === identifier && endpoint.role === role)?.url;
}

/** `url` with path segments behind it, whether it ends with a slash or not. */
export function under(url: string, ...segments: readonly string[]): string {
  let path = url.endsWith('/') ? url.slice(0, -1) : url;
  for (const one of segments) path += `/${PLAIN.test(one) ? one : encodeURIComponent(one)}`;
  return path;
}

/** What stays as it is in a URL. */
const PLAIN = /^[\w.~-]*$/;

/** Makes one call. Never rejects on what the partner or the network does. */
export async function callOcpi<S extends TSchema | undefined = undefined>(
  ports: OcpiPorts,
  partner: Pick<OcpiPartner, 'token' | 'isTokenRaw' | 'from' | 'to'>,
  call: OcpiCall<S>,
  options: CallOptions,
): Promise<CallOutcome<S extends TSchema ? Static<S> : unknown>> {
  const requestId = messageId(ports.random);
  const correlationId = options.correlationId ?? messageId(ports.random);
  const request: HttpRequest = {
    method: call.method,
    url: call.url,
    headers: {
      authorization: authorizationHeader(partner.token, { isRaw: partner.isTokenRaw ?? false }),
      'x-request-id': requestId,
      'x-correlation-id': correlationId,
      accept: 'application/json',
      ...(call.isConfiguration ? {} : routingHeaders(partner.from, partner.to)),
      ...(call.body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(call.body !== undefined && { body: toUtf8(JSON.stringify(call.body)) }),
  };
  const started = ports.clock.now();
  const { outcome, envelope } = await exchange(ports, request, call, options);
  ports.seen?.({
    message: call.message,
    url: call.url,
    requestId,
    correlationId,
    started,
    took_ms: ports.clock.now() - started,
    ...(outcome.httpStatus !== undefined && { httpStatus: outcome.httpStatus }),
    ...(outcome.status_code !== undefined && { status_code: outcome.status_code }),
    ...(!outcome.ok && { problem: outcome.problem }),
    ...(!call.isConfiguration && call.body !== undefined && { request: call.body }),
    ...(!call.isConfiguration && envelope && { response: told(envelope) }),
  });
  return outcome as CallOutcome<S extends TSchema ? Static<S> : unknown>;
}

async function exchange(
  ports: OcpiPorts,
  request: HttpRequest,
  call: OcpiCall<TSchema | undefined>,
  { deadline, signal }: CallOptions,
): Promise<{ readonly outcome: CallOutcome<unknown>; readonly envelope?: Said | undefined }> {
  let response: HttpResponse;
  try {
    response = await within(
      ports.clock,
      deadline,
      call.message,
      (ended) => ports.http(request, { deadline, signal: ended }),
      signal,
    );
  } catch (error) {
    return { outcome: connectionFailed(error, call) };
  }
  const json = jsonIn(response.body);
  const envelope = envelopeIn(json);
  return { outcome: judged(response, { envelope, isJson: typeof json === 'object' }, call), envelope };
}

type Said = Omit<Envelope, 'timestamp'>;

/** An answer as the trace keeps it: of a page of a list only how many objects it held. */
function told(envelope: Said): Said {
  const { data } = envelope;
  return Array.isArray(data) && data.length > TOLD ? { ...envelope, data: `${data.length} objects` } : envelope;
}

/** Objects of a list that a trace holds. */
const TOLD = 20;

function connectionFailed(error: unknown, { message, url }: OcpiCall<TSchema | undefined>): CallFailed {
  if (error instanceof DeadlineExceeded)
    return { ok: false, problem: 'timeout', text: `${message}: no answer in time` };
  if (!(error instanceof HttpFailure)) throw error;
  const problem = error.code === 'timeout' || error.code === 'aborted' ? 'timeout' : 'unreachable';
  return { ok: false, problem, text: `${message} at ${url}: ${error.message}` };
}

function judged(
  { status, headers }: HttpResponse,
  { envelope, isJson }: { readonly envelope: Said | undefined; readonly isJson: boolean },
  { message, schema }: OcpiCall<TSchema | undefined>,
): CallOutcome<unknown> {
  const said = () =>
    `HTTP ${status}${envelope ? `, status_code ${envelope.status_code}${envelope.status_message ? ` (${envelope.status_message})` : ''}` : ', no OCPI envelope'}`;
  const failed = (problem: CallProblem, text = said()): CallFailed => ({
    ok: false,
    problem,
    text: `${message}: ${text}`,
    httpStatus: status,
    ...(envelope && { status_code: envelope.status_code }),
    ...(isJson && { isJson: true as const }),
  });
  if (envelope?.status_code === 4002) return failed('timeout');
  if (envelope && envelope.status_code >= 3000) return failed('unreachable');
  if (status === 429 || status >= 500) return failed('unreachable');
  if (!envelope) return failed(status >= 400 ? 'rejected' : 'invalid_answer');
  if (status >= 400 || !isSuccess(envelope.status_code)) return failed('rejected');
  try {
    // Some parties put every object into an array of its own.
    const isWrapped = isObject(schema) && Array.isArray(envelope.data) && envelope.data.length === 1;
    const [given, departures] = isWrapped
      ? [(envelope.data as unknown[])[0], ['data is an array of one, expected an object']]
      : [envelope.data, []];
    const data = schema ? checked(schema, given, 'data') : given;
    return { ok: true, data, httpStatus: status, status_code: envelope.status_code, headers, departures };
  } catch (error) {
    if (error instanceof ProtocolError) return failed('invalid_answer', `${said()}: ${error.message}`);
    throw error;
  }
}

function isObject(schema: TSchema | undefined): boolean {
  const { type, allOf } = (schema ?? {}) as { readonly type?: string; readonly allOf?: unknown };
  return type === 'object' || allOf !== undefined;
}

/** The JSON of a body; undefined for none and for anything else (an HTML page of a proxy). */
function jsonIn(body: Uint8Array | undefined): unknown {
  try {
    return jsonOf(body);
  } catch {
    return undefined;
  }
}
