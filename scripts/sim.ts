/**
 * `npm run sim -- [--sessions N] [--seed S] [--mix plain|mixed] [--only N]`: whole sessions in virtual time, invariants
 * after each step. Prints the seed and the command of each failure; the last line is one of JSON. Exit code 1 if an
 * invariant was broken.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { anySeed, simulate } from '@openpnc/bench/simulate';

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    mix: { type: 'string', default: 'mixed' },
    only: { type: 'string' },
    sweeps: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const seed = values.seed ?? anySeed();
const mix = values.mix === 'plain' ? 'plain' : 'mixed';
const only = values.only === undefined ? undefined : Number(values.only);
console.log(`sim: seed ${seed}, ${mix}`);

const cpu = process.threadCpuUsage();
const began = performance.now();
const report = await simulate({
  seed,
  sessions: Number(values.sessions.replaceAll('_', '')),
  mix,
  ...(only !== undefined && { only }),
  seen: (n, { outcome, cause, faultsReached, car, trace, started }, broken) => {
    for (const { invariant, text } of broken) console.log(`session ${n}: ${invariant}: ${text}`);
    if (broken.length > 0) {
      console.log(
        `  ${outcome} (${cause?.code ?? 'no cause'}), car ${JSON.stringify(car)}, faults: ${faultsReached.join('; ') || 'none'}`,
      );
      console.log(
        `  again: npm run sim -- --seed ${seed}${mix === 'plain' ? ' --mix plain' : ''} --only ${n} --verbose`,
      );
    }
    if (values.verbose && only !== undefined)
      for (const record of trace)
        console.log(`${record.at - started}`.padStart(9), JSON.stringify(record).slice(0, 400));
    if (n % 10_000 === 9_999) console.error(`${n + 1} sessions`);
  },
});
const seconds = (performance.now() - began) / 1_000;
const { user, system } = process.threadCpuUsage(cpu);
const { failures, sessions, broken, digest, coverage, charged, missingCells, missingCauses } = report;
for (const { session, broken: found } of failures.filter(({ broken: found }) =>
  found.some(({ invariant }) => invariant === 'noBug'),
))
  console.log(`session ${session}: ${found.map(({ text }) => text).join('\n')}`);
if (only === undefined && mix === 'mixed') {
  console.log(`cells not reached: ${missingCells.join(', ') || 'none'}`);
  console.log(`causes not reached: ${missingCauses.join(', ') || 'none'}`);
}
console.log(
  JSON.stringify({
    sessions,
    sessionsPerSecond: round(sessions / seconds),
    sessionsPerCpuSecond: round((sessions * 1e6) / (user + system)),
    charged,
    broken,
    digest,
    coverage,
    seed,
  }),
);
process.exitCode = broken === 0 ? 0 : 1;

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
