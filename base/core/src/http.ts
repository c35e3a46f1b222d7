/** HTTP as data: one handler type that serves and that calls, and route tables that `node` mounts and `sim` calls. @module */

import { toUtf8 } from './bytes.ts';
import type { Millis } from './machine.ts';

/** A request. `url` is absolute for a call and path with query for one that is served. Header names are lower case. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /**
   * Instead of `body`, of a served response only: text that comes bit by bit for as long as somebody reads (server-sent
   * events). Called once when the head has gone out; the function that it returns is called when the reader has left.
   */
  readonly stream?: (sink: HttpSink) => () => void;
}

/** Where a streamed response goes. */
export interface HttpSink {
  write(text: string): void;
  /** Ends the response. */
  end(): void;
  /** Bytes that were written and have not left yet: a slow reader shows here. */
  readonly bufferedBytes: number;
}

/** What a call may take and where it may go; what a served request tells of its peer. */
export interface HttpContext {
  /** Give up at this time. A caller always sets it: nothing hangs. */
  readonly deadline?: Millis;
  readonly signal?: AbortSignal;
  /** For an address that came from outside (an AIA URL of a car's certificate): checked at connect time, after DNS and for each redirect. */
  readonly guard?: AddressPolicy;
  /** Address and port of the peer of a served request. */
  readonly peer?: string;
}

/** Which addresses a guarded call may reach. */
export interface AddressPolicy {
  /** Lower-case schemes without colon. */
  readonly schemes: readonly string[];
  /** `host` or `host:port` that are allowed even when private, e.g. the lab's loopback responder. */
  readonly allow: readonly string[];
  readonly redirects: number;
  readonly maxBytes: number;
}

/** Serves or makes one HTTP exchange. As a caller it rejects with {@link HttpFailure}. */
export type HttpHandler = (request: HttpRequest, context: HttpContext) => Promise<HttpResponse>;

/** A call that got no HTTP response. */
export class HttpFailure extends Error {
  readonly code: 'unreachable' | 'timeout' | 'refused_by_policy' | 'too_large' | 'aborted';

  constructor(code: HttpFailure['code'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'HttpFailure';
    this.code = code;
  }
}

/** What a route's handler gets: the request with its path parameters (decoded) and query. */
export interface RoutedRequest extends HttpRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

/** One row of a route table. `path` has parameters as `:name`; a last segment `*` takes the rest. */
export interface Route {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly handler: (request: RoutedRequest, context: HttpContext) => Promise<HttpResponse>;
}

/** One handler for a table of routes: 404 where no path fits, 405 where only the method does not. */
export function serveRoutes(routes: readonly Route[]): HttpHandler {
  const table = routes.map((route) => {
    const segments = route.path.split('/').filter(Boolean);
    return { ...route, segments, params: paramsIn(segments) };
  });
  // The routes that a path of so many segments may fit, in their order.
  const byLength = new Map<number, typeof table>();
  const ofLength = (length: number) => {
    let fitting = byLength.get(length);
    if (!fitting) {
      fitting = table.filter(({ segments }) =>
        segments.at(-1) === '*' ? length >= segments.length - 1 : length === segments.length,
      );
      if (length <= LONGEST) byLength.set(length, fitting);
    }
    return fitting;
  };
  return async (request, context) => {
    const at = request.url.indexOf('?');
    const [path, search] = at < 0 ? [request.url, ''] : [request.url.slice(0, at), request.url.slice(at + 1)];
    const segments = path.split('/').filter(Boolean);
    const candidates = ofLength(segments.length);
    const route = candidates.find(({ method, segments: own }) => method === request.method && fits(own, segments));
    if (!route) {
      const others = candidates.filter((other) => fits(other.segments, segments));
      return others.length > 0
        ? { status: 405, headers: { allow: [...new Set(others.map(({ method }) => method))].join(', ') } }
        : { status: 404, headers: {} };
    }
    const params = paramsOf(route.params, segments);
    if (params === 'malformed') return { status: 400, headers: {} };
    return route.handler({ ...request, params, query: new URLSearchParams(search) }, context);
  };
}

/** A response with a JSON body. */
export function jsonResponse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: toUtf8(JSON.stringify(body)),
  };
}

/** Whether the fixed segments of a pattern are those of a path of a length that it may have. */
function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  for (let i = 0; i < pattern.length; i += 1) {
    const part = pattern[i]!;
    if (part !== segments[i] && !part.startsWith(':') && part !== '*') return false;
  }
  return true;
}

/** A parameter of a path: the segment that it stands in. `*` takes that one and all behind it. */
interface Param {
  readonly name: string;
  readonly at: number;
}

function paramsIn(pattern: readonly string[]): readonly Param[] {
  return pattern.flatMap((part, at) => {
    if (part === '*') return [{ name: part, at }];
    return part.startsWith(':') ? [{ name: part.slice(1), at }] : [];
  });
}

function paramsOf(wanted: readonly Param[], segments: readonly string[]): Record<string, string> | 'malformed' {
  const params: Record<string, string> = {};
  for (const { name, at } of wanted) {
    const given = segments[at] ?? '';
    try {
      if (name === '*') params[name] = segments.slice(at).join('/');
      else params[name] = given.includes('%') ? decodeURIComponent(given) : given;
    } catch {
      return 'malformed';
    }
  }
  return params;
}

/** Paths of more segments are looked through each time: a caller must not fill the memory with lengths. */
const LONGEST = 32;
