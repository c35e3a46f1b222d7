/**
 * Capture files: pcap in both byte orders with micro- and nanoseconds, and pcapng with its decryption secrets, read; pcap
 * written. Formats: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng. Bytes in, packets out: no file is opened here.
 *
 * @module
 */
import { concatBytes, fromUtf8 } from '@openpnc/core/bytes';
import { OperatorError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';

/** A packet as it was recorded. */
export interface CapturedPacket {
  /** ms since the Unix epoch, with a fraction as fine as the file's clock. */
  readonly at: Millis;
  /** LINKTYPE number of the interface. */
  readonly linkType: number;
  readonly bytes: Uint8Array;
  /** The packet was longer on the wire than what was kept of it. */
  readonly isCut: boolean;
}

/** What a file holds. */
export interface CaptureFile {
  readonly packets: readonly CapturedPacket[];
  /** Texts of the NSS key logs that a pcapng file carries. */
  readonly keyLogs: readonly string[];
  /** Why the file could not be read to its end; the packets before the fault are there. */
  readonly problem?: string;
}

/** LINKTYPE numbers that this project reads. */
export const linkTypes = {
  null: 0,
  ethernet: 1,
  raw: 101,
  loop: 108,
  linuxCooked: 113,
  ipv4: 228,
  ipv6: 229,
  linuxCooked2: 276,
} as const;

/**
 * Reads a capture file.
 * @throws OperatorError `capture_unreadable` for what is neither pcap nor pcapng, or whose head is broken.
 */
export function readCaptureFile(bytes: Uint8Array): CaptureFile {
  if (bytes.length < 4) throw unreadable(`${bytes.length} bytes, expected at least the magic number of a capture file`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const magic = view.getUint32(0);
  if (magic === PCAPNG_SECTION) return readPcapng(view, bytes);
  const kind = PCAP_MAGICS.get(magic);
  if (kind) return readPcap(view, bytes, kind);
  throw unreadable(
    `magic number 0x${magic.toString(16).padStart(8, '0')}, expected pcap (0xa1b2c3d4, 0xa1b23c4d) or pcapng (0x0a0d0d0a)`,
  );
}

/** The head of a pcap file of Ethernet or raw IP packets. */
export function pcapHead(linkType: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(PCAP_HEAD_BYTES));
  view.setUint32(0, 0xa1b2c3d4);
  view.setUint16(4, 2);
  view.setUint16(6, 4);
  view.setUint32(16, MAX_PACKET_BYTES);
  view.setUint32(20, linkType);
  return new Uint8Array(view.buffer);
}

/** A packet behind its pcap head; `at` in ms since the Unix epoch. */
export function pcapPacket(at: Millis, bytes: Uint8Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(PACKET_HEAD_BYTES));
  const micros = Math.round(at * 1_000);
  view.setUint32(0, Math.floor(micros / 1_000_000));
  view.setUint32(4, micros % 1_000_000);
  view.setUint32(8, bytes.length);
  view.setUint32(12, bytes.length);
  return concatBytes(new Uint8Array(view.buffer), bytes);
}

interface PcapKind {
  readonly isLittle: boolean;
  readonly unitsPerMs: number;
}

function readPcap(view: DataView, bytes: Uint8Array, { isLittle, unitsPerMs }: PcapKind): CaptureFile {
  if (bytes.length < PCAP_HEAD_BYTES)
    throw unreadable(`pcap: ${bytes.length} bytes, expected a head of ${PCAP_HEAD_BYTES}`);
  // The upper bits may say how long a frame check sequence is.
  const linkType = view.getUint32(20, isLittle) & 0x0fffffff;
  const packets: CapturedPacket[] = [];
  for (let at = PCAP_HEAD_BYTES; at < bytes.length; ) {
    if (at + PACKET_HEAD_BYTES > bytes.length)
      return { packets, keyLogs: [], problem: ended(at, 'the head of a packet', PACKET_HEAD_BYTES, bytes.length - at) };
    const [kept, length] = [view.getUint32(at + 8, isLittle), view.getUint32(at + 12, isLittle)];
    const from = at + PACKET_HEAD_BYTES;
    if (kept > MAX_PACKET_BYTES)
      return { packets, keyLogs: [], problem: `offset ${at}: a packet of ${kept} bytes, at most ${MAX_PACKET_BYTES}` };
    if (from + kept > bytes.length)
      return { packets, keyLogs: [], problem: ended(from, 'a packet', kept, bytes.length - from) };
    packets.push({
      at: view.getUint32(at, isLittle) * 1_000 + view.getUint32(at + 4, isLittle) / unitsPerMs,
      linkType,
      bytes: bytes.subarray(from, from + kept),
      isCut: kept < length,
    });
    at = from + kept;
  }
  return { packets, keyLogs: [] };
}

interface Interface {
  readonly linkType: number;
  /** Timestamp units of one ms. */
  readonly unitsPerMs: number;
  readonly offset_ms: Millis;
}

