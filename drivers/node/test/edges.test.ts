/** Clock, keys, passwords, WebSocket and HTTP on this host. @module */
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import { OperatorError } from '@openpnc/core/errors';
import { type HttpFailure, jsonResponse, serveRoutes } from '@openpnc/core/http';
import type { ConnectionFailure } from '@openpnc/core/network';
import type { Acceptance, Upgrade } from '@openpnc/core/ports';
import { realClock } from '../src/clock.ts';
import { httpCaller, serveHttp } from '../src/http.ts';
import { fileKeys, memoryKeys } from '../src/keys.ts';
import { passwordHashes } from '../src/passwords.ts';
import { systemRandom } from '../src/random.ts';
import { dialChannel, serveChannels } from '../src/webSocket.ts';

const folder = mkdtempSync(join(tmpdir(), 'openpnc-'));
after(() => rmSync(folder, { recursive: true }));
const soon = () => realClock.now() + 5_000;

test('an alarm never rings early and can be taken back', async () => {
  const at = realClock.now() + 15;
  await new Promise<void>((done) => realClock.alarm(at, done));
  assert.ok(realClock.now() >= at);
  realClock.alarm(realClock.now(), () => assert.fail('taken back'))();
  const abort = new AbortController();
  const sleep = realClock.sleep(60_000, abort.signal);
  abort.abort(new Error('enough'));
  await assert.rejects(sleep, /enough/);
  assert.ok(Math.abs(realClock.now() - Date.now()) < 1_000, 'epoch milliseconds');
});

test('a key is replaced as a whole: who reads has the old one or the new one, and a failed replacement leaves the old', async () => {
  const place = join(folder, 'replaced');
  const keys = fileKeys(place);
  const file = join(place, 'secc.key.pem');
  const old = (await keys.make('secc')).exportPem();
  const reader = openSync(file, 'r');
  const next = (await keys.make('secc')).exportPem();
  assert.notEqual(next, old);
  assert.equal(readFileSync(reader, 'utf8'), old, 'not written over: another file has taken the name');
  closeSync(reader);
  assert.equal(readFileSync(file, 'utf8'), next);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  // A folder at the name cannot be replaced by a file.
  mkdirSync(join(place, 'blocked.key.pem', 'in'), { recursive: true });
  await assert.rejects(keys.make('blocked'), { code: 'keys_unusable' });
  assert.deepEqual(readdirSync(place).toSorted(), ['blocked.key.pem', 'secc.key.pem'], 'nothing is left beside it');
});

test('keys in files have mode 0600, survive a restart, sign raw r||s and stay encrypted with a passphrase', async () => {
  const keys = fileKeys(join(folder, 'keys'), 'secret');
  const key = await keys.make('secc');
  const file = join(folder, 'keys', 'secc.key.pem');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.match(readFileSync(file, 'utf8'), /ENCRYPTED PRIVATE KEY/);
  const data = systemRandom.bytes(32);
  const signature = await (await fileKeys(join(folder, 'keys'), 'secret').find('secc'))!.sign(data);
  assert.equal(signature.length, 64);
  assert.ok(
    verify(
      'sha256',
      data,
      {
        key: createPublicKey({ key: Buffer.from(key.publicKey), format: 'der', type: 'spki' }),
        dsaEncoding: 'ieee-p1363',
      },
      signature,
    ),
  );
  await assert.rejects(async () => fileKeys(join(folder, 'keys')).find('secc'), /encrypted and no passphrase/);
  await assert.rejects(async () => fileKeys(join(folder, 'keys'), 'wrong').find('secc'), OperatorError);
  assert.deepEqual([await keys.list(), await keys.find('none')], [['secc'], undefined]);
  await keys.remove('secc');
  assert.deepEqual(await keys.list(), []);
  assert.throws(() => writeFileSync(join(folder, 'none', 'x'), ''));
});

test('two keys agree on one secret; a kept key is the same key', async () => {
  const keys = memoryKeys();
  const [a, b] = [await keys.make('a'), await keys.keep('b', (await memoryKeys().make('x')).exportPem())];
  const point = (spki: Uint8Array) => spki.subarray(spki.length - 65);
  assert.deepEqual(await a.agree(point(b.publicKey)), await b.agree(point(a.publicKey)));
  assert.deepEqual((await keys.make('r', 'RS256')).algorithm, 'RS256');
  const large = [await keys.make('c', 'ES512'), await keys.make('d', 'ES512')] as const;
  const point521 = (spki: Uint8Array) => spki.subarray(spki.length - 133);
  assert.deepEqual(
    await large[0].agree(point521(large[1].publicKey)),
    await large[1].agree(point521(large[0].publicKey)),
  );
  const invalid = { name: 'ProtocolError', code: 'ecdh_point_invalid' };
  await assert.rejects(a.agree(new Uint8Array(65).fill(4)), invalid, 'not on the curve');
  await assert.rejects(a.agree(point521(large[0].publicKey)), invalid);
});

