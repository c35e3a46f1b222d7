/**
 * TLS towards cars: reads the ClientHello on the raw socket, lets the host choose a chain by it, and hands the untouched
 * socket to a TLS server of that chain. Node's own server could not show trusted_ca_keys. ISO 15118-2:2014 7.7.3.
 *
 * @module
 */
import type { Socket } from 'node:net';
import { createServer, type TLSSocket, type Server as TlsServer } from 'node:tls';
import { equalBytes } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import { ConnectionFailure, type TlsIdentity, type V2gHost } from '@openpnc/core/network';
import { type AlertName, alertNumbers, alertRecord } from '@openpnc/tls/alerts';
import { type ClientHello, ClientHelloReader, parseClientHello } from '@openpnc/tls/clientHello';
import { alertOfError, diagnoseHandshake, type HandshakeEvidence } from '@openpnc/tls/handshakeFailure';
import { tlsServer } from '@openpnc/tls/serverEngine';
import { realClock } from './clock.ts';
import { endpointText } from './interfaces.ts';
import { engineFailure, type OwnServerTls, runEngine, type WireUp } from './ownTls.ts';
import { systemRandom } from './random.ts';
import { socketStream } from './stream.ts';
import { contextOf, tlsInfo, v2gServerTls } from './tlsProfile.ts';

/** How TLS is offered. */
export interface TlsAcceptOptions {
  /** From accept to the end of the handshake, both together. */
  readonly handshake_ms: number;
  /** NSS key log lines, for captures. Whoever has them reads the sessions. */
  readonly keyLog?: (line: string) => void;
  /**
   * Whether a client certificate is asked for. ISO 15118-2 knows none: only for benches and pre-standard cars. Nobody
   * judges it here: the role finds the chain in `StreamInfo.tls.peerCertificates`. `require` drops a car without one.
   */
  readonly clientCertificate?: 'none' | 'request' | 'require';
  /**
   * Serves TLS with the bench's own engine instead of `node:tls`: static ECDH, answered trusted_ca_keys, a staple a
   * certificate, any alert at any point. Not hardened against timing: never where a session has to be protected.
   */
  readonly dangerOwnTls?: OwnServerTls;
}

/** Takes TCP connections and gives those whose handshake is done. */
interface TlsAcceptor {
  /** Starts the handshake on a connection just accepted. */
  accept(socket: Socket): void;
  /** Ends the handshake of a connection with a failure that the host is told. */
  drop(socket: Socket, failure: ConnectionFailure): void;
}

/** One connection from accept until it is up or has failed. */
interface Attempt {
  readonly socket: Socket;
  readonly peer: string;
  readonly cancel: () => void;
  hello?: ClientHello;
  isSettled: boolean;
}

