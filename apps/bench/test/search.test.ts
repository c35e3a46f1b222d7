/** Sweeps, known outcomes and the exhaustive search, a slice of each; and that the list of mutations still fits the code. @module */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { runCases } from '@openpnc/bench/cases';
import { configs, exploreSecc } from '@openpnc/bench/explore';
import { explorePair, pairConfigs } from '@openpnc/bench/explorePair';
import { type Material, makeMaterial } from '@openpnc/bench/material';
import { faultsEverywhere, limitSweeps, percents, runFaultSweeps, runLimitSweeps } from '@openpnc/bench/sweeps';
import { mutations } from '../../../scripts/mutations.ts';

let material: Material;
before(async () => {
  material = await makeMaterial('search test');
});

test('every case of known outcome comes out as it must', async () => {
  const wrong: string[] = [];
  for await (const { name, broken } of runCases(material))
    for (const { invariant, text } of broken) wrong.push(`${name}: ${invariant}: ${text}`);
  assert.deepEqual(wrong, []);
});

test('a delay of up to 99 % of a limit passes, one of 101 % does not', async () => {
  const chosen = limitSweeps.filter(({ limit }) =>
    [
      'V2G_EVCC_Msg_Timeout PaymentDetailsReq',
      'V2G_SECC_Sequence_Timeout before PowerDeliveryReq',
      'station authorize_ms (Authorize)',
    ].includes(limit),
  );
  assert.equal(chosen.length, 3);
  let points = 0;
  for await (const { limit, percent, broken } of runLimitSweeps(material, chosen)) {
    points += 1;
    assert.deepEqual(broken, [], `${limit} at ${percent} %`);
  }
  assert.equal(points, 3 * percents.length);
});

test('each party may die at each message of the authorization and comes back; the next car charges', async () => {
  const faults = (await faultsEverywhere(material)).filter(
    (fault) =>
      fault.kind === 'kill' && ['Authorize', 'AuthorizationReq', 'POST tokens/authorize'].includes(fault.at.message!),
  );
  assert.ok(faults.length >= 30, `${faults.length} faults`);
  for await (const { fault, broken } of runFaultSweeps(material, faults))
    assert.deepEqual(broken, [], JSON.stringify(fault));
});

for (const name of ['AC', 'DC'])
  test(`${name}: no row of messages, timers and news breaks an invariant of the station's session (a slice)`, () => {
    const config = configs.find((one) => one.name === name)!;
    const { states, transitions, counterexamples, cells } = exploreSecc(material, config, 20_000);
    assert.deepEqual(counterexamples, []);
    assert.ok(states > 1_000 && transitions >= 20_000, `${states} states`);
    assert.ok(cells.has('WaitForAuthorization AuthorizationReq'));
  });

test('a station by the letter of the standard is explored whole', () => {
  const config = configs.find(({ name }) => name === 'AC, strict')!;
  const { isWhole, counterexamples, states } = exploreSecc(material, config);
  assert.ok(isWhole && states > 1_000);
  assert.deepEqual(counterexamples, []);
});

test('our car against our station, AC: every order of wire, back end, contactor, driver and timers, whole', () => {
  const { isWhole, counterexamples, states, cells } = explorePair(material, pairConfigs[0]!);
  assert.ok(isWhole && states > 200, `${states} states`);
  assert.deepEqual(counterexamples, []);
  assert.ok(cells.has('WaitForChargingStatus PowerDeliveryReq') && cells.has('WaitForSessionStop SessionStopReq'));
});

test('at least 30 mutations, each with a text that is in its file exactly once', () => {
  assert.ok(mutations.length >= 30);
  const lost = mutations.filter(
    ({ file, text }) => readFileSync(join(import.meta.dirname, '../../..', file), 'utf8').split(text).length !== 2,
  );
  assert.deepEqual(
    lost.map(({ id }) => id),
    [],
  );
});