test('each algorithm signs in the form that ISO 15118 and JOSE want', async () => {
  const keys = memoryKeys();
  const lengths = { ES256: 64, ES512: 132, RS256: 256, Ed448: 114 } as const;
  for (const [algorithm, length] of Object.entries(lengths) as [keyof typeof lengths, number][])
    assert.equal((await (await keys.make(algorithm, algorithm)).sign(toUtf8('data'))).length, length, algorithm);
});

test('a key file that others may read, a folder that cannot be made and a bad name are refused in one line', async () => {
  const open = fileKeys(join(folder, 'open'));
  await open.make('ev');
  chmodSync(join(folder, 'open', 'ev.key.pem'), 0o644);
  await assert.rejects(open.find('ev'), {
    name: 'OperatorError',
    message: /ev\.key\.pem: mode 644 lets others read it/,
  });
  writeFileSync(join(folder, 'file'), '');
  assert.throws(() => fileKeys(join(folder, 'file', 'keys')), { name: 'OperatorError', message: /folder of keys/ });
  await assert.rejects(open.make('../ev'), { name: 'UsageError' });
  assert.deepEqual(await open.list(), ['ev'], 'nothing half-written is left');
});

test('passwords verify against their salted hash only, the first and the second time', async () => {
  const passwords = passwordHashes();
  for (const kind of ['random', 'chosen'] as const) {
    const stored = await passwords.hash('correct horse', kind);
    assert.ok(!stored.includes('correct'));
    for (let time = 0; time < 2; time += 1) {
      assert.equal(await passwords.isPasswordOf(stored, 'correct horse'), true);
      assert.equal(await passwords.isPasswordOf(stored, 'wrong'), false);
    }
    assert.notEqual(await passwords.hash('correct horse', kind), stored);
  }
  assert.equal(await passwords.isPasswordOf('plain', 'x'), false);
});

test('a WebSocket is accepted with the chosen sub-protocol, refused with a status, or completed without the header', async () => {
  const upgrades: Upgrade[] = [];
  const accept = (upgrade: Upgrade): Acceptance => {
    upgrades.push(upgrade);
    if (upgrade.path === '/none') return { accept: false, status: 404, body: 'unknown' };
    const protocol = upgrade.protocols.find((name) => name === 'ocpp2.0.1');
    return {
      accept: true,
      ...(protocol !== undefined && { protocol }),
      open: (channel) => ({ text: (text) => channel.send(`${text}!`), closed: () => {} }),
    };
  };
  const serving = await serveChannels({ host: '127.0.0.1', port: 0, maxPayload: 1_000, handshake_ms: 2_000 }, accept);
  const dial = (
    path: string,
    protocols: string[],
    receive: (text: string) => void = () => {},
    closed: (code: number) => void = () => {},
  ) =>
    dialChannel(
      { url: `${serving.url}${path}`, protocols, headers: { authorization: 'Basic x' }, deadline: soon() },
      () => ({ text: receive, closed: (code) => closed(code) }),
    );
  const answer = await new Promise<string>((resolve) => {
    void dial('/ocpp/CS1', ['ocpp2.1', 'ocpp2.0.1'], resolve).then(({ channel, protocol }) => {
      assert.equal(protocol, 'ocpp2.0.1');
      channel.send('hi');
    });
  });
  assert.equal(answer, 'hi!');
  assert.equal(upgrades[0]?.headers.authorization, 'Basic x');
  await assert.rejects(
    dial('/none', ['ocpp2.0.1']),
    (error: ConnectionFailure) => error.code === 'upgrade_refused' && error.cause === 404,
  );
  assert.equal((await dial('/ocpp/CS1', [])).protocol, undefined);
  const code = await new Promise<number>((resolve) => {
    void dial('/ocpp/CS1', ['ocpp2.0.1'], undefined, resolve).then(({ channel }) => channel.send('x'.repeat(1_001)));
  });
  assert.equal(code, 1009, 'a frame over the limit closes the channel');
  await assert.rejects(
    serveChannels({ host: '127.0.0.1', port: serving.port, maxPayload: 1, handshake_ms: 1 }, accept),
    /port is in use/,
  );
  await serving.close();
  await assert.rejects(dial('/ocpp/CS1', []), (error: ConnectionFailure) => error.code === 'connection_refused');
});

