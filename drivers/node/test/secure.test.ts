/** HTTPS and secure WebSockets, peers that do not answer, and what must not leak. @module */
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import { type HttpFailure, serveRoutes } from '@openpnc/core/http';
import type { ConnectionFailure } from '@openpnc/core/network';
import type { Acceptance, Upgrade } from '@openpnc/core/ports';
import { realClock } from '../src/clock.ts';
import { httpCaller, serveHttp } from '../src/http.ts';
import { channelDialer, dialChannel, serveChannels } from '../src/webSocket.ts';
import { cnOnly, ec, root, rsa } from './localhostPki.ts';

const soon = () => realClock.now() + 5_000;
const receiver = { text: () => {}, closed: () => {} };
const echo = (): Acceptance => ({
  accept: true,
  open: (channel) => ({ text: (text) => channel.send(text), closed: () => {} }),
});
const server = (
  tls: NonNullable<Parameters<typeof serveChannels>[0]['tls']>,
  accept: (upgrade: Upgrade) => Acceptance,
) => serveChannels({ host: '127.0.0.1', port: 0, maxPayload: 1_000, handshake_ms: 2_000, tls }, accept);

test('a CSMS proves itself by its path and its name: subjectAltName, else the CN', async () => {
  const dial = (url: string, roots = [root]) =>
    dialChannel({ url, protocols: [], headers: {}, deadline: soon(), tls: { roots } }, () => receiver);
  const invalid = (error: ConnectionFailure) => error.code === 'invalid_csms_certificate';
  for (const identity of [ec, rsa, cnOnly]) {
    const serving = await server({ identities: [identity] }, echo);
    (await dial(`wss://localhost:${serving.port}/`)).channel.close();
    if (identity !== cnOnly) (await dial(`wss://127.0.0.1:${serving.port}/`)).channel.close();
    else
      await assert.rejects(dial(`wss://127.0.0.1:${serving.port}/`), invalid, 'an address is never matched by the CN');
    await assert.rejects(dial(`wss://localhost:${serving.port}/`, []), invalid);
    await assert.rejects(dial(`wss://localhost:${serving.port}/`, ec.certificates.slice()), invalid);
    await serving.close();
  }
});

test('one port serves an EC and an RSA chain', async () => {
  const serving = await server({ identities: [ec, rsa] }, echo);
  const { connect } = await import('node:tls');
  for (const [ciphers, name] of [
    ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ec server'],
    ['AES128-GCM-SHA256', 'rsa server'],
  ] as const) {
    const subject = await new Promise((resolve, reject) => {
      const socket = connect(
        { host: '127.0.0.1', port: serving.port, ciphers, maxVersion: 'TLSv1.2', rejectUnauthorized: false },
        () => {
          resolve(socket.getPeerCertificate().subject.CN);
          socket.destroy();
        },
      );
      socket.on('error', reject);
    });
    assert.equal(subject, name);
  }
  await serving.close();
});

test('security profile 3: the station certificate reaches accept; without one there is no connection', async () => {
  const seen: Upgrade[] = [];
  const serving = await server({ identities: [ec], clientRoots: [root] }, (upgrade) => {
    seen.push(upgrade);
    return echo();
  });
  const target = { url: `wss://localhost:${serving.port}/`, protocols: [], headers: {}, deadline: soon() };
  const { channel } = await dialChannel({ ...target, tls: { roots: [root], identity: ec } }, () => receiver);
  assert.deepEqual(seen[0]?.clientCertificates, ec.certificates);
  channel.close();
  await assert.rejects(
    dialChannel({ ...target, tls: { roots: [root] } }, () => receiver),
    { name: 'ConnectionFailure' },
  );
  assert.equal(seen.length, 1);
  await serving.close();
});

test('a server that takes the connection and says nothing costs the deadline and no more', async () => {
  const silent = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  const { port } = silent.address() as { port: number };
  const started = realClock.now();
  for (const url of [`ws://127.0.0.1:${port}/`, `wss://127.0.0.1:${port}/`])
    await assert.rejects(
      dialChannel(
        {
          url,
          protocols: [],
          headers: {},
          deadline: realClock.now() + 50,
          ...(url.startsWith('wss') && { tls: { roots: [root] } }),
        },
        () => receiver,
      ),
      (error: ConnectionFailure) => error.code === 'connection_timeout',
    );
  assert.ok(realClock.now() - started < 2_000);
  silent.close();
});

test('a peer that no longer answers pings is dropped, on both sides', async () => {
  // The relay stops carrying after the upgrade, as a network that has silently gone would.
  const closed: number[] = [];
  let heard: () => void;
  const both = new Promise<void>((resolve) => {
    heard = () => {
      if (closed.length === 2) resolve();
    };
  });
  const gone = {
    text: () => {},
    closed(code: number) {
      closed.push(code);
      heard();
    },
  };
  const serving = await serveChannels(
    { host: '127.0.0.1', port: 0, maxPayload: 1_000, handshake_ms: 2_000, ping_ms: 25 },
    () => ({ accept: true, open: () => gone }),
  );
  const { connect } = await import('node:net');
  let isCut = false;
  const relay = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port: serving.port });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on('data', (chunk) => isCut || to.write(chunk));
      from.on('error', () => {});
    }
  });
  await new Promise<void>((done) => relay.listen(0, '127.0.0.1', done));
  const { port } = relay.address() as { port: number };
  await channelDialer({ ping_ms: 25 })(
    { url: `ws://127.0.0.1:${port}/`, protocols: [], headers: {}, deadline: soon() },
    () => gone,
  );
  isCut = true;
  await both;
  assert.deepEqual(closed, [1006, 1006]);
  await serving.close();
  relay.close();
});

