/**
 * A V2G root is rolled over under a fleet of 100 real stations in virtual time: announced by its pool, pushed to all
 * stations, SECC leaves renewed under it, the old root withdrawn, while cars of both roots charge. Nobody is refused who
 * has a root that is in service. OCPP 2.0.1 M03-M05, A02; ISO 15118-2:2014 7.7.3.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cable } from '@openpnc/core/cable';
import { serveRoutes } from '@openpnc/core/http';
import { ConnectionFailure } from '@openpnc/core/network';
import type { DialChannel } from '@openpnc/core/ports';
import { type FindingRecord, noTrace } from '@openpnc/core/trace';
import { type Csms, createCsms } from '@openpnc/csms/csms';
import { CsmsSettings } from '@openpnc/csms/settings';
import { type CsmsTables, csmsMigrations } from '@openpnc/csms/store';
import { openChannel, UpgradeRefused } from '@openpnc/sim/channel';
import { VirtualClock } from '@openpnc/sim/clock';
import { VirtualHttp } from '@openpnc/sim/http';
import { SeededKeys } from '@openpnc/sim/keys';
import { VirtualV2gNetwork } from '@openpnc/sim/network';
import { SeededRandom } from '@openpnc/sim/random';
import { StationSettings } from '@openpnc/station/settings';
import { createStation, type Station } from '@openpnc/station/station';
import { type StationTables, stationMigrations } from '@openpnc/station/store';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { Default } from 'typebox/value';
import { testPasswords } from '../../../roles/csms/test/world.ts';
import { authoritiesOf, charge, emsp, generation, PkiFront, type RolloverCar } from './rolloverWorld.ts';

const STATIONS = 100;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** One outlet of the fleet. */
interface Outlet {
  readonly identity: string;
  readonly network: VirtualV2gNetwork;
  readonly plug: ReturnType<typeof cable>;
  readonly station: Station;
}

