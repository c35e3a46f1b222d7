/** SECC discovery: the datagrams by which a car finds a station. ISO 15118-2:2014 7.10.1. @module */
import { datagramPayload, frame, payloadTypes } from './v2gtp.ts';

/** UDP port of the SDP server; requests go to the link-local all-nodes address. */
export const sdpPort = 15118;
export const sdpAddress = 'ff02::1';

/** How the V2G connection is protected, as the Security byte says. */
export type Security = 'tls' | 'none';

/** Where the car shall connect. */
export interface SdpResponse {
  /** IPv6 text without scope. */
  readonly address: string;
  readonly port: number;
  readonly security: Security;
}

/** The datagram of a request for TCP. */
export function encodeSdpRequest(security: Security): Uint8Array {
  return frame(payloadTypes.sdpRequest, Uint8Array.of(SECURITY[security], TRANSPORT_TCP));
}

/**
 * What a request asks for. `undefined` when it is not a request that a server answers: wrong length or header, a reserved
 * Security byte, or a transport that is not TCP.
 */
export function decodeSdpRequest(datagram: Uint8Array): Security | undefined {
  const payload = datagramPayload(datagram, payloadTypes.sdpRequest);
  if (payload?.length !== 2 || payload[1] !== TRANSPORT_TCP) return undefined;
  return securityOf(payload[0]!);
}

/** The datagram of a response. @throws RangeError when `address` is no IPv6 address. */
export function encodeSdpResponse({ address, port, security }: SdpResponse): Uint8Array {
  const payload = new Uint8Array(20);
  payload.set(ipv6Bytes(address));
  new DataView(payload.buffer).setUint16(16, port);
  payload[18] = SECURITY[security];
  payload[19] = TRANSPORT_TCP;
  return frame(payloadTypes.sdpResponse, payload);
}

/** What a response says; `undefined` when it is none: the car then ignores it and its timer keeps running. */
export function decodeSdpResponse(datagram: Uint8Array): SdpResponse | undefined {
  const payload = datagramPayload(datagram, payloadTypes.sdpResponse);
  if (payload?.length !== 20 || payload[19] !== TRANSPORT_TCP) return undefined;
  const security = securityOf(payload[18]!);
  const port = new DataView(payload.buffer, payload.byteOffset).getUint16(16);
  if (!security || port === 0) return undefined;
  return { address: ipv6Text(payload.subarray(0, 16)), port, security };
}

/** What a station has open. A TLS port counts only while a leaf, its key and its chain are loaded and valid now. */
export interface Endpoint {
  /** IPv6 text; a scope behind `%` is left out of the answer. */
  readonly address: string;
  readonly tlsPort?: number;
  readonly tcpPort?: number;
}

/**
 * The station's answer: what was asked if it is open, else what is open. TLS is never announced without a usable chain,
 * and a request for TLS is still answered then: cars fall back to plain TCP only when they hear so.
 * @returns undefined when nothing is open.
 */
export function sdpAnswer(asked: Security, { address, tlsPort, tcpPort }: Endpoint): SdpResponse | undefined {
  const tls = tlsPort === undefined ? undefined : ({ address, port: tlsPort, security: 'tls' } as const);
  const tcp = tcpPort === undefined ? undefined : ({ address, port: tcpPort, security: 'none' } as const);
  return asked === 'tls' ? (tls ?? tcp) : (tcp ?? tls);
}

/** The 16 bytes of an IPv6 address; a scope behind `%` is left out. @throws RangeError when it is none. */
export function ipv6Bytes(text: string): Uint8Array {
  const [address = ''] = text.split('%');
  const halves = address.split('::');
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - groups.flat().length;
  const isWhole = halves.length === 1 && missing === 0;
  if (!isWhole && !(halves.length === 2 && missing >= 1))
    throw new RangeError(`IPv6 address: '${text}' has ${8 - missing} groups of 16 bits, expected 8 or '::' once`);
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  const filled = [...groups[0]!, ...(isWhole ? [] : Array<string>(missing).fill('0')), ...(groups[1] ?? [])];
  for (const [i, group] of filled.entries()) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) throw new RangeError(`IPv6 address: '${group}' in '${text}', expected hex`);
    view.setUint16(2 * i, Number.parseInt(group, 16));
  }
  return bytes;
}

/** Text of 16 bytes, lower case, the first longest run of zero groups as `::`. RFC 5952. */
export function ipv6Text(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16);
  const groups = Array.from({ length: 8 }, (_, i) => view.getUint16(2 * i));
  let best = { start: 0, length: 0 };
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (best.length < 2) return text(groups);
  return `${text(groups.slice(0, best.start))}::${text(groups.slice(best.start + best.length))}`;
}

function securityOf(byte: number): Security | undefined {
  return byte === SECURITY.tls ? 'tls' : byte === SECURITY.none ? 'none' : undefined;
}

const SECURITY = { tls: 0x00, none: 0x10 } as const;
const TRANSPORT_TCP = 0x00;
