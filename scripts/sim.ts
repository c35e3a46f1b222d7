/**
 * `npm run sim`: whole sessions in virtual time, with invariants after each step. Exit code 1 if one was broken.
 *
 * - `-- [--sessions N] [--seed S] [--mix plain|mixed] [--memo]` sessions from a seed; the last line is one of JSON
 * - `-- --seed S --only N [--verbose]` one of them again
 * - `-- --sweeps` delays at each limit, and each kind of fault at every message of a session
 * - `-- --explore [--most N]` every state of the station's session, and of our car against our station
 * - `-- --mutations [ID ...]` faults in our own parties, each of which must be caught
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { configs, exploreSecc } from '@openpnc/bench/explore';
import { explorePair, pairConfigs } from '@openpnc/bench/explorePair';
import { faultName } from '@openpnc/bench/faults';
import { makeMaterial } from '@openpnc/bench/material';
import { type Probe, probe } from '@openpnc/bench/probe';
import { anySeed, simulate } from '@openpnc/bench/simulate';
import { faultsEverywhere, runFaultSweeps, runLimitSweeps } from '@openpnc/bench/sweeps';
import { memoiseVerify } from '@openpnc/sim/verifyMemo';
import { runMutations } from './mutations.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sessions: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    mix: { type: 'string', default: 'mixed' },
    only: { type: 'string' },
    memo: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    sweeps: { type: 'boolean', default: false },
    explore: { type: 'boolean', default: false },
    most: { type: 'string' },
    mutations: { type: 'boolean', default: false },
    probe: { type: 'string' },
  },
});
const began = performance.now();

if (values.probe !== undefined) {
  const found = await probe(values.probe as Probe);
  if (found !== undefined) console.log(found);
  process.exit(found === undefined ? 0 : 1);
} else if (values.mutations) process.exitCode = (await runMutations(positionals, console.log)) ? 0 : 1;
else if (values.explore) await explore(values.most === undefined ? undefined : number(values.most));
else if (values.sweeps) await sweeps();
else await sessions();

async function sessions(): Promise<void> {
  const seed = values.seed ?? anySeed();
  const mix = values.mix === 'plain' ? 'plain' : 'mixed';
  const only = values.only === undefined ? undefined : number(values.only);
  console.log(`sim: seed ${seed}, ${mix}${values.memo ? ', verified signatures are remembered' : ''}`);
  const memo = values.memo ? memoiseVerify() : undefined;
  const cpu = process.threadCpuUsage();
  const report = await simulate({
    seed,
    sessions: number(values.sessions),
    mix,
    ...(only !== undefined && { only }),
    seen: (n, session, broken) => {
      if (broken.length > 0 || only !== undefined)
        console.log(
          `session ${n}: ${session?.outcome ?? 'lost'} (${session?.cause?.code ?? 'no cause'}), faults: ${session?.faultsReached.join('; ') || 'none'}, car ${JSON.stringify(session?.car)}`,
        );
      for (const { invariant, text } of broken) console.log(`  ${invariant}: ${text}`);
      if (broken.length > 0)
        console.log(
          `  again: npm run sim -- --seed ${seed}${mix === 'plain' ? ' --mix plain' : ''} --only ${n} --verbose`,
        );
      if (values.verbose && only !== undefined && session)
        for (const record of session.trace)
          console.log(`${record.at - session.started}`.padStart(9), JSON.stringify(record, jsonValue).slice(0, 400));
      if (n % 10_000 === 9_999) console.error(`${n + 1} sessions`);
    },
  });
  const { user, system } = process.threadCpuUsage(cpu);
  const { sessions: done, broken, digest, coverage, charged, missingCells, missingCauses } = report;
  if (only === undefined && mix === 'mixed') {
    console.log(`cells not reached: ${missingCells.join(', ') || 'none'}`);
    console.log(`causes not reached: ${missingCauses.join(', ') || 'none'}`);
  }
  console.log(
    JSON.stringify({
      sessions: done,
      sessionsPerSecond: round((done * 1_000) / (performance.now() - began)),
      sessionsPerCpuSecond: round((done * 1e6) / (user + system)),
      charged,
      broken,
      digest,
      coverage,
      seed,
      ...(memo && { verifications: memo.asked, remembered: memo.known }),
    }),
  );
  process.exitCode = broken === 0 ? 0 : 1;
}

async function explore(most?: number): Promise<void> {
  memoiseVerify();
  const material = await makeMaterial('explore');
  let found = 0;
  let [states, transitions] = [0, 0];
  const searches = [
    ...configs.map((config) => ({ config, run: exploreSecc })),
    ...pairConfigs.map((config) => ({ config, run: explorePair })),
  ];
  for (const { config, run } of searches) {
    const started = performance.now();
    const report = run(material, config, most);
    const seconds = round((performance.now() - started) / 1_000);
    states += report.states;
    transitions += report.transitions;
    console.log(
      `${config.name.padEnd(30)} ${report.states} states, ${report.transitions} transitions, ${report.cells.size} cells of the table, ${seconds} s${report.isWhole ? '' : ' (budget used up)'}`,
    );
    for (const { invariant, text, moves } of report.counterexamples) {
      found += 1;
      console.log(`  ${invariant}: ${text}\n    ${moves.join(' > ')}`);
    }
  }
  console.log(
    JSON.stringify({ states, transitions, broken: found, seconds: round((performance.now() - began) / 1_000) }),
  );
  process.exitCode = found === 0 ? 0 : 1;
}

async function sweeps(): Promise<void> {
  const material = await makeMaterial('sweeps');
  let [points, broken] = [0, 0];
  for await (const { limit, percent, outcome, cause, broken: found } of runLimitSweeps(material)) {
    points += 1;
    if (found.length > 0) broken += 1;
    console.log(`${limit.padEnd(54)} ${String(percent).padStart(3)} %  ${outcome} ${cause ?? ''}`.trimEnd());
    for (const { invariant, text } of found) console.log(`  ${invariant}: ${text}`);
  }
  const faults = await faultsEverywhere(material);
  for await (const { fault, outcome, cause, broken: found } of runFaultSweeps(material, faults)) {
    points += 1;
    if (found.length === 0) continue;
    broken += 1;
    console.log(`${faultName(fault)}: ${outcome} ${cause ?? ''}`);
    for (const { invariant, text } of found) console.log(`  ${invariant}: ${text}`);
  }
  console.log(JSON.stringify({ points, broken, seconds: round((performance.now() - began) / 1_000) }));
  process.exitCode = broken === 0 ? 0 : 1;
}

function number(text: string): number {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${text}: expected a whole number`);
  return value;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function jsonValue(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return typeof value === 'bigint' ? value.toString() : value;
}
