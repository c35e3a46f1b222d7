/**
 * The doors of car and station with a recorder in between: what goes through them is in a capture file that Wireshark and
 * `openpnc pcap` read. Connections go by a relay on this host, so that even the protected bytes are seen as they are.
 *
 * @module
 */
import type { Stream, V2gDialer, V2gHost, V2gListener, V2gTarget } from '@openpnc/core/network';
import { type TcpFaults, type TcpRelay, tcpRelay } from '../faultRelay.ts';
import { onDynamicPort, type V2gLink } from '../interfaces.ts';
import type { PacketEnd } from './packet.ts';
import type { Recorder } from './recorder.ts';

/** What is recorded and, for benches, disturbed on the way. */
export interface RecordedDoorOptions {
  readonly recorder: Recorder;
  readonly link: V2gLink;
  /** Default 15118. */
  readonly sdpPort?: number;
  /** Faults of the connection: see `faultRelay`. */
  readonly faults?: TcpFaults;
}

const SDP_PORT = 15_118;
const HOST = '::1';

/** A car's dialer whose datagrams and connections are recorded. */
export function recordedDialer(dialer: V2gDialer, options: RecordedDoorOptions): V2gDialer {
  const { recorder, link, sdpPort = SDP_PORT, faults } = options;
  return {
    async discover(request, wait_ms, seen) {
      // The socket of a request lives within the driver: its port is not known here.
      const car: PacketEnd = { address: link.address, port: SDP_CLIENT_PORT };
      recorder.datagram(car, { address: 'ff02::1', port: sdpPort }, request);
      await dialer.discover(request, wait_ms, (datagram) => {
        recorder.datagram({ address: hostOf(datagram.from), port: sdpPort }, car, datagram.payload);
        return seen(datagram);
      });
    },
    async connect(target, receiver) {
      const relay = await tcpRelay({ host: HOST, port: 0 }, placeOf(target, link), faults, { recorder });
      let stream: Stream;
      try {
        stream = await dialer.connect(
          { ...target, address: HOST, port: relay.port },
          {
            bytes: (chunk) => receiver.bytes(chunk),
            closed(reason) {
              void relay.close();
              receiver.closed(reason);
            },
          },
        );
      } catch (error) {
        await relay.close();
        throw error;
      }
      return stream;
    },
  };
}

/** A station's listener behind relays that record; `listen` opens the real one. */
export async function recordedListener(
  listen: (host: V2gHost) => Promise<V2gListener>,
  host: V2gHost,
  options: RecordedDoorOptions,
): Promise<V2gListener> {
  const { recorder, link, sdpPort = SDP_PORT, faults } = options;
  const relays: TcpRelay[] = [];
  const listener = await listen({
    sdp(datagram) {
      const answer = host.sdp(datagram);
      const car = endOf(datagram.from);
      recorder.datagram(car, { address: 'ff02::1', port: sdpPort }, datagram.payload);
      if (answer) recorder.datagram({ address: link.address, port: sdpPort }, car, answer);
      return answer;
    },
    identity: (hello) => host.identity(hello),
    staple: (identity) => host.staple(identity),
    open: (stream) => host.open(stream),
    failed: (failure, peer) => host.failed(failure, peer),
  });
  const { tlsPort, tcpPort } = listener.endpoint;
  const behind = async (port: number) => {
    const target = { address: link.address, port };
    const place = placeOf(target, link);
    const relay = await onDynamicPort((free) =>
      tcpRelay({ host: place.host, port: free }, place, faults, { recorder }),
    );
    relays.push(relay);
    return relay.port;
  };
  return {
    endpoint: {
      address: listener.endpoint.address,
      ...(tlsPort !== undefined && { tlsPort: await behind(tlsPort) }),
      ...(tcpPort !== undefined && { tcpPort: await behind(tcpPort) }),
    },
    async close() {
      for (const relay of relays) await relay.close();
      await listener.close();
    },
  };
}

/** A link-local address needs the interface that it is meant on. */
function placeOf({ address, port }: Pick<V2gTarget, 'address' | 'port'>, link: V2gLink) {
  const isLinkLocal = /^fe[89ab]/i.test(address);
  return { host: isLinkLocal && link.kind === 'multicast' ? `${address}%${link.interface}` : address, port };
}

/** `[fe80::1%eth1]:49200` */
function endOf(text: string): PacketEnd {
  const [, address = '::', port = '0'] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(text) ?? [];
  return { address: address.split('%')[0]!, port: Number(port) };
}

function hostOf(text: string): string {
  return endOf(text).address;
}

/** Stands for the port of the car's SDP socket. */
const SDP_CLIENT_PORT = 49_152;
