/** ClientHellos: what a car offers, whole, in pieces and malformed. RFC 5246 7.4.1.2, RFC 6066, RFC 6961. @module */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { concatBytes, fromHex } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import { alertText } from '../src/alerts.ts';
import { gatherClientHello, parseClientHello } from '../src/clientHello.ts';
import { explainHandshakeFailure } from '../src/handshakeFailure.ts';

const { trustedCaKeys } = JSON.parse(
  readFileSync(new URL('../../../vectors/crypto/pki-small.json', import.meta.url), 'utf8'),
);

const u16 = (...numbers: number[]) => Uint8Array.from(numbers.flatMap((n) => [n >> 8, n & 0xff]));
const block16 = (bytes: Uint8Array) => concatBytes(u16(bytes.length), bytes);
const extension = (number: number, data: Uint8Array) => concatBytes(u16(number), block16(data));

function hello({ suites = [0xc023, 0x00ff], extensions = [] as Uint8Array[] } = {}): Uint8Array {
  const body = concatBytes(
    u16(0x0303),
    new Uint8Array(32),
    Uint8Array.of(0),
    block16(u16(...suites)),
    Uint8Array.of(1, 0),
    block16(concatBytes(...extensions)),
  );
  return concatBytes(Uint8Array.of(1, 0, body.length >> 8, body.length & 0xff), body);
}

const records = (message: Uint8Array, size: number) => {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < message.length; at += size)
    parts.push(Uint8Array.of(22, 3, 1), block16(message.subarray(at, at + size)));
  return concatBytes(...parts);
};

test('a hello is gathered from one record, many records and any cut of the stream', () => {
  const message = hello();
  for (const size of [1, 7, 16_384]) {
    const stream = records(message, size);
    for (let cut = 0; cut < stream.length; cut += 1)
      assert.equal(gatherClientHello(stream.subarray(0, cut)), undefined);
    assert.deepEqual(gatherClientHello(stream), message);
  }
});

test('what is no TLS, no handshake or too long is refused with its place', () => {
  const code = (stream: Uint8Array) => {
    try {
      gatherClientHello(stream);
    } catch (error) {
      return (error as ProtocolError).code;
    }
    return undefined;
  };
  assert.equal(code(new TextEncoder().encode('GET / HTTP/1.1')), 'tls_not_client_hello');
  assert.equal(code(fromHex('01fe800100000000')), 'tls_not_client_hello');
  assert.equal(code(fromHex('160301000402000000')), 'tls_not_client_hello', 'a ServerHello');
  assert.equal(code(fromHex('1603010000')), 'tls_malformed');
  assert.equal(code(fromHex('160301000401ffffff')), 'tls_too_large');
});

test('offers are read: suites, curves, server name, status requests of both kinds', () => {
  const parsed = parseClientHello(
    hello({
      extensions: [
        extension(0, block16(concatBytes(Uint8Array.of(0), block16(new TextEncoder().encode('fe80::1%eth1'))))),
        extension(10, block16(u16(23))),
        extension(13, block16(u16(0x0403))),
        extension(5, fromHex('0100000000')),
        extension(17, block16(concatBytes(Uint8Array.of(2), block16(fromHex('00000000'))))),
        extension(43, fromHex('020303')),
      ],
    }),
  );
  assert.deepEqual(
    [parsed.cipherSuites, parsed.groups, parsed.signatureAlgorithms, parsed.versions],
    [[0xc023, 0x00ff], [23], [0x0403], [0x0303]],
  );
  assert.deepEqual([parsed.serverName, parsed.wantsStatus, parsed.statusV2Types], ['fe80::1%eth1', true, [2]]);
  assert.deepEqual(parsed.extensions, [0, 10, 13, 5, 17, 43]);
});

test('trusted_ca_keys in each of its forms', () => {
  for (const { name, data, matchesV2gRoot } of trustedCaKeys.cases) {
    const message = hello({ extensions: [extension(3, fromHex(data))] });
    if (matchesV2gRoot === null) assert.throws(() => parseClientHello(message), ProtocolError, name);
    else assert.ok(parseClientHello(message).trustedAuthorities, name);
  }
  const [first] =
    parseClientHello(hello({ extensions: [extension(3, fromHex(trustedCaKeys.cases[1].data))] })).trustedAuthorities ??
    [];
  assert.deepEqual(first, { type: 'key_sha1_hash', hash: 'c30b6f6c1a8880577d212f67cb4d4b9b1cecef1a' });
});

test('a hello cut or lengthened anywhere is malformed, never a crash', () => {
  const message = hello({
    extensions: [extension(10, block16(u16(23))), extension(3, fromHex(trustedCaKeys.cases[3].data))],
  });
  for (let cut = 4; cut < message.length; cut += 1) {
    assert.throws(() => parseClientHello(message.subarray(0, cut)), ProtocolError);
    const bad = message.slice();
    bad[cut]! ^= 0xff;
    try {
      parseClientHello(bad);
    } catch (error) {
      assert.ok(error instanceof ProtocolError);
    }
  }
});

test('a failed handshake is told by what the car lacked, else by its alert', () => {
  const why = (message: Uint8Array, alert?: number) =>
    explainHandshakeFailure(parseClientHello(message), { alert, reason: 'closed' }).code;
  assert.equal(why(hello({ suites: [0xc025] })), 'tls_static_ecdh_only');
  assert.equal(why(hello({ suites: [0xc02b] })), 'tls_no_shared_cipher');
  assert.equal(why(hello({ extensions: [extension(43, fromHex('020304'))] })), 'tls_protocol_version');
  assert.equal(why(hello({ extensions: [extension(10, block16(u16(24)))] })), 'tls_no_shared_cipher');
  assert.equal(why(hello(), 48), 'ev_root_unknown');
  assert.equal(why(hello(), 45), 'secc_leaf_expired');
  assert.equal(why(hello()), 'tls_handshake_failed');
  assert.equal(alertText(48), '48 unknown_ca');
  assert.equal(alertText(200), '200');
});
