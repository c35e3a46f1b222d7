/** The catalogue: what it covers, and every case against our own parties in virtual time. @module */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { BenchCase } from '@openpnc/bench/benchCase';
import { catalogue, catalogueSections } from '@openpnc/bench/catalogue';
import { cataloguePage } from '@openpnc/bench/cataloguePage';
import { runInSim } from '@openpnc/bench/simRun';
import { toBase64 } from '@openpnc/core/bytes';
import type { TraceRecord } from '@openpnc/core/trace';
import { causes } from '@openpnc/diagnosis/causes';
import { differencesOf, repeatedIn } from '../src/catalogue/verdict.ts';

test('the catalogue has at least 650 cases, each with its own id, a purpose, a clause and known causes', () => {
  assert.ok(catalogue.length >= 650, String(catalogue.length));
  assert.equal(new Set(catalogue.map(({ id }) => id)).size, catalogue.length);
  const known = new Set<string | null>([null, ...causes.map(({ code }) => code)]);
  for (const { id, purpose, clause, expected, profiles } of catalogue) {
    assert.match(id, /^[A-Za-z0-9-]+$/);
    assert.ok(purpose.length > 20 && purpose.endsWith('.') && clause.length > 5, id);
    assert.ok(profiles.includes('full'), id);
    for (const cause of [expected.cause].flat()) assert.ok(known.has(cause), `${id}: ${cause}`);
  }
});

for (const { title, cases } of catalogueSections)
  test(`${title}: every case passes against our own parties, and every fault strikes`, async () => {
    const before = process.cpuUsage();
    const failed = (await runInSim(cases)).filter(({ verdict }) => verdict !== 'passed');
    assert.deepEqual(
      failed.map(({ id, differences }) => ({ id, differences })),
      [],
    );
    // Of one core: what else the machine does is not the catalogue's. All of them together have two minutes.
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    assert.ok(seconds < 60, `${seconds.toFixed(1)} s`);
  });

test('the page of all cases is what the catalogue says: npm run docs', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/cases.md'), 'utf8');
  assert.ok(page === cataloguePage());
});

test('a case that expects something else fails, and says what came', async () => {
  const wrong: Readonly<Record<string, readonly [Partial<BenchCase['expected']>, RegExp]>> = {
    'CertificateInstallation-provisioning-expired-root': [
      { wire: { CertificateInstallationReq: 'OK' } },
      /CertificateInstallationReq was answered FAILED_CertificateExpired, expected OK/,
    ],
    'CertificateInstallation-cps-forged-sub-ca-1': [
      { check: 'CPS chain: certificate_expired' },
      /check CPS chain: signature_invalid/,
    ],
    'CertificateUpdate-cps-expired': [{ check: 'none' }, /check CPS chain: certificate_expired, expected none/],
    'CertificateInstallation-response-7504': [{ outcome: 'charged' }, /outcome refused, expected charged/],
    'ocsp-responder-wrongKey': [{ cause: 'ocsp_unavailable' }, /cause ocsp_unverifiable/],
    'staple-stale': [{ findings: ['ocsp_staple_invalid'] }, /no finding ocsp_staple_invalid/],
    'trust-stale': [{ alarms: ['root_pool_stale'] }, /no finding root_pool_stale before the car came/],
    'status-feed': [{ statuses: ['AVAILABLE'] }, /a partner read AVAILABLE,CHARGING,AVAILABLE/],
  };
  const cases = catalogue.flatMap((one) => {
    const change = wrong[one.id];
    return change ? [{ ...one, expected: { ...one.expected, ...change[0] } }] : [];
  });
  assert.equal(cases.length, Object.keys(wrong).length);
  for (const { id, verdict, differences } of await runInSim(cases)) {
    assert.equal(verdict, 'failed', id);
    assert.match(differences.join('; '), wrong[id]![1]);
  }
});

test('a challenge that comes twice, or a bit of it that stands still, is told', () => {
  const told = (challenges: readonly Uint8Array[]) =>
    repeatedIn(
      challenges.flatMap((GenChallenge, i) => [
        message('SessionSetupReq', i, {}),
        message('PaymentDetailsReq', i, { PaymentDetailsRes: { GenChallenge: toBase64(GenChallenge) } }),
      ]),
    );
  const fresh = Array.from({ length: 64 }, (_, i) =>
    Uint8Array.from(createHash('sha256').update(String(i)).digest().subarray(0, 16)),
  );
  assert.deepEqual(told(fresh), []);
  assert.match(told([...fresh, fresh[3]!]).join(), /^GenChallenge [0-9a-f]{32} came twice$/);
  assert.match(
    told(fresh.map((bytes) => bytes.with(2, bytes[2]! | 1))).join(),
    /^bit 16 of GenChallenge was set in 64/,
  );
  assert.match(told(fresh.slice(0, 1)).join(), /1 values of GenChallenge/);
});

function message(name: string, session: number, body: Readonly<Record<string, unknown>>): TraceRecord {
  return {
    type: 'message',
    at: session,
    party: 'station',
    from: 'ev',
    to: 'station',
    protocol: 'iso15118-2',
    message: name,
    sessionId: session.toString(16).padStart(16, '0').toUpperCase(),
    payload: { response: { V2G_Message: { Body: body } } },
  };
}

test('two runs of a seed write the same trace', async () => {
  const some = catalogue.filter(({ id }) => ['ac-pnc', 'authorize-late-28000', 'chain-contract-forged'].includes(id));
  assert.equal(some.length, 3);
  const runs = [await runInSim(some), await runInSim(some)];
  const [one, two] = runs.map((results) =>
    JSON.stringify(
      results.map(({ trace }) => trace),
      (_key, value) => (typeof value === 'bigint' ? String(value) : value),
    ),
  );
  assert.ok(one === two);
});

test('a verdict names what differs', () => {
  const good = catalogue.find(({ id }) => id === 'ac-pnc')!;
  const one: BenchCase = {
    ...good,
    faults: [{ kind: 'down', party: 'emsp' }],
    expected: {
      outcome: 'refused',
      cause: 'emsp_unreachable',
      wire: { SessionStopReq: null, AuthorizationReq: 'FAILED' },
    },
  };
  const trace = [
    {
      type: 'message',
      at: 1,
      party: 'station',
      from: 'ev',
      to: 'station',
      protocol: 'iso15118-2',
      message: 'SessionStopReq',
      result: 'OK',
    },
  ] as const;
  assert.deepEqual(differencesOf(one, { outcome: 'charged', cause: null, trace, energy_Wh: 5, faultsReached: [] }), [
    'outcome charged, expected refused',
    'cause none, expected emsp_unreachable',
    'SessionStopReq was answered OK, expected none',
    'AuthorizationReq was answered not at all, expected FAILED',
    'the fault never struck: down emsp',
    '5 Wh flowed without an authorization',
  ]);
});
