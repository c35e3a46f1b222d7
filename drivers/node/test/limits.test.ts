/** What a charging interface does with peers that are silent, slow, many or wrong. ISO 15118-2:2014 7.7.3; node:tls. @module */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { fromHex } from '@openpnc/core/bytes';
import type { ConnectionFailure } from '@openpnc/core/network';
import { contract, echoStation, exchange, identity, listening } from './station.ts';

const CAR_SUITE = 'ECDHE-ECDSA-AES128-SHA256';

/** A peer without TLS of its own; `closed` resolves with all that came. */
async function rawPeer(port: number, bytes?: Uint8Array): Promise<{ socket: Socket; closed: Promise<Buffer> }> {
  const socket = connect({ host: '::1', port });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => {});
  const closed = new Promise<Buffer>((resolve) => socket.on('close', () => resolve(Buffer.concat(chunks))));
  await once(socket, 'connect');
  if (bytes) socket.write(bytes);
  return { socket, closed };
}

/** A ClientHello record that offers these suites on secp256r1 with ecdsa_secp256r1_sha256, and nothing else. */
function helloRecord(suites: string): Uint8Array {
  const extensions = '000a000400020017' + '000d000400020403';
  const offer = `${hex16(suites.length / 2)}${suites}0100${hex16(extensions.length / 2)}${extensions}`;
  const body = `0303${'11'.repeat(32)}00${offer}`;
  return fromHex(`160301${hex16(body.length / 2 + 4)}01${hex16(body.length / 2).padStart(6, '0')}${body}`);
}
const hex16 = (value: number) => value.toString(16).padStart(4, '0');

test('a place is free again as soon as a car has left', async (t) => {
  const { host, failures } = echoStation();
  const endpoint = await listening(t, host, { maxConnections: 2 });
  for (let car = 0; car < 12; car += 1) {
    const isTls = car % 2 === 0;
    const { answer, stream } = await exchange(isTls ? endpoint.tlsPort! : endpoint.tcpPort!, {
      isTls,
    });
    assert.equal(answer, 'HELLO');
    stream.close();
  }
  assert.deepEqual(failures, []);
});

test('a thousand connections that never speak: the surplus is closed and named, the next car is served at once', async (t) => {
  const { host, failures, streams } = echoStation();
  const endpoint = await listening(t, host, { maxConnections: 16, handshake_ms: 60_000 });
  const { tlsPort, tcpPort } = endpoint;
  const peers: Awaited<ReturnType<typeof rawPeer>>[] = [];
  for (let wave = 0; wave < 10; wave += 1)
    peers.push(
      ...(await Promise.all(Array.from({ length: 100 }, (_, i) => rawPeer(i % 2 === 0 ? tlsPort! : tcpPort!)))),
    );
  const surplus = peers.slice(0, -16).map(({ closed }) => closed);
  const started = performance.now();
  assert.equal((await exchange(tlsPort!)).answer, 'HELLO');
  assert.equal((await exchange(tcpPort!, { isTls: false })).answer, 'HELLO');
  assert.ok(performance.now() - started < 2_000);
  await Promise.all(surplus);
  assert.ok(failures.length >= 984 && failures.every(({ code }) => code === 'too_many_connections'));
  assert.equal(streams.length, 2, 'the host hears of no connection that is silent');
});

test('a connection without TLS that stays silent is cut off at its time, one that leaves is told as lost', async (t) => {
  const { host, failures, streams } = echoStation();
  const endpoint = await listening(t, host, { handshake_ms: 100 });
  await (await rawPeer(endpoint.tcpPort!)).closed;
  const { socket, closed } = await rawPeer(endpoint.tcpPort!);
  socket.end();
  await closed;
  assert.deepEqual(
    failures.map(({ code }) => code),
    ['connection_silent', 'connection_lost'],
  );
  assert.deepEqual(streams, []);
});

/** A car whose handshake is done and that says nothing. */
async function silentCar(port: number): Promise<{ socket: Socket; closed: Promise<unknown> }> {
  const { socket } = await rawPeer(port);
  const tls = connectTls({ socket, rejectUnauthorized: false, ciphers: CAR_SUITE, maxVersion: 'TLSv1.2' });
  tls.on('error', () => {});
  await once(tls, 'secureConnect');
  return { socket, closed: once(socket, 'close') };
}

