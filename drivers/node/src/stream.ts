/** A Node socket as a Stream of core. @module */
import type { Socket } from 'node:net';
import type { Stream, TlsInfo } from '@openpnc/core/network';
import { endpointText } from './interfaces.ts';

/** Wires a connected socket (TLS or plain) to byte callbacks. `closed` is called once, after the last bytes. */
export function socketStream(
  socket: Socket,
  tls: TlsInfo | undefined,
  bytes: (chunk: Uint8Array) => void,
  closed: (reason: string) => void,
): Stream {
  let failure: Error | undefined;
  socket.on('data', (chunk: Buffer) => bytes(new Uint8Array(chunk)));
  socket.on('end', () => socket.end()); // the peer is done: V2G has no half-open sessions
  socket.on('error', (error) => {
    failure ??= error;
  });
  socket.on('close', () => closed(failure?.message ?? 'closed by the peer'));
  return {
    info: {
      local: endpointText(socket.localAddress ?? '', socket.localPort ?? 0),
      peer: endpointText(socket.remoteAddress ?? '', socket.remotePort ?? 0),
      ...(tls && { tls }),
    },
    send(chunk) {
      if (socket.writable) socket.write(chunk);
    },
    close(how = 'end') {
      if (how === 'abort') socket.destroy();
      else socket.end();
    },
  };
}

/** One PEM block of a DER certificate. */
export function pemOfDer(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
