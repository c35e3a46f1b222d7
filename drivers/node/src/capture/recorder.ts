/**
 * A capture of what our own sockets carried, without rights for a packet socket: each chunk becomes the packets that could
 * have carried it, beside a key log the evidence of a session. Times are those at which our side read or wrote.
 *
 * @module
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { OperatorError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import { realClock } from '../clock.ts';
import { linkTypes, pcapHead, pcapPacket } from './captureFile.ts';
import { type Packet, type PacketEnd, writePacket } from './packet.ts';

/** Takes what a socket carries. */
export interface Recorder {
  /** A UDP datagram. */
  datagram(from: PacketEnd, to: PacketEnd, payload: Uint8Array): void;
  /** A TCP connection that is up. */
  connection(client: PacketEnd, server: PacketEnd): RecordedConnection;
}

/** The bytes of one connection. */
export interface RecordedConnection {
  bytes(from: 'client' | 'server', bytes: Uint8Array): void;
  closed(from: 'client' | 'server', how: 'fin' | 'reset'): void;
}

/** A recorder that writes a pcap file of raw IP packets. */
export interface RecorderFile extends Recorder {
  close(): void;
}

/**
 * Makes `path` anew with mode 0600 and writes each packet as it comes.
 * @throws OperatorError `capture_unwritable`
 */
export function recorderFile(path: string): RecorderFile {
  let handle: number | undefined;
  try {
    handle = openSync(path, 'w', 0o600);
  } catch (error) {
    throw new OperatorError('capture_unwritable', `capture ${path}: ${(error as Error).message}`);
  }
  writeSync(handle, pcapHead(linkTypes.raw));
  return {
    ...recorder((packet) => handle !== undefined && writeSync(handle, packet), realClock),
    close() {
      if (handle !== undefined) closeSync(handle);
      handle = undefined;
    },
  };
}

/** Gives each packet behind its pcap head to `write`. */
export function recorder(write: (packet: Uint8Array) => void, clock: { readonly now: () => Millis }): Recorder {
  const put = (packet: Packet) => write(pcapPacket(clock.now(), writePacket(packet)));
  return {
    datagram: (from, to, payload) => put({ protocol: 'udp', from, to, payload }),
    connection(client, server) {
      const next = { client: 1, server: 1 };
      const segment = (from: 'client' | 'server', payload: Uint8Array, flags: Partial<Segment> = {}) => {
        const [source, target] = from === 'client' ? [client, server] : [server, client];
        const ends = { from: source, to: target, sequence: next[from], payload };
        put({ protocol: 'tcp', isSyn: false, isFin: false, isReset: false, isAck: true, ...ends, ...flags });
        next[from] = (next[from] + payload.length) >>> 0;
      };
      segment('client', new Uint8Array(0), { isSyn: true, isAck: false, sequence: 0 });
      segment('server', new Uint8Array(0), { isSyn: true, sequence: 0 });
      return {
        bytes(from, bytes) {
          for (let at = 0; at < bytes.length; at += SEGMENT_BYTES)
            segment(from, bytes.subarray(at, at + SEGMENT_BYTES));
        },
        closed: (from, how) => segment(from, new Uint8Array(0), how === 'fin' ? { isFin: true } : { isReset: true }),
      };
    },
  };
}

type Segment = Extract<Packet, { protocol: 'tcp' }>;

const SEGMENT_BYTES = 1_440;
