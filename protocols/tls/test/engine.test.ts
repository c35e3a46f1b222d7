/** The bench's TLS 1.2 engine: both sides against each other and against node:tls, and what it reads of a capture. RFC 5246, 6066, 6961, 7366, 7627. @module */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTcp, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { concatBytes, toUtf8 } from '@openpnc/core/bytes';
import { type CaptureEvent, TlsCapture } from '@openpnc/tls/capture';
import { type TlsClientOptions, tlsClient } from '@openpnc/tls/clientEngine';
import type { EngineEffect, EngineFailure, EngineInfo, TlsEngine } from '@openpnc/tls/engine';
import { parseKeyLog } from '@openpnc/tls/keyLog';
import { type TlsServerOptions, tlsServer } from '@openpnc/tls/serverEngine';
import { handshakeMessage } from '../src/handshakeMessages.ts';
import { contract, random, secc, v2gRootAuthority } from './chains.ts';

/** What one end has come to. */
interface End {
  readonly engine: TlsEngine;
  info?: EngineInfo;
  failure?: EngineFailure;
  isClosed: boolean;
  data: string;
}

interface Wire {
  /** Changes what goes over the wire; called for each record. */
  readonly carry?: (from: 'client' | 'server', bytes: Uint8Array) => Uint8Array;
  /** Bytes per delivery. */
  readonly cut?: number;
}

/** Two engines joined by a wire without time. */
class Pair {
  readonly client: End;
  readonly server: End;
  readonly #wire: Wire;

  constructor(client: Partial<TlsClientOptions> = {}, server: Partial<TlsServerOptions> = {}, wire: Wire = {}) {
    this.client = { engine: tlsClient({ random, ...client }), isClosed: false, data: '' };
    this.server = {
      engine: tlsServer({ random, choose: () => ({ identity: secc }), ...server }),
      isClosed: false,
      data: '',
    };
    this.#wire = wire;
    this.perform('server', this.server.engine.start());
    this.perform('client', this.client.engine.start());
  }

  perform(side: 'client' | 'server', effects: readonly EngineEffect[]): void {
    const end = this[side];
    const other = side === 'client' ? 'server' : 'client';
    for (const effect of effects) {
      if (effect.do === 'secured') end.info = effect.info;
      else if (effect.do === 'data') end.data += Buffer.from(effect.bytes).toString();
      else if (effect.do === 'closed') {
        end.isClosed = true;
        if (effect.failure) end.failure = effect.failure;
      } else {
        const bytes = this.#wire.carry?.(side, effect.bytes) ?? effect.bytes;
        const { cut = bytes.length } = this.#wire;
        for (let at = 0; at < bytes.length; at += cut)
          this.perform(other, this[other].engine.receive(bytes.subarray(at, at + cut)));
      }
    }
  }

  say(side: 'client' | 'server', text: string): void {
    this.perform(side, this[side].engine.send(toUtf8(text)));
  }
}

function assertWorks(pair: Pair, what: string): void {
  assert.ok(
    pair.client.info && pair.server.info,
    `${what}: ${JSON.stringify([pair.client.failure, pair.server.failure])}`,
  );
  pair.say('client', 'ping'.repeat(5_000));
  pair.say('server', 'pong');
  assert.equal(pair.server.data, 'ping'.repeat(5_000), what);
  assert.equal(pair.client.data, 'pong', what);
}

test('both suites with and without encrypt_then_mac and extended_master_secret, with and without a client certificate', () => {
  for (const suite of [0xc023, 0xc025])
    for (const encryptThenMac of [false, true])
      for (const extendedMasterSecret of [false, true])
        for (const clientCertificate of ['none', 'request', 'require'] as const) {
          const pair = new Pair(
            { cipherSuites: [suite], encryptThenMac, extendedMasterSecret, identity: contract },
            { clientCertificate },
          );
          const what = `${suite.toString(16)} etm ${encryptThenMac} ems ${extendedMasterSecret} ${clientCertificate}`;
          assertWorks(pair, what);
          assert.equal(pair.client.info?.cipherSuite, suite);
          assert.deepEqual(pair.client.info?.peerCertificates, secc.certificates);
          assert.deepEqual(
            pair.server.info?.peerCertificates,
            clientCertificate === 'none' ? [] : contract.certificates,
          );
        }
});

