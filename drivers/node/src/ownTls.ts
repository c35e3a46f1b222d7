/** Runs the bench's TLS engine (`@openpnc/tls/engine`) over a socket. For benches and tests only. @module */
import type { Socket } from 'node:net';
import { ConnectionFailure, type Stream, type TlsIdentity, type TlsInfo } from '@openpnc/core/network';
import type { TlsClientOptions } from '@openpnc/tls/clientEngine';
import type { EngineEffect, EngineFailure, EngineInfo, TlsEngine } from '@openpnc/tls/engine';
import { diagnoseHandshake } from '@openpnc/tls/handshakeFailure';
import { cipherSuites, nameOf } from '@openpnc/tls/names';
import type { TlsServerOptions } from '@openpnc/tls/serverEngine';
import { endpointText } from './interfaces.ts';

/** How a station of a bench behaves that serves TLS with our own engine. */
export interface OwnServerTls
  extends Pick<
    TlsServerOptions,
    'cipherSuites' | 'answersTrustedCaKeys' | 'answersStatusV2' | 'alertAt' | 'maxFragment'
  > {
  /** OCSP responses by the certificate's place in the chain, for status_request_v2. Default: the host's for the leaf alone. */
  readonly staples?: (identity: TlsIdentity) => readonly (Uint8Array | undefined)[];
}

/** How a car of a bench behaves that speaks TLS with our own engine. */
export type OwnClientTls = Omit<TlsClientOptions, 'random' | 'identity' | 'statusRequest' | 'keyLog'>;

/** Makes the stream of a connection that is up. Called once, at once. */
export type WireUp = (bytes: (chunk: Uint8Array) => void, closed: (reason: string) => void) => Stream;

/** What becomes of the handshake: one of the two is called, once. */
interface Outcome {
  secured(info: EngineInfo, wireUp: WireUp): void;
  failed(failure: EngineFailure): void;
}

/** Begins the handshake on a connected socket. */
export function runEngine(engine: TlsEngine, socket: Socket, outcome: Outcome): void {
  let isSettled = false;
  let bytes: (chunk: Uint8Array) => void = () => {};
  let closed: (reason: string) => void = () => {};
  let reason: string | undefined;
  socket.on('data', (chunk: Buffer) => perform(engine.receive(new Uint8Array(chunk))));
  socket.on('error', (error) => {
    reason ??= error.message;
  });
  socket.on('close', () => {
    const text = reason ?? 'closed by the peer';
    fail({ code: 'tls_handshake_failed', text: `the connection ended in the handshake: ${text}` });
    closed(text);
  });
  perform(engine.start());

  function perform(effects: readonly EngineEffect[]): void {
    for (const effect of effects) {
      switch (effect.do) {
        case 'send':
          if (socket.writable) socket.write(effect.bytes);
          break;
        case 'secured':
          isSettled = true;
          outcome.secured(effect.info, wireUp(effect.info));
          break;
        case 'data':
          bytes(effect.bytes);
          break;
        case 'closed':
          reason ??= effect.failure?.text;
          if (effect.failure) fail(effect.failure);
          socket.end(() => socket.destroy());
          break;
      }
    }
  }

  function fail(failure: EngineFailure): void {
    if (isSettled) return;
    isSettled = true;
    outcome.failed(failure);
  }

  function wireUp(info: EngineInfo): WireUp {
    return (onBytes, onClosed) => {
      bytes = onBytes;
      closed = onClosed;
      return {
        info: {
          local: endpointText(socket.localAddress ?? '', socket.localPort ?? 0),
          peer: endpointText(socket.remoteAddress ?? '', socket.remotePort ?? 0),
          tls: infoOf(engine, info),
        },
        send: (chunk) => perform(engine.send(chunk)),
        close(how = 'end') {
          reason ??= 'closed by us';
          if (how === 'abort') socket.resetAndDestroy();
          else perform(engine.close());
        },
      };
    };
  }
}

function infoOf({ side }: TlsEngine, info: EngineInfo): TlsInfo {
  const [staple] = info.staples;
  return {
    protocol: 'TLSv1.2',
    cipher: nameOf(cipherSuites, info.cipherSuite),
    peerCertificates: info.peerCertificates,
    ...(staple && { ocspResponse: staple }),
    ...(side === 'server' && { clientHello: info.clientHello }),
  };
}

/** What a failure of the engine means at our end. */
export function engineFailure(
  side: 'client' | 'server',
  { code, text, alert }: EngineFailure,
  place?: string,
): ConnectionFailure {
  const found = alert?.from === 'peer' ? diagnoseHandshake({ side, alert }) : { code, text };
  const where = place === undefined ? '' : `${place}: `;
  return new ConnectionFailure(found.code, `${where}${found.text}`, alert ? { alert: alert.number } : {});
}