function readPcapng(view: DataView, bytes: Uint8Array): CaptureFile {
  const packets: CapturedPacket[] = [];
  const keyLogs: string[] = [];
  let interfaces: Interface[] = [];
  let isLittle = false;
  for (let at = 0; at < bytes.length; ) {
    const left = bytes.length - at;
    if (left < 12) return { packets, keyLogs, problem: ended(at, 'a block', 12, left) };
    const isSection = view.getUint32(at) === PCAPNG_SECTION;
    if (isSection) {
      isLittle = view.getUint32(at + 8) === 0x4d3c2b1a;
      if (!isLittle && view.getUint32(at + 8) !== 0x1a2b3c4d)
        throw unreadable(`pcapng: offset ${at + 8}: expected the byte order magic 0x1a2b3c4d`);
      interfaces = [];
    }
    const [type, length] = [view.getUint32(at, isLittle), view.getUint32(at + 4, isLittle)];
    if (length < 12 || length % 4 !== 0)
      return {
        packets,
        keyLogs,
        problem: `offset ${at}: a block of ${length} bytes, expected a multiple of 4 from 12`,
      };
    if (length > left) return { packets, keyLogs, problem: ended(at, 'a block', length, left) };
    const body = new DataView(bytes.buffer, bytes.byteOffset + at + 8, length - 12);
    const problem = isSection ? undefined : block(type, body);
    if (problem !== undefined) return { packets, keyLogs, problem: `offset ${at}: ${problem}` };
    at += length;
  }
  return { packets, keyLogs };

  function block(type: number, body: DataView): string | undefined {
    switch (type) {
      case 1:
        if (body.byteLength < 8) return `an interface of ${body.byteLength} bytes, expected 8`;
        interfaces.push(readInterface(body, isLittle));
        return undefined;
      case 2:
      case 6:
        return packet(type, body);
      case 3: {
        // A simple packet has no time and belongs to the first interface.
        if (body.byteLength < 4) return 'a simple packet without its length';
        const length = body.getUint32(0, isLittle);
        return keep(0, packets.at(-1)?.at ?? 0, body, 4, Math.min(length, body.byteLength - 4), length);
      }
      case 10: {
        if (body.byteLength < 8) return 'decryption secrets without their length';
        const length = body.getUint32(4, isLittle);
        if (length > body.byteLength - 8) return `decryption secrets of ${length} bytes in ${body.byteLength - 8}`;
        if (body.getUint32(0, isLittle) === TLS_KEY_LOG) keyLogs.push(fromUtf8(bytesOf(body, 8, length)));
        return undefined;
      }
      default:
        return undefined;
    }
  }

  function packet(type: 2 | 6, body: DataView): string | undefined {
    if (body.byteLength < 20) return `a packet of ${body.byteLength} bytes, expected 20 and its data`;
    const id = type === 6 ? body.getUint32(0, isLittle) : body.getUint16(0, isLittle);
    const units = body.getUint32(4, isLittle) * 2 ** 32 + body.getUint32(8, isLittle);
    const { unitsPerMs = 1_000, offset_ms = 0 } = interfaces[id] ?? {};
    return keep(
      id,
      units / unitsPerMs + offset_ms,
      body,
      20,
      body.getUint32(12, isLittle),
      body.getUint32(16, isLittle),
    );
  }

  function keep(id: number, at: Millis, body: DataView, from: number, kept: number, length: number) {
    const found = interfaces[id];
    if (!found) return `a packet of interface ${id}, which the section does not describe`;
    if (kept > body.byteLength - from) return `a packet of ${kept} bytes in ${body.byteLength - from}`;
    packets.push({ at, linkType: found.linkType, bytes: bytesOf(body, from, kept), isCut: kept < length });
    return undefined;
  }
}

function readInterface(body: DataView, isLittle: boolean): Interface {
  let unitsPerMs = 1_000;
  let offset_ms = 0;
  for (let at = 8; at + 4 <= body.byteLength; ) {
    const [code, length] = [body.getUint16(at, isLittle), body.getUint16(at + 2, isLittle)];
    if (code === 0 || at + 4 + length > body.byteLength) break;
    if (code === 9 && length >= 1) {
      const resolution = body.getUint8(at + 4);
      unitsPerMs = (resolution & 0x80 ? 2 ** (resolution & 0x7f) : 10 ** resolution) / 1_000;
    }
    if (code === 14 && length >= 8) offset_ms = Number(body.getBigInt64(at + 4, isLittle)) * 1_000;
    at += 4 + 4 * Math.ceil(length / 4);
  }
  return { linkType: body.getUint16(0, isLittle), unitsPerMs, offset_ms };
}

function bytesOf(view: DataView, from: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + from, length);
}

function ended(at: number, what: string, expected: number, came: number): string {
  return `offset ${at}: ${what} of ${expected} bytes, but the file ends after ${came}`;
}

function unreadable(problem: string): OperatorError {
  return new OperatorError('capture_unreadable', problem);
}

const PCAPNG_SECTION = 0x0a0d0d0a;
const TLS_KEY_LOG = 0x544c534b;
const PCAP_HEAD_BYTES = 24;
const PACKET_HEAD_BYTES = 16;
const MAX_PACKET_BYTES = 262_144;
const PCAP_MAGICS: ReadonlyMap<number, PcapKind> = new Map([
  [0xa1b2c3d4, { isLittle: false, unitsPerMs: 1_000 }],
  [0xd4c3b2a1, { isLittle: true, unitsPerMs: 1_000 }],
  [0xa1b23c4d, { isLittle: false, unitsPerMs: 1_000_000 }],
  [0x4d3cb2a1, { isLittle: true, unitsPerMs: 1_000_000 }],
]);
