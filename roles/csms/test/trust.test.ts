/** Roots of stations kept as they are wanted: comparison, repair, pools, alarms, explanations. OCPP 2.0.1 M03-M05. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBase64, toUtf8 } from '@openpnc/core/bytes';
import type { HttpHandler } from '@openpnc/core/http';
import type {
  CertificateHashDataChainType,
  CertificateHashDataType,
  InstallCertificateUseEnumType,
} from '@openpnc/ocpp/v201';
import { type Certificate, derToPem, parseCertificate, pemToDer } from '@openpnc/x509/certificate';
import { isSameHashes } from '@openpnc/x509/hashData';
import { anchorHashes } from '@openpnc/x509/trustStore';
import { type Tree, tree } from '../../../base/x509/test/tree.ts';
import { explainTrust } from '../src/trust/explain.ts';
import { trustDiff } from '../src/trust/trustDiff.ts';
import { accepted, findings, noVariables, START, type TestStation, type World, world } from './world.ts';

const DAY = 86_400_000;
const trees = new Map<string, Promise<Tree>>();
/** A root with a name of its own. */
async function root(name: string, notAfter?: number): Promise<Certificate> {
  return (await treeUnder(name, notAfter)).certificates.root;
}

/** A root with a name of its own, and what stands below it. */
function treeUnder(name: string, notAfter = START + 10_000 * DAY): Promise<Tree> {
  const key = `${name}${notAfter}`;
  let made = trees.get(key);
  if (!made) {
    made = tree({
      root: {
        subject: [
          ['C', 'DE'],
          ['CN', name],
        ],
        notAfter,
      },
    });
    trees.set(key, made);
  }
  return made;
}

type Kind = InstallCertificateUseEnumType;
const hashes = (certificate: Certificate, hashAlgorithm: 'SHA256' | 'SHA512' = 'SHA256') =>
  anchorHashes(certificate, hashAlgorithm) as CertificateHashDataType;
const installed = (type: Kind, certificate: Certificate): CertificateHashDataChainType => ({
  certificateType: type,
  certificateHashData: hashes(certificate),
});

/** A station with a store of roots. */
function storeOf(station: TestStation, ...roots: readonly (readonly [Kind, Certificate])[]) {
  const store: { type: Kind; certificate: Certificate }[] = roots.map(([type, certificate]) => ({ type, certificate }));
  const log: string[] = [];
  station.answers.GetInstalledCertificateIds = () => {
    log.push('list');
    return store.length > 0
      ? {
          status: 'Accepted',
          certificateHashDataChain: store.map(({ type, certificate }) => installed(type, certificate)),
        }
      : { status: 'NotFound' };
  };
  station.answers.InstallCertificate = ({
    certificateType,
    certificate,
  }: {
    certificateType: Kind;
    certificate: string;
  }) => {
    const parsed = parseCertificate(pemToDer(certificate)[0]!);
    log.push(`install ${certificateType} ${parsed.subject.commonName}`);
    store.push({ type: certificateType, certificate: parsed });
    return { status: 'Accepted' };
  };
  station.answers.DeleteCertificate = ({ certificateHashData }: { certificateHashData: CertificateHashDataType }) => {
    const at = store.findIndex(({ certificate }) => isSameHashes(hashes(certificate), certificateHashData));
    log.push(`delete ${store[at]?.certificate.subject.commonName}`);
    store.splice(at, 1);
    return { status: at < 0 ? 'NotFound' : 'Accepted' };
  };
  return { store, log };
}

async function worldWith(
  trust: Readonly<Record<string, unknown>>,
  ...roots: readonly (readonly ['v2g' | 'mo', Certificate])[]
) {
  const made = await world({ trust: { poll_s: 0, ...trust } });
  for (const [use, certificate] of roots) await made.csms.addRoot(use, certificate.der);
  const station = await accepted(made);
  station.answers.GetVariables = noVariables;
  return { ...made, station };
}

