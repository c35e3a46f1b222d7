/** The world in virtual time: what a good session is, what faults do to it, and that a seed says it all. @module */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Fault } from '@openpnc/bench/faults';
import { type Material, makeMaterial } from '@openpnc/bench/material';
import { Bench, simulate } from '@openpnc/bench/simulate';
import { type CarWish, createWorld, type SessionRecord } from '@openpnc/bench/world';

let material: Material;
before(async () => {
  material = await makeMaterial('world test');
});

async function run(
  faults: readonly Fault[] = [],
  car: Parameters<typeof createWorld>[0]['car'] = {},
): Promise<SessionRecord> {
  return createWorld({ seed: 'world test', material, car, faults }).run();
}

test('a contract is authorized by all five parties, charged, billed once and for what the meter counted', async () => {
  const { outcome, cause, cdr, meter, trace, isUnsettled } = await run();
  assert.equal(outcome, 'charged');
  assert.equal(cause, null);
  assert.equal(isUnsettled, false);
  assert.ok(meter.energy_Wh > 10);
  assert.equal(cdr?.count, 1);
  assert.ok(Math.abs(cdr.energy_Wh - meter.energy_Wh) <= 1);
  for (const party of ['ev', 'station', 'csms', 'emsp', 'pki'] as const)
    assert.ok(
      trace.some((record) => record.party === party),
      `${party} is in the trace`,
    );
});

test('a bad contract is refused for what is wrong with it, and no energy flows', async () => {
  const { outcome, cause, meter, cdr } = await run([], { contract: 'revoked' });
  assert.equal(outcome, 'refused');
  assert.equal(cause?.code, 'contract_revoked');
  assert.equal(meter.energy_Wh, 0);
  assert.equal(cdr, null);
});

test('a car that does not sign its AuthorizationReq gets nothing', async () => {
  const { outcome, cause, faultsReached } = await run([
    { kind: 'script', request: 'AuthorizationReq', effect: { do: 'unsigned' } },
  ]);
  assert.equal(outcome, 'refused');
  assert.equal(cause?.code, 'signature_invalid');
  assert.deepEqual(faultsReached, ['script unsigned AuthorizationReq']);
});

test('an answer that is later than the limit ends the session, one that is just in time does not', async () => {
  const late = (ms: number): readonly Fault[] => [
    { kind: 'wire', at: { leg: 'v2g', message: 'ServiceDiscoveryReq', part: 'answer' }, effect: { do: 'delay', ms } },
  ];
  assert.equal((await run(late(1_995))).outcome, 'charged');
  const { outcome, cause } = await run(late(1_997));
  assert.equal(outcome, 'failed');
  assert.equal(cause?.code, 'peer_silent');
});

test('a station that dies while it charges opens its contactor and ends the transaction when it is back', async () => {
  const session = await run([
    { kind: 'kill', party: 'station', at: { leg: 'v2g', message: 'ChargingStatusReq', nth: 2 }, restart_ms: 30_000 },
  ]);
  assert.equal(session.outcome, 'failed');
  assert.equal(session.isUnsettled, false);
  assert.equal(session.isBack, true);
});

test('a CSMS that dies and comes back bills the session all the same', async () => {
  const { outcome, cdr, meter } = await run([
    { kind: 'kill', party: 'csms', at: { leg: 'ocpp', message: 'TransactionEvent', nth: 2 }, restart_ms: 5_000 },
  ]);
  assert.equal(outcome, 'charged');
  assert.ok(Math.abs(cdr!.energy_Wh - meter.energy_Wh) <= 1);
});

test('independent legs change their order: the eMSP answers behind the OCSP responder', async () => {
  const { outcome, faultsReached } = await run([
    {
      kind: 'wire',
      at: { leg: 'ocpi', message: 'POST tokens/authorize' },
      effect: { do: 'behind', other: { leg: 'ocsp', part: 'answer', nth: 3 }, most_ms: 500 },
    },
  ]);
  assert.equal(outcome, 'charged');
  assert.deepEqual(faultsReached, ['behind ocpi POST tokens/authorize']);
});

test('two runs of a seed are equal to the byte, another seed is not', async () => {
  const [first, second, other] = [
    await simulate({ seed: 'twice', sessions: 25 }),
    await simulate({ seed: 'twice', sessions: 25 }),
    await simulate({ seed: 'thrice', sessions: 25 }),
  ];
  assert.match(first.digest, /^[0-9a-f]{64}$/);
  assert.equal(second.digest, first.digest);
  assert.notEqual(other.digest, first.digest);
});

test('one session of a run is replayed alone, to the byte', async () => {
  const seen = new Map<string, string>();
  const note = (run: string) => (n: number, session: SessionRecord | undefined) => {
    if (n === 13)
      seen.set(
        run,
        JSON.stringify(session, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
      );
  };
  await simulate({ seed: 'replay', sessions: 20, seen: note('whole') });
  const { sessions } = await simulate({ seed: 'replay', sessions: 20, only: 13, seen: note('only') });
  assert.equal(sessions, 1);
  assert.equal(seen.get('only'), seen.get('whole'));
});

test('sessions with random cars, contracts and faults keep every invariant', async () => {
  const { failures, charged, coverage } = await simulate({ seed: 'invariants', sessions: 120 });
  assert.deepEqual(failures, []);
  assert.ok(charged > 40, `${charged} charged`);
  assert.ok(coverage.cells[0] >= 15 && coverage.causes[0] >= 5 && coverage.faults >= 8, JSON.stringify(coverage));
});

test('a revoked contract without an OCSP answer charges only where the CSMS was told so, and only then the invariant lets it', async () => {
  const car: CarWish = { contract: 'revoked' };
  const faults: readonly Fault[] = [{ kind: 'down', party: 'pki' }];
  for (const revocation of ['require', 'prefer'] as const) {
    const bench = await Bench.of({ seed: 'revocation', material, csms: { certificates: { revocation } } });
    const { session, broken } = await bench.visit({ car, faults, idle_ms: 1_000 });
    await bench.close();
    assert.deepEqual(broken, []);
    assert.equal(session?.outcome, revocation === 'prefer' ? 'charged' : 'refused');
  }
  // With an answer it must be refused: an acceptance would be a broken invariant.
  const bench = await Bench.of({ seed: 'revocation', material, csms: { certificates: { revocation: 'prefer' } } });
  const { session, broken } = await bench.visit({ car, faults: [], idle_ms: 1_000 });
  await bench.close();
  assert.deepEqual(broken, []);
  assert.equal(session?.cause?.code, 'contract_revoked');
});
