/** Car and station on real sockets of this host. ISO 15118-2:2014 7.7, 7.10; node:tls. @module */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import { OperatorError } from '@openpnc/core/errors';
import type { ConnectionFailure } from '@openpnc/core/network';
import { parseClientHello } from '@openpnc/tls/clientHello';
import { chooseLink, type V2gLink } from '../src/interfaces.ts';
import { v2gDialer } from '../src/v2gDialer.ts';
import { listenV2g } from '../src/v2gListener.ts';
import { echoStation, exchange, identity, listenOptions, loopback } from './station.ts';

test('a TLS session has the suite of ISO 15118-2, the presented chain and the staple on the car side, the hello on the station side', async () => {
  const { host, streams } = echoStation();
  const options = listenOptions();
  const listener = await listenV2g(options, host);
  const { answer, stream } = await exchange(listener.endpoint.tlsPort!);
  assert.equal(answer, 'HELLO');
  assert.deepEqual(
    [stream.info.tls?.protocol, stream.info.tls?.cipher],
    ['TLSv1.2', 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256'],
  );
  assert.deepEqual(stream.info.tls?.peerCertificates, identity.certificates);
  assert.deepEqual(stream.info.tls?.ocspResponse, toUtf8('staple'));
  const hello = parseClientHello(streams[0]!.info.tls!.clientHello!);
  assert.ok(hello.wantsStatus && hello.cipherSuites.includes(0xc023) && hello.serverName === undefined);
  await listener.close();
});

test('ports that a car is told, and the port that it asks from, lie in 49152 to 65535', async () => {
  const asked: number[] = [];
  const { host } = echoStation({
    sdp: ({ from }) => {
      asked.push(Number(from.slice(from.lastIndexOf(':') + 1)));
      return toUtf8('sdp!');
    },
  });
  const options = listenOptions();
  const listener = await listenV2g(options, host);
  await v2gDialer({ link: loopback, sdpPort: options.sdpPort! }).discover(toUtf8('sdp?'), 1_000, () => true);
  for (const port of [listener.endpoint.tlsPort!, listener.endpoint.tcpPort!, asked[0]!]) {
    assert.ok(port >= 49_152 && port <= 65_535, `port ${port}`);
  }
  await listener.close();
});

test('plain TCP serves beside TLS', async () => {
  const { host } = echoStation();
  const listener = await listenV2g(listenOptions(), host);
  const { answer, stream } = await exchange(listener.endpoint.tcpPort!, { isTls: false });
  assert.deepEqual([answer, stream.info.tls], ['HELLO', undefined]);
  await listener.close();
});

test('fifty handshakes at once are all served, and no handshake without a staple or a usable chain hangs', async () => {
  const { host } = echoStation({ staple: () => undefined });
  const listener = await listenV2g(listenOptions(), host);
  const answers = await Promise.all(Array.from({ length: 50 }, () => exchange(listener.endpoint.tlsPort!)));
  assert.ok(answers.every(({ answer, stream }) => answer === 'HELLO' && stream.info.tls?.ocspResponse === undefined));
  await listener.close();
  const bare = echoStation({ identity: () => undefined });
  const refusing = await listenV2g(listenOptions(), bare.host);
  await assert.rejects(exchange(refusing.endpoint.tlsPort!), (error: ConnectionFailure) => error.alert === 40);
  assert.equal(bare.failures[0]?.code, 'tls_not_ready');
  await refusing.close();
});

test('garbage, a silent car and a car that leaves are told apart and cut off', async () => {
  const { host, failures } = echoStation();
  const listener = await listenV2g(listenOptions({ handshake_ms: 100 }), host);
  const raw = (send: (socket: ReturnType<typeof connect>) => void) =>
    new Promise<void>((resolve) => {
      const socket = connect({ host: '::1', port: listener.endpoint.tlsPort! }, () => send(socket));
      socket.on('error', () => {});
      socket.resume();
      socket.on('close', () => resolve());
    });
  await raw((socket) => socket.write('GET / HTTP/1.1\r\n\r\n'));
  await raw(() => {});
  await raw((socket) => socket.end(Buffer.from([22, 3, 1])));
  assert.deepEqual(
    failures.map(({ code }) => code),
    ['tls_not_client_hello', 'tls_handshake_timeout', 'connection_lost'],
  );
  assert.equal((await exchange(listener.endpoint.tlsPort!)).answer, 'HELLO', 'the next car is served at once');
  await listener.close();
});

test('a ClientHello that comes byte by byte is served', async () => {
  const { host } = echoStation();
  const listener = await listenV2g(listenOptions(), host);
  const { createServer } = await import('node:net');
  const relay = createServer((car) => {
    const station = connect({ host: '::1', port: listener.endpoint.tlsPort! });
    car.on('data', (chunk) => {
      for (const byte of chunk) station.write(Buffer.of(byte));
    });
    station.on('data', (chunk) => car.write(chunk));
    for (const socket of [car, station]) socket.on('error', () => {});
    car.on('close', () => station.destroy());
  });
  await new Promise<void>((done) => relay.listen(0, '::1', done));
  const { answer, stream } = await exchange((relay.address() as { port: number }).port);
  assert.equal(answer, 'HELLO');
  stream.close();
  await listener.close();
  await new Promise((done) => relay.close(done));
});

test('SDP by unicast to ::1 is answered; a datagram that is no request is not, and the wait ends', async () => {
  const { host } = echoStation();
  const options = listenOptions();
  const listener = await listenV2g(options, host);
  const ask = async (text: string) => {
    const answers: string[] = [];
    await v2gDialer({ link: loopback, sdpPort: options.sdpPort! }).discover(
      toUtf8(text),
      60,
      ({ payload }) => answers.push(fromUtf8(payload)) > 0,
    );
    return answers;
  };
  assert.deepEqual(await ask('sdp?'), ['sdp!']);
  assert.deepEqual(await ask('what?'), []);
  await listener.close();
});

const found = (() => {
  try {
    return chooseLink();
  } catch {
    return undefined;
  }
})();
const noMulticast = found?.kind === 'multicast' ? false : 'no interface has a link-local IPv6 address';

test(`SDP by multicast that never leaves this host, then TLS on the link-local address${noMulticast ? ` (skipped: ${noMulticast})` : ''}`, {
  skip: noMulticast,
}, async () => {
  const link = found as V2gLink;
  const { host } = echoStation();
  const options = listenOptions({ link });
  const listener = await listenV2g(options, host);
  const answers: string[] = [];
  await v2gDialer({ link, sdpPort: options.sdpPort!, multicastHops: 0 }).discover(
    toUtf8('sdp?'),
    1_000,
    ({ payload }) => answers.push(fromUtf8(payload)) > 0,
  );
  assert.deepEqual(answers, ['sdp!']);
  assert.equal(
    (await exchange(listener.endpoint.tlsPort!, { link, address: listener.endpoint.address })).answer,
    'HELLO',
  );
  await listener.close();
});

test('a refused connection, a port in use and a wrong interface are one clear line each', async () => {
  const { host } = echoStation();
  const options = listenOptions();
  const listener = await listenV2g(options, host);
  await assert.rejects(
    listenV2g({ ...options }, host),
    (error: OperatorError) => error instanceof OperatorError && /port is in use/.test(error.message),
  );
  const { tlsPort } = listener.endpoint;
  await listener.close();
  await assert.rejects(exchange(tlsPort!), (error: ConnectionFailure) => error.code === 'connection_refused');
  assert.throws(() => chooseLink('eth99'), /interface eth99: there is none of that name that is up; there are .*lo/);
  assert.throws(() => chooseLink(undefined, () => ({})), /no interface of this machine has IPv6/);
  const bare = { family: 'IPv4', address: '10.0.0.1' } as unknown as NonNullable<
    ReturnType<typeof import('node:os').networkInterfaces>['x']
  >[number];
  assert.throws(() => chooseLink('x', () => ({ x: [bare] })), /no IPv6 link-local address/);
});