test('a session does not depend on how messages are cut into records and records into chunks', () => {
  for (const [maxFragment, cut] of [
    [1, 7],
    [20, 1],
    [16_384, 3],
  ] as const) {
    const pair = new Pair({ maxFragment }, { maxFragment }, { cut });
    assert.ok(pair.client.info && pair.server.info);
    pair.say('client', 'hello');
    assert.equal(pair.server.data, 'hello');
  }
});

test('trusted_ca_keys is answered by an empty extension, or not when so asked; a car that insists then gives up with alert 40', () => {
  const car = { trustedAuthorities: v2gRootAuthority, insistsOnTrustedCaKeys: true };
  const answered = new Pair(car);
  assertWorks(answered, 'answered');
  assert.ok(answered.client.info?.serverExtensions.includes(3));
  const silent = new Pair(car, { answersTrustedCaKeys: false });
  assert.equal(silent.client.info, undefined);
  assert.deepEqual(silent.server.failure?.alert, { number: 40, from: 'peer' });
  assertWorks(new Pair({ trustedAuthorities: v2gRootAuthority }, { answersTrustedCaKeys: false }), 'not insisting');
});

test('status_request_v2 brings one staple a certificate, status_request the one of the leaf, and neither any when there is none', () => {
  const staples = [toUtf8('leaf'), undefined, toUtf8('sub 1')];
  const choose = () => ({ identity: secc, staples });
  const of = (client: Partial<TlsClientOptions>, server: Partial<TlsServerOptions> = { choose }) => {
    const pair = new Pair(client, server);
    assertWorks(pair, 'staples');
    return pair.client.info?.staples;
  };
  assert.deepEqual(of({ statusRequestV2: 'ocsp_multi', statusRequest: true }), staples);
  assert.deepEqual(of({ statusRequestV2: 'ocsp' }), [staples[0]]);
  assert.deepEqual(of({ statusRequest: true }), [staples[0]]);
  assert.deepEqual(of({ statusRequestV2: 'ocsp_multi', statusRequest: true }, { choose, answersStatusV2: false }), [
    staples[0],
  ]);
  assert.deepEqual(of({ statusRequestV2: 'ocsp_multi', statusRequest: true }, {}), []);
  assert.deepEqual(of({}), []);
});

test('any alert goes out at any point of the handshake, and the other side tells its number', () => {
  const flights = {
    client: ['server_hello', 'certificate', 'server_key_exchange', 'server_hello_done', 'finished', 'secured'],
    server: ['client_hello', 'client_key_exchange', 'finished', 'secured'],
  } as const;
  for (const after of flights.client) {
    const pair = new Pair({ alertAt: { after, alert: 'certificate_expired' } });
    assert.deepEqual(pair.server.failure?.alert, { number: 45, from: 'peer' }, after);
    assert.deepEqual(pair.client.failure?.alert, { number: 45, from: 'us' }, after);
  }
  for (const after of flights.server) {
    const pair = new Pair({}, { alertAt: { after, alert: 'access_denied' } });
    assert.deepEqual(pair.client.failure?.alert, { number: 49, from: 'peer' }, after);
  }
});

test('the car judges the chain and the staples, and its refusal reaches the station as its alert', () => {
  const seen: unknown[] = [];
  const pair = new Pair(
    {
      statusRequest: true,
      judge(certificates, staples) {
        seen.push(certificates.length, staples.length);
        return 'unknown_ca';
      },
    },
    { choose: () => ({ identity: secc, staples: [toUtf8('leaf')] }) },
  );
  assert.deepEqual(seen, [3, 1]);
  assert.deepEqual(pair.server.failure?.alert, { number: 48, from: 'peer' });
  assert.equal(pair.server.info, undefined);
});

test('nothing in common, no chain, a key that does not fit, a required certificate that does not come: each has its code and alert', () => {
  const failure = (client: Partial<TlsClientOptions>, server: Partial<TlsServerOptions> = {}) => {
    const pair = new Pair(client, server);
    assert.equal(pair.client.info, undefined);
    return [pair.server.failure?.code, pair.client.failure?.alert?.number];
  };
  assert.deepEqual(failure({ cipherSuites: [0xc025] }, { cipherSuites: [0xc023] }), ['tls_static_ecdh_only', 40]);
  assert.deepEqual(failure({ cipherSuites: [0xc02f] }), ['tls_no_shared_cipher', 40]);
  assert.deepEqual(failure({ groups: [29] }), ['tls_no_shared_cipher', 40]);
  assert.deepEqual(failure({ versions: [0x0304] }), ['tls_protocol_version', 70]);
  assert.deepEqual(failure({}, { choose: () => undefined }), ['tls_not_ready', 40]);
  assert.deepEqual(failure({}, { choose: () => ({ identity: { ...secc, keyPem: contract.keyPem } }) }), [
    'tls_not_ready',
    80,
  ]);
  assert.deepEqual(failure({}, { clientCertificate: 'require' }), ['tls_client_certificate', 40]);
});

