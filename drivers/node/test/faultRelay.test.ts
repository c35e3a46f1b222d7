/** Faults of the network between car and station, on real sockets. @module */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import { realClock } from '../src/clock.ts';
import { type TcpFaults, tcpRelay, type UdpFaults, udpRelay } from '../src/faultRelay.ts';
import { v2gDialer } from '../src/v2gDialer.ts';
import { echoStation, exchange, listening, loopback } from './station.ts';

const here = { host: '::1', port: 0 };

async function relayed(t: TestContext, faults: TcpFaults) {
  const station = echoStation();
  const endpoint = await listening(t, station.host, { handshake_ms: 500 });
  const relay = await tcpRelay(here, { host: '::1', port: endpoint.tlsPort! }, faults);
  t.after(() => relay.close());
  return { ...station, relay };
}

test('a session survives pieces of one byte, and delay with jitter in both directions', async (t) => {
  const fault = { pieces: 1, delay_ms: 5, jitter_ms: 5 };
  const { relay } = await relayed(t, { toStation: fault, toCar: fault });
  const started = realClock.now();
  assert.equal((await exchange(relay.port)).answer, 'HELLO');
  assert.ok(realClock.now() - started >= 3 * 2 * 5, 'three round trips at least');
});

test('a slow line carries what its rate allows', async (t) => {
  const { relay } = await relayed(t, { toCar: { bytesPerSecond: 20_000 } });
  const started = realClock.now();
  assert.equal((await exchange(relay.port)).answer, 'HELLO');
  assert.ok(realClock.now() - started >= 80, 'the flight of the station has more than 1,600 bytes');
});

test('a flipped byte, a stall, a FIN and a reset in the handshake each end it, and the station is told once', async (t) => {
  const cases: TcpFaults[] = [
    { toStation: { flipAt: 200 } },
    { toStation: { cut: { afterBytes: 250, how: 'stall' } } },
    { toCar: { cut: { afterBytes: 500, how: 'fin' } } },
    { toCar: { cut: { afterBytes: 500, how: 'reset' } } },
  ];
  const { relay, failures } = await relayed(t, {});
  for (const [i, faults] of cases.entries()) {
    relay.faults = faults;
    await assert.rejects(exchange(relay.port), { name: 'ConnectionFailure' });
    while (failures.length <= i) await new Promise(setImmediate);
    assert.equal(failures.length, i + 1, JSON.stringify(failures));
  }
  relay.faults = {};
  assert.equal((await exchange(relay.port)).answer, 'HELLO');
});

test('a cut of an open session closes both ends', async (t) => {
  for (const how of ['fin', 'reset'] as const) {
    const reasons: string[] = [];
    const station = echoStation();
    const open = station.host.open;
    const host = {
      ...station.host,
      open: (stream: Parameters<typeof open>[0]) => ({
        ...open(stream),
        closed: (reason: string) => reasons.push(reason),
      }),
    };
    const endpoint = await listening(t, host);
    const relay = await tcpRelay(here, { host: '::1', port: endpoint.tlsPort! });
    t.after(() => relay.close());
    let closed: () => void;
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const stream = await v2gDialer({ link: loopback }).connect(
      { address: '::1', port: relay.port, deadline: realClock.now() + 2_000, tls: { requestOcsp: false } },
      { bytes() {}, closed: () => closed() },
    );
    stream.send(toUtf8('hello'));
    while (station.streams.length === 0) await new Promise(setImmediate);
    relay.cut(how);
    await gone;
    while (reasons.length === 0) await new Promise(setImmediate);
    assert.equal(reasons.length, 1, how);
  }
});

test('datagrams are dropped, doubled, delayed and rewritten by their number', async (t) => {
  const options = { sdpPort: 20_000 + (process.pid % 20_000) };
  await listening(t, echoStation().host, options);
  const relay = await udpRelay(here, { host: '::1', port: options.sdpPort });
  t.after(() => relay.close());
  const dialer = v2gDialer({ link: loopback, sdpPort: relay.port });
  const ask = async (faults: UdpFaults, wait_ms: number) => {
    relay.faults = faults;
    const answers: string[] = [];
    await dialer.discover(toUtf8('sdp?'), wait_ms, ({ payload }) => answers.push(fromUtf8(payload)) === 2);
    return answers;
  };
  assert.deepEqual(await ask({ toStation: { copies: () => 0 } }, 60), []);
  assert.deepEqual(await ask({ toCar: { copies: () => 2 } }, 2_000), ['sdp!', 'sdp!']);
  assert.deepEqual(await ask({ toCar: { delay_ms: () => 500 } }, 60), []);
  assert.deepEqual(await ask({ toCar: { copies: () => 2, rewrite: () => toUtf8('new') } }, 2_000), ['new', 'new']);
});