/** An acceptor that asks `host` for chains and staples and tells it each failure once. */
export function tlsAcceptor(
  options: TlsAcceptOptions,
  host: Pick<V2gHost, 'identity' | 'staple' | 'failed' | 'namesNoneOfOurRoots'>,
  open: (socket: Socket, wireUp: WireUp) => void,
): TlsAcceptor {
  const { handshake_ms, clientCertificate = 'none' } = options;
  const attempts = new Map<string, Attempt>();
  const servers = new Map<string, { readonly identity: TlsIdentity; readonly server: TlsServer }>();
  return {
    accept,
    drop(socket, failure) {
      const attempt = attempts.get(keyOf(socket));
      if (attempt) fail(attempt, failure);
    },
  };

  function accept(socket: Socket): void {
    const key = keyOf(socket);
    const cancel = realClock.alarm(realClock.now() + handshake_ms, () => {
      const what = attempt.hello ? 'the handshake was not done' : 'no whole ClientHello';
      fail(attempt, new ConnectionFailure('tls_handshake_timeout', `${what} within ${handshake_ms} ms`));
    });
    const attempt: Attempt = { socket, peer: peerOf(socket), cancel, isSettled: false };
    attempts.set(key, attempt);
    socket.once('close', () => {
      // Whoever has a better reason (a TLS error) tells it in the same turn: this is the rest.
      setImmediate(() => {
        const { code, text } = attempt.hello
          ? diagnoseHandshake({ side: 'server', ...offerOf(attempt), error: 'ECONNRESET' })
          : { code: 'connection_lost', text: 'the car closed the connection before its ClientHello was whole' };
        fail(attempt, new ConnectionFailure(code, text));
        if (attempts.get(key) === attempt) attempts.delete(key);
      });
    });
    if (options.dangerOwnTls) serveOwn(attempt, options.dangerOwnTls);
    else peek(attempt);
  }

  function serveOwn(attempt: Attempt, own: OwnServerTls): void {
    const { staples, ...behaviour } = own;
    const engine = tlsServer({
      ...behaviour,
      random: systemRandom,
      clientCertificate,
      ...(options.keyLog && { keyLog: options.keyLog }),
      choose(hello) {
        attempt.hello = hello;
        const identity = host.identity(hello.raw);
        return identity && { identity, staples: staples?.(identity) ?? [host.staple(identity)] };
      },
    });
    runEngine(engine, attempt.socket, {
      secured(_info, wireUp) {
        if (settle(attempt)) open(attempt.socket, wireUp);
      },
      failed: (failure) => tell(attempt, engineFailure('server', failure)),
    });
  }

  function peek(attempt: Attempt): void {
    const { socket } = attempt;
    const reader = new ClientHelloReader();
    const chunks: Buffer[] = [];
    const onData = (chunk: Buffer) => {
      chunks.push(chunk);
      try {
        const message = reader.push(chunk);
        if (!message) return;
        attempt.hello = parseClientHello(message);
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        const alert = error.code === 'tls_not_client_hello' ? 'unexpected_message' : 'decode_error';
        refuse(attempt, error.code, error.message, error.code === 'tls_plain_v2gtp' ? undefined : alert);
        return;
      } finally {
        if (attempt.hello || attempt.isSettled) stop();
      }
      handOver(attempt, Buffer.concat(chunks));
    };
    const onEnd = () => socket.destroy();
    socket.on('data', onData);
    socket.on('end', onEnd);

    function stop(): void {
      socket.removeListener('data', onData);
      socket.removeListener('end', onEnd);
    }
  }

  function handOver(attempt: Attempt, read: Buffer): void {
    const { socket, hello } = attempt;
    const identity = host.identity(hello!.raw);
    if (!identity) {
      refuse(attempt, 'tls_not_ready', 'no usable certificate chain for this car', 'handshake_failure');
      return;
    }
    let server: TlsServer;
    try {
      server = serverFor(identity);
    } catch (error) {
      const text = `chain ${identity.id} cannot be used: ${(error as Error).message}`;
      refuse(attempt, 'tls_not_ready', text, 'internal_error');
      return;
    }
    socket.pause();
    socket.unshift(read);
    server.emit('connection', socket);
  }

  /** A server that never listens, for one chain. Made anew when the chain or key behind the name changes. */
  function serverFor(identity: TlsIdentity): TlsServer {
    const known = servers.get(identity.id);
    if (known && isSame(known.identity, identity)) return known.server;
    const server = createServer({
      ...v2gServerTls,
      ...contextOf(identity),
      handshakeTimeout: handshake_ms,
      // With an empty trust store no chain is authorized, so Node shows all that was presented; with a matching one
      // Node 24 shows the leaf alone. No CA names go out either.
      ...(clientCertificate !== 'none' && {
        requestCert: true,
        rejectUnauthorized: false,
        ca: [],
        sigalgs: 'ECDSA+SHA256',
      }),
    });
    server.on('OCSPRequest', (_certificate, _issuer, answer) => {
      const staple = host.staple(identity);
      answer(null, staple ? Buffer.from(staple) : (null as unknown as Buffer));
    });
    server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
      // Node leaves the connection open on an expired handshake.
      const attempt = attempts.get(keyOf(socket));
      if (attempt) failOf(attempt, error);
      socket.destroy();
    });
    server.on('secureConnection', (socket: TLSSocket) => secured(socket));
    if (options.keyLog) server.on('keylog', (line: Buffer) => options.keyLog?.(line.toString('latin1')));
    servers.set(identity.id, { identity, server });
    return server;
  }

  function secured(socket: TLSSocket): void {
    const attempt = attempts.get(keyOf(socket));
    if (!attempt || attempt.isSettled) {
      socket.destroy();
      return;
    }
    const info = tlsInfo(socket, attempt.hello ? { clientHello: attempt.hello.raw } : {});
    if (clientCertificate === 'require' && info.peerCertificates.length === 0) {
      const text = 'a client certificate is required and the car sent none';
      fail(attempt, new ConnectionFailure('tls_client_certificate', text));
      return;
    }
    settle(attempt);
    open(attempt.socket, (bytes, closed) => socketStream(socket, info, bytes, closed));
  }

  function failOf(attempt: Attempt, error: NodeJS.ErrnoException): void {
    const received = alertOfError(error.message);
    const sent = received === undefined ? SENT_BY_US[error.code ?? ''] : undefined;
    const number = received ?? (sent && alertNumbers[sent]);
    const { code, text, alert } = diagnoseHandshake({
      side: 'server',
      ...offerOf(attempt),
      ...(number !== undefined && { alert: { number, from: received === undefined ? 'us' : 'peer' } }),
      ...(error.code && { error: error.code }),
    });
    fail(attempt, new ConnectionFailure(code, text, { ...(alert !== undefined && { alert }), cause: error }));
  }

  function offerOf({ hello }: Attempt): Pick<HandshakeEvidence, 'hello' | 'namesNoneOfOurRoots'> {
    return hello ? { hello, namesNoneOfOurRoots: host.namesNoneOfOurRoots?.(hello.raw) === true } : {};
  }

  /** Ends a connection that has no TLS engine yet, with an alert in the clear. */
  function refuse(attempt: Attempt, code: string, text: string, alert: AlertName | undefined): void {
    if (!settle(attempt)) return;
    const { socket, peer } = attempt;
    if (alert === undefined) socket.destroy();
    else socket.end(alertRecord(alert), () => socket.destroy());
    host.failed(new ConnectionFailure(code, text, alert === undefined ? {} : { alert: alertNumbers[alert] }), peer);
  }

  function fail(attempt: Attempt, failure: ConnectionFailure): void {
    if (tell(attempt, failure)) attempt.socket.destroy();
  }

  function tell(attempt: Attempt, failure: ConnectionFailure): boolean {
    if (!settle(attempt)) return false;
    host.failed(failure, attempt.peer);
    return true;
  }

  /** @returns false when this attempt was up or had failed before. */
  function settle(attempt: Attempt): boolean {
    if (attempt.isSettled) return false;
    attempt.isSettled = true;
    attempt.cancel();
    return true;
  }
}

/** Alerts that OpenSSL sends when it gives up with these errors. */
const SENT_BY_US: Readonly<Record<string, AlertName>> = {
  ERR_SSL_NO_SHARED_CIPHER: 'handshake_failure',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'protocol_version',
  ERR_SSL_NO_SUITABLE_SIGNATURE_ALGORITHM: 'handshake_failure',
};

/** The TLS socket tells the same addresses as the raw one; there is no other link between the two. */
function keyOf(socket: Socket): string {
  return `${socket.remoteAddress}|${socket.remotePort}|${socket.localPort}`;
}

function peerOf(socket: Socket): string {
  return endpointText(socket.remoteAddress ?? '', socket.remotePort ?? 0);
}

function isSame(a: TlsIdentity, b: TlsIdentity): boolean {
  return (
    a.keyPem === b.keyPem &&
    a.certificates.length === b.certificates.length &&
    a.certificates.every((certificate, i) => equalBytes(certificate, b.certificates[i]!))
  );
}
