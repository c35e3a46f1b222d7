/** A station's sockets towards cars: SDP responder, TCP and TLS listeners on one charging interface. @module */
import { constants as cryptoConstants, X509Certificate } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type Server as TlsServer } from 'node:tls';
import { OperatorError, type ProtocolError } from '@openpnc/core/errors';
import {
  ConnectionFailure,
  type StreamReceiver,
  type TlsIdentity,
  type V2gHost,
  type V2gListener,
} from '@openpnc/core/network';
import { gatherClientHello, parseClientHello } from '@openpnc/tls/clientHello';
import { explainHandshakeFailure } from '@openpnc/tls/handshakeFailure';
import { endpointText, type V2gLink } from './interfaces.ts';
import { pemOfDer, socketStream } from './stream.ts';

/** SDP: UDP port and all-nodes group. ISO 15118-2:2014 7.10.1. */
export const SDP_PORT = 15_118;
export const SDP_GROUP = 'ff02::1';
/** The TLS profile of ISO 15118-2:2014 7.7.3. */
export const V2G_CIPHERS = 'ECDHE-ECDSA-AES128-SHA256';
export const V2G_CURVE = 'prime256v1';

/** How a station listens. */
export interface V2gListenOptions {
  readonly link: V2gLink;
  readonly tls: boolean;
  readonly tcp: boolean;
  /** From accept to the end of the TLS handshake. */
  readonly handshake_ms: number;
  readonly maxConnections: number;
  /** Default 15118. */
  readonly sdpPort?: number;
  /** NSS key log lines, for captures. Never in production: whoever has them reads the session. */
  readonly keyLog?: (line: string) => void;
}

/**
 * Opens the sockets of one charging interface.
 * @throws OperatorError `port_in_use`, `address_unusable` in one clear line.
 */
export async function listenV2g(options: V2gListenOptions, host: V2gHost): Promise<V2gListener> {
  const { link } = options;
  const open: { close(): void }[] = [];
  const sockets = new Set<Socket>();
  try {
    const tlsServer = options.tls ? await listen(peekServer(options, host, sockets), options) : undefined;
    const tcpServer = options.tcp ? await listen(plainServer(options, host, sockets), options) : undefined;
    for (const server of [tlsServer, tcpServer]) if (server) open.push(server);
    open.push(await sdpResponder(options, host));
    return {
      endpoint: {
        address: link.address,
        ...(tlsServer && { tlsPort: portOf(tlsServer) }),
        ...(tcpServer && { tcpPort: portOf(tcpServer) }),
      },
      async close() {
        for (const socket of sockets) socket.destroy();
        await Promise.all(open.map((one) => new Promise<void>((done) => (one as Server).close(done as () => void))));
      },
    };
  } catch (error) {
    for (const one of open) one.close();
    throw error;
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** An address that has just come up is tentative for about two seconds (duplicate address detection): try again for so long. */
async function listen(server: Server, { link }: V2gListenOptions): Promise<Server> {
  const host = link.kind === 'multicast' ? `${link.address}%${link.interface}` : link.address;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await new Promise<Server>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host, port: 0 }, () => {
          server.removeListener('error', reject);
          resolve(server);
        });
      });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRNOTAVAIL' || attempt >= 25)
        throw new OperatorError('address_unusable', `V2G listener at ${host}: ${message}`);
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

async function sdpResponder(options: V2gListenOptions, host: V2gHost): Promise<UdpSocket> {
  const { link, sdpPort: port = SDP_PORT } = options;
  const socket = createSocket({ type: 'udp6', reuseAddr: link.kind === 'multicast', ipv6Only: true });
  const address = link.kind === 'loopback' ? link.address : undefined;
  await new Promise<void>((resolve, reject) => {
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      const where = endpointText(address ?? '::', port);
      reject(
        error.code === 'EADDRINUSE'
          ? new OperatorError('port_in_use', `SDP at UDP ${where}: the port is in use by another program`)
          : new OperatorError('address_unusable', `SDP at UDP ${where}: ${error.message}`),
      );
    });
    socket.bind({ port, ...(address !== undefined && { address }) }, resolve);
  });
  socket.removeAllListeners('error');
  socket.on('error', () => {}); // a failed send (interface down) must not end the station
  if (link.kind === 'multicast') socket.addMembership(SDP_GROUP, `::%${link.interface}`);
  socket.on('message', (payload: Buffer, from: RemoteInfo) => {
    // A socket bound to :: hears the group on all interfaces: only this one counts.
    if (link.kind === 'multicast' && !from.address.endsWith(`%${link.interface}`)) return;
    const answer = host.sdp({ payload: new Uint8Array(payload), from: endpointText(from.address, from.port) });
    if (answer) socket.send(answer, from.port, from.address);
  });
  return socket;
}

function plainServer(options: V2gListenOptions, host: V2gHost, sockets: Set<Socket>): Server {
  const server = createServer({ noDelay: true }, (socket) => {
    keepTrack(socket, sockets);
    attach(socket, host, {});
  });
  server.maxConnections = options.maxConnections;
  return server;
}