test(`${STATIONS} stations roll a V2G root over while cars of both roots charge, and no authorization is lost`, {
  timeout: 300_000,
}, async () => {
  const clock = new VirtualClock(Date.parse('2026-06-01T12:00:00Z'));
  const random = new SeededRandom('rollover');
  const http = new VirtualHttp(clock, random, { delay_ms: 5 });
  const doors = { clock, random, http: http.call };
  const [before, next] = [
    await generation(doors, 'Old', 'http://old.pki.sim/ocsp'),
    await generation(doors, 'New', 'http://new.pki.sim/ocsp'),
  ];
  http.serve('http://old.pki.sim', serveRoutes(before.routes));
  http.serve('http://new.pki.sim', serveRoutes(next.routes));
  const front = new PkiFront(before.routes, next.routes);
  http.serve('http://pki.sim', front.serve);
  const { secret } = (await front.administer('POST', '/v1/webhook/endpoints', {
    url: 'http://csms.sim/api/v1/trust/pools/events',
    enabledEvents: ['root.cert.added', 'root.cert.revoked'],
  })) as { readonly secret: string };

  const [oldRoot, newRoot] = [before.pki.roots.v2g, next.pki.roots.v2g];
  const cars: readonly RolloverCar[] = [
    { kind: 'old', roots: [oldRoot], contract: before.pki.contract },
    {
      kind: 'new',
      roots: [newRoot],
      contract: await next.pki.issueContract({ eMAID: 'DE8AAC00000002', under: 'v2g' }),
    },
    {
      kind: 'both',
      roots: [oldRoot, newRoot],
      contract: await before.pki.issueContract({ eMAID: 'DE8AAC00000003', under: 'mo' }),
    },
  ];
  const [oldCar, newCar, bothCar] = cars as [RolloverCar, RolloverCar, RolloverCar];
  const token = 'csms-to-emsp';
  http.serve(
    'http://emsp.sim',
    serveRoutes(
      await emsp(doors, { publicUrl: 'http://emsp.sim', token, contracts: cars.map(({ contract }) => contract) }),
    ),
  );

  const records: FindingRecord[] = [];
  const csms = await csmsOf(secret, token);
  http.serve('http://csms.sim', serveRoutes(csms.routes));
  await clock.settle(csms.services.rootPools.read());
  const outlets: Outlet[] = [];
  for (let i = 1; i <= STATIONS; i += 1) outlets.push(await outlet(`CS${i}`, `DE*OPC*E${1000 + i}`));
  await clock.settle(Promise.all(outlets.map(({ station }) => station.start())));
  await clock.advance(5 * MINUTE);
  assert.equal(csms.connected().length, STATIONS);
  assert.deepEqual(await fleet(), { same: STATIONS }, 'the fleet is as wanted before anything changes');

  // Cars come and go at every outlet; which ones depends on what is in service there.
  const lost: string[] = [];
  const charged = { old: 0, new: 0, both: 0 };
  const phases: string[] = [];
  let inService: readonly RolloverCar[] = [oldCar, bothCar];
  let isOver = false;
  const traffic = outlets.map(async (one, i) => {
    for (let visit = 0; !isOver; visit += 1) {
      await clock.sleep(pause_ms(i, visit));
      if (isOver) break;
      const car = inService[(i + visit) % inService.length]!;
      const { outcome, reason, findings } = await visitOf(one, car);
      if (outcome === 'charged') charged[car.kind] += 1;
      else
        lost.push(
          `${phases.at(-1)}: ${one.identity}, ${car.kind} car: ${outcome} ${JSON.stringify(reason)} ${findings.join(' | ')}`,
        );
    }
  });
  const phase = async (name: string, ms: number) => {
    phases.push(name);
    const before = charged.old + charged.new + charged.both;
    await clock.advance(ms);
    assert.deepEqual(lost, [], name);
    assert.ok(charged.old + charged.new + charged.both > before, `${name}: somebody charged`);
  };

  await phase('before', 40 * MINUTE);
  await clock.settle(front.announce(newRoot));
  await phase('announced', 40 * MINUTE);
  const wanted = csms.services.certificates.roots('v2g').map(({ fingerprint }) => fingerprint);
  assert.deepEqual(wanted.toSorted(), [oldRoot.fingerprint, newRoot.fingerprint].toSorted());
  assert.deepEqual(await fleet(), { same: STATIONS }, 'the webhook was enough: no poll was due yet');
  const installs = findings('root_installed').filter(({ text }) => text.includes(String(newRoot.subject)));
  assert.equal(installs.length, STATIONS);
  const aMinute = Math.max(
    ...installs.map(({ at }) => installs.filter((one) => at <= one.at && one.at < at + MINUTE).length),
  );
  assert.ok(aMinute <= 20 + 5, `${aMinute} stations were changed within a minute, the limit is 20 beside 5 under way`);

  // A station that has the root but no leaf under it would not serve a car that knows no other: explained before any car comes.
  const explained = await clock.settle(explain(newRoot.fingerprint));
  assert.deepEqual(explained, ['no', ['secc_chain_under_root', 'secc_leaf_valid']]);
  front.rollOver();
  const asked = await clock.settle(renew());
  assert.deepEqual(asked, { asked: STATIONS });
  await phase('leaves renewed', 40 * MINUTE);
  assert.deepEqual(await clock.settle(renew()), { under_root: STATIONS });
  assert.deepEqual(await clock.settle(explain(newRoot.fingerprint)), ['yes', []]);
  // The leaf of the factory did not come through the CSMS: its end is not known here.
  assert.deepEqual(await clock.settle(explain(oldRoot.fingerprint)), ['unknown', ['secc_leaf_valid']]);

  inService = [oldCar, newCar, bothCar];
  await phase('both in service', 2 * HOUR);
  // The last cars of the old root have got new contracts and roots.
  inService = [newCar, bothCar];
  await phase('old cars renewed', 40 * MINUTE);
  const pooled = (await front.administer('GET', '/v1/root/rootCerts')) as {
    RootCertificateCollection: { rootCertificates: { rootCertificateId: string; fingerprint: string }[] };
  };
  const { rootCertificateId } = pooled.RootCertificateCollection.rootCertificates.find(
    ({ fingerprint }) => fingerprint === oldRoot.fingerprint,
  )!;
  await clock.settle(front.administer('DELETE', `/v1/root/rootCerts/${rootCertificateId}`));
  await phase('withdrawn from the pool', 40 * MINUTE);
  assert.equal(csms.services.certificates.roots('v2g').length, 2, 'a root that is missing for less than a day stays');
  await phase('withdrawn everywhere', DAY + 2 * HOUR);
  assert.deepEqual(
    csms.services.certificates.roots('v2g').map(({ fingerprint }) => fingerprint),
    [newRoot.fingerprint],
  );
  assert.deepEqual(await fleet(), { same: STATIONS });
  assert.equal(findings('root_deleted').length, STATIONS);

  isOver = true;
  await clock.settle(Promise.all(traffic));
  assert.deepEqual(lost, []);
  for (const [kind, count] of Object.entries(charged))
    assert.ok(count >= STATIONS / 2, `${kind} cars charged ${count} times`);
  // The proof that the traffic could have failed: a car that stayed behind is refused, and why is told.
  const late = await clock.settle(visitOf(outlets[0]!, oldCar));
  assert.notEqual(late.outcome, 'charged');
  const decisions = await csms.services.ports.db
    .selectFrom('decision')
    .select((eb) => ['token_status', eb.fn.countAll().as('count')])
    .where('token_type', '=', 'eMAID')
    .groupBy('token_status')
    .execute();
  assert.deepEqual(
    decisions.map(({ token_status }) => token_status),
    ['Accepted'],
  );
  await clock.settle(Promise.all([...outlets.map(({ station }) => station.stop()), csms.stop()]));

  async function csmsOf(poolSecret: string, emspToken: string): Promise<Csms> {
    const db = openSqlite<CsmsTables>(':memory:');
    await migrate(db, 'csms', csmsMigrations);
    const settings = Default(CsmsSettings, {
      heartbeat_s: 6 * 3600,
      trust: { apply: 'apply', remove: true, poll_s: 3 * 3600, perMinute: 20, poolSecrets: [poolSecret] },
      pki: { providers: [{ name: 'pki', baseUrl: 'http://pki.sim', auth: 'none' }] },
      partners: [
        {
          name: 'emsp',
          parties: [{ country_code: 'DE', party_id: '8AA' }],
          versionsUrl: 'http://emsp.sim/ocpi/versions',
          token: emspToken,
        },
      ],
    }) as CsmsSettings;
    const ports = {
      clock,
      random: random.fork('csms'),
      db,
      http: http.call,
      passwords: testPasswords,
      publish: () => {},
    };
    const made = createCsms(settings, {
      ...ports,
      trace: (record) => record.type === 'finding' && records.push(record),
    });
    return clock.settle(made);
  }

  async function outlet(identity: string, seccId: string): Promise<Outlet> {
    const { password } = await csms.enrol(identity);
    const secc = await before.pki.issueSecc(seccId);
    const keys = new SeededKeys(identity);
    await keys.keep('secc', secc.key.exportPem());
    const database = openSqlite<StationTables>(':memory:');
    await migrate(database, 'station', stationMigrations);
    const own = random.fork(identity);
    const network = new VirtualV2gNetwork(clock, own, { delay_ms: 1 });
    const plug = cable(clock);
    const dial: DialChannel = async ({ url, headers, protocols }, receiver) => {
      try {
        const { pathname } = new URL(url);
        const upgrade = { path: pathname, headers, protocols, peer: '192.0.2.1:4000' };
        const link = await openChannel(
          { clock, random: own, options: { delay_ms: 5 } },
          csms.accept,
          upgrade,
          receiver,
        );
        return { channel: link.channel, protocol: link.protocol };
      } catch (error) {
        if (!(error instanceof UpgradeRefused)) throw error;
        throw new ConnectionFailure('upgrade_refused', error.message);
      }
    };
    const settings = Default(StationSettings, {
      identity,
      password,
      csmsUrl: 'wss://csms.sim/ocpp',
      evses: [{ EVSEID: `${seccId}*1` }],
      variables: {
        ISO15118Ctrlr: { SeccId: seccId },
        SampledDataCtrlr: { TxUpdatedInterval: '0' },
      },
    }) as StationSettings;
    const station = await createStation(settings, {
      clock,
      random: own,
      keys,
      trace: noTrace,
      database,
      dial,
      listen: async (host) => network.listen(host),
      plugs: [plug.outlet],
      display: { show: () => {} },
      factory: {
        roots: [
          { use: 'v2g', certificate: oldRoot },
          { use: 'mo', certificate: before.pki.roots.mo },
          { use: 'csms', certificate: before.pki.roots.csms },
        ],
        seccChains: [{ name: 'secc', keyName: 'secc', chain: secc.chain.map(({ der }) => der) }],
      },
    });
    return { identity, network, plug, station };
  }

  function visitOf({ network, plug }: Outlet, car: RolloverCar) {
    return charge(car, { clock, dialer: network.dialer({ trustedAuthorities: authoritiesOf(car) }), plug: plug.car });
  }

  /** Short while something changes, long while nothing does. */
  function pause_ms(i: number, visit: number): number {
    const [shortest, span] =
      phases.at(-1) === 'withdrawn everywhere' ? [18 * HOUR, 6 * HOUR] : [60 * MINUTE, 40 * MINUTE];
    return visit === 0 ? (i / STATIONS) * 35 * MINUTE : shortest + (((i * 37 + visit * 61) % 100) / 100) * span;
  }

  async function fleet(): Promise<Readonly<Record<string, number>>> {
    const rows = await csms.services.ports.db.selectFrom('trust_state').select('state').execute();
    return counted(rows.map(({ state }) => state));
  }

  async function api(
    method: 'GET' | 'POST',
    url: string,
  ): Promise<{ readonly items: readonly Record<string, string>[] }> {
    const { key } = await csms.makeApiKey('operator', 'operator');
    const headers = { authorization: `Bearer ${key}` };
    const { status, body } = await serveRoutes(csms.routes)({ method, url: `/api/v1${url}`, headers }, {});
    assert.equal(status, 200, Buffer.from(body ?? []).toString());
    return JSON.parse(Buffer.from(body!).toString());
  }

  async function renew(): Promise<Readonly<Record<string, number>>> {
    const { items } = await api('POST', `/trust/renew?root=${newRoot.fingerprint}`);
    return counted(items.map(({ outcome }) => outcome!));
  }

  async function explain(root: string): Promise<readonly [string, readonly string[]]> {
    const found = (await api('GET', `/trust/explain?station=CS3&root=${root}`)) as unknown as {
      isAuthorized: string;
      checks: { check: string; outcome: string }[];
    };
    return [found.isAuthorized, found.checks.filter(({ outcome }) => outcome !== 'yes').map(({ check }) => check)];
  }

  function findings(code: string): readonly FindingRecord[] {
    return records.filter((record) => record.code === code);
  }
});

function counted(words: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));
}