test('a car that says nothing after the handshake takes no outlet: the next one is served', async (t) => {
  const { host, failures, streams } = echoStation();
  const endpoint = await listening(t, host);
  const { socket, closed } = await silentCar(endpoint.tlsPort!);
  assert.deepEqual(streams, []);
  const { answer, stream } = await exchange(endpoint.tlsPort!);
  assert.equal(answer, 'HELLO');
  assert.equal(streams.length, 1);
  stream.close('abort');
  socket.destroy();
  await closed;
  assert.deepEqual(failures, []);
});

test('a car that leaves without a word after the handshake is heard of at once, one that stays at its time', async (t) => {
  const left = Promise.withResolvers<string>();
  const failed = Promise.withResolvers<string>();
  let open = 0;
  const { host } = echoStation({
    open() {
      open += 1;
      return { bytes: () => {}, closed: left.resolve };
    },
    failed: ({ code }) => failed.resolve(code),
  });
  const endpoint = await listening(t, host, { silent_ms: 60_000 });
  for (const how of ['end', 'resetAndDestroy'] as const) (await silentCar(endpoint.tlsPort!)).socket[how]();
  assert.match(await left.promise, /closed by the peer|ECONNRESET/);
  const { tlsPort } = await listening(t, host, { silent_ms: 100 });
  const before = open;
  const { closed } = await silentCar(tlsPort!);
  assert.equal(await failed.promise, 'connection_silent');
  await closed;
  assert.ok(open - before <= 1, 'the one that stayed is no car');
});

test('at the limit of connections a silent car with TLS makes room and is named', async (t) => {
  const { host, failures, streams } = echoStation();
  const { tlsPort } = await listening(t, host, { maxConnections: 1 });
  const { closed } = await silentCar(tlsPort!);
  assert.equal((await exchange(tlsPort!)).answer, 'HELLO');
  await closed;
  assert.deepEqual([failures.map(({ code }) => code), streams.length], [['too_many_connections'], 1]);
});

test('when every place is taken by a car that speaks, the next one is refused and told as such', async (t) => {
  const { host, failures } = echoStation();
  const endpoint = await listening(t, host, { maxConnections: 1 });
  const first = await exchange(endpoint.tlsPort!);
  await assert.rejects(exchange(endpoint.tlsPort!), { name: 'ConnectionFailure' });
  assert.deepEqual(
    failures.map(({ code }) => code),
    ['too_many_connections'],
  );
  first.stream.close('abort');
});

test('a car that stops in the middle of the handshake is cut off once, within the time from accept', async (t) => {
  const { host, failures } = echoStation();
  const endpoint = await listening(t, host, { handshake_ms: 150 });
  const started = performance.now();
  const { closed } = await rawPeer(endpoint.tlsPort!, helloRecord('c023'));
  const flight = await closed;
  assert.equal(flight[0], 22, 'the server flight came before');
  assert.ok(performance.now() - started < 1_000);
  assert.deepEqual(
    failures.map(({ code, message }) => [code, message]),
    [['tls_handshake_timeout', 'the handshake was not done within 150 ms']],
  );
});

test('a car that leaves in the handshake: by what it named in trusted_ca_keys the host knows whether our root is the cause', async (t) => {
  for (const namesNone of [true, false]) {
    const asked: Uint8Array[] = [];
    const { host, failures } = echoStation({
      namesNoneOfOurRoots(clientHello) {
        asked.push(clientHello);
        return namesNone;
      },
    });
    const endpoint = await listening(t, host);
    const { socket, closed } = await rawPeer(endpoint.tlsPort!, helloRecord('c023'));
    await once(socket, 'data');
    socket.destroy();
    await closed;
    while (failures.length === 0) await new Promise(setImmediate);
    assert.equal(failures[0]?.code, namesNone ? 'ev_root_unknown' : 'tls_handshake_failed');
    assert.equal(asked[0]?.[0], 1, 'a whole ClientHello');
  }
});

