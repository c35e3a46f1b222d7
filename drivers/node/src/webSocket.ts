/** WebSockets on `ws`: the CSMS's server door and the station's way out. OCPP 2.0.1 Part 4 section 3. @module */
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket, TlsOptions } from 'node:tls';
import { OperatorError } from '@openpnc/core/errors';
import { ConnectionFailure, type TlsIdentity } from '@openpnc/core/network';
import type {
  Accept,
  Acceptance,
  Channel,
  ChannelReceiver,
  ChannelTarget,
  DialChannel,
  Upgrade,
} from '@openpnc/core/ports';
import { alertOfError, diagnoseHandshake } from '@openpnc/tls/handshakeFailure';
import WebSocket, { WebSocketServer } from 'ws';
import { realClock } from './clock.ts';
import { acceptedOffer } from './compression.ts';
import { endpointText } from './interfaces.ts';
import { pemOfDer } from './tlsProfile.ts';

/** How the server listens. One port has one security profile. */
export interface ChannelServerOptions {
  readonly host: string;
  readonly port: number;
  readonly tls?: {
    /** An EC and an RSA identity: the client's suites choose. */
    readonly identities: readonly TlsIdentity[];
    /** Security profile 3: roots of the station certificates, DER. */
    readonly clientRoots?: readonly Uint8Array[];
  };
  /** Largest text frame, bytes. */
  readonly maxPayload: number;
  /** Upgrade requests that are not answered by then are dropped. */
  readonly handshake_ms: number;
  /** Pings each peer so often and drops one that has been silent since the last ping. Default: never. */
  readonly ping_ms?: number;
  /**
   * Connections that may compress at once, where `accept` offers it: each keeps some 130 kB for its lifetime once it has
   * used both directions (a deflate stream of Node alone takes 95), so this bounds the memory. Those that come later speak
   * uncompressed. Default 128.
   */
  readonly maxCompressed?: number;
  /** `accept` broke: a bug of its owner. The peer was answered 500 and the server lives. */
  readonly failed?: (error: unknown, upgrade: Upgrade) => void;
}

/** A server that listens. */
export interface Serving {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Suites that security profiles 2 and 3 ask a CSMS for (OCPP 2.0.1 Part 2 A00.FR.316), and their TLS 1.3 fellows. */
const CSMS_CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
].join(':');
/** What zlib may take: small buffers, four messages at a time in the whole process, nothing kept between messages. */
const ZLIB = {
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
  concurrencyLimit: 4,
  zlibDeflateOptions: { memLevel: 5, chunkSize: 4_096 },
  zlibInflateOptions: { chunkSize: 4_096 },
} as const;
/** RFC 6455 7.4.1. */
const TOO_BIG = 1009;

/** Serves WebSocket upgrades through `accept`. @throws OperatorError `port_in_use`, `address_unusable`. */
export async function serveChannels(options: ChannelServerOptions, accept: Accept): Promise<Serving> {
  const { tls, handshake_ms, maxPayload, maxCompressed = 128 } = options;
  const refuse = { requestTimeout: handshake_ms, headersTimeout: handshake_ms };
  const server = tls
    ? createHttpsServer({
        ...refuse,
        ...serverTls(tls),
        handshakeTimeout: handshake_ms,
        ciphers: CSMS_CIPHERS,
      })
    : createHttpServer(refuse);
  const upgraders = new Map<number | undefined, WebSocketServer>();
  /** Completes upgrades, and compresses what is longer than the threshold where the peer agreed. */
  const upgraderOf = (threshold: number | undefined): WebSocketServer => {
    const known = upgraders.get(threshold);
    if (known) return known;
    const upgrader = new WebSocketServer({
      noServer: true,
      maxPayload,
      perMessageDeflate: threshold !== undefined && { threshold, ...ZLIB },
      clientTracking: true,
      // The choice was made by accept: the request's header is rewritten to the one that was chosen.
      handleProtocols: (offered) => offered.values().next().value ?? false,
    });
    upgraders.set(threshold, upgrader);
    return upgrader;
  };
  let compressed = 0;
  server.on('request', (_request, response) => {
    response.writeHead(426, { connection: 'close', 'content-type': 'text/plain' }).end('WebSocket upgrade expected\n');
  });
  server.on('tlsClientError', (_error: Error, socket: TLSSocket) => socket.destroy());
  server.on('upgrade', async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const upgrade = upgradeOf(request);
    let answer: Acceptance;
    try {
      answer = await accept(upgrade);
    } catch (error) {
      refuseUpgrade(socket, { accept: false, status: 500 });
      options.failed?.(error, upgrade);
      return;
    }
    if (!answer.accept) {
      refuseUpgrade(socket, answer);
      return;
    }
    const { protocol, open, compression } = answer;
    if (protocol === undefined) delete request.headers['sec-websocket-protocol'];
    else request.headers['sec-websocket-protocol'] = protocol;
    const offer =
      compression &&
      compressed < maxCompressed &&
      acceptedOffer(request.headers['sec-websocket-extensions'] ?? '', compression.window_bits);
    // Rewritten as well, to the one offer that is taken: ws refuses a client whose offer it cannot meet.
    if (offer) request.headers['sec-websocket-extensions'] = offer;
    else delete request.headers['sec-websocket-extensions'];
    upgraderOf(offer ? compression?.threshold_bytes : undefined).handleUpgrade(request, socket, head, (webSocket) => {
      if (offer) {
        compressed += 1;
        webSocket.once('close', () => {
          compressed -= 1;
        });
      }
      const channel = channelOf(webSocket);
      receive(webSocket, open(channel));
      if (options.ping_ms !== undefined) keepAlive(webSocket, options.ping_ms);
    });
  });
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${tls ? 'wss' : 'ws'}://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    async close() {
      for (const { clients } of upgraders.values()) for (const webSocket of clients) webSocket.terminate();
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** TLS of a server with several chains, and client certificates under the given roots only. */
export function serverTls(tls: NonNullable<ChannelServerOptions['tls']>) {
  return {
    minVersion: 'TLSv1.2',
    cert: tls.identities.map(({ certificates }) => certificates.map(pemOfDer).join('')),
    key: tls.identities.map(({ keyPem }) => keyPem),
    ...(tls.clientRoots && { requestCert: true, rejectUnauthorized: true, ca: tls.clientRoots.map(pemOfDer) }),
  } as const satisfies TlsOptions;
}