test('the difference does not depend on hash algorithm and spelling, and only managed kinds count', async () => {
  const [a, b, c] = [await root('A'), await root('B'), await root('C')];
  const upper = hashes(b, 'SHA512');
  const diff = trustDiff(
    [
      { type: 'V2GRootCertificate', certificate: a },
      { type: 'V2GRootCertificate', certificate: b },
      { type: 'MORootCertificate', certificate: b },
    ],
    [
      {
        certificateType: 'V2GRootCertificate',
        certificateHashData: {
          ...upper,
          issuerNameHash: upper.issuerNameHash.toUpperCase(),
          serialNumber: `0${upper.serialNumber.toUpperCase()}`,
        },
      },
      installed('V2GRootCertificate', c),
      installed('CSMSRootCertificate', c),
    ],
    [{ use: 'v2g', certificate: c }],
    ['V2GRootCertificate', 'MORootCertificate'],
  );
  assert.deepEqual(
    diff.missing.map(({ type, certificate }) => [type, certificate.subject.commonName]),
    [
      ['V2GRootCertificate', 'A'],
      ['MORootCertificate', 'B'],
    ],
  );
  assert.deepEqual(
    diff.extra.map(({ type, certificate }) => [type, certificate?.subject.commonName]),
    [['V2GRootCertificate', 'C']],
  );
});

test('after a boot the roots are compared and the difference is told, nothing is changed by default', async () => {
  const [a, b, foreign] = [await root('A'), await root('B'), await root('Foreign')];
  const made = await worldWith({}, ['v2g', a], ['mo', b]);
  const { log } = storeOf(made.station, ['V2GRootCertificate', a], ['V2GRootCertificate', foreign]);
  await made.clock.advance(9_999);
  assert.deepEqual(log, []);
  await made.clock.advance(1);
  assert.deepEqual(log, ['list']);
  const state = await made.csms.services.trust.state('CS1');
  assert.partialDeepStrictEqual(state, { state: 'differs', compared_at: START + 10_000 });
  assert.deepEqual(JSON.parse(state!.missing), [
    { use: 'MORootCertificate', fingerprint: b.fingerprint, subject: String(b.subject) },
  ]);
  assert.equal(findings(made.records, 'station_root_missing').length, 1);
  assert.equal(findings(made.records, 'station_root_unknown').length, 1);
});

test("with 'apply' missing roots are installed and proved by listing again", async () => {
  const [a, b] = [await root('A'), await root('B')];
  const made = await worldWith({ apply: 'apply' }, ['v2g', a], ['mo', b]);
  const { log } = storeOf(made.station);
  await made.clock.advance(10_000);
  assert.deepEqual(log, ['list', 'install V2GRootCertificate A', 'install MORootCertificate B', 'list']);
  assert.partialDeepStrictEqual(await made.csms.services.trust.state('CS1'), { state: 'same', missing: '[]' });
  assert.equal(findings(made.records, 'root_installed').length, 2);
  await made.clock.advance(86_399_999);
  assert.equal(log.length, 4);
  await made.clock.advance(1);
  assert.deepEqual(log.slice(4), ['list']);
});

test('a new root reaches every connected station soon', async () => {
  const [a, b] = [await root('A'), await root('B')];
  const made = await worldWith({ apply: 'apply' }, ['v2g', a]);
  const other = await accepted(made, 'CS2');
  const stores = [made.station, other].map((station) => storeOf(station, ['V2GRootCertificate', a]));
  await made.clock.advance(10_000);
  await made.csms.addRoot('v2g', b.der);
  await made.clock.advance(2000);
  for (const { log } of stores) assert.deepEqual(log, ['list', 'list', 'install V2GRootCertificate B', 'list']);
});

test('roots that are no longer wanted are deleted only where the setting says so, by the hashes that the station gave', async () => {
  for (const remove of [false, true]) {
    const [a, old] = [await root('A'), await root('Old')];
    const made = await worldWith({ apply: 'apply', remove }, ['v2g', a]);
    const { log } = storeOf(made.station, ['V2GRootCertificate', old]);
    await made.clock.advance(10_000);
    assert.deepEqual(
      log,
      remove
        ? ['list', 'install V2GRootCertificate A', 'delete Old', 'list']
        : ['list', 'install V2GRootCertificate A', 'list'],
    );
  }
});

