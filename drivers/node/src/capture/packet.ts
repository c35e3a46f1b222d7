/**
 * Packets of a capture down to TCP and UDP, and back: link layers (Ethernet with VLAN tags, Linux cooked, BSD loopback, raw
 * IP), IPv4 and IPv6 with extension headers. RFC 791, 8200, 9293, 768.
 *
 * @module
 */
import { isIPv6 } from 'node:net';
import { concatBytes } from '@openpnc/core/bytes';
import { type CapturedPacket, linkTypes } from './captureFile.ts';

/** A place of a packet: address text without scope, and port. */
export interface PacketEnd {
  readonly address: string;
  readonly port: number;
}

/** A UDP datagram or TCP segment. */
export type Packet = {
  readonly from: PacketEnd;
  readonly to: PacketEnd;
  readonly payload: Uint8Array;
} & (
  | { readonly protocol: 'udp' }
  | {
      readonly protocol: 'tcp';
      readonly sequence: number;
      readonly isSyn: boolean;
      readonly isFin: boolean;
      readonly isReset: boolean;
      readonly isAck: boolean;
    }
);

/**
 * What a packet carries; a text says why it cannot be read (cut short, a fragment, a link layer that is not read here);
 * undefined for other protocols (ARP, ICMP, HomePlug).
 */
export function readPacket({ bytes, linkType, isCut }: CapturedPacket): Packet | string | undefined {
  const ip = ipOf(bytes, linkType);
  if (ip === undefined || typeof ip === 'string') return ip;
  if (ip.length === 0) return undefined;
  const layer = ip[0]! >> 4 === 4 ? ipv4(ip) : ip[0]! >> 4 === 6 ? ipv6(ip) : undefined;
  if (layer === undefined || typeof layer === 'string') return layer;
  if (layer.next !== UDP && layer.next !== TCP) return undefined;
  if (isCut) return 'cut short when it was recorded (capture with a larger snapshot length)';
  return layer.next === UDP ? udp(layer) : tcp(layer);
}

/** An IPv6 packet with a UDP datagram or a TCP segment, for a capture of raw IP. Ends with IPv4 addresses become mapped ones. */
export function writePacket(packet: Packet): Uint8Array {
  const [source, destination] = [addressBytes(packet.from.address), addressBytes(packet.to.address)];
  const head = packet.protocol === 'udp' ? udpHead(packet) : tcpHead(packet);
  const length = head.length + packet.payload.length;
  const number = packet.protocol === 'udp' ? UDP : TCP;
  const pseudo = concatBytes(source, destination, Uint8Array.of(0, 0, length >> 8, length & 0xff, 0, 0, 0, number));
  const sum = checksum(concatBytes(pseudo, head, packet.payload));
  new DataView(head.buffer).setUint16(packet.protocol === 'udp' ? 6 : 16, sum === 0 ? 0xffff : sum);
  const ip = Uint8Array.of(0x60, 0, 0, 0, length >> 8, length & 0xff, number, 64);
  return concatBytes(ip, source, destination, head, packet.payload);
}

interface Layer {
  readonly next: number;
  readonly from: string;
  readonly to: string;
  readonly payload: Uint8Array;
}

/** The IP packet within a link layer. */
function ipOf(bytes: Uint8Array, linkType: number): Uint8Array | string | undefined {
  switch (linkType) {
    case linkTypes.ethernet: {
      let at = 12;
      while (at + 2 <= bytes.length && VLAN.has(uint16(bytes, at))) at += 4;
      return behind(bytes, at + 2, at + 2 <= bytes.length ? uint16(bytes, at) : 0);
    }
    case linkTypes.linuxCooked:
      return bytes.length < 16 ? SHORT : behind(bytes, 16, uint16(bytes, 14));
    case linkTypes.linuxCooked2:
      return bytes.length < 20 ? SHORT : behind(bytes, 20, uint16(bytes, 0));
    case linkTypes.null:
    case linkTypes.loop:
      return bytes.length < 4 ? SHORT : bytes.subarray(4);
    case linkTypes.raw:
    case linkTypes.ipv4:
    case linkTypes.ipv6:
      return bytes;
    default:
      return `link type ${linkType} is not read here (Ethernet, Linux cooked, loopback and raw IP are)`;
  }
}

function behind(bytes: Uint8Array, at: number, etherType: number): Uint8Array | string | undefined {
  if (at > bytes.length) return SHORT;
  return etherType === 0x0800 || etherType === 0x86dd ? bytes.subarray(at) : undefined;
}