/** What a WebSocket client may be told beside its target. */
export interface ChannelDialOptions {
  /** Pings the server so often and drops it when it has been silent since the last ping. Default: never. */
  readonly ping_ms?: number;
  /** Largest text frame, bytes. Default 16 MiB. */
  readonly maxPayload?: number;
  /** Asks for compression of messages that are longer than this, bytes. Default: none. RFC 7692 */
  readonly compressAbove?: number;
}

/**
 * A WebSocket client. With `tls` the server's path must end at one of the given roots and its certificate must name the
 * host: dNSName or IP of its subjectAltName, else the CN. It rejects with a ConnectionFailure: `connection_refused`,
 * `connection_lost`, `connection_timeout`, `connection_failed`, `host_unknown`, `invalid_csms_certificate`,
 * `tls_protocol_version`, `tls_no_shared_cipher`, `tls_client_certificate`, `tls_handshake_failed`, and
 * `upgrade_refused` with the HTTP status as cause.
 */
export function channelDialer({ maxPayload = 16_777_216, ...options }: ChannelDialOptions = {}): DialChannel {
  return (target, open) => dial(target, { ...options, maxPayload }, open);
}

/** {@link channelDialer} with its defaults. */
export const dialChannel: DialChannel = channelDialer();

function dial(
  { url, protocols, headers, deadline, tls }: ChannelTarget,
  { ping_ms, maxPayload, compressAbove }: ChannelDialOptions & { readonly maxPayload: number },
  open: Parameters<DialChannel>[1],
): ReturnType<DialChannel> {
  return new Promise((resolve, reject) => {
    const webSocket = new WebSocket(url, [...protocols], {
      headers,
      maxPayload,
      perMessageDeflate: compressAbove !== undefined && { threshold: compressAbove, ...ZLIB },
      followRedirects: false,
      ...(tls && {
        ca: tls.roots.map(pemOfDer),
        minVersion: 'TLSv1.2',
        ...(tls.identity && { cert: tls.identity.certificates.map(pemOfDer).join(''), key: tls.identity.keyPem }),
      }),
    });
    const fail = (failure: ConnectionFailure) => {
      cancel();
      webSocket.removeListener('error', onError);
      webSocket.on('error', () => {});
      webSocket.terminate();
      reject(failure);
    };
    const cancel = realClock.alarm(deadline, () =>
      fail(new ConnectionFailure('connection_timeout', `${url}: no WebSocket in time`)),
    );
    const onError = (error: NodeJS.ErrnoException) => fail(dialFailure(error, url));
    webSocket.once('error', onError);
    webSocket.once('unexpected-response', (_request, { statusCode, statusMessage }) =>
      fail(
        new ConnectionFailure('upgrade_refused', `${url}: HTTP ${statusCode} ${statusMessage}`, { cause: statusCode }),
      ),
    );
    webSocket.once('open', () => {
      cancel();
      webSocket.removeListener('error', onError);
      const channel = channelOf(webSocket);
      receive(webSocket, open(channel));
      if (ping_ms !== undefined) keepAlive(webSocket, ping_ms);
      resolve({ channel, protocol: webSocket.protocol === '' ? undefined : webSocket.protocol });
    });
  });
}