test('the last root of its kind is never deleted', async () => {
  const [a, old] = [await root('A'), await root('Old')];
  const made = await worldWith({ apply: 'apply', remove: true }, ['mo', a]);
  const { log } = storeOf(made.station, ['V2GRootCertificate', old], ['MORootCertificate', a]);
  await made.clock.advance(10_000);
  assert.deepEqual(log, ['list', 'list']);
  assert.match(findings(made.records, 'trust_not_compared')[0]!.text, /last V2GRootCertificate/);
});

test('a root that the station refuses, for instance because its store is full, is told with its reason and tried again', async () => {
  const a = await root('A');
  const made = await worldWith({ apply: 'apply', retry_ms: 1000 }, ['v2g', a]);
  const { log } = storeOf(made.station);
  made.station.answers.InstallCertificate = () => {
    log.push('refused');
    return { status: 'Rejected', statusInfo: { reasonCode: 'StoreFull' } };
  };
  await made.clock.advance(10_000);
  assert.match((await made.csms.services.trust.state('CS1'))!.problem!, /Rejected \(StoreFull\)/);
  await made.clock.advance(1000 + 2000);
  assert.equal(log.filter((line) => line === 'refused').length, 3);
});

test('an expired root is never installed', async () => {
  const [a, expired] = [await root('A'), await root('Expired', START - DAY)];
  const made = await worldWith({ apply: 'apply' }, ['v2g', a], ['v2g', expired]);
  const { log } = storeOf(made.station, ['V2GRootCertificate', a]);
  await made.clock.advance(10_000);
  assert.deepEqual(log, ['list']);
});

test('a root that its profile refuses is never installed, and says so in an alarm and in explain', async () => {
  const a = await root('A');
  const { root: flawed } = (await tree({ root: { basicConstraints: { cA: true, pathLen: 0 }, keyUsage: ['cRLSign'] } }))
    .certificates;
  const made = await worldWith({ apply: 'apply' }, ['v2g', a], ['v2g', flawed]);
  const { log } = storeOf(made.station, ['V2GRootCertificate', a]);
  await made.clock.advance(10_000);
  assert.deepEqual(log, ['list']);
  await made.csms.services.alarms.look();
  assert.match(findings(made.records, 'root_unfit')[0]!.text, /Root.*: never pushed to stations, key_usage_missing/);
  const { checks } = await explainTrust(made.csms.services, 'CS1', flawed);
  assert.equal(checks.find(({ check }) => check === 'root_is_fit')?.outcome, 'no');
});

test('a group of stations has roots of its own', async () => {
  const [a, b] = [await root('A'), await root('B')];
  const groups = [{ name: 'depot', stations: ['CS1'], roots: [b.fingerprint] }];
  const made = await worldWith({ apply: 'apply', groups }, ['v2g', a], ['v2g', b]);
  const { log } = storeOf(made.station);
  await made.clock.advance(10_000);
  assert.deepEqual(log, ['list', 'install V2GRootCertificate B', 'list']);
});

test('a station that does not answer is tried again, ever more slowly, and shown as failed', async () => {
  const a = await root('A');
  const made = await worldWith({ apply: 'apply', call_ms: 1000, retry_ms: 1000 }, ['v2g', a]);
  await made.clock.advance(11_000);
  assert.partialDeepStrictEqual(await made.csms.services.trust.state('CS1'), { state: 'failed', compared_at: 0 });
  const { log } = storeOf(made.station);
  await made.clock.advance(1000);
  assert.deepEqual(log, ['list', 'install V2GRootCertificate A', 'list']);
});

test('a dry run compares and changes nothing', async () => {
  const a = await root('A');
  const made = await worldWith({ apply: 'apply' }, ['v2g', a]);
  const { log } = storeOf(made.station);
  const comparison = await made.csms.services.trust.compare('CS1', { isApplied: false });
  assert.partialDeepStrictEqual(comparison, { state: 'differs', missing: [{ fingerprint: a.fingerprint }], done: [] });
  assert.deepEqual(log, ['list']);
});

