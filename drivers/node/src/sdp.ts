/** SDP on UDP port 15118: the station's responder and the car's request. ISO 15118-2:2014 7.10.1. @module */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { OperatorError } from '@openpnc/core/errors';
import type { Datagram } from '@openpnc/core/network';
import { realClock } from './clock.ts';
import { endpointText, onDynamicPort, untilUsable, type V2gLink } from './interfaces.ts';

const SDP_PORT = 15_118;
const SDP_GROUP = 'ff02::1';

/** Where SDP happens. */
export interface SdpOptions {
  readonly link: V2gLink;
  /** Default 15118. */
  readonly sdpPort?: number;
}

/**
 * Answers datagrams of one interface by `answer`.
 * @throws OperatorError `port_in_use`, `address_unusable`.
 */
export async function respondSdp(
  { link, sdpPort: port = SDP_PORT }: SdpOptions,
  answer: (datagram: Datagram) => Uint8Array | undefined,
): Promise<Socket> {
  const isMulticast = link.kind === 'multicast';
  const address = isMulticast ? undefined : link.address;
  const socket = await bound(
    // Shared on a link with multicast: several stations of one host answer there, each on its own interface.
    { reuseAddr: isMulticast },
    { port, ...(address !== undefined && { address }) },
    `SDP at UDP ${endpointText(address ?? '::', port)}`,
  );
  socket.on('error', () => {}); // a failed send (interface down) must not end the station
  if (isMulticast) {
    try {
      socket.addMembership(SDP_GROUP, `::%${link.interface}`);
    } catch (error) {
      socket.close();
      throw new OperatorError(
        'address_unusable',
        `SDP on ${link.interface}: cannot join ${SDP_GROUP}: ${(error as Error).message}`,
      );
    }
  }
  socket.on('message', (payload: Buffer, from: RemoteInfo) => {
    // A socket bound to :: hears the group on all interfaces: only this one counts.
    if (isMulticast && !from.address.endsWith(`%${link.interface}`)) return;
    const reply = answer({ payload: new Uint8Array(payload), from: endpointText(from.address, from.port) });
    if (reply) socket.send(reply, from.port, from.address);
  });
  return socket;
}

/** How a car asks. */
interface SdpAsk extends SdpOptions {
  /** Hop limit of multicast requests. */
  readonly multicastHops: number;
}

/**
 * Sends one request and gives the datagrams that come back to `seen` until it returns true or `wait_ms` is over.
 * @throws OperatorError `address_unusable` when the interface cannot be used at all.
 */
export async function askSdp(
  { link, sdpPort = SDP_PORT, multicastHops }: SdpAsk,
  request: Uint8Array,
  wait_ms: number,
  seen: (datagram: Datagram) => boolean,
): Promise<void> {
  const isMulticast = link.kind === 'multicast';
  const address = isMulticast ? `${link.address}%${link.interface}` : link.address;
  const socket = await onDynamicPort((port) => bound({}, { address, port }, `SDP from ${address}`));
  try {
    if (isMulticast) {
      socket.setMulticastInterface(`::%${link.interface}`);
      socket.setMulticastTTL(multicastHops);
      socket.setMulticastLoopback(true);
    }
    await new Promise<void>((resolve, reject) => {
      const cancel = realClock.alarm(realClock.now() + wait_ms, resolve);
      const fail = (error: NodeJS.ErrnoException) => {
        // No route or link: no answer will come, but the next try may find the interface up. The wait goes on.
        if (PASSING.has(error.code ?? '')) return;
        cancel();
        reject(new OperatorError('address_unusable', `SDP on ${link.interface}: ${error.message}`));
      };
      socket.on('error', fail);
      socket.on('message', (payload: Buffer, from: RemoteInfo) => {
        if (!seen({ payload: new Uint8Array(payload), from: endpointText(from.address, from.port) })) return;
        cancel();
        resolve();
      });
      socket.send(request, sdpPort, isMulticast ? `${SDP_GROUP}%${link.interface}` : link.address, (error) => {
        if (error) fail(error);
      });
    });
  } finally {
    socket.close();
  }
}

const PASSING: ReadonlySet<string> = new Set([
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
  'ENETDOWN',
  'ECONNREFUSED',
  'EPERM',
]);

/** A bound UDP socket; an address that is still tentative is tried again. */
function bound(
  options: { readonly reuseAddr?: boolean },
  where: { readonly address?: string; readonly port: number },
  what: string,
): Promise<Socket> {
  return untilUsable(what, async () => {
    const socket = createSocket({ type: 'udp6', ipv6Only: true, ...options });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', (error) => {
        socket.close();
        reject(error);
      });
      socket.bind(where, resolve);
    });
    socket.removeAllListeners('error');
    return socket;
  });
}