function ipv4(ip: Uint8Array): Layer | string {
  const headBytes = (ip[0]! & 0x0f) * 4;
  if (ip.length < 20 || headBytes < 20 || ip.length < headBytes) return SHORT;
  if ((uint16(ip, 6) & 0x3fff) !== 0) return 'an IPv4 fragment';
  // An offloading network card may leave the total length 0.
  const total = uint16(ip, 2) || ip.length;
  if (total < headBytes) return SHORT;
  const text = (at: number) => ip.subarray(at, at + 4).join('.');
  return { next: ip[9]!, from: text(12), to: text(16), payload: ip.subarray(headBytes, total) };
}

function ipv6(ip: Uint8Array): Layer | string {
  if (ip.length < 40) return SHORT;
  const payload = uint16(ip, 4);
  const end = payload === 0 ? ip.length : Math.min(ip.length, 40 + payload);
  let next = ip[6]!;
  let at = 40;
  while (EXTENSIONS.has(next)) {
    if (at + 8 > end) return SHORT;
    if (next === 44) {
      if ((uint16(ip, at + 2) & 0xfff9) !== 0) return 'an IPv6 fragment';
      [next, at] = [ip[at]!, at + 8];
    } else [next, at] = [ip[at]!, at + (ip[at + 1]! + 1) * 8];
  }
  if (at > end) return SHORT;
  return { next, from: ipv6Text(ip.subarray(8, 24)), to: ipv6Text(ip.subarray(24, 40)), payload: ip.subarray(at, end) };
}

function udp({ from, to, payload }: Layer): Packet | string {
  if (payload.length < 8) return SHORT;
  return {
    protocol: 'udp',
    from: { address: from, port: uint16(payload, 0) },
    to: { address: to, port: uint16(payload, 2) },
    payload: payload.subarray(8, Math.max(8, uint16(payload, 4) || payload.length)),
  };
}

function tcp({ from, to, payload }: Layer): Packet | string {
  const headBytes = payload.length < 20 ? 0 : (payload[12]! >> 4) * 4;
  if (headBytes < 20 || headBytes > payload.length) return SHORT;
  const flags = payload[13]!;
  return {
    protocol: 'tcp',
    from: { address: from, port: uint16(payload, 0) },
    to: { address: to, port: uint16(payload, 2) },
    sequence: uint16(payload, 4) * 0x10000 + uint16(payload, 6),
    isFin: (flags & 0x01) !== 0,
    isSyn: (flags & 0x02) !== 0,
    isReset: (flags & 0x04) !== 0,
    isAck: (flags & 0x10) !== 0,
    payload: payload.subarray(headBytes),
  };
}

function udpHead({ from, to, payload }: Packet): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint16(0, from.port);
  view.setUint16(2, to.port);
  view.setUint16(4, 8 + payload.length);
  return new Uint8Array(view.buffer);
}

function tcpHead({ from, to, sequence, isFin, isSyn, isReset, isAck }: Packet & { protocol: 'tcp' }): Uint8Array {
  const view = new DataView(new ArrayBuffer(20));
  view.setUint16(0, from.port);
  view.setUint16(2, to.port);
  view.setUint32(4, sequence);
  view.setUint8(12, 5 << 4);
  view.setUint8(13, Number(isFin) + 2 * Number(isSyn) + 4 * Number(isReset) + 16 * Number(isAck));
  view.setUint16(14, 0xffff);
  return new Uint8Array(view.buffer);
}

/** RFC 1071. */
function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += bytes[at]! * 256 + (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

function addressBytes(text: string): Uint8Array {
  const address = text.split('%')[0]!;
  if (!isIPv6(address)) {
    const parts = address.split('.').map(Number);
    return Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...(parts.length === 4 ? parts : [0, 0, 0, 0]));
  }
  const [front = '', back] = address.split('::');
  const groups = (part: string | undefined) => (part ? part.split(':').map((group) => Number.parseInt(group, 16)) : []);
  const [left, right] = [groups(front), groups(back)];
  const all = [...left, ...Array<number>(Math.max(0, 8 - left.length - right.length)).fill(0), ...right];
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

/** Lower case, the first longest run of zero groups as `::`. RFC 5952. */
function ipv6Text(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => uint16(bytes, 2 * i).toString(16)).join(':');
  const runs = groups.match(/(?<![^:])0(:0)+(?![^:])/g) ?? [];
  const longest = runs.toSorted((a, b) => b.length - a.length)[0];
  if (longest === undefined) return groups;
  const at = groups.search(new RegExp(`(?<![^:])${longest}(?![^:])`));
  return `${groups.slice(0, at).replace(/:$/, '')}::${groups.slice(at + longest.length).replace(/^:/, '')}`;
}

function uint16(bytes: Uint8Array, at: number): number {
  return bytes[at]! * 256 + bytes[at + 1]!;
}

const SHORT = 'a packet shorter than its heads';
const UDP = 17;
const TCP = 6;
const VLAN: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100]);
/** Hop-by-hop, routing, fragment, destination options. */
const EXTENSIONS: ReadonlySet<number> = new Set([0, 43, 44, 60]);