test('a client that shows a certificate whose key it does not have is refused', () => {
  const pair = new Pair({ identity: { ...contract, keyPem: secc.keyPem } }, { clientCertificate: 'request' });
  assert.deepEqual(pair.client.failure?.alert, { number: 51, from: 'peer' });
  assert.equal(pair.server.info, undefined);
});

test('one flipped bit anywhere in either direction never leaves both sides secured, and never throws', () => {
  const lengths = { client: 0, server: 0 };
  new Pair(
    {},
    {},
    {
      carry(from, record) {
        lengths[from] += record.length;
        return record;
      },
    },
  );
  for (const side of ['client', 'server'] as const) {
    for (let flip = 0; flip < lengths[side]; flip += 11) {
      let at = 0;
      let isMinorVersion = false;
      const carry: NonNullable<Wire['carry']> = (from, record) => {
        if (from !== side) return record;
        const changed = record.slice();
        const offset = flip - at;
        at += record.length;
        if (offset < 0 || offset >= record.length) return record;
        // The minor version of a record is protected by nothing and RFC 5246 E.1 lets it vary.
        isMinorVersion = offset === 2;
        changed[offset]! ^= 1 << (flip % 8);
        return changed;
      };
      const { client, server } = new Pair({ statusRequest: true }, {}, { carry });
      assert.equal(Boolean(client.info && server.info), isMinorVersion, `${side} byte ${flip}`);
    }
  }
});

test('after the handshake renegotiation is refused by a warning on both sides, and the session goes on', () => {
  const log: string[] = [];
  const events: CaptureEvent[] = [];
  let capture: TlsCapture | undefined;
  const early: { from: 'client' | 'server'; bytes: Uint8Array }[] = [];
  const pair = new Pair(
    { keyLog: (line) => log.push(line) },
    {},
    {
      carry(from, bytes) {
        if (capture) events.push(...capture.push(from, bytes));
        else early.push({ from, bytes });
        return bytes;
      },
    },
  );
  capture = new TlsCapture(parseKeyLog(log.join('')));
  for (const { from, bytes } of early) capture.push(from, bytes);
  pair.server.engine.write(handshakeMessage('hello_request'));
  pair.say('server', 'a');
  pair.client.engine.write(pair.client.info!.clientHello);
  pair.say('client', 'b');
  const alerts = events.flatMap((event) =>
    event.type === 'alert' ? [`${event.from} ${event.level} ${event.alert}`] : [],
  );
  assert.deepEqual(alerts, ['client warning no_renegotiation', 'server warning no_renegotiation']);
  assert.deepEqual([pair.client.data, pair.server.data], ['a', 'b']);
});

test('data in the handshake ends it, a warning changes nothing, and close is orderly', () => {
  const orderly = new Pair();
  orderly.perform('client', orderly.client.engine.close());
  assert.ok(orderly.client.isClosed && orderly.server.isClosed && !orderly.server.failure);
  orderly.say('server', 'late');
  assert.equal(orderly.client.data, '');
  const early = tlsServer({ random, choose: () => ({ identity: secc }) });
  early.start();
  const effects = early.receive(Uint8Array.of(23, 3, 3, 0, 1, 0));
  assert.deepEqual(
    effects.map((effect) => effect.do),
    ['send', 'closed'],
  );
  const warned = new Pair();
  warned.perform('client', warned.client.engine.alert('user_canceled', 'warning'));
  assertWorks(warned, 'a warning');
});

/** Runs an engine over a socket. Resolves when it is secured. */
function drive(engine: TlsEngine, socket: Socket): Promise<EngineInfo> {
  return new Promise((resolve, reject) => {
    const perform = (effects: readonly EngineEffect[]) => {
      for (const effect of effects) {
        if (effect.do === 'send') socket.write(effect.bytes);
        else if (effect.do === 'secured') resolve(effect.info);
        else if (effect.do === 'data') perform(engine.send(toUtf8(Buffer.from(effect.bytes).toString().toUpperCase())));
        else {
          socket.end();
          reject(new Error(effect.failure?.text ?? 'closed'));
        }
      }
    };
    socket.on('data', (chunk) => perform(engine.receive(new Uint8Array(chunk))));
    socket.on('error', reject);
    perform(engine.start());
  });
}