test('a door that breaks answers 500, tells its owner, and the server lives', async () => {
  const broken: unknown[] = [];
  let isBroken = true;
  const serving = await serveChannels(
    { host: '127.0.0.1', port: 0, maxPayload: 1_000, handshake_ms: 2_000, failed: (error) => void broken.push(error) },
    () => {
      if (isBroken) throw new Error('no database');
      return { accept: true, open: () => ({ text: () => {}, closed: () => {} }) };
    },
  );
  const dial = () =>
    dialChannel({ url: `${serving.url}/CS1`, protocols: [], headers: {}, deadline: soon() }, () => ({
      text: () => {},
      closed: () => {},
    }));
  await assert.rejects(dial(), (error: ConnectionFailure) => error.cause === 500);
  assert.match(String(broken[0]), /no database/);
  isBroken = false;
  (await dial()).channel.close();
  await serving.close();
});

test('HTTP carries bytes both ways, answers unknown paths and methods, and a deadline ends a call', async () => {
  const serving = await serveHttp(
    { host: '127.0.0.1', port: 0 },
    serveRoutes([
      {
        method: 'POST',
        path: '/echo',
        handler: async ({ body, headers }) => ({
          status: 201,
          headers: { 'content-type': headers['content-type'] ?? '' },
          ...(body && { body }),
        }),
      },
      { method: 'GET', path: '/never', handler: () => new Promise(() => {}) },
      { method: 'GET', path: '/json', handler: async () => jsonResponse(200, { ok: true }) },
    ]),
  );
  const { call, close } = httpCaller();
  const url = (path: string) => `${serving.url}${path}`;
  const bytes = systemRandom.bytes(5_000);
  const echoed = await call(
    { method: 'POST', url: url('/echo'), headers: { 'content-type': 'application/ocsp-request' }, body: bytes },
    { deadline: soon() },
  );
  assert.deepEqual(
    [echoed.status, echoed.headers['content-type'], echoed.body],
    [201, 'application/ocsp-request', bytes],
  );
  assert.equal((await call({ method: 'GET', url: url('/no'), headers: {} }, { deadline: soon() })).status, 404);
  assert.equal((await call({ method: 'PUT', url: url('/echo'), headers: {} }, { deadline: soon() })).status, 405);
  assert.equal(
    fromUtf8((await call({ method: 'GET', url: url('/json'), headers: {} }, { deadline: soon() })).body!),
    '{"ok":true}',
  );
  await assert.rejects(
    call({ method: 'GET', url: url('/never'), headers: {} }, { deadline: realClock.now() + 30 }),
    (error: HttpFailure) => error.code === 'timeout',
  );
  await assert.rejects(
    serveHttp({ host: '127.0.0.1', port: serving.port }, async () => jsonResponse(200, {})),
    /port is in use/,
  );
  await serving.close();
  await assert.rejects(
    call({ method: 'GET', url: url('/json'), headers: {} }, { deadline: soon() }),
    (error: HttpFailure) => error.code === 'unreachable',
  );
  await close();
});

test('a guarded call reaches no private address but an allowed one, follows no redirect to one and takes no endless answer', async () => {
  const serving = await serveHttp(
    { host: '127.0.0.1', port: 0 },
    serveRoutes([
      { method: 'GET', path: '/ok', handler: async () => ({ status: 200, headers: {}, body: toUtf8('good') }) },
      {
        method: 'GET',
        path: '/away',
        handler: async () => ({ status: 302, headers: { location: 'http://192.168.0.1/ocsp' } }),
      },
      {
        method: 'GET',
        path: '/large',
        handler: async () => ({ status: 200, headers: {}, body: new Uint8Array(10_000) }),
      },
    ]),
  );
  const { call, close } = httpCaller();
  const get = (url: string, allow: string[] = []) =>
    call(
      { method: 'GET', url, headers: {} },
      { deadline: soon(), guard: { schemes: ['http'], allow, redirects: 2, maxBytes: 5_000 } },
    );
  const refused = (error: HttpFailure) => error.code === 'refused_by_policy';
  const allow = [`127.0.0.1:${serving.port}`, `localhost:${serving.port}`];
  await assert.rejects(get(`${serving.url}/ok`), refused);
  await assert.rejects(get(`http://localhost:${serving.port}/ok`), refused, 'the name resolves to a private address');
  await assert.rejects(get('http://[::ffff:10.0.0.1]/ok'), refused);
  await assert.rejects(get('ftp://example.org/'), refused);
  await assert.rejects(get('nonsense'), refused);
  assert.equal((await get(`${serving.url}/ok`, allow)).status, 200);
  assert.equal((await get(`http://localhost:${serving.port}/ok`, allow)).status, 200);
  await assert.rejects(get(`${serving.url}/away`, allow), refused);
  await assert.rejects(get(`${serving.url}/large`, allow), (error: HttpFailure) => error.code === 'too_large');
  await serving.close();
  await close();
});