test('only so many stations are compared at the same time', async () => {
  const a = await root('A');
  const made = await worldWith({ atOnce: 2, call_ms: 5000 }, ['v2g', a]);
  const stations = [made.station];
  for (const identity of ['CS2', 'CS3', 'CS4']) stations.push(await accepted(made, identity));
  await made.clock.advance(10_000);
  const asked = () => stations.filter((station) => station.asked.length > 0).length;
  assert.equal(asked(), 2);
  await made.clock.advance(5000);
  assert.equal(asked(), 4);
});

/** A root pool in the dialect of OPCP. */
const pool =
  (...roots: readonly (readonly [string | undefined, Certificate])[]): HttpHandler =>
  async () => ({
    status: 200,
    headers: {},
    body: toUtf8(
      JSON.stringify({
        RootCertificateCollection: {
          rootCertificates: roots.map(([rootType, certificate], i) => ({
            rootCertificateId: String(i),
            ...(rootType && { rootType }),
            caCertificate: toBase64(certificate.der),
          })),
        },
      }),
    ),
  });

const withPool = (given: Partial<World> = {}) =>
  world(
    {
      trust: { apply: 'off', poll_s: 3600 },
      pki: { providers: [{ name: 'pool', baseUrl: 'http://pki.example', auth: 'none' }] },
    },
    given,
  );

test('roots of a pool are trusted for what their kind says, and for nothing where it is private or not told', async () => {
  const made = await withPool();
  const [v2g, mo, oem, pe, none] = await Promise.all(['V', 'M', 'O', 'P', 'N'].map((name) => root(name)));
  made.outside.pki = pool(['V2G', v2g!], ['MO', mo!], ['OEM', oem!], ['PE', pe!], [undefined, none!]);
  await made.clock.advance(3_600_000);
  const of = (use: 'v2g' | 'mo' | 'oem') =>
    made.csms.services.certificates.roots(use).map((one) => one.subject.commonName);
  assert.deepEqual([of('v2g'), of('mo'), of('oem')], [['V'], ['M'], ['O']]);
  assert.equal(findings(made.records, 'pool_root_refused').length, 2);
});

test('a root of a pool that ended, or is no root, is not taken', async () => {
  const made = await withPool();
  const { sub1 } = made.pki.certificates;
  made.outside.pki = pool(['V2G', await root('Old', START - DAY)], ['V2G', sub1]);
  await made.clock.advance(3_600_000);
  assert.deepEqual(made.csms.services.certificates.roots(), []);
  assert.equal(findings(made.records, 'pool_root_refused').length, 2);
});

test('a root that has been missing from its pool for a day is withdrawn; one that the operator brought stays', async () => {
  const made = await withPool();
  const [a, b, c, own] = await Promise.all(['A', 'B', 'C', 'Own'].map((name) => root(name)));
  await made.csms.addRoot('v2g', own!.der);
  made.outside.pki = pool(['V2G', a!], ['V2G', b!], ['V2G', c!]);
  await made.clock.advance(3_600_000);
  made.outside.pki = pool(['V2G', a!], ['V2G', b!]);
  const names = () => made.csms.services.certificates.roots('v2g').map((one) => one.subject.commonName);
  await made.clock.advance(DAY);
  assert.deepEqual(names(), ['Own', 'A', 'B', 'C']);
  await made.clock.advance(3_600_000);
  assert.deepEqual(names(), ['Own', 'A', 'B']);
  assert.equal(findings(made.records, 'root_withdrawn').length, 1);
});

test('a pool that has lost most of its roots withdraws none', async () => {
  const made = await withPool();
  const [a, b] = [await root('A'), await root('B')];
  made.outside.pki = pool(['V2G', a], ['V2G', b]);
  await made.clock.advance(3_600_000);
  made.outside.pki = pool();
  await made.clock.advance(3 * DAY);
  assert.equal(made.csms.services.certificates.roots('v2g').length, 2);
  assert.ok(findings(made.records, 'root_pool_shrunk').length > 0);
});

