/** ClientHello parsing and the diagnosis of an offer, also against the hello of a real TLS client. @module */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { connect } from 'node:tls';
import { concatBytes, fromHex, toHex } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import { alertName, alertRecord } from '@openpnc/tls/alerts';
import { type ClientHello, ClientHelloReader, describeClientHello, parseClientHello } from '@openpnc/tls/clientHello';
import { alertOfError, diagnoseHandshake, offerProblem } from '@openpnc/tls/handshakeFailure';
import { chainForAuthorities, encodeTrustedCaKeys, parseTrustedCaKeys } from '@openpnc/tls/trustedCaKeys';

const vectors = JSON.parse(
  readFileSync(new URL('../../../vectors/crypto/pki-small.json', import.meta.url), 'utf8'),
) as {
  certificates: Record<string, { pem: string; sha1Fingerprint: string }>;
  trustedCaKeys: { cases: { name: string; data: string; matchesV2gRoot: boolean | null }[] };
};

const u16 = (value: number) => Uint8Array.of(value >> 8, value & 0xff);
const vector16 = (bytes: Uint8Array) => concatBytes(u16(bytes.length), bytes);
const uints = (...values: number[]) => concatBytes(...values.map(u16));

interface Offer {
  readonly version?: number;
  readonly suites?: readonly number[];
  readonly extensions?: readonly (readonly [number, Uint8Array])[];
}

function hello({ version = 0x0303, suites = [0xc023], extensions = [] }: Offer = {}): Uint8Array {
  const body = concatBytes(
    u16(version),
    new Uint8Array(32).fill(7),
    Uint8Array.of(0),
    vector16(uints(...suites)),
    Uint8Array.of(1, 0),
    extensions.length === 0
      ? new Uint8Array()
      : vector16(concatBytes(...extensions.map(([type, data]) => concatBytes(u16(type), vector16(data))))),
  );
  return concatBytes(Uint8Array.of(1, 0, body.length >> 8, body.length & 0xff), body);
}

const record = (fragment: Uint8Array) => concatBytes(Uint8Array.of(22, 3, 1), vector16(fragment));

