/** Cars and stations on the bench's own TLS engine and on node:tls, in every mixture, on real sockets. ISO 15118-2:2014 7.7.3, RFC 6066, RFC 6961. @module */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { toUtf8 } from '@openpnc/core/bytes';
import type { ConnectionFailure } from '@openpnc/core/network';
import { parseClientHello } from '@openpnc/tls/clientHello';
import { chainForAuthorities, type RootIdentifiers, type TrustedAuthority } from '@openpnc/tls/trustedCaKeys';
import { keyLogFile } from '../src/keyLog.ts';
import { contract, echoStation, exchange, identity, listening } from './station.ts';

const own = {};

test('an own car at a node:tls station, a node:tls car at an own station, and own at own: the same session', async (t) => {
  for (const car of [undefined, own])
    for (const station of [undefined, own]) {
      const { host, streams, failures } = echoStation();
      const port = (await listening(t, host, station ? { dangerOwnTls: station } : {})).tlsPort!;
      const { answer, stream } = await exchange(port, car ? { dangerOwnTls: car } : {});
      const what = `own car ${Boolean(car)}, own station ${Boolean(station)}`;
      assert.equal(answer, 'HELLO', what);
      assert.equal(stream.info.tls?.cipher, 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256', what);
      assert.deepEqual(stream.info.tls?.peerCertificates, identity.certificates, what);
      assert.deepEqual(stream.info.tls?.ocspResponse, toUtf8('staple'), what);
      assert.ok(parseClientHello(streams[0]!.info.tls!.clientHello!).wantsStatus, what);
      assert.deepEqual(failures, [], what);
    }
});

test('static ECDH is served by the own engine alone', async (t) => {
  const car = { cipherSuites: [0xc025] };
  const { host } = echoStation();
  const { stream } = await exchange((await listening(t, host, { dangerOwnTls: own })).tlsPort!, { dangerOwnTls: car });
  assert.equal(stream.info.tls?.cipher, 'TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA256');
  const openssl = echoStation();
  await assert.rejects(
    exchange((await listening(t, openssl.host)).tlsPort!, { dangerOwnTls: car }),
    (error: ConnectionFailure) => error.alert === 40,
  );
  assert.equal(openssl.failures[0]?.code, 'tls_static_ecdh_only');
});

test('the chain is chosen by the roots that the car names; with none of ours the default is served', async (t) => {
  const root = (fill: string): RootIdentifiers => ({
    certSha1: fill.repeat(40),
    keySha1: `0${fill.repeat(39)}`,
    name: Uint8Array.of(0x30, 1, fill.charCodeAt(0)),
  });
  const other = { ...identity, id: 'other', certificates: identity.certificates.slice(0, 2) };
  const chains = [
    { chain: identity, root: root('a') },
    { chain: other, root: root('b') },
  ];
  const { host } = echoStation({
    identity(hello) {
      const { trustedAuthorities = [] } = parseClientHello(hello);
      return chainForAuthorities(trustedAuthorities, chains)?.chain ?? identity;
    },
  });
  const port = (await listening(t, host)).tlsPort!;
  const served = async (trustedAuthorities: readonly TrustedAuthority[]) =>
    (await exchange(port, { dangerOwnTls: { trustedAuthorities } })).stream.info.tls!.peerCertificates.length;
  assert.equal(await served([{ type: 'cert_sha1_hash', hash: 'b'.repeat(40) }]), 2);
  assert.equal(await served([{ type: 'x509_name', name: Uint8Array.of(0x30, 1, 'b'.charCodeAt(0)) }]), 2);
  assert.equal(await served([{ type: 'cert_sha1_hash', hash: 'a'.repeat(40) }]), 3);
  assert.equal(await served([{ type: 'cert_sha1_hash', hash: 'c'.repeat(40) }]), 3);
  assert.equal(await served([]), 3);
  const unreadable = { moreExtensions: [{ type: 3, body: Uint8Array.of(0, 21, 3, 0) }] };
  assert.equal(
    (await exchange(port, { dangerOwnTls: unreadable })).answer,
    'HELLO',
    'an extension that cannot be read',
  );
});

test('an alert of the car reaches the station with its number, whatever engine serves it', async (t) => {
  for (const station of [undefined, own]) {
    const { host, failures } = echoStation();
    const port = (await listening(t, host, station ? { dangerOwnTls: station } : {})).tlsPort!;
    const refuse = (
      alert: 'unknown_ca' | 'certificate_expired' | 'bad_certificate_status_response' | 'bad_certificate',
    ) => assert.rejects(exchange(port, { dangerOwnTls: { judge: () => alert } }), { name: 'ConnectionFailure' });
    for (const alert of [
      'unknown_ca',
      'certificate_expired',
      'bad_certificate_status_response',
      'bad_certificate',
    ] as const)
      await refuse(alert);
    while (failures.length < 4) await new Promise(setImmediate);
    assert.deepEqual(
      failures.map(({ code, alert }) => [code, alert]),
      [
        ['ev_root_unknown', 48],
        ['secc_chain_expired', 45],
        ['ocsp_staple_invalid', 113],
        ['tls_handshake_failed', 42],
      ],
    );
  }
});

test('status_request_v2 over a socket: a staple a certificate; a car that insists on trusted_ca_keys is served', async (t) => {
  const staples = ['leaf', 'sub 2', 'sub 1'].map(toUtf8);
  const { host } = echoStation();
  const port = (await listening(t, host, { dangerOwnTls: { staples: () => staples } })).tlsPort!;
  let seen: readonly (Uint8Array | undefined)[] = [];
  const car = {
    statusRequestV2: 'ocsp_multi' as const,
    trustedAuthorities: [{ type: 'pre_agreed' as const }],
    insistsOnTrustedCaKeys: true,
    judge(_chain: readonly Uint8Array[], responses: readonly (Uint8Array | undefined)[]) {
      seen = responses;
      return undefined;
    },
  };
  assert.equal((await exchange(port, { dangerOwnTls: car })).answer, 'HELLO');
  assert.deepEqual(seen, staples);
});

test('a client certificate on the own engine: shown whole, and one that is required and missing has alert 40', async (t) => {
  const { host, streams, failures } = echoStation();
  const port = (await listening(t, host, { dangerOwnTls: own, clientCertificate: 'require' })).tlsPort!;
  await exchange(port, { client: contract });
  assert.deepEqual(streams[0]?.info.tls?.peerCertificates, contract.certificates);
  await assert.rejects(exchange(port), (error: ConnectionFailure) => error.alert === 40);
  assert.equal(failures[0]?.code, 'tls_client_certificate');
});

test('a silent station costs an own car its deadline, a silent car an own station its handshake time', async (t) => {
  const { connect, createServer } = await import('node:net');
  const { v2gDialer } = await import('../src/v2gDialer.ts');
  const { realClock } = await import('../src/clock.ts');
  const silent = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((done) => silent.listen(0, '::1', done));
  t.after(() => silent.close());
  const { port } = silent.address() as { port: number };
  const link = { kind: 'loopback', interface: 'lo', address: '::1' } as const;
  await assert.rejects(
    v2gDialer({ link, dangerOwnTls: own }).connect(
      { address: '::1', port, deadline: realClock.now() + 60, tls: { requestOcsp: false } },
      { bytes() {}, closed() {} },
    ),
    (error: ConnectionFailure) => error.code === 'tls_handshake_timeout',
  );
  const { host, failures } = echoStation();
  const station = (await listening(t, host, { dangerOwnTls: own, handshake_ms: 60 })).tlsPort!;
  const car = connect(station, '::1');
  car.on('error', () => {});
  await new Promise((done) => car.on('close', done));
  assert.deepEqual(
    failures.map(({ code }) => code),
    ['tls_handshake_timeout'],
  );
});

test('the key log file has mode 0600 and the same lines from both sides', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'keys.log');
  const file = keyLogFile(path);
  const { host } = echoStation();
  const port = (await listening(t, host, { keyLog: file.write })).tlsPort!;
  await exchange(port, { dangerOwnTls: own, keyLog: file.write });
  file.close();
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  assert.equal(lines.length, 2);
  assert.equal(lines[0]?.toLowerCase(), lines[1]?.toLowerCase());
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.throws(() => keyLogFile(join(folder, 'none', 'x.log')), { name: 'OperatorError', code: 'key_log_unusable' });
});
