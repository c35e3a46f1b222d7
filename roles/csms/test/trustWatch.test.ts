/** The watch over trust: alarms that stand and end, their webhook, the webhook of pools, limits, renewal under a root, metrics. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8, toHex, toUtf8 } from '@openpnc/core/bytes';
import { HttpFailure, type HttpHandler, type HttpRequest, serveRoutes } from '@openpnc/core/http';
import type { CertificateHashDataChainType, CertificateHashDataType } from '@openpnc/ocpp/v201';
import { signedHeaders } from '@openpnc/opcp/webhook';
import { type Certificate, derToPem } from '@openpnc/x509/certificate';
import { certHashes, hashesKey } from '@openpnc/x509/hashData';
import { hmacSha256 } from '@openpnc/x509/mac';
import { anchorHashes } from '@openpnc/x509/trustStore';
import { type Tree, tree } from '../../../base/x509/test/tree.ts';
import { explainTrust } from '../src/trust/explain.ts';
import { renewLeaves } from '../src/trust/renewLeaves.ts';
import {
  accepted,
  bodyOf,
  findings,
  noVariables,
  START,
  settle,
  type TestStation,
  type World,
  world,
} from './world.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

async function under(name: string, notAfter = START + 10_000 * DAY): Promise<Tree> {
  const subject = [
    ['C', 'DE'],
    ['CN', name],
  ] as const;
  return tree({ root: { subject, notAfter } });
}

const standing = async ({ csms }: World) =>
  (await csms.services.alarms.standing()).map(({ code, station, days }) => [code, station, days]);

test('an alarm stands until its cause is gone, is told once a threshold and at its end, and a restart does not tell it again', async () => {
  const made = await world({ trust: { apply: 'off', poll_s: 0 } });
  const { root } = (await under('Short', START + 32 * DAY)).certificates;
  await made.csms.addRoot('v2g', root.der);
  await made.clock.advance(HOUR);
  assert.deepEqual(await standing(made), [['root_ends_soon', null, 90]]);
  await made.clock.advance(2 * DAY);
  assert.deepEqual(await standing(made), [['root_ends_soon', null, 30]]);
  const again = await made.restarted();
  await again.clock.advance(HOUR);
  assert.deepEqual(await standing(again), [['root_ends_soon', null, 30]]);
  assert.equal(findings(again.records, 'root_ends_soon').length, 0);
  await again.clock.advance(40 * DAY);
  assert.deepEqual(await standing(again), [['root_ended', null, -1]]);
  assert.deepEqual(
    findings(again.records).map(({ code }) => code),
    ['root_ends_soon', 'root_ended'],
  );
  await again.csms.services.certificates.removeRoot('v2g', root.fingerprint);
  await again.clock.advance(HOUR);
  assert.deepEqual(await standing(again), []);
  assert.match(findings(again.records, 'trust_alarm_over')[0]!.text, /^over: CN=Short.*: ended 11 days ago/);
});

test('alarms go to the webhook with token and signature, again until it takes them, and in order of their raising', async () => {
  const secret = 'a secret that both know';
  const taken: { headers: Readonly<Record<string, string>>; body: Record<string, unknown> }[] = [];
  const attempts: number[] = [];
  let status: number | 'silent' = 'silent';
  const receiver: HttpHandler = async (request: HttpRequest) => {
    attempts.push(made.clock.now());
    if (status === 'silent') throw new HttpFailure('timeout', 'no answer');
    if (status < 300) {
      const mac = toHex(hmacSha256(toUtf8(secret), request.body!));
      assert.equal(request.headers['x-openpnc-signature'], `sha256=${mac}`);
      assert.equal(request.headers.authorization, 'Bearer T');
      taken.push({ headers: request.headers, body: bodyOf(request) as Record<string, unknown> });
    }
    return { status, headers: {} };
  };
  const made = await world({
    trust: { apply: 'off', poll_s: 0, alarmWebhook: { url: 'http://alarms.pki.example/hook', token: 'T', secret } },
    cdr: { retry_ms: 1000, maxRetry_ms: 60_000 },
  });
  made.outside.pki = receiver;
  const { root } = (await under('Soon', START + 5 * DAY)).certificates;
  await made.csms.addRoot('v2g', root.der);
  await made.clock.advance(HOUR + 1500);
  assert.equal(attempts.length, 2);
  status = 503;
  await made.clock.advance(2000);
  status = 204;
  await made.clock.advance(60_000);
  assert.partialDeepStrictEqual(taken, [{ body: { event: 'raised', code: 'root_ends_soon', days: 7, station: null } }]);
  await made.csms.services.certificates.removeRoot('v2g', root.fingerprint);
  await made.clock.advance(HOUR);
  assert.partialDeepStrictEqual(taken[1], { body: { event: 'cleared', code: 'root_ends_soon' } });
  assert.notEqual(taken[0]!.headers['x-openpnc-delivery'], taken[1]!.headers['x-openpnc-delivery']);
  // Its last word is a refusal: nothing is tried again.
  status = 410;
  await made.csms.addRoot('v2g', root.der);
  await made.clock.advance(HOUR);
  const count = attempts.length;
  await made.clock.advance(HOUR);
  assert.equal(attempts.length, count);
});

test('a pool that could not be read, and OCSP answers for a SECC chain that are old, by more than a day each, raise an alarm', async () => {
  const made = await world({
    trust: { apply: 'report', poll_s: 3600, compare_s: 86_400 },
    pki: { providers: [{ name: 'pool', baseUrl: 'http://pki.example', auth: 'none' }] },
  });
  const { root, sub1, leaf } = (await under('Old')).certificates;
  const station = await accepted(made);
  lists(station, [chainOf(leaf, sub1, root)]);
  await made.clock.advance(10_000);
  await made.db
    .insertInto('ocsp_answer')
    .values({
      hashes: hashesKey(certHashes(leaf, sub1)),
      response: '',
      status: 'good',
      valid_until: START + HOUR,
      fetched_at: START,
    })
    .execute();
  await made.clock.advance(DAY);
  assert.deepEqual(await standing(made), []);
  await made.clock.advance(2.1 * HOUR);
  assert.deepEqual(await standing(made), [
    ['root_pool_stale', null, null],
    ['secc_ocsp_stale', 'CS1', null],
  ]);
  assert.match((await made.csms.services.alarms.standing())[0]!.text, /^pool: roots last read 2026-06-01T/);
});

test('a station that lacks a wanted root raises an alarm until it has it', async () => {
  const made = await world({ trust: { apply: 'report', poll_s: 0 } });
  const { root } = (await under('A')).certificates;
  await made.csms.addRoot('v2g', root.der);
  const station = await accepted(made);
  lists(station, []);
  await made.clock.advance(HOUR);
  assert.deepEqual(await standing(made), [['station_root_missing', 'CS1', null]]);
  lists(station, [rootOf(root)]);
  await made.csms.services.trust.compare('CS1', { isApplied: false });
  await made.clock.advance(HOUR);
  assert.deepEqual(await standing(made), []);
});

test('a SECC certificate of 90 days raises its first alarm when a month is left, and another when it has ended', async () => {
  const made = await world({ trust: { apply: 'off', poll_s: 0 } });
  await accepted(made);
  // The leaf of the tree ends 90 days after its start.
  const { leaf, sub1 } = (await under('A')).certificates;
  await made.csms.services.stations.putCertificate('CS1', 'V2GCertificate', leaf, derToPem(leaf.der, sub1.der));
  const told: unknown[] = [];
  for (const days of [1, 58, 2, 24, 6]) {
    await made.clock.advance(days * DAY);
    told.push(...(await standing(made)).map(([code, , threshold]) => `${code} ${threshold}`), '-');
  }
  const [soon, ended] = ['station_certificate_ends_soon', 'station_certificate_ended'];
  assert.deepEqual(told, ['-', '-', `${soon} 30`, '-', `${soon} 7`, '-', `${ended} -1`, '-']);
});

test('no more than so many stations are changed in a minute', async () => {
  const made = await world({ trust: { apply: 'apply', poll_s: 0, perMinute: 2, atOnce: 1 } });
  const { root } = (await under('A')).certificates;
  await made.csms.addRoot('v2g', root.der);
  const installed = new Map<string, number>();
  const stations: TestStation[] = [];
  for (const identity of ['CS1', 'CS2', 'CS3', 'CS4', 'CS5']) {
    const station = await accepted(made, identity);
    stations.push(station);
    lists(station, []);
    station.answers.InstallCertificate = () => {
      installed.set(identity, made.clock.now());
      lists(station, [rootOf(root)]);
      return { status: 'Accepted' };
    };
  }
  await made.clock.advance(11_000);
  assert.equal(installed.size, 2);
  await made.clock.advance(59_000);
  assert.equal(installed.size, 4);
  await made.clock.advance(60_000);
  assert.equal(installed.size, 5);
});

test('a root pool that calls is believed by its signature alone, and its roots are read at once', async () => {
  const secret = 'f'.repeat(64);
  const made = await world({
    trust: { apply: 'off', poll_s: 0, poolSecrets: ['another-secret-of-another-pool', secret] },
    pki: { providers: [{ name: 'pool', baseUrl: 'http://pki.example', auth: 'none' }] },
  });
  let reads = 0;
  made.outside.pki = async () => {
    reads += 1;
    const body = toUtf8(JSON.stringify({ RootCertificateCollection: { rootCertificates: [] } }));
    return { status: 200, headers: {}, body };
  };
  const served = serveRoutes(made.csms.routes);
  const call = async (eventType: string, headers?: Readonly<Record<string, string>>) => {
    const body = toUtf8(JSON.stringify({ eventType, eventId: '1', timestamp: '', payload: {} }));
    const url = '/api/v1/trust/pools/events';
    const { status } = await served({ method: 'POST', url, headers: headers ?? signedHeaders(body, secret), body }, {});
    await settle();
    return status;
  };
  assert.equal(await call('root.cert.added', {}), 401);
  assert.equal(await call('root.cert.added', { 'payload-signature': '00'.repeat(32) }), 401);
  assert.equal(findings(made.records, 'pool_event_refused').length, 2);
  assert.equal(reads, 0);
  assert.equal(await call('mo.contract.created'), 202);
  assert.equal(reads, 0);
  assert.equal(await call('root.cert.added'), 202);
  assert.equal(reads, 1);
  await Promise.all([call('root.cert.added'), call('root.cert.revoked'), call('root.cert.expired')]);
  assert.ok(reads === 2 || reads === 3, `${reads} readings for four calls`);
  const [none] = [await world({ trust: { apply: 'off', poll_s: 0 } })];
  const body = toUtf8(JSON.stringify({ eventType: 'root.cert.added' }));
  const request = {
    method: 'POST',
    url: '/api/v1/trust/pools/events',
    headers: signedHeaders(body, ''),
    body,
  } as const;
  assert.equal((await serveRoutes(none!.csms.routes)(request, {})).status, 401);
});

test('explain tells a car with a new V2G root that no SECC chain stands under it; renew asks for one where the root is there', async () => {
  const made = await world({ trust: { apply: 'report', poll_s: 0 } });
  const [before, next] = [(await under('Old')).certificates, (await under('New')).certificates];
  await made.csms.addRoot('v2g', before.root.der);
  await made.csms.addRoot('v2g', next.root.der);
  const old = chainOf(before.leaf, before.sub1, before.root);
  const [one, two, three] = [await accepted(made), await accepted(made, 'CS2'), await accepted(made, 'CS3')];
  lists(one!, [rootOf(before.root), rootOf(next.root), old]);
  lists(two!, [rootOf(before.root), old]);
  lists(three!, [rootOf(before.root), rootOf(next.root), old, chainOf(next.leaf, next.sub1, next.root)]);
  for (const station of [one!, two!, three!]) station.answers.GetVariables = noVariables;
  const asked: unknown[] = [];
  one!.answers.TriggerMessage = (payload) => {
    asked.push(payload);
    return { status: 'Accepted' };
  };
  await made.csms.enrol('CS4');
  await made.clock.advance(10_000);
  const underNew = async (station: string) => {
    const { isAuthorized, checks } = await explainTrust(made.csms.services, station, next.root);
    return [isAuthorized, checks.filter(({ outcome }) => outcome === 'no').map(({ check }) => check)];
  };
  assert.deepEqual(await underNew('CS1'), ['no', ['secc_chain_under_root']]);
  assert.deepEqual(await underNew('CS2'), ['no', ['station_has_root', 'secc_chain_under_root']]);
  assert.deepEqual(await underNew('CS3'), ['unknown', []]);
  const outcomes = async (isDry: boolean) =>
    (await renewLeaves(made.csms.services, next.root, { isDry })).map(({ station, outcome }) => [station, outcome]);
  const others = [
    ['CS2', 'lacks_root'],
    ['CS3', 'under_root'],
    ['CS4', 'away'],
  ];
  assert.deepEqual(await outcomes(true), [['CS1', 'would_ask'], ...others]);
  assert.deepEqual(asked, []);
  assert.deepEqual(await outcomes(false), [['CS1', 'asked'], ...others]);
  assert.deepEqual(asked, [{ requestedMessage: 'SignV2GCertificate' }]);
});

test('the metrics are Prometheus text for a key of a viewer, each family once with its help', async () => {
  const made = await world({ trust: { apply: 'report', poll_s: 0 } });
  const { root } = (await under('Quo"ted')).certificates;
  await made.csms.addRoot('v2g', root.der);
  lists(await accepted(made), []);
  await made.clock.advance(HOUR);
  const served = serveRoutes(made.csms.routes);
  assert.equal((await served({ method: 'GET', url: '/metrics', headers: {} }, {})).status, 401);
  const { key } = await made.csms.makeApiKey('prometheus', 'viewer');
  const { headers, body } = await served({ method: 'GET', url: '/metrics', headers: { 'x-api-key': key } }, {});
  assert.match(headers['content-type']!, /^text\/plain; version=0\.0\.4/);
  const text = fromUtf8(body!);
  for (const line of text.trimEnd().split('\n'))
    assert.match(line, /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z_]+="([^"\\]|\\.)*",?)+\})? -?\d+(\.\d+)?)$/);
  assert.match(text, /^openpnc_csms_stations_connected 1$/m);
  assert.match(text, /^openpnc_station_roots_missing\{station="CS1"\} 1$/m);
  assert.match(text, /^openpnc_root_not_after_seconds\{use="v2g",subject="[^\n]*Quo[^\n]*ted/m);
  assert.match(text, /^openpnc_trust_alarms\{code="station_root_missing"\} 1$/m);
  const families = [...text.matchAll(/^# TYPE (\S+) gauge$/gm)].map(([, name]) => name);
  assert.equal(new Set(families).size, families.length);
});

/** What a station answers when it is asked what is installed. */
function lists(station: TestStation, certificateHashDataChain: readonly CertificateHashDataChainType[]): void {
  station.answers.GetInstalledCertificateIds = () =>
    certificateHashDataChain.length > 0 ? { status: 'Accepted', certificateHashDataChain } : { status: 'NotFound' };
}

const data = (hashes: object) => hashes as CertificateHashDataType;

function rootOf(root: Certificate): CertificateHashDataChainType {
  return { certificateType: 'V2GRootCertificate', certificateHashData: data(anchorHashes(root, 'SHA256')) };
}

function chainOf(leaf: Certificate, sub: Certificate, root: Certificate): CertificateHashDataChainType {
  return {
    certificateType: 'V2GCertificateChain',
    certificateHashData: data(certHashes(leaf, sub)),
    childCertificateHashData: [data(certHashes(sub, root))],
  };
}
