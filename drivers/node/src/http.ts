/** HTTP on Fastify (serving) and undici (calling), behind the HttpHandler of core. @module */
import { lookup } from 'node:dns';
import type { ServerResponse } from 'node:http';
import { type AddressInfo, BlockList, isIP } from 'node:net';
import { OperatorError } from '@openpnc/core/errors';
import {
  type AddressPolicy,
  type HttpContext,
  HttpFailure,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
} from '@openpnc/core/http';
import type { TlsIdentity } from '@openpnc/core/network';
import { fastify } from 'fastify';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { realClock } from './clock.ts';
import { endpointText } from './interfaces.ts';
import { contextOf, pemOfDer } from './tlsProfile.ts';
import { type Serving, serverTls } from './webSocket.ts';

/** How an HTTP server listens. */
export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  /** Largest request body, bytes. */
  readonly maxBody?: number;
  /** A request that is not whole by then is dropped. */
  readonly request_ms?: number;
  /** HTTPS with these chains (EC and RSA: the client's suites choose), and client certificates under `clientRoots` (DER). */
  readonly tls?: { readonly identities: readonly TlsIdentity[]; readonly clientRoots?: readonly Uint8Array[] };
  /** Sees what a handler threw. The client gets status 500 without detail. */
  readonly failed?: (error: unknown, request: { readonly method: string; readonly url: string }) => void;
}

