/** One operation of the HTTP API as data: what it takes, who may call it, what it gives. Routes and OpenAPI are made of it. @module */
import { fromUtf8 } from '@openpnc/core/bytes';
import { type HttpResponse, jsonResponse, type Route, type RoutedRequest } from '@openpnc/core/http';
import type { Static, TObject, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { Convert, Default } from 'typebox/value';
import type { ApiKeys, Caller, Role } from './apiKeys.ts';
import { roles } from './apiKeys.ts';

/** What an operation's handler gets: checked. */
export interface Asked<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller;
  readonly request: RoutedRequest;
}

/** What a handler gives: a value for the answer's body, or a whole response. */
type Given =
  | { readonly value: unknown; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly response: HttpResponse };

/** An operation. */
export interface Operation {
  readonly method: Route['method'];
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly role: Role;
  readonly params?: TObject;
  readonly query?: TObject;
  readonly body?: TSchema;
  /** Of a good answer. */
  readonly status: number;
  readonly response?: TSchema;
  readonly handle: (asked: Asked<never, never, never>) => Promise<Given>;
}

/** Makes an operation whose handler is typed by its schemas. */
export function operation<P extends TObject, Q extends TObject, B extends TSchema>(
  head: Omit<Operation, 'handle' | 'params' | 'query' | 'body' | 'status'> & {
    readonly params?: P;
    readonly query?: Q;
    readonly body?: B;
    readonly status?: number;
  },
  handle: (asked: Asked<Static<P>, Static<Q>, Static<B>>) => Promise<Given>,
): Operation {
  return { status: 200, ...head, handle: handle as unknown as Operation['handle'] };
}

/** An error that goes out as problem details. RFC 9457 */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];

  constructor(
    status: number,
    code: string,
    detail: string,
    errors: readonly { readonly path: string; readonly message: string }[] = [],
  ) {
    super(detail);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** The routes of operations under `base`: key and role, parameters, query and body are checked before a handler sees them. */
export function operationRoutes(
  base: string,
  operations: readonly Operation[],
  { keys, broke }: { readonly keys: ApiKeys; readonly broke: (error: unknown, what: string) => void },
): readonly Route[] {
  return operations.map((one): Route => {
    const checks = { params: checkOf(one.params), query: checkOf(one.query), body: checkOf(one.body) };
    return {
      method: one.method,
      path: base + one.path,
      handler: async (request) => {
        try {
          const caller = await keys.caller(request.headers);
          if (!caller) throw new ApiProblem(401, 'unauthorized', 'expected a key: Authorization: Bearer opnc_...');
          if (roles.indexOf(caller.role) < roles.indexOf(one.role))
            throw new ApiProblem(403, 'forbidden', `the key '${caller.name}' is ${caller.role}, expected ${one.role}`);
          const params = checks.params?.(request.params, 'path') ?? request.params;
          const query = checks.query?.(Object.fromEntries(request.query), 'query') ?? {};
          const body = checks.body?.(jsonOf(request), 'body');
          const given = await one.handle({ params, query, body, caller, request } as never);
          if ('response' in given) return given.response;
          const { value, status = one.status, headers = {} } = given;
          return value === undefined ? { status: 204, headers } : jsonResponse(status, value, headers);
        } catch (error) {
          if (error instanceof ApiProblem) return problemResponse(error);
          broke(error, `${one.method} ${one.path}`);
          return problemResponse(new ApiProblem(500, 'internal_error', 'the request could not be served'));
        }
      },
    };
  });
}

/** A problem as `application/problem+json`. */
function problemResponse({ status, code, message, errors }: ApiProblem): HttpResponse {
  return jsonResponse(
    status,
    {
      type: `https://openpnc.dev/problems/${code}`,
      title: code.replaceAll('_', ' '),
      status,
      detail: message,
      code,
      ...(errors.length > 0 && { errors }),
    },
    {
      'content-type': 'application/problem+json',
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    },
  );
}

/** A check by a schema; texts of path and query become what the schema wants. */
function checkOf(schema: TSchema | undefined): ((value: unknown, where: string) => unknown) | undefined {
  if (!schema) return undefined;
  let validator: Validator | undefined;
  return (value, where) => {
    validator ??= Compile(schema);
    const converted = where === 'body' ? value : Default(schema, Convert(schema, value));
    if (validator.Check(converted)) return converted;
    const errors = [...validator.Errors(converted)].slice(0, 10).map(({ instancePath, message }) => ({
      path: `${where}${instancePath.replaceAll('/', '.')}`,
      message,
    }));
    const [first] = errors;
    throw new ApiProblem(422, 'invalid_request', `${first!.path}: ${first!.message}`, errors);
  };
}

function jsonOf({ body }: RoutedRequest): unknown {
  if (!body || body.length === 0) throw new ApiProblem(400, 'malformed_json', 'the request has no body');
  try {
    return JSON.parse(fromUtf8(body));
  } catch {
    throw new ApiProblem(400, 'malformed_json', 'the body is not JSON');
  }
}
