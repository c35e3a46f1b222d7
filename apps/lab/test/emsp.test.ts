/** The eMSP on real sockets: contract certificates from a PKI service, ordered and revoked. @module */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { serveRoutes } from '@openpnc/core/http';
import { noTrace } from '@openpnc/core/trace';
import { realClock } from '@openpnc/node/clock';
import { httpCaller, serveHttp } from '@openpnc/node/http';
import { memoryKeys } from '@openpnc/node/keys';
import { systemRandom } from '@openpnc/node/random';
import { statusOf } from '@openpnc/pki/certificates';
import { pkiService } from '@openpnc/pki/service';
import { PkiSettings } from '@openpnc/pki/settings';
import { type PkiTables, pkiMigrations } from '@openpnc/pki/tables';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { Default } from 'typebox/value';
import { EmspSection, startEmsp } from '../src/wire/emsp.ts';

const PCID = 'WVWZZZAAZMD123456';
const KEY = 'key-of-the-management-api';
const AUDIENCE = 'http://pki.example';
const CLIENT = { clientId: 'emsp', clientSecret: 'secret-of-the-emsp' };

/** A PKI service with all its routes; its port is known when it listens. */
async function pki(t: TestContext) {
  const database = openSqlite<PkiTables>(':memory:');
  t.after(() => database.destroy());
  await migrate(database, 'pki', pkiMigrations);
  const settings = Default(PkiSettings, {
    audience: AUDIENCE,
    clients: [{ ...CLIENT, roles: ['MO_HUBJECT_PKI'], emaidPrefixes: ['DE8AA'] }],
  }) as PkiSettings;
  const ports = { clock: realClock, random: systemRandom, keys: memoryKeys(), database };
  const service = await pkiService(ports, settings);
  const listen = async (port = 0) => {
    const serving = await serveHttp({ host: '127.0.0.1', port }, serveRoutes(service.routes));
    t.after(() => serving.close());
    return serving;
  };
  const putCar = () =>
    service.backend.provisioning.put({ chain: service.pki.provisioning.chain, v2gRootKeyIdentifiers: [] });
  return { ...service, database, listen, putCar };
}

/** An eMSP in a folder of its own, and its API. */
async function emsp(t: TestContext, baseUrl: string) {
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-emsp-'));
  const section = Default(EmspSection, {
    folder,
    apiToken: KEY,
    retry_s: 1,
    pki: { baseUrl, audience: AUDIENCE, ...CLIENT },
  }) as EmspSection;
  const running = await startEmsp(section, noTrace);
  const caller = httpCaller();
  t.after(async () => {
    await caller.close();
    await running.close();
    rmSync(folder, { recursive: true });
  });
  const base = running.addresses
    .find((address) => address.startsWith('API '))!
    .slice(4)
    .replace('/contracts', '');
  return async (method: 'GET' | 'POST', path: string, body?: object) => {
    const response = await caller.call(
      {
        method,
        url: base + path,
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
        ...(body && { body: Buffer.from(JSON.stringify(body)) }),
      },
      { deadline: realClock.now() + 10_000 },
    );
    // biome-ignore lint/suspicious/noExplicitAny: a test reads answers of any shape.
    return { status: response.status, json: JSON.parse(Buffer.from(response.body!).toString()) as any };
  };
}

/** Asks until the certificate of the contract is in this state. */
async function certificateIs(api: Awaited<ReturnType<typeof emsp>>, emaid: string, state: string) {
  const deadline = realClock.now() + 30_000;
  for (;;) {
    const { json } = await api('GET', `/contracts/${emaid}`);
    if (json.certificate.state === state) return json;
    assert.ok(realClock.now() < deadline, `certificate is ${json.certificate.state}, expected ${state}`);
    await realClock.sleep(20);
  }
}

test('a contract for a car gets its certificate from the PKI service and becomes active; at its end it is revoked', async (t) => {
  const service = await pki(t);
  assert.ok((await service.putCar()).ok);
  const api = await emsp(t, (await service.listen()).url);
  const made = await api('POST', '/contracts', { emaid: 'DE8AAC00000777', pcid: PCID });
  assert.deepEqual([made.status, made.json.status], [201, 'ordered']);
  const active = await certificateIs(api, 'DE8AAC00000777', 'issued');
  assert.equal(active.status, 'active');
  const [contract] = await service.backend.contracts.byEmaid(made.json.emaid.replaceAll('-', ''));
  assert.equal(active.certificate.id.split('/')[1], contract!.contract.serialNumber);
  assert.equal(Date.parse(active.certificate.notAfter), contract!.contract.notAfter);
  assert.equal(contract!.pcid, PCID);

  assert.equal((await api('POST', '/contracts/DE8AAC00000777/terminate')).json.status, 'terminated');
  await certificateIs(api, 'DE8AAC00000777', 'revoked');
  assert.deepEqual(await service.backend.contracts.byEmaid(contract!.eMAID), []);
  const issuer = service.pki.authorities.find(({ certificate }) => contract!.contract.isSignedBy(certificate))!;
  const { status } = await statusOf(service.database, issuer.certificate, contract!.contract.serialNumber);
  assert.equal(status, 'revoked');
  const again = await api('POST', '/contracts/DE8AAC00000777/certificate');
  assert.deepEqual([again.status, again.json.error.code], [409, 'transition_not_allowed']);
});

test('an order that the PKI refuses shows why, and goes through when it is ordered again', async (t) => {
  const service = await pki(t);
  const api = await emsp(t, (await service.listen()).url);
  await api('POST', '/contracts', { emaid: 'DE8AAC00000777', pcid: PCID });
  await certificateIs(api, 'DE8AAC00000777', 'failed');
  const { events } = (await api('GET', '/contracts/DE8AAC00000777/events')).json;
  assert.match(events.at(-1).reason, /no provisioning certificate for PCID WVWZZZAAZMD123456/);
  await service.putCar();
  assert.equal((await api('POST', '/contracts/DE8AAC00000777/certificate')).status, 202);
  assert.equal((await certificateIs(api, 'DE8AAC00000777', 'issued')).status, 'active');
});

test('a PKI that is away gets the order when it is back', async (t) => {
  const service = await pki(t);
  await service.putCar();
  const first = await service.listen();
  await first.close();
  const api = await emsp(t, first.url);
  await api('POST', '/contracts', { emaid: 'DE8AAC00000777', pcid: PCID });
  assert.equal((await api('GET', '/contracts/DE8AAC00000777')).json.certificate.state, 'ordered');
  await service.listen(first.port);
  await certificateIs(api, 'DE8AAC00000777', 'issued');
});
