/** SDP datagrams, and what a station answers. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, toHex } from '@openpnc/core/bytes';
import {
  decodeSdpRequest,
  decodeSdpResponse,
  encodeSdpRequest,
  encodeSdpResponse,
  ipv6Bytes,
  ipv6Text,
  sdpAnswer,
} from '@openpnc/iso15118/sdp';

test('requests have the bytes of ISO 15118-2 and are read again', () => {
  assert.equal(toHex(encodeSdpRequest('tls')), '01fe9000000000020000');
  assert.equal(toHex(encodeSdpRequest('none')), '01fe9000000000021000');
  assert.equal(decodeSdpRequest(fromHex('01fe9000000000020000')), 'tls');
  assert.equal(decodeSdpRequest(fromHex('01fe9000000000021000')), 'none');
});

for (const [what, datagram] of [
  ['length 0', '01fe900000000000'],
  ['payload type 7000', '01fe7000000000020000'],
  ['version FF', 'fffe9000000000020000'],
  ['inverse version FF', '01ff9000000000020000'],
  ['a reserved Security byte', '01fe9000000000020100'],
  ['UDP, which is reserved', '01fe9000000000020010'],
  ['a byte too many', '01fe900000000002000000'],
  ['half a header', '01fe9000'],
  ['nothing', ''],
] as const) {
  test(`a request with ${what} is no request [V2GTPSDP_002 to 005]`, () => {
    assert.equal(decodeSdpRequest(fromHex(datagram)), undefined);
  });
}

test('a response carries address, port and protection, and is read again', () => {
  const response = { address: 'fe80::1:2', port: 61_000, security: 'tls' } as const;
  const datagram = encodeSdpResponse({ ...response, address: 'fe80::1:2%eth0' });
  assert.equal(toHex(datagram), '01fe900100000014fe800000000000000000000000010002ee480000');
  assert.deepEqual(decodeSdpResponse(datagram), response);
  assert.equal(decodeSdpResponse(encodeSdpRequest('tls')), undefined);
  assert.equal(decodeSdpResponse(datagram.subarray(0, 27)), undefined);
  assert.equal(decodeSdpResponse(encodeSdpResponse({ ...response, port: 0 })), undefined);
});

test('a station answers with what was asked where it is open, else with what is open', () => {
  const address = 'fe80::1';
  const both = { address, tlsPort: 50_001, tcpPort: 50_002 };
  assert.deepEqual(sdpAnswer('tls', both), { address, port: 50_001, security: 'tls' });
  assert.deepEqual(sdpAnswer('none', both), { address, port: 50_002, security: 'none' });
  assert.deepEqual(sdpAnswer('tls', { address, tcpPort: 50_002 }), { address, port: 50_002, security: 'none' });
  assert.deepEqual(sdpAnswer('none', { address, tlsPort: 50_001 }), { address, port: 50_001, security: 'tls' });
  assert.equal(sdpAnswer('tls', { address }), undefined);
});

test('IPv6 text and bytes turn into each other', () => {
  for (const text of ['fe80::1', '::1', '::', '1:2:3:4:5:6:7:8', 'fe80::a:0:0:1', '1::', '1:0:2::3'])
    assert.equal(ipv6Text(ipv6Bytes(text)), text);
  assert.equal(ipv6Text(ipv6Bytes('FE80:0:0:0:0:0:0:1%eth0')), 'fe80::1');
  assert.equal(ipv6Text(ipv6Bytes('1:0:0:2:0:0:0:3')), '1:0:0:2::3');
  for (const text of ['', '1:2:3', '1:2:3:4:5:6:7:8:9', '1::2::3', 'fe80::g', 'fe80::12345', '127.0.0.1'])
    assert.throws(() => ipv6Bytes(text), /IPv6 address/, text);
});