/** A half-open connection shows only when something is asked of it. RFC 6455 5.5.2. */
function keepAlive(webSocket: WebSocket, ping_ms: number): void {
  let hasBeenHeard = true;
  const heard = () => {
    hasBeenHeard = true;
  };
  webSocket.on('pong', heard);
  webSocket.on('message', heard);
  const timer = setInterval(() => {
    if (!hasBeenHeard) webSocket.terminate();
    hasBeenHeard = false;
    if (webSocket.readyState === WebSocket.OPEN) webSocket.ping();
  }, ping_ms);
  webSocket.on('close', () => clearInterval(timer));
}

function channelOf(webSocket: WebSocket): Channel {
  return {
    send(text) {
      if (webSocket.readyState === WebSocket.OPEN) webSocket.send(text);
    },
    close(code = 1000, reason = '') {
      webSocket.close(code, reason);
      // A peer that never answers the close frame must not hold the socket.
      const cancel = realClock.alarm(realClock.now() + 2_000, () => webSocket.terminate());
      webSocket.once('close', cancel);
    },
    get bufferedBytes() {
      return webSocket.bufferedAmount;
    },
  };
}

function receive(webSocket: WebSocket, receiver: ChannelReceiver): void {
  let problem = '';
  webSocket.on('message', (data, isBinary) => {
    if (isBinary) webSocket.close(1003, 'text frames only');
    else receiver.text(data.toString());
  });
  webSocket.on('error', (error) => {
    problem = error.message;
  });
  webSocket.on('close', (code, reason) =>
    receiver.closed(code, reason.toString() || problem || (code === TOO_BIG ? 'frame too large' : '')),
  );
}

function upgradeOf(request: IncomingMessage): Upgrade {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  const { remoteAddress = '', remotePort = 0 } = request.socket;
  const peer = (request.socket as TLSSocket).getPeerX509Certificate?.();
  return {
    path: request.url ?? '/',
    headers,
    protocols: (headers['sec-websocket-protocol'] ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
    peer: endpointText(remoteAddress, remotePort),
    ...(peer && { clientCertificates: [new Uint8Array(peer.raw)] }),
  };
}

function refuseUpgrade(
  socket: Duplex,
  { status, headers = {}, body = '' }: Extract<Acceptance, { accept: false }>,
): void {
  const lines = Object.entries({
    ...headers,
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${statusTexts[status] ?? 'Refused'}\r\n${lines.join('')}\r\n${body}`);
}

const statusTexts: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  426: 'Upgrade Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

function dialFailure(error: NodeJS.ErrnoException, url: string): ConnectionFailure {
  const { code = '', message } = error;
  const alert = alertOfError(message);
  if (alert !== undefined || code.startsWith('ERR_SSL_')) {
    const { code, text } = diagnoseHandshake({
      side: 'client',
      ...(alert !== undefined && { alert: { number: alert, from: 'peer' } }),
      ...(error.code !== undefined && { error: error.code }),
    });
    const detail = { ...(alert !== undefined && { alert }), cause: error };
    return new ConnectionFailure(code, `${url}: ${text.replace('the station', 'the server')}`, detail);
  }
  const known = DIAL_FAILURES[code] ?? (VERIFICATION.test(code) ? 'invalid_csms_certificate' : 'connection_failed');
  return new ConnectionFailure(known, `${url}: ${message || code}`, { cause: error });
}

const DIAL_FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_lost',
  ENOTFOUND: 'host_unknown',
  EAI_AGAIN: 'host_unknown',
};
/** Codes by which `node:tls` tells that a chain or its name did not verify. */
const VERIFICATION = /CERT|ISSUER|ALTNAME|SIGN|CRL|CHAIN|PURPOSE|TRUST|HOSTNAME/;

/** Listens, or says in one line why not. */
export function listen(
  server: {
    once(event: string, f: (error: NodeJS.ErrnoException) => void): unknown;
    removeListener(event: string, f: (error: NodeJS.ErrnoException) => void): unknown;
    listen(options: object, f: () => void): unknown;
  },
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      const place = endpointText(host, port);
      reject(
        error.code === 'EADDRINUSE'
          ? new OperatorError('port_in_use', `cannot listen at ${place}: the port is in use by another program`)
          : new OperatorError('address_unusable', `cannot listen at ${place}: ${error.message}`),
      );
    };
    server.once('error', onError);
    server.listen({ host, port, backlog: 4096 }, () => {
      server.removeListener('error', onError);
      resolve();
    });
  });
}