test('a pool that cannot be read changes nothing and is told', async () => {
  const made = await withPool();
  const a = await root('A');
  made.outside.pki = pool(['V2G', a]);
  await made.clock.advance(3_600_000);
  made.outside.pki = async () => ({ status: 503, headers: {} });
  await made.clock.advance(3_600_000);
  assert.equal(made.csms.services.certificates.roots('v2g').length, 1);
  assert.ok(findings(made.records, 'root_pool_unreachable').length > 0);
});

test('a root is told of once for each threshold before its end, and after it', async () => {
  const made = await world({ trust: { apply: 'off', poll_s: 0, alarm_days: [90, 30, 7] } });
  await made.csms.addRoot('v2g', (await root('Short', START + 95 * DAY)).der);
  const told = () =>
    findings(made.records)
      .filter(({ code }) => code.startsWith('root_end'))
      .map(({ code, text }) => `${code} ${/ends in \d+|ended \d+/.exec(text)?.[0]}`);
  await made.clock.advance(100 * DAY);
  assert.deepEqual(told(), [
    'root_ends_soon ends in 90',
    'root_ends_soon ends in 30',
    'root_ends_soon ends in 7',
    'root_ended ended 1',
  ]);
});

test('a station whose roots were not compared for a day too long is told of', async () => {
  const made = await worldWith({ compare_s: 86_400 });
  made.station.drop();
  await made.clock.advance(3 * DAY);
  assert.match(findings(made.records, 'trust_stale')[0]!.text, /CS1: roots last compared never/);
});

test('explain says for a root and a station what holds, what does not, and what to do', async () => {
  const [a, b] = [await root('A'), await root('B')];
  const made = await worldWith({}, ['v2g', a], ['mo', b]);
  const { services } = made.csms;
  const outcome = async (certificate: Certificate) => {
    const { isAuthorized, checks } = await explainTrust(services, 'CS1', certificate);
    return [
      isAuthorized,
      checks.filter((one) => one.outcome !== 'yes').map(({ check, outcome }) => `${check}: ${outcome}`),
    ];
  };
  assert.deepEqual(await outcome(a), [
    'unknown',
    [
      'pnc_enabled: unknown',
      'station_has_root: unknown',
      'station_has_secc_chain: unknown',
      'secc_leaf_valid: unknown',
    ],
  ]);
  const { leaf, sub2 } = made.pki.certificates;
  made.station.answers.GetInstalledCertificateIds = () => ({
    status: 'Accepted',
    certificateHashDataChain: [
      installed('V2GRootCertificate', a),
      { certificateType: 'V2GCertificateChain', certificateHashData: { ...hashes(a), serialNumber: '7' } },
    ],
  });
  await services.trust.compare('CS1', { isApplied: false });
  const report = (variable: string, value: string) =>
    made.station.call('NotifyReport', {
      requestId: 1,
      generatedAt: '2026-06-01T11:00:00Z',
      seqNo: 0,
      reportData: [
        { component: { name: 'ISO15118Ctrlr' }, variable: { name: variable }, variableAttribute: [{ value }] },
      ],
    });
  await report('PnCEnabled', 'true');
  await services.stations.putCertificate('CS1', 'V2GCertificate', leaf, derToPem(leaf.der));
  assert.deepEqual(await outcome(a), ['unknown', ['secc_leaf_valid: unknown']]);
  const { sub1 } = (await treeUnder('A')).certificates;
  await services.stations.putCertificate('CS2', 'V2GCertificate', leaf, derToPem(leaf.der, sub1.der));
  assert.equal((await outcome(a))[0], 'unknown');
  await services.stations.putCertificate('CS1', 'combined', leaf, derToPem(leaf.der, sub1.der));
  assert.deepEqual(await outcome(a), ['yes', []]);
  assert.deepEqual(await outcome(b), ['no', ['station_has_root: no']]);
  await report('CentralContractValidationAllowed', 'true');
  assert.deepEqual(await outcome(b), ['yes', []]);
  assert.deepEqual((await outcome(sub2))[0], 'no');
  await report('PnCEnabled', 'false');
  assert.deepEqual(await outcome(a), ['no', ['pnc_enabled: no']]);
});
