/** Streams, SDP, channels and HTTP of a virtual world. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concatBytes, fromUtf8, toHex, toUtf8 } from '@openpnc/core/bytes';
import { HttpFailure, type HttpHandler } from '@openpnc/core/http';
import { ConnectionFailure, type StreamReceiver, type V2gHost } from '@openpnc/core/network';
import type { Accept, ChannelReceiver } from '@openpnc/core/ports';
import { openChannel, UpgradeRefused } from '@openpnc/sim/channel';
import { VirtualClock } from '@openpnc/sim/clock';
import { VirtualHttp } from '@openpnc/sim/http';
import { StreamLink } from '@openpnc/sim/link';
import { VirtualV2gNetwork } from '@openpnc/sim/network';
import { SeededRandom } from '@openpnc/sim/random';

const infos = { a: { local: 'a', peer: 'b' }, b: { local: 'b', peer: 'a' } };

function world() {
  const clock = new VirtualClock(0);
  return { clock, random: new SeededRandom('links') };
}

function collector(clock: VirtualClock) {
  const seen = { reads: [] as Uint8Array[], closed: [] as string[], closedAt: -1 };
  const receiver: StreamReceiver = {
    bytes: (chunk) => seen.reads.push(chunk.slice()),
    closed: (reason) => {
      seen.closed.push(reason);
      seen.closedAt = clock.now();
    },
  };
  return { seen, receiver };
}

test('a stream keeps its bytes in order however it cuts them, and ends after them', async () => {
  const { clock, random } = world();
  const link = new StreamLink(clock, random, infos, { delay_ms: 3, jitter_ms: 20, loss: 0.2 });
  const [a, b] = [collector(clock), collector(clock)];
  link.receive('a', a.receiver);
  link.receive('b', b.receiver);
  const sent = Array.from({ length: 30 }, (_, i) => random.bytes(1 + i * 3));
  for (const bytes of sent) link.a.send(bytes);
  link.a.close();
  link.a.send(toUtf8('after the end'));
  await clock.run();
  assert.equal(toHex(concatBytes(...b.seen.reads)), toHex(concatBytes(...sent)));
  assert.ok(b.seen.reads.length > sent.length, 'reads are cut');
  assert.deepEqual([a.seen.closed, b.seen.closed], [['ended'], ['ended by the peer']]);
});

test('a cut is learnt by both at once and loses what is under way', async () => {
  const { clock, random } = world();
  const link = new StreamLink(clock, random, infos, { delay_ms: 50 });
  const [a, b] = [collector(clock), collector(clock)];
  link.receive('a', a.receiver);
  link.receive('b', b.receiver);
  link.a.send(toUtf8('lost'));
  clock.alarm(10, () => link.cut());
  await clock.run();
  assert.deepEqual(
    [a.seen, b.seen].map(({ reads, closed, closedAt }) => [reads.length, closed, closedAt]),
    [
      [0, ['cut'], 10],
      [0, ['cut'], 10],
    ],
  );
});

test('a silenced end is heard no more, and nobody is told', async () => {
  const { clock, random } = world();
  const link = new StreamLink(clock, random, infos, { reads: 'whole' });
  const b = collector(clock);
  link.receive('b', b.receiver);
  link.a.send(toUtf8('one'));
  await clock.run();
  link.silence('a');
  link.a.send(toUtf8('two'));
  await clock.run();
  assert.deepEqual(b.seen.reads.map(fromUtf8), ['one']);
  assert.deepEqual(b.seen.closed, []);
});

test('a car finds a station by SDP, and its connection carries the chain and the staple', async () => {
  const { clock, random } = world();
  const network = new VirtualV2gNetwork(clock, random, { delay_ms: 5 });
  const station = collector(clock);
  const host: V2gHost = {
    sdp: ({ payload, from }) => (payload[0] === 1 ? toUtf8(`for ${from}`) : undefined),
    identity: (hello) => {
      assert.equal(hello[0], 1, 'a ClientHello');
      return { id: 'secc', certificates: [Uint8Array.of(7)], keyPem: '' };
    },
    staple: () => Uint8Array.of(8),
    open: (stream) => {
      stream.send(toUtf8('welcome'));
      return station.receiver;
    },
    failed: () => assert.fail('no handshake fails here'),
  };
  const { endpoint, close } = network.listen(host, { tls: true, tcp: false });
  const car = network.dialer();
  const answers: string[] = [];
  await clock.settle(car.discover(Uint8Array.of(2), 250, () => assert.fail('such a datagram has no answer')));
  assert.equal(clock.now(), 250);
  await clock.settle(
    car.discover(Uint8Array.of(1), 250, ({ payload }) => {
      answers.push(fromUtf8(payload));
      return true;
    }),
  );
  assert.equal(clock.now(), 260, 'it ends with the first answer that is taken');
  assert.match(answers[0]!, /^for \[fe80::ca:1%sim\]:\d+$/);

  const seen = collector(clock);
  const target = { address: endpoint.address, port: endpoint.tlsPort!, deadline: 20_000 };
  const stream = await clock.settle(car.connect({ ...target, tls: { requestOcsp: true } }, seen.receiver));
  assert.deepEqual(stream.info.tls?.peerCertificates, [Uint8Array.of(7)]);
  assert.deepEqual(stream.info.tls?.ocspResponse, Uint8Array.of(8));
  await clock.run();
  assert.equal(fromUtf8(concatBytes(...seen.seen.reads)), 'welcome');
  await assert.rejects(clock.settle(car.connect(target, seen.receiver)), { code: 'connection_refused' });
  await clock.settle(close());
  await assert.rejects(
    clock.settle(car.connect({ ...target, tls: { requestOcsp: false } }, seen.receiver)),
    ConnectionFailure,
  );
});

test('a station without a usable chain refuses the handshake, and both sides learn why', async () => {
  const { clock, random } = world();
  const network = new VirtualV2gNetwork(clock, random);
  const failures: string[] = [];
  const { endpoint } = network.listen({
    sdp: () => undefined,
    identity: () => undefined,
    staple: () => undefined,
    open: () => assert.fail('never opened'),
    failed: ({ code, alert }) => failures.push(`${code} ${alert}`),
  });
  const target = { address: endpoint.address, port: endpoint.tlsPort!, deadline: 20_000, tls: { requestOcsp: true } };
  await assert.rejects(clock.settle(network.dialer().connect(target, collector(clock).receiver)), { alert: 40 });
  assert.deepEqual(failures, ['tls_handshake_failed 40']);
});

test('a channel carries texts in order both ways, and closes with code and reason', async () => {
  const { clock, random } = world();
  const log: string[] = [];
  const receiver = (name: string): ChannelReceiver => ({
    text: (text) => log.push(`${name} ${text}`),
    closed: (code, reason) => log.push(`${name} closed ${code} ${reason}`),
  });
  const accept: Accept = ({ path, protocols }) =>
    path === '/cp1'
      ? {
          accept: true,
          protocol: protocols[0]!,
          open: (channel) => {
            channel.send('hello');
            return receiver('server');
          },
        }
      : { accept: false, status: 404 };
  const upgrade = { path: '/cp1', headers: {}, protocols: ['ocpp2.0.1'], peer: 'sim' };
  const options = { delay_ms: 2, jitter_ms: 9 };
  const link = await clock.settle(openChannel({ clock, random, options }, accept, upgrade, () => receiver('client')));
  assert.equal(link.protocol, 'ocpp2.0.1');
  for (let i = 0; i < 3; i += 1) link.channel.send(String(i));
  assert.equal(link.channel.bufferedBytes, 3);
  link.channel.close(1000, 'done');
  await clock.run();
  const of = (name: string) => log.filter((line) => line.startsWith(name));
  assert.deepEqual(of('server'), ['server 0', 'server 1', 'server 2', 'server closed 1000 done']);
  assert.deepEqual(of('client'), ['client hello', 'client closed 1000 done']);
  assert.equal(link.channel.bufferedBytes, 0);
  await assert.rejects(
    clock.settle(openChannel({ clock, random }, accept, { ...upgrade, path: '/other' }, () => receiver('client'))),
    (error) => error instanceof UpgradeRefused && error.status === 404,
  );
});

test('a cut channel closes both ends with 1006; a silent one tells nobody, and who closes it waits 2 s for an answer', async () => {
  const { clock, random } = world();
  const log: string[] = [];
  const receiver = (name: string): ChannelReceiver => ({
    text: (text) => log.push(`${name} ${text}`),
    closed: (code) => log.push(`${name} closed ${code}`),
  });
  const accept: Accept = () => ({ accept: true, open: () => receiver('server') });
  const upgrade = { path: '/', headers: {}, protocols: [], peer: 'sim' };
  const link = await clock.settle(openChannel({ clock, random }, accept, upgrade, () => receiver('client')));
  link.silence();
  link.channel.send('unheard');
  await clock.run();
  assert.deepEqual(log, []);
  link.channel.close(1000, 'no answer');
  await clock.advance(1_999);
  assert.deepEqual(log, []);
  await clock.advance(1);
  assert.deepEqual(log, ['client closed 1006']);
  link.cut();
  assert.deepEqual(log, ['client closed 1006', 'server closed 1006']);
});

test('HTTP goes to the handler of its origin, in time or as a failure with its reason', async () => {
  const { clock, random } = world();
  const http = new VirtualHttp(clock, random, { delay_ms: 10 });
  const echo: HttpHandler = async ({ method, url }) => ({ status: 200, headers: {}, body: toUtf8(`${method} ${url}`) });
  const served = http.serve('http://csms.sim', echo);
  const call = (deadline?: number, signal?: AbortSignal) =>
    clock.settle(
      http.call(
        { method: 'GET', url: 'http://csms.sim/a/b?c=1', headers: {} },
        { ...(deadline !== undefined && { deadline }), ...(signal && { signal }) },
      ),
    );
  assert.equal(fromUtf8((await call()).body!), 'GET /a/b?c=1');
  assert.equal(clock.now(), 20);
  served.slow_ms = 5_000;
  const failure = (code: HttpFailure['code']) => (error: unknown) =>
    error instanceof HttpFailure && error.code === code;
  await assert.rejects(call(clock.now() + 1_000), failure('timeout'));
  const abort = new AbortController();
  clock.alarm(clock.now() + 50, () => abort.abort());
  await assert.rejects(call(undefined, abort.signal), failure('aborted'));
  served.isDown = true;
  await assert.rejects(call(), failure('unreachable'));
  await assert.rejects(
    clock.settle(http.call({ method: 'GET', url: 'http://nobody.sim/', headers: {} }, {})),
    failure('unreachable'),
  );
});
