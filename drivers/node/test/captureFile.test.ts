/** Capture files byte by byte: both formats, both byte orders, the link layers, IP and TCP below V2G. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concatBytes, fromHex, toUtf8 } from '@openpnc/core/bytes';
import { linkTypes, pcapHead, pcapPacket, readCaptureFile } from '@openpnc/node/captureFile';
import { type Packet, readPacket, writePacket } from '@openpnc/node/packet';
import { recorder } from '@openpnc/node/recorder';
import { TcpStreams } from '@openpnc/node/tcpStreams';

const udp: Packet = {
  protocol: 'udp',
  from: { address: 'fe80::1:0:0:2', port: 49_999 },
  to: { address: 'ff02::1', port: 15_118 },
  payload: fromHex('01fe900000000002 1000'.replace(' ', '')),
};
const ip = writePacket(udp);
const zeros = (count: number) => new Uint8Array(count);
const captured = (linkType: number, bytes: Uint8Array) => ({ at: 0, linkType, bytes, isCut: false });

function uint(value: number, bytes: number, isLittle: boolean): Uint8Array {
  const order = Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** i) % 256);
  return Uint8Array.from(isLittle ? order : order.toReversed());
}

for (const isLittle of [false, true]) {
  const order = isLittle ? 'little-endian' : 'big-endian';
  const u = (value: number, bytes = 4) => uint(value, bytes, isLittle);

  for (const [magic, unit] of [
    [0xa1b2c3d4, 1_000],
    [0xa1b23c4d, 1_000_000],
  ] as const)
    test(`pcap ${order} with ${unit} units a ms`, () => {
      const head = concatBytes(u(magic), u(2, 2), u(4, 2), u(0), u(0), u(65_535), u(1));
      const packet = concatBytes(u(1_700_000_000), u(250.5 * unit), u(3), u(9), fromHex('010203'));
      const { packets, problem } = readCaptureFile(concatBytes(head, packet));
      assert.equal(problem, undefined);
      assert.deepEqual(packets, [{ at: 1_700_000_000_250.5, linkType: 1, bytes: fromHex('010203'), isCut: true }]);
    });

  test(`pcapng ${order}: sections, resolutions, simple packets, secrets, blocks that are not known`, () => {
    const block = (type: number, body: Uint8Array) => {
      const padded = concatBytes(body, zeros((4 - (body.length % 4)) % 4));
      return concatBytes(u(type), u(padded.length + 12), padded, u(padded.length + 12));
    };
    const section = block(0x0a0d0d0a, concatBytes(u(0x1a2b3c4d), u(1, 2), u(0, 2), zeros(8).fill(0xff)));
    const nanoseconds = concatBytes(u(9, 2), u(1, 2), Uint8Array.of(9, 0, 0, 0), u(0));
    const description = block(1, concatBytes(u(276, 2), u(0, 2), u(0), nanoseconds));
    const ns = 1_700_000_000_000_000_500n;
    const stamp = concatBytes(u(Number(ns >> 32n)), u(Number(ns & 0xffffffffn)));
    const packet = block(6, concatBytes(u(0), stamp, u(2), u(2), fromHex('abcd')));
    const secrets = block(10, concatBytes(u(0x544c534b), u(4), toUtf8('keys')));
    const file = concatBytes(
      section,
      block(0xbad, zeros(5)),
      description,
      secrets,
      packet,
      block(3, concatBytes(u(1), fromHex('ee'))),
    );
    const { packets, keyLogs, problem } = readCaptureFile(file);
    assert.equal(problem, undefined);
    assert.deepEqual(keyLogs, ['keys']);
    assert.deepEqual(
      packets.map(({ linkType, bytes }) => [linkType, ...bytes]),
      [
        [276, 0xab, 0xcd],
        [276, 0xee],
      ],
    );
    assert.ok(Math.abs(packets[0]!.at - 1_700_000_000_000) < 1);
    assert.match(readCaptureFile(file.subarray(0, -2)).problem ?? '', /the file ends/);
    assert.match(readCaptureFile(concatBytes(section, packet)).problem ?? '', /interface 0/);
  });
}

test('every link layer leads to the same datagram', () => {
  const ethernet = (types: string) => concatBytes(zeros(12), fromHex(types), ip);
  const layers: readonly (readonly [number, Uint8Array])[] = [
    [linkTypes.ethernet, ethernet('86dd')],
    [linkTypes.ethernet, ethernet('8100000a86dd')],
    [linkTypes.ethernet, ethernet('88a80001810000028 6dd'.replace(' ', ''))],
    [linkTypes.linuxCooked, concatBytes(zeros(14), fromHex('86dd'), ip)],
    [linkTypes.linuxCooked2, concatBytes(fromHex('86dd'), zeros(18), ip)],
    [linkTypes.null, concatBytes(fromHex('1e000000'), ip)],
    [linkTypes.loop, concatBytes(fromHex('0000001e'), ip)],
    [linkTypes.raw, ip],
    [linkTypes.ipv6, ip],
  ];
  for (const [linkType, bytes] of layers) assert.deepEqual(readPacket(captured(linkType, bytes)), udp, `${linkType}`);
});

test('IPv4, IPv6 extension headers and what is no packet of interest', () => {
  const datagram = ip.subarray(40);
  const v4 = concatBytes(
    fromHex('4500'),
    uint(20 + datagram.length, 2, false),
    fromHex('0000400040110000c0a80001c0a80002'),
    datagram,
  );
  const read = readPacket(captured(linkTypes.raw, v4));
  assert.ok(typeof read === 'object' && read.protocol === 'udp');
  assert.deepEqual([read.from.address, read.to.address], ['192.168.0.1', '192.168.0.2']);
  const hop = concatBytes(
    ip.subarray(0, 4),
    uint(datagram.length + 8, 2, false),
    fromHex('0040'),
    ip.subarray(8, 40),
    fromHex('1100000000000000'),
    datagram,
  );
  assert.deepEqual(readPacket(captured(linkTypes.raw, hop)), udp);
  const fragment = concatBytes(v4.subarray(0, 6), fromHex('2000'), v4.subarray(8));
  assert.equal(readPacket(captured(linkTypes.raw, fragment)), 'an IPv4 fragment');
  // HomePlug (SLAC) is no IP.
  assert.equal(readPacket(captured(linkTypes.ethernet, concatBytes(zeros(12), fromHex('88e1'), zeros(40)))), undefined);
  assert.match(String(readPacket(captured(105, zeros(40)))), /link type 105 is not read here/);
  assert.match(String(readPacket({ ...captured(linkTypes.raw, ip), isCut: true })), /cut short/);
  for (let length = 0; length < ip.length; length += 1) readPacket(captured(linkTypes.raw, ip.subarray(0, length)));
});

test('the checksum of a written datagram is right', () => {
  const bytes = concatBytes(ip.subarray(8, 40), uint(ip.length - 40, 4, false), fromHex('00000011'), ip.subarray(40));
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += bytes[at]! * 256 + (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  assert.equal(sum, 0xffff);
});

test('a recorded connection comes out as its bytes, also when sequence numbers wrap and ports are used again', () => {
  const chunks: Uint8Array[] = [pcapHead(linkTypes.raw)];
  const recording = recorder((packet) => chunks.push(packet), { now: () => 5_000 });
  const ends = [
    { address: 'fe80::a', port: 50_001 },
    { address: 'fe80::b', port: 50_002 },
  ] as const;
  const long = Uint8Array.from({ length: 5_000 }, (_, i) => i % 251);
  for (let round = 0; round < 2; round += 1) {
    const connection = recording.connection(...ends);
    connection.bytes('client', long);
    connection.bytes('server', toUtf8('answer'));
    connection.closed('client', 'fin');
    connection.closed('server', 'reset');
  }
  const { packets } = readCaptureFile(concatBytes(...chunks));
  const seen = new Map<unknown, { client: number[]; server: number[]; ends: string[] }>();
  const streams = new TcpStreams((connection, event) => {
    const found = seen.get(connection) ?? { client: [], server: [], ends: [] };
    seen.set(connection, found);
    if (event.type === 'bytes') found[event.from].push(...event.bytes);
    else found.ends.push(`${event.from} ${event.type === 'closed' ? event.how : 'gap'}`);
  });
  // The second connection begins anew at another number, near the wrap.
  const wrap = 0xffff_f000;
  for (const [i, packet] of packets.entries()) {
    const read = readPacket(packet);
    assert.ok(typeof read === 'object' && read.protocol === 'tcp');
    const isSecond = i >= packets.length / 2;
    streams.push({ ...read, at: packet.at, sequence: isSecond ? (read.sequence + wrap) >>> 0 : read.sequence });
  }
  streams.end(0);
  assert.equal(seen.size, 2);
  for (const { client, server, ends: closed } of seen.values()) {
    assert.deepEqual(client, [...long]);
    assert.deepEqual(server, [...toUtf8('answer')]);
    assert.deepEqual(closed, ['client fin', 'server reset']);
  }
});

test('times of a written packet are kept to the microsecond', () => {
  const { packets } = readCaptureFile(concatBytes(pcapHead(linkTypes.raw), pcapPacket(1_700_000_000_123.457, ip)));
  assert.equal(packets[0]!.at, 1_700_000_000_123.457);
});