test('an offer of static ECDH alone, plain V2GTP and a broken hello each have their code and their alert', async (t) => {
  const { host, failures } = echoStation();
  const endpoint = await listening(t, host);
  const answer = async (bytes: Uint8Array) => (await (await rawPeer(endpoint.tlsPort!, bytes)).closed).toString('hex');
  assert.equal(await answer(helloRecord('c025')), '15030300020228');
  assert.equal(await answer(helloRecord('c02f1302')), '15030300020228');
  assert.equal(await answer(fromHex('01fe800100000004')), '');
  assert.equal(await answer(fromHex('16030100050100000103')), '15030300020232');
  assert.deepEqual(
    failures.map(({ code, alert }) => [code, alert]),
    [
      ['tls_static_ecdh_only', 40],
      ['tls_no_shared_cipher', 40],
      ['tls_plain_v2gtp', undefined],
      ['tls_malformed', 50],
    ],
  );
});

test('GCM suites alone, or TLS 1.3 alone: no session, and never one without TLS', async (t) => {
  const { host, failures, streams } = echoStation();
  const { tlsPort: port } = await listening(t, host);
  for (const offer of [
    { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384' },
    { minVersion: 'TLSv1.3' },
  ] as const) {
    const socket = connectTls({ host: '::1', port: port!, rejectUnauthorized: false, ...offer });
    const [error] = await once(socket, 'error');
    assert.match((error as Error).message, /alert/);
  }
  assert.deepEqual(
    failures.map(({ code, alert }) => [code, alert]),
    [
      ['tls_no_shared_cipher', 40],
      ['tls_protocol_version', 70],
    ],
  );
  assert.equal(streams.length, 0);
});

test('a client certificate is shown whole when asked for, may be left out, and must not when it is required', async (t) => {
  for (const clientCertificate of ['none', 'request', 'require'] as const) {
    const { host, failures, streams } = echoStation();
    const endpoint = await listening(t, host, { clientCertificate });
    const port = endpoint.tlsPort!;
    assert.equal((await exchange(port, { client: contract })).answer, 'HELLO');
    assert.deepEqual(
      streams[0]?.info.tls?.peerCertificates,
      clientCertificate === 'none' ? [] : contract.certificates,
      `${clientCertificate}: leaf, MO Sub-CA 2, MO Sub-CA 1`,
    );
    const without = await exchange(port).then(
      ({ answer }) => answer,
      (error: ConnectionFailure) => error.name,
    );
    if (clientCertificate === 'require') {
      assert.notEqual(without, 'HELLO');
      assert.deepEqual(
        failures.map(({ code }) => code),
        ['tls_client_certificate'],
      );
    } else assert.equal(without, 'HELLO');
  }
});

test('a chain whose key does not fit is told and refused; the station goes on', async (t) => {
  let isBroken = true;
  const { host, failures } = echoStation({
    identity: () => (isBroken ? { ...identity, id: 'broken', keyPem: contract.keyPem } : identity),
  });
  const endpoint = await listening(t, host);
  await assert.rejects(exchange(endpoint.tlsPort!), (error: ConnectionFailure) => error.alert === 80);
  assert.equal(failures[0]?.code, 'tls_not_ready');
  isBroken = false;
  assert.equal((await exchange(endpoint.tlsPort!)).answer, 'HELLO');
});

test('a renewed chain behind the same name is served at once', async (t) => {
  let served = identity;
  const { host } = echoStation({ identity: () => served });
  const endpoint = await listening(t, host);
  assert.deepEqual((await exchange(endpoint.tlsPort!)).stream.info.tls?.peerCertificates, identity.certificates);
  served = { ...identity, certificates: identity.certificates.slice(0, 2) };
  assert.deepEqual((await exchange(endpoint.tlsPort!)).stream.info.tls?.peerCertificates, served.certificates);
});

test('each side writes the key log of its handshakes when asked, in NSS form', async (t) => {
  const lines: string[] = [];
  const { host } = echoStation();
  const endpoint = await listening(t, host, { keyLog: (line) => lines.push(line) });
  await exchange(endpoint.tlsPort!);
  assert.equal(lines.length, 1);
  assert.match(lines[0]!, /^CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}\n$/);
});
