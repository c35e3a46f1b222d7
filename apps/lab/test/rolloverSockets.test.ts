/**
 * The rollover of a V2G root over real sockets: three stations, a CSMS, two generations of a PKI and an eMSP on loopback,
 * cars over TLS that name their roots (trusted_ca_keys). OCPP 2.0.1 M03-M05, A02; ISO 15118-2:2014 7.7.3.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type HttpHandler, serveRoutes } from '@openpnc/core/http';
import { noTrace, type TraceRecord } from '@openpnc/core/trace';
import { realClock } from '@openpnc/node/clock';
import { httpCaller, serveHttp } from '@openpnc/node/http';
import { chooseLink } from '@openpnc/node/interfaces';
import { fileKeys } from '@openpnc/node/keys';
import { systemRandom } from '@openpnc/node/random';
import { v2gDialer } from '@openpnc/node/v2gDialer';
import { derToPem } from '@openpnc/x509/certificate';
import { Default } from 'typebox/value';
import { freePort, writeRoleFile } from '../src/folder.ts';
import { CsmsSection, startCsms } from '../src/wire/csms.ts';
import { StationSection, startStation } from '../src/wire/station.ts';
import { authoritiesOf, charge, emsp, generation, PkiFront, type RolloverCar } from './rolloverWorld.ts';

const STATIONS = 3;

test(`${STATIONS} stations on sockets roll a V2G root over while cars of both roots charge, and no authorization is lost`, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-rollover-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const caller = httpCaller();
  t.after(() => caller.close());
  const doors = { clock: realClock, random: systemRandom, http: caller.call };
  const [oldAt, newAt, frontAt, emspAt] = [await serving(), await serving(), await serving(), await serving()];
  const [ocppPort, apiPort] = [await freePort(), await freePort()];
  const before = await generation(doors, 'Old', `${oldAt.url}/ocsp`, [`127.0.0.1:${apiPort}`]);
  const next = await generation(doors, 'New', `${newAt.url}/ocsp`);
  oldAt.handler = serveRoutes(before.routes);
  newAt.handler = serveRoutes(next.routes);
  const front = new PkiFront(before.routes, next.routes);
  frontAt.handler = front.serve;
  const { secret } = (await front.administer('POST', '/v1/webhook/endpoints', {
    url: `http://127.0.0.1:${apiPort}/api/v1/trust/pools/events`,
    enabledEvents: ['root.cert.added', 'root.cert.revoked'],
  })) as { readonly secret: string };
  const [oldRoot, newRoot] = [before.pki.roots.v2g, next.pki.roots.v2g];
  const oldCar: RolloverCar = { kind: 'old', roots: [oldRoot], contract: before.pki.contract };
  const newCar: RolloverCar = {
    kind: 'new',
    roots: [newRoot],
    contract: await next.pki.issueContract({ eMAID: 'DE8AAC00000002', under: 'v2g' }),
  };
  const bothCar: RolloverCar = {
    kind: 'both',
    roots: [oldRoot, newRoot],
    contract: await before.pki.issueContract({ eMAID: 'DE8AAC00000003', under: 'mo' }),
  };
  const token = 'csms-to-emsp';
  const contracts = [oldCar, newCar, bothCar].map(({ contract }) => contract);
  emspAt.handler = serveRoutes(await emsp(doors, { publicUrl: emspAt.url, token, contracts }));

  const records: TraceRecord[] = [];
  mkdirSync(join(folder, 'csms'));
  const csms = await startCsms(
    Default(CsmsSection, {
      folder: join(folder, 'csms'),
      listen: { port: ocppPort },
      api: { port: apiPort },
      tls: false,
      ocsp: { allow: [new URL(oldAt.url).host, new URL(newAt.url).host] },
      trust: { apply: 'apply', remove: true, poll_s: 3600, afterBoot_ms: 100, poolSecrets: [secret] },
      pki: { providers: [{ name: 'pki', baseUrl: frontAt.url, auth: 'none' }] },
      partners: [
        {
          name: 'emsp',
          parties: [{ country_code: 'DE', party_id: '8AA' }],
          versionsUrl: `${emspAt.url}/ocpi/versions`,
          token,
        },
      ],
    }) as CsmsSection,
    (record) => records.push(record),
  );
  t.after(() => csms.close());
  const key = readFileSync(join(folder, 'csms/api-key'), 'utf8').trim();
  const api = async (method: 'GET' | 'POST' | 'DELETE', path: string) => {
    const url = `http://127.0.0.1:${apiPort}/api/v1${path}`;
    const headers = { authorization: `Bearer ${key}` };
    const { status, body } = await caller.call({ method, url, headers }, { deadline: realClock.now() + 30_000 });
    const text = Buffer.from(body ?? []).toString();
    assert.ok(status < 300, `${method} ${path}: ${status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  await until('the pool was read', async () => (await api('GET', '/roots?use=v2g')).items.length === 1);
  const link = chooseLink();
  const places: { readonly identity: string; readonly sdpPort: number }[] = [];
  for (let i = 1; i <= STATIONS; i += 1) {
    const place = { identity: `CS${i}`, sdpPort: await freePort() };
    places.push(place);
    const station = await stationAt(place, `DE*OPC*E${1000 + i}`);
    t.after(() => station.close());
  }
  await until('the fleet is as wanted', fleetIsSame);

  const lost: string[] = [];
  const charged = { old: 0, new: 0, both: 0 };
  let inService: readonly RolloverCar[] = [oldCar, bothCar];
  let isOver = false;
  const traffic = places.map(async (place, i) => {
    for (let visit = 0; !isOver; visit += 1) {
      const car = inService[(i + visit) % inService.length]!;
      const { outcome, reason, findings } = await visitOf(place, car);
      if (outcome === 'charged') charged[car.kind] += 1;
      else
        lost.push(`${place.identity}, ${car.kind} car: ${outcome} ${JSON.stringify(reason)} ${findings.join(' | ')}`);
    }
  });
  const chargedBy = (kind: RolloverCar['kind'], times: number) =>
    until(`${kind} cars charge`, async () => lost.length > 0 || charged[kind] >= times);
  await chargedBy('old', 2);

  await front.announce(newRoot);
  await until('the new root is everywhere', async () => {
    const roots = (await api('GET', '/roots?use=v2g')).items.length;
    return roots === 2 && installed(newRoot.subject) === STATIONS && (await fleetIsSame());
  });
  front.rollOver();
  const root = newRoot.fingerprint;
  const outcomes = async () =>
    (await api('POST', `/trust/renew?root=${root}`)).items.map(({ outcome }: { outcome: string }) => outcome);
  assert.deepEqual(await outcomes(), Array(STATIONS).fill('asked'));
  await until('every station has a leaf under the new root', async () =>
    (await api('GET', '/trust/stations')).items.every(
      ({ seccNotAfter }: { seccNotAfter: string | null }) => seccNotAfter,
    ),
  );
  assert.deepEqual(await outcomes(), Array(STATIONS).fill('under_root'));
  for (const { identity } of places)
    assert.equal((await api('GET', `/trust/explain?station=${identity}&root=${root}`)).isAuthorized, 'yes');
  inService = [oldCar, newCar, bothCar];
  const oldBefore = charged.old;
  await chargedBy('new', 3);
  await chargedBy('old', oldBefore + 2);

  // The last cars of the old root have got new contracts and roots; those at the plug now come to their end first.
  inService = [newCar, bothCar];
  const done = charged.both + charged.new;
  await until('old cars are gone', async () => lost.length > 0 || charged.both + charged.new >= done + 2 * STATIONS);
  await api('DELETE', `/roots/v2g/${oldRoot.fingerprint}`);
  await until('the old root is nowhere', async () => {
    const deleted = records.filter((record) => record.type === 'finding' && record.code === 'root_deleted').length;
    return deleted === STATIONS && (await fleetIsSame());
  });
  await chargedBy('new', charged.new + STATIONS);
  isOver = true;
  await Promise.all(traffic);
  assert.deepEqual(lost, []);
  for (const [kind, count] of Object.entries(charged)) assert.ok(count > 0, `${kind} cars charged ${count} times`);
  // The proof that the traffic could have failed: a car that stayed behind is refused.
  assert.notEqual((await visitOf(places[0]!, oldCar)).outcome, 'charged');

  /** A server whose handler comes later: its address stands in certificates. */
  async function serving() {
    const server = { url: '', handler: (async () => ({ status: 404, headers: {} })) as HttpHandler };
    const { url, close } = await serveHttp({ host: '127.0.0.1', port: 0 }, (request, context) =>
      server.handler(request, context),
    );
    t.after(close);
    server.url = url;
    return server;
  }

  async function stationAt({ identity, sdpPort }: (typeof places)[number], seccId: string) {
    const own = join(folder, identity);
    const { password } = await csms.csms.enrol(identity);
    const secc = await before.pki.issueSecc(seccId);
    for (const use of ['v2g', 'mo', 'csms'] as const)
      writeRoleFile(own, `roots/${use}/${use}-root.pem`, derToPem(before.pki.roots[use].der));
    writeRoleFile(own, 'secc.pem', derToPem(...secc.chain.map(({ der }) => der)));
    await fileKeys(join(own, 'keys'), undefined).keep('secc', secc.key.exportPem());
    return startStation(
      Default(StationSection, {
        folder: own,
        interface: link.interface,
        sdpPort,
        identity,
        password,
        csmsUrl: `ws://127.0.0.1:${ocppPort}/ocpp`,
        securityProfile: 1,
        evses: [{ EVSEID: `${seccId}*1`, pilot: 'none' }],
        variables: { ISO15118Ctrlr: { SeccId: seccId } },
      }) as StationSection,
      noTrace,
    );
  }

  function visitOf({ sdpPort }: (typeof places)[number], car: RolloverCar) {
    const dangerOwnTls = { trustedAuthorities: authoritiesOf(car) };
    return charge(car, { clock: realClock, dialer: v2gDialer({ link, multicastHops: 0, sdpPort, dangerOwnTls }) });
  }

  async function fleetIsSame(): Promise<boolean> {
    const { items } = await api('GET', '/trust/stations');
    return items.length === STATIONS && items.every(({ state }: { state: string }) => state === 'same');
  }

  function installed(subject: unknown): number {
    return records.filter(
      (record) =>
        record.type === 'finding' && record.code === 'root_installed' && record.text.includes(String(subject)),
    ).length;
  }
});

/** Waits for something that other parties do by themselves. */
async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const end = realClock.now() + 60_000;
  while (!(await isTrue())) {
    assert.ok(realClock.now() < end, `within a minute: ${what}`);
    await realClock.sleep(100);
  }
}
