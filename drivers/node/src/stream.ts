/** A Node socket as a Stream of core. @module */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Stream, TlsInfo } from '@openpnc/core/network';
import { endpointText } from './interfaces.ts';

/**
 * Wires a connected socket (TLS or plain) to byte callbacks. `closed` is called once, after the last bytes. An abort of
 * a plain socket sends a reset; one of a TLS socket closes it without close_notify.
 */
export function socketStream(
  socket: Socket,
  tls: TlsInfo | undefined,
  bytes: (chunk: Uint8Array) => void,
  closed: (reason: string) => void,
): Stream {
  let reason: string | undefined;
  socket.on('data', (chunk: Buffer) => bytes(new Uint8Array(chunk)));
  socket.on('end', () => {
    reason ??= 'closed by the peer';
    socket.end(); // V2G has no half-open sessions
  });
  socket.on('error', (error) => {
    reason ??= error.message;
  });
  socket.on('close', () => closed(reason ?? 'closed'));
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
      reason ??= 'closed by us';
      if (how === 'end') socket.end();
      else if (socket instanceof TLSSocket) socket.destroy();
      else socket.resetAndDestroy();
    },
  };
}
