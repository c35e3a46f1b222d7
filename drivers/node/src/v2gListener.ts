/** A station's sockets towards cars: SDP responder, TCP and TLS listeners on one charging interface. @module */
import type { Socket as UdpSocket } from 'node:dgram';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { ConnectionFailure, type StreamReceiver, type V2gHost, type V2gListener } from '@openpnc/core/network';
import { realClock } from './clock.ts';
import { Connections } from './connections.ts';
import { endpointText, onDynamicPort, untilUsable } from './interfaces.ts';
import type { WireUp } from './ownTls.ts';
import { respondSdp, type SdpOptions } from './sdp.ts';
import { socketStream } from './stream.ts';
import { type TlsAcceptOptions, tlsAcceptor } from './tlsAcceptor.ts';

/** How a station listens. */
export interface V2gListenOptions extends SdpOptions, TlsAcceptOptions {
  readonly tls: boolean;
  readonly tcp: boolean;
  /** Connections that are open at once, TLS and TCP together. At the limit a silent one makes room for a new one. */
  readonly maxConnections: number;
}

/**
 * Opens the sockets of one charging interface.
 * @throws OperatorError `port_in_use`, `address_unusable` in one clear line.
 */
export async function listenV2g(options: V2gListenOptions, host: V2gHost): Promise<V2gListener> {
  const { link } = options;
  const connections = new Connections(options.maxConnections);
  const open: (Server | UdpSocket)[] = [];
  const close = () => Promise.all(open.map((one) => new Promise<void>((done) => one.close(() => done()))));
  const place = link.kind === 'multicast' ? `${link.address}%${link.interface}` : link.address;
  try {
    const tlsPort = options.tls ? await listen(tlsDoor(options, host, connections)) : undefined;
    const tcpPort = options.tcp ? await listen(plainDoor(options, host, connections)) : undefined;
    open.push(await respondSdp(options, (datagram) => host.sdp(datagram)));
    return {
      endpoint: {
        address: link.address,
        ...(tlsPort !== undefined && { tlsPort }),
        ...(tcpPort !== undefined && { tcpPort }),
      },
      async close() {
        connections.clear();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }

  async function listen(server: Server): Promise<number> {
    await untilUsable(`V2G listener at ${place}`, () =>
      onDynamicPort((port) => listening(server, { host: place, port })),
    );
    open.push(server);
    return (server.address() as AddressInfo).port;
  }
}

function listening(server: Server, where: { readonly host: string; readonly port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ ...where, backlog: 256 }, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

/** A connection is a car's when its first bytes have come: a silent one takes no outlet. */
function plainDoor({ handshake_ms }: V2gListenOptions, host: V2gHost, connections: Connections): Server {
  return createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {}); // told through 'close'
    const peer = peerOf(socket);
    const drop = (code: string, reason: string) => {
      if (!waits()) return;
      socket.resetAndDestroy();
      host.failed(new ConnectionFailure(code, reason), peer);
    };
    let isWaiting = true;
    const waits = () => {
      const wasWaiting = isWaiting;
      isWaiting = false;
      cancel();
      return wasWaiting;
    };
    const cancel = realClock.alarm(realClock.now() + handshake_ms, () =>
      drop('connection_silent', `nothing came within ${handshake_ms} ms`),
    );
    if (!connections.admit(socket, (reason) => drop('too_many_connections', reason))) {
      drop('too_many_connections', ALL_TAKEN);
      return;
    }
    socket.once('close', () => drop('connection_lost', 'the car closed the connection before it said anything'));
    socket.once('data', (chunk: Buffer) => {
      if (!waits()) return;
      const wireUp: WireUp = (bytes, closed) => socketStream(socket, undefined, bytes, closed);
      attach(socket, wireUp, host, connections)(chunk);
    });
  });
}

function tlsDoor(options: V2gListenOptions, host: V2gHost, connections: Connections): Server {
  const acceptor = tlsAcceptor(options, host, (socket, wireUp) => attach(socket, wireUp, host, connections));
  return createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {}); // told through 'close' and tlsClientError
    const isAdmitted = connections.admit(socket, (reason) => {
      acceptor.drop(socket, new ConnectionFailure('too_many_connections', reason));
      socket.destroy();
    });
    if (!isAdmitted) refuse(socket, host);
    else acceptor.accept(socket);
  });
}

function refuse(socket: Socket, host: V2gHost): void {
  const peer = peerOf(socket);
  socket.resetAndDestroy();
  host.failed(new ConnectionFailure('too_many_connections', ALL_TAKEN), peer);
}

/** @returns what takes the stream's bytes */
function attach(socket: Socket, wireUp: WireUp, host: V2gHost, connections: Connections): (chunk: Uint8Array) => void {
  let receiver: StreamReceiver | undefined;
  const take = (chunk: Uint8Array) => {
    connections.spoke(socket);
    receiver?.bytes(chunk);
  };
  const stream = wireUp(take, (reason) => receiver?.closed(reason));
  receiver = host.open(stream);
  return take;
}

function peerOf(socket: Socket): string {
  return endpointText(socket.remoteAddress ?? '', socket.remotePort ?? 0);
}

const ALL_TAKEN = 'all connections are taken by cars that speak';
