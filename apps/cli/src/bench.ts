/** `openpnc bench`: the catalogue in virtual time, over real sockets, or against a real product in the place of one party. @module */
import { resolve } from 'node:path';
import type { BenchCase, BenchProfile } from '@openpnc/bench/benchCase';
import type { BenchTarget } from '@openpnc/bench/benchReport';
import { catalogue } from '@openpnc/bench/catalogue';
import { evseRunner, isForEvse } from '@openpnc/bench/evseRun';
import { type CaseRunner, runFolder } from '@openpnc/bench/runFolder';
import { simRunner } from '@openpnc/bench/simRun';
import { wireCases, wireRunner } from '@openpnc/bench/wireRun';
import { OperatorError } from '@openpnc/core/errors';
import { sections } from '@openpnc/lab/sections';
import { Command } from 'commander';
import { configuration } from './configuration.ts';

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
  command.addCommand(
    target('wire', 'its wire subset over real sockets of this host against our own parties')
      .option('--interface <name>', 'network interface between car and station')
      .option('--sdp-port <port>', 'UDP port of SDP', '15118')
      .action((flags: WireFlags) =>
        run('wire', flags.interface ?? 'this host', wireCases, flags, () =>
          wireRunner({
            folder: resolve(flags.folder, 'lab'),
            sdpPort: portOf(flags.sdpPort),
            ...(flags.interface !== undefined && { interface: flags.interface }),
          }),
        ),
      ),
  );
  command.addCommand(
    target('evse', 'a real charging station: our car plugs in once a case')
      .option('--config <file>', 'configuration file with a section ev: the car, its contract, its roots')
      .option('--set <key=value>', 'one setting, e.g. ev.folder=..; may be repeated', many, [])
      .option('--interface <name>', 'network interface towards the station')
      .option('--sdp-port <port>', 'UDP port of SDP', '15118')
      .option('--pause <ms>', 'rest between two cars, ms', '3000')
      .action((flags: EvseFlags) => {
        const { ev } = sectionsOf('ev', flags);
        const place = flags.interface ?? ev.interface ?? 'the first interface';
        const cases = catalogue.filter(isForEvse);
        return run('evse', place, cases, flags, () => evseRunner({ ev, pause_ms: Number(flags.pause) }));
      }),
  );
  return command;
}

interface WireFlags extends BenchFlags {
  readonly interface?: string;
  readonly sdpPort: string;
}

interface EvseFlags extends WireFlags {
  readonly config?: string;
  readonly set: readonly string[];
  readonly pause: string;
}

/** The configuration with what the flags say of one party. */
function sectionsOf(party: 'ev' | 'station', { config, set, interface: name, sdpPort }: EvseFlags) {
  const file = config ?? process.env.OPENPNC_CONFIG;
  return configuration(sections, {
    ...(file !== undefined && { file }),
    environment: process.env,
    flags: [
      ...set,
      ...(name === undefined ? [] : [`${party}.interface=${name}`]),
      ...(sdpPort === '15118' ? [] : [`${party}.sdpPort=${portOf(sdpPort)}`]),
    ],
  });
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new OperatorError('sdp_port_invalid', `--sdp-port ${text}: expected a port from 1 to 65535`);
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