/** Peeks at the ClientHello, lets the host choose a chain, and hands the untouched socket to a TLS server of that chain. */
function peekServer(options: V2gListenOptions, host: V2gHost, sockets: Set<Socket>): Server {
  const chains = new Map<string, { readonly identity: TlsIdentity; readonly server: TlsServer }>();
  const hellos = new Map<string, Uint8Array>();
  const keyOf = (socket: Socket) => `${socket.remoteAddress}|${socket.remotePort}`;
  const peerOf = (socket: Socket) => endpointText(socket.remoteAddress ?? '', socket.remotePort ?? 0);

  const server = createServer({ noDelay: true }, (socket) => {
    keepTrack(socket, sockets);
    const peer = peerOf(socket);
    const chunks: Buffer[] = [];
    const giveUp = (code: string, text: string, alert?: number) => {
      clearTimeout(timer);
      if (alert === undefined) socket.destroy();
      else socket.end(Uint8Array.of(21, 3, 3, 0, 2, 2, alert));
      host.failed(new ConnectionFailure(code, text, alert === undefined ? {} : { alert }), peer);
    };
    const timer = setTimeout(
      () => giveUp('tls_handshake_timeout', `no ClientHello within ${options.handshake_ms} ms`),
      options.handshake_ms,
    );
    const onData = (chunk: Buffer) => {
      chunks.push(chunk);
      const stream = Buffer.concat(chunks);
      let hello: Uint8Array | undefined;
      try {
        hello = gatherClientHello(stream);
        if (hello) parseClientHello(hello);
      } catch (error) {
        stop();
        const { code, message } = error as ProtocolError;
        giveUp(code, message, code === 'tls_not_client_hello' ? 10 : 50);
        return;
      }
      if (!hello) return;
      stop();
      const identity = host.identity(hello);
      if (!identity) {
        giveUp('tls_not_ready', 'no usable certificate chain for this car', 40);
        return;
      }
      clearTimeout(timer);
      const key = keyOf(socket);
      hellos.set(key, hello);
      socket.once('close', () => hellos.delete(key));
      socket.pause();
      socket.unshift(stream);
      serverFor(identity).emit('connection', socket);
    };
    const onEnd = () => giveUp('connection_lost', 'the car closed the connection before its ClientHello was complete');
    function stop(): void {
      socket.removeListener('data', onData);
      socket.removeListener('end', onEnd);
    }
    socket.on('data', onData);
    socket.on('end', onEnd);
  });
  server.maxConnections = options.maxConnections;
  server.on('drop', () =>
    host.failed(new ConnectionFailure('too_many_connections', `more than ${options.maxConnections} connections`), ''),
  );
  server.once('close', () => {
    for (const { server: chain } of chains.values()) chain.close();
  });
  return server;

  function serverFor(identity: TlsIdentity): TlsServer {
    const known = chains.get(identity.id);
    if (
      known &&
      known.identity.keyPem === identity.keyPem &&
      sameBytes(known.identity.certificates[0], identity.certificates[0])
    )
      return known.server;
    const tls = createTlsServer({
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
      ciphers: V2G_CIPHERS,
      ecdhCurve: V2G_CURVE,
      cert: identity.certificates.map(pemOfDer).join(''),
      key: identity.keyPem,
      handshakeTimeout: options.handshake_ms,
      honorCipherOrder: true,
      secureOptions: cryptoConstants.SSL_OP_NO_TICKET | cryptoConstants.SSL_OP_NO_RENEGOTIATION,
    });
    tls.on('OCSPRequest', (_certificate, _issuer, answer) => {
      const staple = host.staple(identity);
      answer(null, staple ? Buffer.from(staple) : (null as unknown as Buffer));
    });
    tls.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
      // On expiry Node only tells; the connection stays open until we drop it.
      const alert = alertOf(error);
      const hello = hellos.get(keyOf(socket));
      socket.destroy();
      const { code, text } =
        error.code === 'ERR_TLS_HANDSHAKE_TIMEOUT'
          ? { code: 'tls_handshake_timeout', text: `the handshake was not done within ${options.handshake_ms} ms` }
          : explainHandshakeFailure(hello && parseClientHello(hello), {
              alert,
              reason: `${error.code ?? ''} ${error.message}`.trim(),
            });
      host.failed(
        new ConnectionFailure(code, text, { ...(alert !== undefined && { alert }), cause: error }),
        peerOf(socket),
      );
    });
    tls.on('secureConnection', (socket: TLSSocket) => {
      const hello = hellos.get(keyOf(socket));
      attach(socket, host, {
        tls: {
          protocol: socket.getProtocol() ?? '',
          cipher: socket.getCipher().standardName,
          peerCertificates: [],
          ...(hello && { clientHello: hello }),
        },
      });
    });
    if (options.keyLog) tls.on('keylog', (line: Buffer) => options.keyLog?.(line.toString('latin1')));
    chains.set(identity.id, { identity, server: tls });
    return tls;
  }
}

function attach(
  socket: Socket,
  host: V2gHost,
  info: { readonly tls?: NonNullable<import('@openpnc/core/network').StreamInfo['tls']> },
): void {
  let receiver: StreamReceiver | undefined;
  const stream = socketStream(
    socket,
    info.tls,
    (chunk) => receiver?.bytes(chunk),
    (reason) => receiver?.closed(reason),
  );
  receiver = host.open(stream);
}

function keepTrack(socket: Socket, sockets: Set<Socket>): void {
  sockets.add(socket);
  socket.on('error', () => {}); // told through 'close' or tlsClientError
  socket.once('close', () => sockets.delete(socket));
}

/** The alert number that OpenSSL puts into its message. */
function alertOf(error: Error): number | undefined {
  const found = /alert number (\d+)/.exec(error.message);
  return found ? Number(found[1]) : undefined;
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    new X509Certificate(a).fingerprint256 === new X509Certificate(b).fingerprint256
  );
}
