/** A car's sockets: SDP requests and the one V2G connection. ISO 15118-2:2014 7.7.3, 7.10.1. @module */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import {
  ConnectionFailure,
  type Stream,
  type StreamReceiver,
  type V2gDialer,
  type V2gTarget,
} from '@openpnc/core/network';
import { tlsClient } from '@openpnc/tls/clientEngine';
import { alertOfError, diagnoseHandshake } from '@openpnc/tls/handshakeFailure';
import { realClock } from './clock.ts';
import { endpointText, type V2gLink } from './interfaces.ts';
import { engineFailure, type OwnClientTls, runEngine } from './ownTls.ts';
import { systemRandom } from './random.ts';
import { askSdp } from './sdp.ts';
import { socketStream } from './stream.ts';
import { contextOf, tlsInfo, v2gTls } from './tlsProfile.ts';

/** How a car reaches the station. */
export interface V2gDialOptions {
  readonly link: V2gLink;
  /** Hop limit of SDP requests. 0 keeps them on this host, for a lab whose station is here too. Default 1. */
  readonly multicastHops?: number;
  /** Default 15118. */
  readonly sdpPort?: number;
  /** NSS key log lines, for captures. Whoever has them reads the sessions. */
  readonly keyLog?: (line: string) => void;
  /**
   * Speaks TLS with the bench's own engine instead of `node:tls`: trusted_ca_keys, status_request_v2, static ECDH, a
   * judgement that is sent as an alert. Not hardened against timing: never where a session has to be protected.
   */
  readonly dangerOwnTls?: OwnClientTls;
}

/** The dialer of one interface. */
export function v2gDialer(options: V2gDialOptions): V2gDialer {
  return {
    discover: (request, wait_ms, seen) => askSdp({ multicastHops: 1, ...options }, request, wait_ms, seen),
    connect: (target, receiver) =>
      target.tls && options.dangerOwnTls
        ? connectOwn(options, options.dangerOwnTls, target, receiver)
        : connect(options, target, receiver),
  };
}

function connect(options: V2gDialOptions, target: V2gTarget, receiver: StreamReceiver): Promise<Stream> {
  const host = scoped(target.address, options.link);
  const place = endpointText(host, target.port);
  return new Promise((resolve, reject) => {
    let ocspResponse: Uint8Array | undefined;
    let isConnected = false;
    const socket = target.tls ? tlsSocket(host, target.port, target.tls) : connectTcp({ host, port: target.port });
    socket.setNoDelay(true);
    const cancel = realClock.alarm(target.deadline, () => {
      const [code, what] = isConnected ? ['tls_handshake_timeout', 'TLS'] : ['connection_failed', 'TCP'];
      fail(new ConnectionFailure(code, `${place}: no ${what} connection in time`));
    });
    const onError = (error: NodeJS.ErrnoException) => fail(failureOf(error, place));
    const onClose = () => fail(failureOf({ code: 'ECONNRESET', message: 'closed while connecting' }, place));
    socket.once('error', onError);
    socket.once('close', onClose);
    socket.once('connect', () => {
      isConnected = true;
    });
    socket.on('OCSPResponse', (response: Buffer | null | undefined) => {
      // In the middle of the handshake: a write here would break it.
      if (response) ocspResponse = new Uint8Array(response);
    });
    if (target.tls && options.keyLog) socket.on('keylog', (line: Buffer) => options.keyLog?.(line.toString('latin1')));
    socket.once(target.tls ? 'secureConnect' : 'connect', () => {
      cancel();
      socket.removeListener('error', onError);
      socket.removeListener('close', onClose);
      const tls = target.tls ? tlsInfo(socket as TLSSocket, ocspResponse ? { ocspResponse } : {}) : undefined;
      const stream = socketStream(
        socket,
        tls,
        (chunk) => receiver.bytes(chunk),
        (reason) => receiver.closed(reason),
      );
      resolve(stream);
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

function connectOwn(
  options: V2gDialOptions,
  own: OwnClientTls,
  { tls, ...target }: V2gTarget,
  receiver: StreamReceiver,
): Promise<Stream> {
  const host = scoped(target.address, options.link);
  const place = endpointText(host, target.port);
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port: target.port, noDelay: true });
    const fail = (failure: ConnectionFailure) => {
      cancel();
      socket.on('error', () => {});
      reject(failure);
    };
    const cancel = realClock.alarm(target.deadline, () => {
      const code = socket.connecting ? 'connection_failed' : 'tls_handshake_timeout';
      fail(new ConnectionFailure(code, `${place}: not connected in time`));
      socket.destroy();
    });
    const onError = (error: NodeJS.ErrnoException) => fail(failureOf(error, place));
    socket.once('error', onError);
    socket.once('connect', () => {
      socket.removeListener('error', onError);
      const engine = tlsClient({
        ...own,
        random: systemRandom,
        statusRequest: tls?.requestOcsp ?? false,
        ...(tls?.identity && { identity: tls.identity }),
        ...(options.keyLog && { keyLog: options.keyLog }),
      });
      runEngine(engine, socket, {
        secured(_info, wireUp) {
          cancel();
          resolve(
            wireUp(
              (chunk) => receiver.bytes(chunk),
              (reason) => receiver.closed(reason),
            ),
          );
        },
        failed: (failure) => fail(engineFailure('client', failure, place)),
      });
    });
  });
}

function tlsSocket(host: string, port: number, tls: NonNullable<V2gTarget['tls']>): Socket {
  return connectTls({
    host,
    port,
    ...v2gTls,
    sigalgs: 'ECDSA+SHA256',
    // The car judges the chain itself, by the V2G rules: V2G roots only, DC=CPO, no host name.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    requestOCSP: tls.requestOcsp,
    ...(tls.identity && contextOf(tls.identity)),
  });
}

/** A link-local address needs the interface that it is meant on. */
function scoped(address: string, link: V2gLink): string {
  const isLinkLocal = /^fe[89ab]/i.test(address);
  return isLinkLocal && link.kind === 'multicast' ? `${address}%${link.interface}` : address;
}

function failureOf(error: Pick<NodeJS.ErrnoException, 'code' | 'message'>, place: string): ConnectionFailure {
  const number = alertOfError(error.message);
  const { code, text, alert } = diagnoseHandshake({
    side: 'client',
    ...(number !== undefined && { alert: { number, from: 'peer' } }),
    ...(error.code !== undefined && { error: error.code }),
  });
  return new ConnectionFailure(code, `${place}: ${text}`, { ...(alert !== undefined && { alert }), cause: error });
}