function thrown(work: () => unknown): ProtocolError {
  try {
    work();
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
  assert.fail('nothing was thrown');
}

test('a ClientHello is the same in one record, in records of one byte and byte by byte', () => {
  const message = hello({ extensions: [[10, vector16(uints(23))]] });
  const whole = record(message);
  const split = concatBytes(...Array.from(message, (byte) => record(Uint8Array.of(byte))));
  for (const bytes of [whole, split]) {
    assert.equal(toHex(new ClientHelloReader().push(bytes)!), toHex(message));
    const reader = new ClientHelloReader();
    const found = Array.from(bytes, (byte) => reader.push(Uint8Array.of(byte)));
    assert.equal(
      found.findIndex((value) => value !== undefined),
      bytes.length - 1,
    );
    assert.equal(toHex(found.at(-1)!), toHex(message));
  }
});

test('what is not a ClientHello is refused with its own code at the first byte that tells', () => {
  const code = (bytes: Uint8Array, options = {}) => thrown(() => new ClientHelloReader(options).push(bytes)).code;
  assert.equal(code(fromHex('01fe8001')), 'tls_plain_v2gtp');
  assert.equal(code(new TextEncoder().encode('GET / HTTP/1.1')), 'tls_not_client_hello');
  assert.equal(code(fromHex('1602')), 'tls_not_client_hello');
  assert.equal(code(fromHex('1603014001')), 'tls_malformed');
  assert.equal(code(fromHex('1603010000')), 'tls_malformed');
  assert.equal(code(fromHex('160301000402000000')), 'tls_not_client_hello');
  assert.equal(code(alertRecord('user_canceled')), 'tls_not_client_hello');
  assert.equal(code(fromHex('16030100040100ffff'), { maxBytes: 1000 }), 'tls_too_large');
});

test('a ClientHello cut at any byte, or with bytes behind it, is malformed and never read', () => {
  const message = hello({
    suites: [0xc023, 0x00ff],
    extensions: [
      [10, vector16(uints(23))],
      [13, vector16(uints(0x0403))],
    ],
  });
  for (let length = 0; length < message.length; length += 1)
    assert.equal(thrown(() => parseClientHello(message.subarray(0, length))).code, 'tls_malformed');
  assert.equal(thrown(() => parseClientHello(concatBytes(message, Uint8Array.of(0)))).code, 'tls_malformed');
  const twice = hello({
    extensions: [
      [23, new Uint8Array()],
      [23, new Uint8Array()],
    ],
  });
  assert.match(thrown(() => parseClientHello(twice)).message, /extension 23: twice/);
});

test('the extensions of a car are read: roots of every kind, both status requests, server_name', () => {
  const name = new TextEncoder().encode('secc.local');
  const parsed = parseClientHello(
    hello({
      extensions: [
        [0, vector16(concatBytes(Uint8Array.of(0), vector16(name)))],
        [
          3,
          encodeTrustedCaKeys([
            { type: 'pre_agreed' },
            { type: 'key_sha1_hash', hash: '01'.repeat(20) },
            { type: 'x509_name', name: fromHex('3000') },
            { type: 'cert_sha1_hash', hash: '03'.repeat(20) },
          ]),
        ],
        [5, fromHex('0100000000')],
        [17, fromHex('000e' + '02000400000000' + '01000400000000')],
      ],
    }),
  );
  assert.equal(parsed.serverName, 'secc.local');
  assert.deepEqual(
    parsed.trustedAuthorities?.map(({ type }) => type),
    ['pre_agreed', 'key_sha1_hash', 'x509_name', 'cert_sha1_hash'],
  );
  assert.equal(parsed.wantsStatus, true);
  assert.deepEqual(parsed.statusV2Types, [2, 1]);
  assert.deepEqual(parsed.unreadable, []);
  assert.equal(describeClientHello(parsed).serverName, 'secc.local');
});

test('an extension that cannot be read is set aside and told; the handshake goes on without it', () => {
  const parsed = parseClientHello(
    hello({
      extensions: [
        [3, fromHex('0015030000000000')],
        [5, fromHex('01')],
      ],
    }),
  );
  assert.equal(parsed.trustedAuthorities, undefined);
  assert.equal(parsed.wantsStatus, false);
  assert.deepEqual(
    parsed.unreadable.map(({ type }) => type),
    [3, 5],
  );
});

test('each trusted_ca_keys vector chooses, or does not choose, the chain under the V2G root', () => {
  const root = { certSha1: vectors.certificates.v2gRoot!.sha1Fingerprint, ...fromCases() };
  for (const { name, data, matchesV2gRoot } of vectors.trustedCaKeys.cases) {
    if (matchesV2gRoot === null) {
      assert.equal(thrown(() => parseTrustedCaKeys(fromHex(data))).code, 'trusted_ca_keys_malformed', name);
      continue;
    }
    const authorities = parseTrustedCaKeys(fromHex(data));
    assert.equal(toHex(encodeTrustedCaKeys(authorities)), data, name);
    const choice = chainForAuthorities(authorities, [{ chain: 'v2g', root }]);
    assert.equal(choice?.chain, matchesV2gRoot ? 'v2g' : undefined, name);
  }

  function fromCases() {
    const find = (type: string) => {
      const found = vectors.trustedCaKeys.cases.find(({ name }) => name === `${type} of the V2G root`)!;
      return parseTrustedCaKeys(fromHex(found.data))[0]!;
    };
    const [key, named] = [find('key_sha1_hash'), find('x509_name')];
    assert.ok(key.type === 'key_sha1_hash' && named.type === 'x509_name');
    return { keySha1: key.hash, name: named.name };
  }
});

test('a certificate hash chooses before a key hash, and that before a name', () => {
  const root = (fill: number) => ({
    certSha1: toHex(new Uint8Array(20).fill(fill)),
    keySha1: toHex(new Uint8Array(20).fill(fill + 100)),
    name: Uint8Array.of(0x30, fill),
  });
  const chains = [1, 2, 3].map((fill) => ({ chain: fill, root: root(fill) }));
  const authorities = [
    { type: 'x509_name', name: Uint8Array.of(0x30, 1) },
    { type: 'key_sha1_hash', hash: '66'.repeat(20) },
    { type: 'cert_sha1_hash', hash: '03'.repeat(20) },
  ] as const;
  assert.equal(chainForAuthorities(authorities, chains)?.chain, 3);
  assert.equal(chainForAuthorities(authorities.slice(0, 2), chains)?.chain, 2);
  assert.equal(chainForAuthorities(authorities.slice(0, 1), chains)?.chain, 1);
  assert.equal(chainForAuthorities([], chains), undefined);
});

test("a real TLS client's ClientHello is read as it was asked for", async () => {
  const message = await new Promise<Uint8Array>((resolve, reject) => {
    const server = createServer((socket) => {
      const reader = new ClientHelloReader();
      socket.on('data', (chunk) => {
        const found = reader.push(chunk);
        if (!found) return;
        socket.destroy();
        server.close();
        resolve(found);
      });
    });
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      connect({
        port,
        host: '127.0.0.1',
        minVersion: 'TLSv1.2',
        maxVersion: 'TLSv1.2',
        ciphers: 'ECDHE-ECDSA-AES128-SHA256',
        ecdhCurve: 'prime256v1',
        sigalgs: 'ECDSA+SHA256',
        requestOCSP: true,
      }).on('error', () => {});
    });
  });
  const parsed = parseClientHello(message);
  assert.deepEqual(parsed.cipherSuites, [0xc023]);
  assert.deepEqual(parsed.groups, [23]);
  assert.deepEqual(parsed.signatureAlgorithms, [0x0403]);
  assert.equal(parsed.wantsStatus, true);
  assert.equal(parsed.serverName, undefined);
  assert.equal(parsed.wantsRenegotiationInfo, true);
  assert.equal(offerProblem(parsed), undefined);
  assert.deepEqual(parsed.unreadable, []);
});