const nodeOptions = {
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
  ciphers: 'ECDHE-ECDSA-AES128-SHA256',
  ecdhCurve: 'prime256v1',
} as const;
const pemOf = (certificates: readonly Uint8Array[]) =>
  certificates
    .map((der) => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`)
    .join('');

test('the client engine speaks with a node:tls server: staple, client certificate, data', async () => {
  for (const options of [{}, { encryptThenMac: true, extendedMasterSecret: true }]) {
    const server = createTlsServer(
      {
        ...nodeOptions,
        cert: pemOf(secc.certificates),
        key: secc.keyPem,
        requestCert: true,
        rejectUnauthorized: false,
        ca: [],
        sigalgs: 'ECDSA+SHA256',
      },
      (socket) => socket.end(`seen ${Object.keys(socket.getPeerCertificate()).length > 0}`),
    );
    server.on('OCSPRequest', (_certificate, _issuer, answer) => answer(null, Buffer.from('staple')));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const socket = connectTcp((server.address() as { port: number }).port, '127.0.0.1');
    let data = '';
    const engine = tlsClient({
      random,
      statusRequest: true,
      trustedAuthorities: v2gRootAuthority,
      identity: contract,
      ...options,
    });
    const closed = new Promise<void>((resolve, reject) => {
      const perform = (effects: readonly EngineEffect[]) => {
        for (const effect of effects) {
          if (effect.do === 'send') socket.write(effect.bytes);
          else if (effect.do === 'data') data += Buffer.from(effect.bytes).toString();
          else if (effect.do === 'secured') {
            assert.deepEqual(effect.info.peerCertificates, secc.certificates);
            assert.deepEqual(effect.info.staples, [toUtf8('staple')]);
          } else if (effect.failure) reject(new Error(effect.failure.text));
          else resolve();
        }
      };
      socket.on('data', (chunk) => perform(engine.receive(new Uint8Array(chunk))));
      perform(engine.start());
    });
    await closed;
    assert.equal(data, 'seen true');
    socket.destroy();
    server.close();
  }
});

test('the server engine serves a node:tls client with its staple, and a capture of it is read with the key log', async () => {
  for (const isMacOutside of [true, false]) {
    const log: string[] = [];
    const sent: { from: 'client' | 'server'; bytes: Uint8Array }[] = [];
    const server = createServer((socket) => {
      socket.on('data', (chunk) => sent.push({ from: 'client', bytes: new Uint8Array(chunk) }));
      const write = socket.write.bind(socket);
      socket.write = ((bytes: Uint8Array) => {
        sent.push({ from: 'server', bytes });
        return write(bytes);
      }) as typeof socket.write;
      drive(
        tlsServer({
          random,
          choose: () => ({ identity: secc, staples: [toUtf8('staple')] }),
          keyLog: (line) => log.push(line),
        }),
        socket,
      ).catch(() => {});
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { SSL_OP_NO_ENCRYPT_THEN_MAC } = await import('node:crypto').then(
      ({ constants }) => constants as unknown as Record<string, number>,
    );
    const client = connectTls({
      ...nodeOptions,
      host: '127.0.0.1',
      port: (server.address() as { port: number }).port,
      rejectUnauthorized: false,
      requestOCSP: true,
      ...(!isMacOutside && { secureOptions: SSL_OP_NO_ENCRYPT_THEN_MAC ?? 0x80000 }),
    });
    let staple = '';
    client.on('OCSPResponse', (response: Buffer) => {
      staple = response.toString();
    });
    await once(client, 'secureConnect');
    client.write('hello');
    const [answer] = (await once(client, 'data')) as [Buffer];
    assert.deepEqual([answer.toString(), staple], ['HELLO', 'staple']);
    client.destroy();
    server.close();

    const events = (masters: ReadonlyMap<string, Uint8Array>) => {
      const capture = new TlsCapture(masters);
      return sent.flatMap(({ from, bytes }) => capture.push(from, bytes));
    };
    const read = events(parseKeyLog(log.join('')));
    const hello = read.find((event) => event.type === 'serverHello');
    assert.equal(hello?.hello.extensions.includes(22), isMacOutside);
    assert.deepEqual(dataOf(read), ['client hello', 'server HELLO']);
    assert.deepEqual(read.find((event) => event.type === 'certificates')?.certificates, secc.certificates);
    const blind = events(new Map());
    assert.deepEqual(dataOf(blind), []);
    assert.match(
      blind.find((event) => event.type === 'unreadable')!.reason,
      /the key log has no line for client random/,
    );
  }

  function dataOf(events: readonly CaptureEvent[]): string[] {
    return events.flatMap((event) =>
      event.type === 'data' ? [`${event.from} ${Buffer.from(event.bytes).toString()}`] : [],
    );
  }
});

test('a capture with a changed record says where it ends to be readable, and reads no further', () => {
  const log: string[] = [];
  const sent: { from: 'client' | 'server'; bytes: Uint8Array }[] = [];
  const pair = new Pair(
    { keyLog: (line) => log.push(line) },
    {},
    {
      carry(from, bytes) {
        sent.push({ from, bytes });
        return bytes;
      },
    },
  );
  for (const text of ['one', 'two', 'three']) pair.say('client', text);
  const fourth = sent.length - 2;
  const capture = new TlsCapture(parseKeyLog(log.join('')));
  const events = sent.flatMap(({ from, bytes }, i) => {
    const changed = bytes.slice();
    if (i === fourth) changed[20]! ^= 1;
    return capture.push(from, changed);
  });
  assert.deepEqual(
    events.filter((event) => event.type === 'data').map(({ bytes }) => Buffer.from(bytes).toString()),
    ['one'],
  );
  assert.equal(events.filter((event) => event.type === 'unreadable').length, 1);
});

test('key log lines of both sides are the same, and only whole lines are read', () => {
  const lines: string[] = [];
  new Pair({ keyLog: (line) => lines.push(line) }, { keyLog: (line) => lines.push(line) });
  assert.equal(lines.length, 2);
  assert.equal(lines[0], lines[1]);
  const masters = parseKeyLog(
    `# comment\n${lines[0]}CLIENT_RANDOM 00 11\nSERVER_TRAFFIC_SECRET_0 ${'0'.repeat(64)} ${'1'.repeat(64)}\n`,
  );
  assert.equal(masters.size, 1);
  assert.equal([...masters.values()][0]?.length, 48);
  assert.ok(concatBytes(...masters.values()).some((byte) => byte !== 0));
});

