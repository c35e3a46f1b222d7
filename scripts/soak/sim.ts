/**
 * Whole sessions in virtual time under invariants, 100,000 if no count is given; then delays at every limit, faults at every
 * message, and every state of the station's session. A session that fails is seen again with `npm run sim -- --seed S --only N`.
 *
 * @module
 */
import { configs, exploreSecc } from '@openpnc/bench/explore';
import { explorePair, pairConfigs } from '@openpnc/bench/explorePair';
import { faultName } from '@openpnc/bench/faults';
import { makeMaterial } from '@openpnc/bench/material';
import { simulate } from '@openpnc/bench/simulate';
import { faultsEverywhere, runFaultSweeps, runLimitSweeps } from '@openpnc/bench/sweeps';
import type { SoakOptions, SoakReport } from '../soak.ts';

/** See the module. */
export async function soak({ count = 100_000, seed, log }: SoakOptions): Promise<SoakReport> {
  const failures: string[] = [];
  const began = performance.now();
  const { sessions, charged, broken, coverage, digest } = await simulate({
    seed: String(seed),
    sessions: count,
    seen: (n, _session, found) => {
      for (const { invariant, text } of found)
        failures.push(`session ${n}: ${invariant}: ${text} (npm run sim -- --seed ${seed} --only ${n})`);
      if (n % 10_000 === 9_999) log(`${n + 1} sessions`);
    },
  });
  const seconds = (performance.now() - began) / 1_000;
  log(`${sessions} sessions, digest ${digest}`);
  const material = await makeMaterial(String(seed));
  let points = 0;
  for await (const { limit, percent, broken: found } of runLimitSweeps(material)) {
    points += 1;
    for (const { invariant, text } of found) failures.push(`${limit} at ${percent} %: ${invariant}: ${text}`);
  }
  for await (const { fault, broken: found } of runFaultSweeps(material, await faultsEverywhere(material))) {
    points += 1;
    for (const { invariant, text } of found) failures.push(`${faultName(fault)}: ${invariant}: ${text}`);
  }
  log(`${points} points of sweeps`);
  let [states, transitions] = [0, 0];
  const searches = [
    ...configs.map((config) => ({ config, run: exploreSecc })),
    ...pairConfigs.map((config) => ({ config, run: explorePair })),
  ];
  for (const { config, run } of searches) {
    const report = run(material, config);
    states += report.states;
    transitions += report.transitions;
    for (const { invariant, text, moves } of report.counterexamples)
      failures.push(`${config.name}: ${invariant}: ${text}: ${moves.join(' > ')}`);
    log(`${config.name}: ${report.states} states, ${report.transitions} transitions`);
  }
  return {
    figures: {
      sessions,
      sessionsPerSecond: Math.round((sessions / seconds) * 10) / 10,
      charged,
      broken,
      cells: coverage.cells[0],
      causes: coverage.causes[0],
      faults: coverage.faults,
      points,
      states,
      transitions,
    },
    failures,
  };
}
