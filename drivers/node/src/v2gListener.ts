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
  /** How long a connection may say nothing after its handshake. Default 20 s: V2G_EVCC_CommunicationSetup_Timeout, after which a car has given up. */
  readonly silent_ms?: number;
}

/**
 * Opens the sockets of one charging interface.
 * @throws OperatorError `port_in_use`, `address_unusable` in one clear line.
 */
export async function listenV2g(options: V2gListenOptions, host: V2gHost): Promise<V2gListener> {
  const { link } = options;
  const connections = new Connections(options.maxConnections);
  const silent: SilentCars = new Map();
  const open: (Server | UdpSocket)[] = [];
  const close = () => Promise.all(open.map((one) => new Promise<void>((done) => one.close(() => done()))));
  const place = link.kind === 'multicast' ? `${link.address}%${link.interface}` : link.address;
  try {
    const tlsPort = options.tls ? await listen(tlsDoor(options, host, connections, silent)) : undefined;
    const tcpPort = options.tcp ? await listen(plainDoor(options, host, connections)) : undefined;
    open.push(await respondSdp(options, (datagram) => host.sdp(datagram)));
    return {
      endpoint: {
        address: link.address,
        ...(tlsPort !== undefined && { tlsPort }),
        ...(tcpPort !== undefined && { tcpPort }),
      },
      async close() {
        silent.clear();
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
      let receiver: StreamReceiver | undefined;
      const take = (bytes: Uint8Array) => {
        connections.spoke(socket);
        receiver?.bytes(bytes);
      };
      const stream = socketStream(socket, undefined, take, (reason) => receiver?.closed(reason));
      receiver = host.open(stream);
      take(chunk);
    });
  });
}

function tlsDoor(options: V2gListenOptions, host: V2gHost, connections: Connections, silent: SilentCars): Server {
  const { silent_ms = SILENT_MS } = options;
  const acceptor = tlsAcceptor(options, host, (socket, wireUp) => attach(socket, wireUp));
  return createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {}); // told through 'close' and tlsClientError
    const isAdmitted = connections.admit(socket, (reason) => {
      const failure = new ConnectionFailure('too_many_connections', reason);
      acceptor.drop(socket, failure);
      silent.get(socket)?.(failure);
      socket.destroy();
    });
    if (!isAdmitted) refuse(socket, host);
    else acceptor.accept(socket);
  });

  /**
   * A connection with TLS is a car's, too, when its first bytes have come. One that leaves without a word after the handshake
   * is heard of when it leaves: a car that does not trust the station's certificate does so.
   */
  function attach(socket: Socket, wireUp: WireUp): void {
    const peer = peerOf(socket);
    let receiver: StreamReceiver | undefined;
    const drop = (failure: ConnectionFailure) => {
      if (!speaks()) return;
      stream.close('abort');
      host.failed(failure, peer);
    };
    const cancel = realClock.alarm(realClock.now() + silent_ms, () =>
      drop(new ConnectionFailure('connection_silent', `nothing came within ${silent_ms} ms after the handshake`)),
    );
    const speaks = () => {
      cancel();
      return silent.delete(socket);
    };
    const stream = wireUp(
      (chunk) => {
        if (speaks()) receiver = host.open(stream);
        connections.spoke(socket);
        receiver?.bytes(chunk);
      },
      (reason) => {
        if (speaks()) receiver = host.open(stream);
        receiver?.closed(reason);
      },
    );
    silent.set(socket, drop);
  }
}

/** Connections with a handshake that have said nothing since, each with what ends it for a reason of ours. */
type SilentCars = Map<Socket, (failure: ConnectionFailure) => void>;

function refuse(socket: Socket, host: V2gHost): void {
  const peer = peerOf(socket);
  socket.resetAndDestroy();
  host.failed(new ConnectionFailure('too_many_connections', ALL_TAKEN), peer);
}

function peerOf(socket: Socket): string {
  return endpointText(socket.remoteAddress ?? '', socket.remotePort ?? 0);
}

const SILENT_MS = 20_000;
const ALL_TAKEN = 'all connections are taken by cars that speak';