test('an offer without anything in common names what is missing', () => {
  const problem = (offer: Offer) => offerProblem(parseClientHello(hello(offer)))?.code;
  assert.equal(problem({}), undefined);
  assert.equal(problem({ suites: [0xc025, 0xc023] }), undefined);
  assert.equal(problem({ suites: [0xc025] }), 'tls_static_ecdh_only');
  assert.equal(problem({ suites: [0xc02f] }), 'tls_no_shared_cipher');
  assert.equal(problem({ extensions: [[10, vector16(uints(29))]] }), 'tls_no_shared_cipher');
  assert.equal(problem({ extensions: [[43, fromHex('020304')]] }), 'tls_protocol_version');
  assert.equal(problem({ version: 0x0302 }), 'tls_protocol_version');
});

test('a failed handshake gets its code from the offer, else the alert, else the error', () => {
  const good = parseClientHello(hello());
  const staticOnly = parseClientHello(hello({ suites: [0xc025] }));
  const server = (hello: ClientHello | undefined, more: object) =>
    diagnoseHandshake({ side: 'server', ...(hello && { hello }), ...more });
  assert.equal(server(staticOnly, { error: 'ERR_SSL_NO_SHARED_CIPHER' }).code, 'tls_static_ecdh_only');
  assert.equal(server(good, { error: 'ERR_SSL_NO_SHARED_CIPHER' }).code, 'tls_no_shared_cipher');
  const unknown = server(good, { alert: { number: 48, from: 'peer' }, error: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' });
  assert.deepEqual([unknown.code, unknown.alert], ['ev_root_unknown', 48]);
  assert.match(unknown.text, /48 \(unknown_ca\)/);
  const refused = { alert: { number: 46, from: 'peer' } };
  assert.equal(server(good, refused).code, 'tls_handshake_failed');
  assert.equal(server(good, { ...refused, namesNoneOfOurRoots: true }).code, 'ev_root_unknown');
  assert.equal(server(good, { alert: { number: 45, from: 'peer' } }).code, 'secc_chain_expired');
  assert.equal(server(undefined, { error: 'ERR_TLS_HANDSHAKE_TIMEOUT' }).code, 'tls_handshake_timeout');
  assert.equal(server(good, { error: 'ECONNRESET' }).code, 'tls_handshake_failed');
  const client = (more: object) => diagnoseHandshake({ side: 'client', ...more }).code;
  assert.equal(client({ alert: { number: 40, from: 'peer' } }), 'tls_no_shared_cipher');
  assert.equal(client({ alert: { number: 48, from: 'peer' } }), 'tls_client_certificate');
  assert.equal(client({ error: 'ECONNREFUSED' }), 'connection_refused');
});

test('alerts have their standard names, and OpenSSL errors tell theirs', () => {
  assert.equal(alertName(48), 'unknown_ca');
  assert.equal(alertName(200), 'alert_200');
  assert.equal(toHex(alertRecord('protocol_version')), '15030300020246');
  assert.equal(alertOfError('...tlsv1 alert unknown ca:...:SSL alert number 48'), 48);
  assert.equal(alertOfError('socket hang up'), undefined);
});
