/** `openpnc pki` by itself: a fixed address, encrypted keys, everything found again, webhooks and sweeping by its timers. @module */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fromUtf8 } from '@openpnc/core/bytes';
import type { HttpRequest, HttpResponse } from '@openpnc/core/http';
import { noTrace } from '@openpnc/core/trace';
import { realClock } from '@openpnc/node/clock';
import { httpCaller, serveHttp } from '@openpnc/node/http';
import { readDelivery } from '@openpnc/opcp/webhook';
import { Default } from 'typebox/value';
import { freePort } from '../src/folder.ts';
import { PkiSection, startPki } from '../src/wire/pki.ts';

const CLIENTS = [
  { clientId: 'admin', clientSecret: 'admin-secret', roles: ['ADMIN'] },
  { clientId: 'cpo', clientSecret: 'cpo-secret', roles: ['CPO'] },
] as const;

function withPassphrase(t: TestContext, passphrase: string | undefined): void {
  const before = process.env.OPENPNC_PASSPHRASE;
  const set = (value: string | undefined) => {
    if (value === undefined) delete process.env.OPENPNC_PASSPHRASE;
    else process.env.OPENPNC_PASSPHRASE = value;
  };
  set(passphrase);
  t.after(() => set(before));
}

/** A PKI that ends with its test at the latest. */
async function started(t: TestContext, settings: PkiSection) {
  const running = await startPki(settings, noTrace);
  t.after(() => running.close());
  return running;
}

async function section(t: TestContext, changes: Partial<PkiSection> = {}): Promise<PkiSection> {
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-pki-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const wanted = { folder, listen: { port }, ocspUrl: `${url}/ocsp`, audience: url, clients: CLIENTS };
  return Default(PkiSection, { ...wanted, ...changes }) as PkiSection;
}

test('its defaults fit each other: the address in the certificates is the one it listens at', () => {
  const { listen, ocspUrl, audience } = Default(PkiSection, {}) as PkiSection;
  assert.equal(ocspUrl, `http://${listen.host}:${listen.port}/ocsp`);
  assert.equal(audience, `http://${listen.host}:${listen.port}`);
});

test('no passphrase, no PKI, unless somebody says that plain keys will do', async (t) => {
  withPassphrase(t, undefined);
  await assert.rejects(started(t, await section(t)), { code: 'keys_plain' });
  const plain = await started(t, await section(t, { dangerPlainKeys: true }));
  await plain.close();
});

test('over a restart: keys are encrypted on disk, certificates are the same, another passphrase opens nothing', async (t) => {
  withPassphrase(t, 'a passphrase of the test');
  const settings = await section(t);
  const before = await started(t, settings);
  const { roots, secc } = before.pki;
  await before.close();
  const keys = join(settings.folder, 'keys');
  for (const file of readdirSync(keys))
    assert.match(readFileSync(join(keys, file), 'utf8'), /BEGIN ENCRYPTED PRIVATE KEY/, file);
  const after = await started(t, settings);
  assert.equal(after.pki.roots.v2g.fingerprint, roots.v2g.fingerprint);
  assert.equal(after.pki.secc.certificate.fingerprint, secc.certificate.fingerprint);
  await after.close();
  process.env.OPENPNC_PASSPHRASE = 'another';
  await assert.rejects(started(t, settings), { code: 'keys_unusable' });
});

test('another address: what names it is issued anew, the roots stay', async (t) => {
  withPassphrase(t, 'a passphrase of the test');
  const settings = await section(t);
  const before = await started(t, settings);
  await before.close();
  const ocspUrl = `${settings.audience}/moved`;
  const after = await started(t, { ...settings, ocspUrl });
  assert.equal(after.pki.roots.v2g.fingerprint, before.pki.roots.v2g.fingerprint);
  assert.notEqual(after.pki.secc.certificate.fingerprint, before.pki.secc.certificate.fingerprint);
  assert.deepEqual(after.pki.secc.certificate.ocspUrls, [ocspUrl]);
  await after.close();
});

test('a profile file takes the place of a built-in profile; a wrong one is named with its place', async (t) => {
  withPassphrase(t, 'a passphrase of the test');
  const settings = await section(t, { profileFile: 'profile.json' });
  const file = join(settings.folder, 'profile.json');
  writeFileSync(file, '{"serialBytes": 99}');
  await assert.rejects(started(t, settings), { code: 'profile_invalid', message: /serialBytes.*20/ });
  writeFileSync(file, '{"serialBytes": 16, "organizationSuffix": " GmbH"}');
  const running = await started(t, settings);
  assert.match(String(running.pki.roots.v2g.subject), /O=OpenPnC Lab GmbH/);
  await running.close();
});

