/** `openpnc bench`: the catalogue in virtual time, over real sockets, or against a real product in the place of one party. @module */
import { resolve } from 'node:path';
import type { BenchCase, BenchProfile } from '@openpnc/bench/benchCase';
import type { BenchTarget } from '@openpnc/bench/benchReport';
import { catalogue } from '@openpnc/bench/catalogue';
import { type CaseRunner, runFolder } from '@openpnc/bench/runFolder';
import { simRunner } from '@openpnc/bench/simRun';
import { OperatorError } from '@openpnc/core/errors';
import { Command } from 'commander';

const PROFILES: readonly BenchProfile[] = ['quick', 'full', 'pnc', 'security'];

/** Flags that every target has. */
export interface BenchFlags {
  readonly profile: string;
  readonly case?: readonly string[];
  readonly resume?: boolean;
  readonly list?: boolean;
  readonly json?: boolean;
  readonly folder: string;
}

/** The command. */
export function bench(): Command {
  const command = new Command('bench').description(
    'scenarios with an expected outcome, against our own parties or a real product; a report with evidence',
  );
  command.addCommand(
    target('sim', 'the whole catalogue in virtual time against our own parties')
      .option('--seed <text>', 'what the world is made of', 'catalogue')
      .action((flags: BenchFlags & { readonly seed: string }) =>
        run('sim', `seed ${flags.seed}`, catalogue, flags, () => simRunner({ seed: flags.seed })),
      ),
  );
  return command;
}

function target(name: BenchTarget, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--profile <name>', PROFILES.join(', '), 'quick')
    .option('--case <id>', 'run this case again, keep the others of the folder; may be repeated', many)
    .option('--resume', 'keep the verdicts that the folder has, run the rest')
    .option('--list', 'list the cases of the profile')
    .option('--json', 'end with one line of JSON')
    .option('--folder <path>', 'where report and evidence go', `.openpnc/bench-${name}`);
}

function many(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Runs the cases. Exit code 1 when one failed. */
async function run(
  name: BenchTarget,
  subject: string,
  cases: readonly BenchCase[],
  flags: BenchFlags,
  runner: () => CaseRunner | Promise<CaseRunner>,
): Promise<void> {
  const profile = PROFILES.find((one) => one === flags.profile);
  if (!profile)
    throw new OperatorError('profile_unknown', `--profile ${flags.profile}: expected ${PROFILES.join(', ')}`);
  if (flags.list) {
    for (const { id, purpose, profiles } of cases)
      if (profiles.includes(profile)) console.log(`${id.padEnd(46)} ${purpose}`);
    return;
  }
  const folder = resolve(flags.folder);
  const say = flags.json ? (line: string) => console.error(line) : (line: string) => console.log(line);
  const report = await runFolder({
    target: name,
    subject,
    profile,
    cases,
    runner: await runner(),
    folder,
    isResumed: flags.resume ?? false,
    ...(flags.case && { only: flags.case }),
    say,
  });
  const { passed, failed, inconclusive } = report.counts;
  say(`${passed} passed, ${failed} failed, ${inconclusive} inconclusive in ${report.seconds} s; ${folder}/report.html`);
  if (flags.json)
    console.log(JSON.stringify({ target: name, profile, counts: report.counts, seconds: report.seconds, folder }));
  if (failed > 0) process.exitCode = 1;
}