test('HTTPS with client certificates; plain HTTP clients and foreign roots get nothing', async () => {
  const serving = await serveHttp(
    { host: '127.0.0.1', port: 0, tls: { identities: [ec], clientRoots: [root] } },
    async () => ({ status: 200, headers: {}, body: toUtf8('in') }),
  );
  const get = (options: Parameters<typeof httpCaller>[0]) => {
    const { call, close } = httpCaller(options);
    return call(
      { method: 'GET', url: `https://localhost:${serving.port}/`, headers: {} },
      { deadline: soon() },
    ).finally(close);
  };
  assert.equal(fromUtf8((await get({ roots: [root], identity: ec })).body!), 'in');
  const unreachable = (error: HttpFailure) => error.code === 'unreachable';
  await assert.rejects(get({ roots: [root] }), unreachable);
  await assert.rejects(get({ roots: [], identity: ec }), unreachable);
  await serving.close();
});

test('what a handler throws is told to the operator, never to the client; a large body and an unknown method have their status', async () => {
  const errors: unknown[] = [];
  const serving = await serveHttp(
    { host: '127.0.0.1', port: 0, maxBody: 100, failed: (error) => errors.push(error) },
    async () => {
      throw new Error('the secret is 42');
    },
  );
  const { call, close } = httpCaller();
  const post = (body: Uint8Array) =>
    call({ method: 'POST', url: `${serving.url}/`, headers: {}, body }, { deadline: soon() });
  const answer = await post(new Uint8Array(10));
  assert.deepEqual([answer.status, fromUtf8(answer.body!)], [500, '']);
  assert.match(String(errors[0]), /42/);
  assert.equal((await post(new Uint8Array(101))).status, 413);
  assert.equal((await fetch(serving.url, { method: 'OPTIONS' })).status, 405);
  assert.equal(errors.length, 1);
  await close();
  await serving.close();
});

test('a guarded call: the allow-list counts by port, credentials stay with their origin, 303 becomes a GET, a loop ends', async () => {
  const seen: { method: string; url: string; authorization: string | undefined }[] = [];
  const route = (method: 'GET' | 'POST', path: string, status: number, location?: () => string) => ({
    method,
    path,
    handler: async ({ headers, url }: { headers: Readonly<Record<string, string>>; url: string }) => {
      seen.push({ method, url, authorization: headers.authorization });
      return { status, headers: location ? { location: location() } : {} };
    },
  });
  const other = await serveHttp({ host: '127.0.0.1', port: 0 }, serveRoutes([route('GET', '/end', 200)]));
  const serving = await serveHttp(
    { host: '127.0.0.1', port: 0 },
    serveRoutes([
      route('POST', '/see', 303, () => '/end'),
      route('GET', '/end', 200),
      route('GET', '/away', 307, () => `http://localhost:${other.port}/end`),
      route('GET', '/loop', 302, () => '/loop'),
    ]),
  );
  const { call, close } = httpCaller();
  const go = (method: 'GET' | 'POST', path: string, allow: string[]) =>
    call(
      { method, url: `http://localhost:${serving.port}${path}`, headers: { authorization: 'Basic x' } },
      { deadline: soon(), guard: { schemes: ['http'], allow, redirects: 3, maxBytes: 1_000 } },
    );
  const refused = (error: HttpFailure) => error.code === 'refused_by_policy';
  const here = `localhost:${serving.port}`;
  await assert.rejects(go('GET', '/end', [`localhost:${other.port}`]), refused, 'another port of an allowed host');
  await assert.rejects(go('GET', '/away', [here]), refused, 'a redirect to a port that is not allowed');
  await assert.rejects(go('GET', '/loop', [here]), refused);
  seen.length = 0;
  assert.equal((await go('POST', '/see', [here])).status, 200);
  assert.equal((await go('GET', '/away', [here, `localhost:${other.port}`])).status, 200);
  assert.deepEqual(
    seen.map(({ method, authorization }) => [method, authorization]),
    [
      ['POST', 'Basic x'],
      ['GET', 'Basic x'],
      ['GET', 'Basic x'],
      ['GET', undefined],
    ],
  );
  await close();
  await Promise.all([serving.close(), other.close()]);
});

test('a call that its caller gives up ends as aborted', async () => {
  const serving = await serveHttp({ host: '127.0.0.1', port: 0 }, () => new Promise(() => {}));
  const { call, close } = httpCaller();
  const abort = new AbortController();
  const pending = call({ method: 'GET', url: serving.url, headers: {} }, { deadline: soon(), signal: abort.signal });
  abort.abort();
  await assert.rejects(pending, (error: HttpFailure) => error.code === 'aborted');
  await close();
  await serving.close();
});