test('a subscriber hears of a new root, also when it was away at first; private addresses need outboundAllow', async (t) => {
  withPassphrase(t, 'a passphrase of the test');
  const heard: { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array }[] = [];
  let isAway = true;
  const subscriber = await serveHttp({ host: '127.0.0.1', port: 0 }, async ({ headers, body }) => {
    if (isAway) return { status: 503, headers: {} };
    heard.push({ headers, body: body! });
    return { status: 200, headers: {} };
  });
  t.after(() => subscriber.close());
  const settings = await section(t, { outboundAllow: [`127.0.0.1:${subscriber.port}`] });
  const other = await started(t, await section(t));
  const root = Buffer.from(other.pki.roots.v2g.der).toString('base64');
  await other.close();
  const running = await started(t, settings);
  const http = httpCaller();
  t.after(() => http.close());
  const admin = await client(http.call, settings, 'admin');
  const url = `http://127.0.0.1:${subscriber.port}/events`;
  const endpoint = (await admin('POST', '/v1/webhook/endpoints', { url, enabledEvents: ['root.cert.added'] })) as {
    readonly secret: string;
  };
  await admin('PUT', '/v1/root/rootCerts', { caCertificate: root, rootType: 'V2G' });
  // The first try fails; it is kept over a restart and tried again, here an hour later.
  await until(async () => (await deliveries()).some(({ attempts }) => attempts === 1));
  isAway = false;
  await running.ports.database.updateTable('pki_delivery').set({ due_at: 0 }).execute();
  await running.close();
  await started(t, settings);
  await until(async () => heard.length > 0);
  const delivery = readDelivery(heard[0]!.body, heard[0]!.headers, endpoint.secret);
  assert.equal(delivery?.eventType, 'root.cert.added');
  assert.equal(delivery?.payload.rootType, 'V2G');

  function deliveries() {
    return running.ports.database.selectFrom('pki_delivery').select('attempts').execute();
  }
});

test('what a role may not do is refused, and a token of one PKI opens no other', async (t) => {
  withPassphrase(t, 'a passphrase of the test');
  const settings = await section(t);
  await started(t, settings);
  const http = httpCaller();
  t.after(() => http.close());
  const cpo = await client(http.call, settings, 'cpo');
  assert.ok(await cpo('GET', '/v1/root/rootCerts'));
  await assert.rejects(cpo('PUT', '/v1/root/rootCerts', { caCertificate: 'AA==', rootType: 'V2G' }), /403/);
  const other = await section(t);
  await started(t, other);
  const token = await tokenOf(http.call, settings, 'cpo');
  const { status } = await http.call(
    { method: 'GET', url: `${other.audience}/v1/root/rootCerts`, headers: { authorization: `Bearer ${token}` } },
    { deadline: realClock.now() + 5_000 },
  );
  assert.equal(status, 401);
});

type Call = (request: HttpRequest, context: { readonly deadline: number }) => Promise<HttpResponse>;

async function tokenOf(call: Call, { audience }: PkiSection, name: 'admin' | 'cpo'): Promise<string> {
  const { clientId, clientSecret } = CLIENTS.find((one) => one.clientId === name)!;
  const wish = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, audience };
  const answer = await json(call, 'POST', `${audience}/oauth/token`, {}, wish);
  return (answer as { readonly access_token: string }).access_token;
}

/** Calls as one client; throws with the status of what is refused. */
async function client(call: Call, settings: PkiSection, name: 'admin' | 'cpo') {
  const headers = { authorization: `Bearer ${await tokenOf(call, settings, name)}` };
  return (method: HttpRequest['method'], path: string, body?: object) =>
    json(call, method, settings.audience + path, headers, body);
}

async function json(
  call: Call,
  method: HttpRequest['method'],
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: object,
): Promise<unknown> {
  const { status, body: answer } = await call(
    {
      method,
      url,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body && { body: new TextEncoder().encode(JSON.stringify(body)) }),
    },
    { deadline: realClock.now() + 5_000 },
  );
  const text = fromUtf8(answer ?? new Uint8Array());
  if (status >= 300) throw new Error(`${method} ${url}: ${status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const end = realClock.now() + 10_000;
  while (!(await isTrue())) {
    assert.ok(realClock.now() < end, 'not within 10 s');
    await realClock.sleep(10);
  }
}