test('a capture of node:tls with AES_128_GCM_SHA256 is read with its key log, and a changed record is not', async () => {
  const log: string[] = [];
  const server = createTlsServer(
    {
      key: secc.keyPem,
      cert: derToPem(secc.certificates),
      ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256',
      maxVersion: 'TLSv1.2',
    },
    (socket) => socket.on('data', (chunk: Buffer) => socket.end(chunk.toString().toUpperCase())),
  );
  server.on('keylog', (line: Buffer) => log.push(line.toString()));
  const sent: { from: 'client' | 'server'; bytes: Uint8Array }[] = [];
  const front = createServer((car) => {
    const station = connectTcp((server.address() as { port: number }).port, '127.0.0.1');
    for (const [from, source, target] of [['client', car, station] as const, ['server', station, car] as const]) {
      source.on('data', (bytes: Buffer) => {
        sent.push({ from, bytes: new Uint8Array(bytes) });
        target.write(bytes);
      });
      source.on('error', () => {});
      source.on('close', () => target.destroy());
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  await once(front.listen(0, '127.0.0.1'), 'listening');
  const client = connectTls({
    host: '127.0.0.1',
    port: (front.address() as { port: number }).port,
    rejectUnauthorized: false,
  });
  client.on('error', () => {});
  client.write('hello');
  await once(client, 'data');
  client.destroy();
  server.close();
  front.close();
  const data = (pieces: typeof sent) => {
    const capture = new TlsCapture(parseKeyLog(log.join('')));
    return pieces.flatMap(({ from, bytes }) =>
      capture
        .push(from, bytes)
        .flatMap((event) => (event.type === 'data' ? [`${from} ${Buffer.from(event.bytes).toString()}`] : [])),
    );
  };
  assert.deepEqual(data(sent), ['client hello', 'server HELLO']);
  const last = sent.findLastIndex(({ from }) => from === 'client');
  const changed = sent.map(({ from, bytes }, i) => {
    const copy = bytes.slice();
    if (i === last) copy[20]! ^= 1;
    return { from, bytes: copy };
  });
  assert.ok(!data(changed).includes('client hello'));
});

function derToPem(certificates: readonly Uint8Array[]): string {
  const body = (der: Uint8Array) => Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n').trim();
  return certificates.map((der) => `-----BEGIN CERTIFICATE-----\n${body(der)}\n-----END CERTIFICATE-----\n`).join('');
}
