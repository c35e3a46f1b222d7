/** The catalogue: what it covers, and every case against our own parties in virtual time. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BenchCase } from '@openpnc/bench/benchCase';
import { catalogue } from '@openpnc/bench/catalogue';
import { runInSim } from '@openpnc/bench/simRun';
import { causes } from '@openpnc/diagnosis/causes';
import { differencesOf } from '../src/catalogue/verdict.ts';

test('the catalogue has at least 150 cases, each with its own id, a purpose, a clause and known causes', () => {
  assert.ok(catalogue.length >= 150, String(catalogue.length));
  assert.equal(new Set(catalogue.map(({ id }) => id)).size, catalogue.length);
  const known = new Set<string | null>([null, ...causes.map(({ code }) => code)]);
  for (const { id, purpose, clause, expected, profiles } of catalogue) {
    assert.match(id, /^[A-Za-z0-9-]+$/);
    assert.ok(purpose.length > 20 && purpose.endsWith('.') && clause.length > 5, id);
    assert.ok(profiles.includes('full'), id);
    for (const cause of [expected.cause].flat()) assert.ok(known.has(cause), `${id}: ${cause}`);
  }
});

test('every case passes against our own parties, and every fault strikes', async () => {
  const before = process.cpuUsage();
  const results = await runInSim(catalogue);
  const failed = results.filter(({ verdict }) => verdict !== 'passed');
  assert.deepEqual(
    failed.map(({ id, differences }) => ({ id, differences })),
    [],
  );
  // Of one core: what else the machine does is not the catalogue's.
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  assert.ok(seconds < 120, `${seconds.toFixed(1)} s`);
});

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
