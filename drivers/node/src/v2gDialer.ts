/** A car's sockets: SDP requests and the one V2G connection. @module */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { OperatorError } from '@openpnc/core/errors';
import {
  ConnectionFailure,
  type Stream,
  type StreamReceiver,
  type TlsInfo,
  type V2gDialer,
  type V2gTarget,
} from '@openpnc/core/network';
import { realClock } from './clock.ts';
import { endpointText, type V2gLink } from './interfaces.ts';
import { pemOfDer, socketStream } from './stream.ts';
import { SDP_GROUP, SDP_PORT, V2G_CIPHERS, V2G_CURVE } from './v2gListener.ts';

/** How a car reaches the station. */
export interface V2gDialOptions {
  readonly link: V2gLink;
  /** Hop limit of SDP requests. 0 keeps them on this host, for a lab whose station is here too. Default 1. */
  readonly multicastHops?: number;
  /** Default 15118. */
  readonly sdpPort?: number;
  /** NSS key log lines, for captures. */
  readonly keyLog?: (line: string) => void;
}

/** The dialer of one interface. */
export function v2gDialer(options: V2gDialOptions): V2gDialer {
  return {
    discover: (request, wait_ms, seen) => discover(options, request, wait_ms, seen),
    connect: (target, receiver) => connect(options, target, receiver),
  };
}

async function discover(
  { link, multicastHops = 1, sdpPort = SDP_PORT }: V2gDialOptions,
  request: Uint8Array,
  wait_ms: number,
  seen: Parameters<V2gDialer['discover']>[2],
): Promise<void> {
  const socket = createSocket({ type: 'udp6', ipv6Only: true });
  const isMulticast = link.kind === 'multicast';
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', (error) =>
        reject(new OperatorError('address_unusable', `SDP from ${link.address}%${link.interface}: ${error.message}`)),
      );
      socket.bind({ address: isMulticast ? `${link.address}%${link.interface}` : '::1', port: 0 }, resolve);
    });
    if (isMulticast) {
      socket.setMulticastInterface(`::%${link.interface}`);
      socket.setMulticastTTL(multicastHops);
      socket.setMulticastLoopback(true);
    }
    await new Promise<void>((resolve, reject) => {
      const cancel = realClock.alarm(realClock.now() + wait_ms, resolve);
      const end = () => {
        cancel();
        resolve();
      };
      socket.removeAllListeners('error');
      socket.on('error', (error) => {
        cancel();
        reject(new OperatorError('address_unusable', `SDP on ${link.interface}: ${error.message}`));
      });
      socket.on('message', (payload: Buffer, from: RemoteInfo) => {
        if (seen({ payload: new Uint8Array(payload), from: endpointText(from.address, from.port) })) end();
      });
      socket.send(request, sdpPort, isMulticast ? `${SDP_GROUP}%${link.interface}` : '::1', (error) => {
        // ENETUNREACH and the like: no answer will come, but the next try may find the interface up.
        if (
          error &&
          !['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'ENETDOWN'].includes(
            (error as NodeJS.ErrnoException).code ?? '',
          )
        ) {
          cancel();
          reject(new OperatorError('address_unusable', `SDP on ${link.interface}: ${error.message}`));
        }
      });
    });
  } finally {
    socket.close();
  }
}

function connect(options: V2gDialOptions, target: V2gTarget, receiver: StreamReceiver): Promise<Stream> {
  const { link } = options;
  const isLinkLocal = target.address.toLowerCase().startsWith('fe80');
  const host = isLinkLocal && link.kind === 'multicast' ? `${target.address}%${link.interface}` : target.address;
  const place = endpointText(host, target.port);
  return new Promise((resolve, reject) => {
    let ocspResponse: Uint8Array | undefined;
    const socket: Socket | TLSSocket = target.tls
      ? connectTls({
          host,
          port: target.port,
          minVersion: 'TLSv1.2',
          maxVersion: 'TLSv1.2',
          ciphers: V2G_CIPHERS,
          ecdhCurve: V2G_CURVE,
          sigalgs: 'ECDSA+SHA256',
          // The car judges the chain itself, by the V2G rules (no host name, DC=CPO, V2G roots only).
          rejectUnauthorized: false,
          checkServerIdentity: () => undefined,
          requestOCSP: target.tls.requestOcsp,
          ...(target.tls.identity && {
            cert: target.tls.identity.certificates.map(pemOfDer).join(''),
            key: target.tls.identity.keyPem,
          }),
        })
      : connectTcp({ host, port: target.port });
    socket.setNoDelay(true);
    const cancel = realClock.alarm(target.deadline, () =>
      fail(new ConnectionFailure('tls_handshake_timeout', `${place}: not connected in time`)),
    );
    const onError = (error: NodeJS.ErrnoException) => fail(connectionFailure(error, place));
    const onClose = () => fail(new ConnectionFailure('connection_lost', `${place}: closed while connecting`));
    socket.once('error', onError);
    socket.once('close', onClose);
    if (target.tls) {
      socket.on('OCSPResponse', (response: Buffer | null | undefined) => {
        if (response) ocspResponse = new Uint8Array(response);
      });
      if (options.keyLog) socket.on('keylog', (line: Buffer) => options.keyLog?.(line.toString('latin1')));
    }
    socket.once(target.tls ? 'secureConnect' : 'connect', () => {
      cancel();
      socket.removeListener('error', onError);
      socket.removeListener('close', onClose);
      const tls = target.tls ? tlsInfo(socket as TLSSocket, ocspResponse) : undefined;
      resolve(
        socketStream(
          socket,
          tls,
          (chunk) => receiver.bytes(chunk),
          (reason) => receiver.closed(reason),
        ),
      );
    });
    function fail(failure: ConnectionFailure): void {
      cancel();
      socket.removeListener('close', onClose);
      socket.on('error', () => {});
      socket.destroy();
      reject(failure);
    }
  });
}

function tlsInfo(socket: TLSSocket, ocspResponse: Uint8Array | undefined): TlsInfo {
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().standardName,
    peerCertificates: chainOf(socket.getPeerCertificate(true)),
    ...(ocspResponse && { ocspResponse }),
  };
}

/** What the server presented, leaf first. A self-signed certificate is its own issuer: the walk ends there. */
function chainOf(leaf: DetailedPeerCertificate): Uint8Array[] {
  const chain: Uint8Array[] = [];
  const seen = new Set<string>();
  for (
    let next: DetailedPeerCertificate | undefined = leaf;
    next?.raw && !seen.has(next.fingerprint256);
    next = next.issuerCertificate
  ) {
    seen.add(next.fingerprint256);
    chain.push(new Uint8Array(next.raw));
  }
  return chain;
}

function connectionFailure(error: NodeJS.ErrnoException, place: string): ConnectionFailure {
  const found = /alert number (\d+)/.exec(error.message);
  const alert = found ? { alert: Number(found[1]) } : {};
  const code =
    error.code === 'ECONNREFUSED'
      ? 'connection_refused'
      : error.code === 'ECONNRESET'
        ? 'connection_lost'
        : 'tls_handshake_failed';
  return new ConnectionFailure(code, `${place}: ${error.message}`, { ...alert, cause: error });
}