/** Longest answer that is read where nobody says otherwise. */
const MAX_BYTES = 16_777_216;
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Serves `handler` for every path. @throws OperatorError `port_in_use`, `address_unusable`. */
export async function serveHttp(
  { host, port, maxBody = 1_048_576, request_ms = 10_000, tls, failed }: HttpServerOptions,
  handler: HttpHandler,
): Promise<Serving> {
  const app = fastify({
    https: tls ? serverTls(tls) : null,
    bodyLimit: maxBody,
    requestTimeout: request_ms,
    connectionTimeout: request_ms,
    keepAliveTimeout: 72_000,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
  });
  // Bodies stay bytes: what they mean is the route's business.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, request, reply) => {
    const { statusCode = 500 } = error as { statusCode?: number };
    // Below 500 it is the client's fault (a body that is too large): Fastify's own status. Else ours: no detail goes out.
    if (statusCode >= 500) failed?.(error, request);
    return reply.code(statusCode).send('');
  });
  app.setNotFoundHandler((_request, reply) => reply.code(405).header('allow', METHODS.join(', ')).send(''));
  app.route({
    method: [...METHODS],
    url: '*',
    async handler(request, reply) {
      // Most handlers never look at their signal: it is made when one does.
      let abort: AbortController | undefined;
      let hasLeft = false;
      reply.raw.once('close', () => {
        if (reply.raw.writableFinished) return;
        hasLeft = true;
        abort?.abort();
      });
      const body = request.body as Buffer | undefined;
      const response = await handler(
        {
          method: request.method as HttpRequest['method'],
          url: request.raw.url ?? '/',
          headers: flat(request.headers),
          ...(body && body.length > 0 && { body: new Uint8Array(body) }),
        },
        {
          get signal() {
            abort ??= new AbortController();
            if (hasLeft) abort.abort();
            return abort.signal;
          },
          peer: endpointText(request.socket.remoteAddress ?? '', request.socket.remotePort ?? 0),
        },
      );
      if (response.stream) {
        reply.hijack();
        streamed(response, reply.raw);
        return reply;
      }
      return reply
        .code(response.status)
        .headers(response.headers)
        .send(response.body ? Buffer.from(response.body) : '');
    },
  });
  try {
    await app.listen({ host, port, backlog: 4096 });
  } catch (error) {
    const place = endpointText(host, port);
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      ? new OperatorError('port_in_use', `cannot listen at ${place}: the port is in use by another program`)
      : new OperatorError('address_unusable', `cannot listen at ${place}: ${(error as Error).message}`);
  }
  const { port: bound } = app.server.address() as AddressInfo;
  return {
    port: bound,
    url: `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: () => app.close(),
  };
}

/** Writes a streamed answer until its maker ends it or its reader leaves. Its silence is no fault: no time limit holds any more. */
function streamed({ status, headers, stream }: HttpResponse, raw: ServerResponse): void {
  raw.socket?.setTimeout(0);
  raw.on('error', () => {});
  raw.writeHead(status, headers);
  raw.flushHeaders();
  const leave = stream!({
    write: (text) => {
      if (!raw.writableEnded && !raw.destroyed) raw.write(text);
    },
    end: () => raw.end(),
    get bufferedBytes() {
      return raw.writableLength;
    },
  });
  if (raw.destroyed) leave();
  else raw.once('close', leave);
}

/** How calls are made. */
export interface HttpCallerOptions {
  /** Extra trust anchors, DER. Default: the system's. */
  readonly roots?: readonly Uint8Array[];
  /** Largest response that is read without a policy, bytes. */
  readonly maxBytes?: number;
  /** Connections to one origin. */
  readonly connections?: number;
  /** The client certificate of mutual TLS. */
  readonly identity?: TlsIdentity;
}

/** Networks that an address from outside never reaches unless it is on the allow-list, tunnels into them included. RFC 6890. */
const privateNetworks = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  privateNetworks.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['2001::', 32],
  ['2002::', 16],
  ['100::', 64],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  privateNetworks.addSubnet(network, bits, 'ipv6');
}

/** Calls over HTTP. */
export interface HttpCaller {
  readonly call: HttpHandler;
  /**
   * Makes a call whose answer comes bit by bit for as long as the server likes (server-sent events): `read` takes each
   * piece of text of an answer of status 200. Resolves with the answer when it has ended, without its body where it was
   * read; the deadline counts until its head has come. @throws HttpFailure
   */
  readonly stream: (request: HttpRequest, context: HttpContext, read: (text: string) => void) => Promise<HttpResponse>;
  close(): Promise<void>;
}

/** A caller with keep-alive. Every call needs a deadline; a call with a policy is checked at connect time and at each redirect. */
export function httpCaller(options: HttpCallerOptions = {}): HttpCaller {
  const tls = {
    ...(options.roots && { ca: options.roots.map(pemOfDer) }),
    ...(options.identity && contextOf(options.identity)),
  };
  const open = new Agent({ connect: { ...tls }, connections: options.connections ?? 64, keepAliveTimeout: 60_000 });
  const guarded = new Map<string, Agent>();
  const call: HttpHandler = async (request, context) => {
    const policy = context.guard;
    const agent = policy ? guardedAgent(policy) : open;
    const { stop, over } = stopped(request, context);
    try {
      return await follow(request, policy, agent, stop, policy?.maxBytes ?? options.maxBytes ?? MAX_BYTES);
    } catch (error) {
      throw failureOf(error, request);
    } finally {
      over();
    }
  };
  return {
    call,
    async stream(request, context, read) {
      const { stop, headHasCome, over } = stopped(request, context);
      try {
        const text = new TextDecoder();
        return await exchange(request, open, stop, {
          maxBytes: options.maxBytes ?? MAX_BYTES,
          asked: request.url,
          // An answer that is no success is a short text.
          head: (status) => {
            headHasCome();
            return status === 200 ? (chunk) => read(text.decode(chunk, { stream: true })) : undefined;
          },
        });
      } catch (error) {
        throw failureOf(error, request);
      } finally {
        over();
      }
    },
    async close() {
      await Promise.all([open, ...guarded.values()].map((agent) => agent.destroy()));
    },
  };

  /** One agent a policy: a kept-alive connection was checked under the same rules. */
  function guardedAgent(policy: AddressPolicy): Agent {
    const key = JSON.stringify(policy.allow);
    let agent = guarded.get(key);
    if (!agent) {
      agent = new Agent({
        connections: options.connections ?? 64,
        connect: (target, done) => {
          const lookup = guardedLookup(policy, target.port || (target.protocol === 'https:' ? '443' : '80'));
          buildConnector({ ...tls, lookup } as buildConnector.BuildOptions)(target, done);
        },
      });
      guarded.set(key, agent);
    }
    return agent;
  }
}

/** The end of a call before its answer: by the deadline or by the caller. One place to listen, without events. */
class Stop {
  reason: HttpFailure | undefined;
  /** What ends the exchange that runs. */
  end: ((reason: HttpFailure) => void) | undefined;

  now(reason: HttpFailure): void {
    this.reason ??= reason;
    this.end?.(this.reason);
  }
}

/** A stop that the deadline and the signal of a context pull, until `over` is called. */
function stopped({ method, url }: HttpRequest, { deadline, signal }: HttpContext) {
  const stop = new Stop();
  const late = () => stop.now(new HttpFailure('timeout', `${method} ${url}: no answer in time`));
  const cancel = deadline === undefined ? () => {} : realClock.alarm(deadline, late);
  const leave = () => stop.now(new HttpFailure('aborted', `${method} ${url}: given up by the caller`, signal?.reason));
  if (signal?.aborted) leave();
  else signal?.addEventListener('abort', leave, { once: true });
  return {
    stop,
    /** The deadline does not count any more. */
    headHasCome: cancel,
    over: () => {
      cancel();
      signal?.removeEventListener('abort', leave);
    },
  };
}

async function follow(
  first: HttpRequest,
  policy: AddressPolicy | undefined,
  dispatcher: Dispatcher,
  stop: Stop,
  maxBytes: number,
): Promise<HttpResponse> {
  let request = first;
  for (let redirects = 0; ; redirects += 1) {
    if (policy) checkUrl(request.url, policy);
    const answer = await exchange(request, dispatcher, stop, { maxBytes, asked: first.url });
    const { location } = answer.headers;
    if (!policy || answer.status < 300 || answer.status >= 400 || location === undefined) return answer;
    if (redirects >= policy.redirects)
      throw new HttpFailure('refused_by_policy', `${first.url}: more than ${policy.redirects} redirects`);
    request = redirected(request, answer.status, location);
  }
}

/** One request and its whole answer, by undici's dispatch: its `request` makes a stream and two signals for each answer. */
function exchange(
  { method, url, headers, body }: HttpRequest,
  dispatcher: Dispatcher,
  stop: Stop,
  {
    maxBytes,
    asked,
    head,
  }: {
    readonly maxBytes: number;
    /** The URL before redirects, for people. */
    readonly asked: string;
    /** Sees the status; what it returns gets the pieces of the body, which is not kept then and may take for ever. */
    readonly head?: (status: number) => ((chunk: Uint8Array) => void) | undefined;
  },
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let [status, length] = [0, 0];
    let answered: Record<string, string> = {};
    let take: ((chunk: Uint8Array) => void) | undefined;
    const chunks: Buffer[] = [];
    const end = (reason: Error) => {
      controller?.abort(reason);
      reject(reason);
    };
    if (stop.reason) return end(stop.reason);
    stop.end = end;
    const { origin, pathname, search } = new URL(url);
    dispatcher.dispatch(
      {
        origin,
        path: pathname + search,
        method,
        headers,
        body: body ? Buffer.from(body) : null,
        ...(head && { bodyTimeout: 0 }),
      },
      {
        onRequestStart(started) {
          controller = started;
          // It waited for a connection, and nobody waits for it any more.
          if (stop.reason) started.abort(stop.reason);
        },
        onResponseStart(_, code, came) {
          status = code;
          answered = flat(came);
          take = head?.(code);
        },
        onResponseData(_, chunk) {
          if (take) return take(chunk);
          length += chunk.length;
          if (length > maxBytes)
            end(new HttpFailure('too_large', `${asked}: the answer is longer than ${maxBytes} bytes`));
          else chunks.push(chunk);
        },
        onResponseEnd() {
          const body = take ? {} : { body: new Uint8Array(Buffer.concat(chunks, length)) };
          resolve({ status, headers: answered, ...body });
        },
        onResponseError(_, error) {
          reject(error);
        },
      },
    );
  });
}

/** The next request of a redirect. Credentials never go to another origin; 303 asks for the result by GET. RFC 9110 15.4. */
function redirected(request: HttpRequest, status: number, location: string): HttpRequest {
  let url: URL;
  try {
    url = new URL(location, request.url);
  } catch {
    throw new HttpFailure('refused_by_policy', `${request.url}: redirected to '${location}', which is no URL`);
  }
  const isSameOrigin = url.origin === new URL(request.url).origin;
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => isSameOrigin || (name !== 'authorization' && name !== 'cookie')),
  );
  const { body, ...rest } = request;
  return status === 303
    ? { ...rest, method: 'GET', url: url.href, headers }
    : { ...rest, url: url.href, headers, ...(body && { body }) };
}

function checkUrl(text: string, policy: AddressPolicy): void {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new HttpFailure('refused_by_policy', `'${text}' is no URL`);
  }
  const scheme = url.protocol.slice(0, -1);
  if (!policy.schemes.includes(scheme))
    throw new HttpFailure('refused_by_policy', `${text}: scheme ${scheme}, allowed are ${policy.schemes.join(', ')}`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isAllowed(host, url.port || (scheme === 'https' ? '443' : '80'), policy)) return;
  // A literal address is never looked up, so it is checked here; names are checked when they are resolved.
  if (isIP(host) && isPrivate(host)) throw new HttpFailure('refused_by_policy', `${text}: private address`);
}

function isAllowed(host: string, port: string, { allow }: AddressPolicy): boolean {
  return allow.includes(host) || allow.includes(`${host}:${port}`) || allow.includes(`[${host}]:${port}`);
}

function isPrivate(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return privateNetworks.check(mapped, 'ipv4');
  return privateNetworks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Resolves a name and refuses it when any of its addresses is private: after DNS, at connect time. */
function guardedLookup(policy: AddressPolicy, port: string): typeof lookup {
  const check = (
    host: string,
    options: object,
    done: (error: Error | null, address?: unknown, family?: number) => void,
  ) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error);
      const bad = isAllowed(host, port, policy) ? undefined : addresses.find(({ address }) => isPrivate(address));
      if (bad)
        return done(new HttpFailure('refused_by_policy', `${host} resolves to the private address ${bad.address}`));
      if ((options as { all?: boolean }).all) return done(null, addresses);
      return done(null, addresses[0]?.address, addresses[0]?.family);
    });
  };
  return check as unknown as typeof lookup;
}

function failureOf(error: unknown, { method, url }: HttpRequest): HttpFailure {
  if (error instanceof HttpFailure) return error;
  if ((error as Error).cause instanceof HttpFailure) return (error as Error).cause as HttpFailure;
  return new HttpFailure(
    'unreachable',
    `${method} ${url}: ${(error as Error).message || (error as NodeJS.ErrnoException).code}`,
    error,
  );
}

function flat(
  headers: Readonly<Record<string, string | readonly string[] | number | undefined>>,
): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined)
      plain[name] = typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : String(value);
  }
  return plain;
}
