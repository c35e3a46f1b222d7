/** `openpnc bench`: the catalogue in virtual time, over real sockets, or against a real product in the place of one party. @module */
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { BenchProfile } from '@openpnc/bench/benchCase';
import type { BenchTarget } from '@openpnc/bench/benchReport';
import { catalogue } from '@openpnc/bench/catalogue';
import { csmsCases, csmsRunner } from '@openpnc/bench/csmsCases';
import { emspCases, emspRunner } from '@openpnc/bench/emspCases';
import { evCases, evRunner } from '@openpnc/bench/evRun';
import { evseCases, evseRunner } from '@openpnc/bench/evseRun';
import { pkiCases, pkiRunner } from '@openpnc/bench/pkiCases';
import { type AnyCase, type CaseRunner, runFolder } from '@openpnc/bench/runFolder';
import { simRunner } from '@openpnc/bench/simRun';
import { wireCases, wireRunner } from '@openpnc/bench/wireRun';
import { normalEmaid } from '@openpnc/core/emaid';
import { OperatorError } from '@openpnc/core/errors';
import { readCertificates, readTrust } from '@openpnc/lab/material';
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
      .option('--energy <kind>', 'what the outlet gives: AC or DC', 'AC')
      .option('--card', 'somebody shows a card that is accepted whenever the station asks')
      .action((flags: EvseFlags & { readonly energy: string; readonly card?: boolean }) => {
        const { ev } = sectionsOf('ev', flags);
        const place = flags.interface ?? ev.interface ?? 'the first interface';
        const energy = flags.energy.toUpperCase();
        if (energy !== 'AC' && energy !== 'DC')
          throw new OperatorError('energy_unknown', `--energy ${flags.energy}: expected AC or DC`);
        const cases = evseCases(catalogue, { energy, isCardShown: flags.card ?? false });
        return run('evse', place, cases, flags, () => evseRunner({ ev, pause_ms: Number(flags.pause) }));
      }),
  );
  command.addCommand(
    target('ev', 'a real car: our station waits for it, once a case')
      .option('--config <file>', 'configuration file with a section station')
      .option('--set <key=value>', 'one setting, e.g. station.folder=..; may be repeated', many, [])
      .option('--interface <name>', 'network interface towards the car')
      .option('--sdp-port <port>', 'UDP port of SDP', '15118')
      .option('--wait <ms>', 'how long a case waits for its car, ms', '180000')
      .action((flags: EvseFlags & { readonly wait: string }) => {
        const { station } = sectionsOf('station', flags);
        const place = flags.interface ?? station.interface ?? 'the first interface';
        const say = (line: string) => (flags.json ? console.error(line) : console.log(line));
        return run('ev', place, evCases, flags, () => evRunner({ station, wait_ms: Number(flags.wait), say }));
      }),
  );
  command.addCommand(
    target('csms', 'a real CSMS: our station talks to it, by the rules and against them')
      .option('--url <url>', 'its OCPP endpoint without the identity; default: station.csmsUrl')
      .option(
        '--config <file>',
        'configuration file with the sections station (identity, password, roots/csms) and ev (the contract)',
      )
      .option('--set <key=value>', 'one setting, e.g. station.password=..; may be repeated', many, [])
      .action((flags: EvseFlags & { readonly url?: string }) => {
        const { station, ev } = sectionsOf('station', { ...flags, sdpPort: '15118' });
        const url = flags.url ?? station.csmsUrl;
        const contract = contractIn(ev.folder);
        return run('csms', url, csmsCases, flags, () =>
          csmsRunner({
            url,
            identity: station.identity,
            ...(station.password !== undefined && { password: station.password }),
            roots: readTrust(station.folder)
              .certificates('csms')
              .map(({ der }) => der),
            ...(contract && { contract }),
          }),
        );
      }),
  );
  command.addCommand(
    target('emsp', 'a real eMSP: our CPO asks it by OCPI')
      .requiredOption('--url <url>', 'its OCPI versions endpoint')
      .requiredOption('--token <token>', 'the credentials token that it gave us')
      .option('--emaid <emaid>', 'a contract that it is to allow')
      .action((flags: BenchFlags & { readonly url: string; readonly token: string; readonly emaid?: string }) =>
        run('emsp', flags.url, emspCases, flags, () =>
          emspRunner({
            versionsUrl: flags.url,
            token: flags.token,
            ...(flags.emaid !== undefined && { eMAID: flags.emaid }),
          }),
        ),
      ),
  );
  command.addCommand(
    target('pki', 'a real PKI: its OCSP responder')
      .requiredOption('--chain <file>', 'a good chain, leaf first, with its root last (PEM)')
      .option('--url <url>', 'the responder; default: by the certificate')
      .action((flags: BenchFlags & { readonly chain: string; readonly url?: string }) => {
        const path = readCertificates(dirname(flags.chain), basename(flags.chain));
        const subject = flags.url ?? String(path[0]?.subject ?? flags.chain);
        return run('pki', subject, pkiCases, flags, () =>
          pkiRunner({ path, ...(flags.url !== undefined && { url: flags.url }) }),
        );
      }),
  );
  return command;
}

/** The contract of a car's folder with its root; undefined when there is none. */
function contractIn(folder: string) {
  if (!existsSync(join(folder, 'contract.pem'))) return undefined;
  const chain = readCertificates(folder, 'contract.pem');
  const trust = readTrust(folder);
  const roots = [...trust.certificates('mo'), ...trust.certificates('v2g')];
  const above = chain.at(-1)!.issuer;
  const root = roots.find(({ subject }) => String(subject) === String(above));
  const eMAID = normalEmaid(chain[0]!.subject.commonName ?? '');
  return eMAID === undefined ? undefined : { eMAID, path: root ? [...chain, root] : chain };
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
async function run<One extends AnyCase>(
  name: BenchTarget,
  subject: string,
  cases: readonly One[],
  flags: BenchFlags,
  runner: () => CaseRunner<One> | Promise<CaseRunner<One>>,
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
