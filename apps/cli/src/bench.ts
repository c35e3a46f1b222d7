/** The options of `openpnc bench`; what it does is loaded when it runs. @module */
import { Command } from 'commander';
import type { CsmsFlags, EmspFlags, EvFlags, EvseFlags, PkiFlags, SimFlags, WireFlags } from './benchRuns.ts';

/** The command: one subcommand a target. */
export function bench(): Command {
  const command = new Command('bench').description(
    'scenarios with an expected outcome, against our own parties or a real product; a report with evidence',
  );
  const runs = () => import('./benchRuns.ts');
  for (const one of [
    target('sim', 'the whole catalogue in virtual time against our own parties')
      .option('--seed <text>', 'what the world is made of', 'catalogue')
      .action(async (flags: SimFlags) => (await runs()).benchSim(flags)),
    onLink('wire', 'its wire subset over real sockets of this host against our own parties').action(
      async (flags: WireFlags) => (await runs()).benchWire(flags),
    ),
    configured(onLink('evse', 'a real charging station: our car plugs in once a case'), 'ev: the car, its contract')
      .option('--pause <ms>', 'rest between two cars, ms', '3000')
      .option('--energy <kind>', 'what the outlet gives: AC or DC', 'AC')
      .option('--card', 'somebody shows a card that is accepted whenever the station asks')
      .action(async (flags: EvseFlags) => (await runs()).benchEvse(flags)),
    configured(onLink('ev', 'a real car: our station waits for it, once a case'), 'station')
      .option('--wait <ms>', 'how long a case waits for its car, ms', '180000')
      .action(async (flags: EvFlags) => (await runs()).benchEv(flags)),
    configured(
      target('csms', 'a real CSMS: our station talks to it, by the rules and against them'),
      'station: identity, password, roots/csms; ev: the contract',
    )
      .option('--url <url>', 'its OCPP endpoint without the identity; default: station.csmsUrl')
      .action(async (flags: CsmsFlags) => (await runs()).benchCsms(flags)),
    target('emsp', 'a real eMSP: our CPO asks it by OCPI')
      .requiredOption('--url <url>', 'its OCPI versions endpoint')
      .requiredOption('--token <token>', 'the credentials token that it gave us')
      .option('--emaid <emaid>', 'a contract that it is to allow')
      .action(async (flags: EmspFlags) => (await runs()).benchEmsp(flags)),
    target('pki', 'a real PKI: its OCSP responder')
      .requiredOption('--chain <file>', 'a good chain, leaf first, with its root last (PEM)')
      .option('--url <url>', 'the responder; default: by the certificate')
      .action(async (flags: PkiFlags) => (await runs()).benchPki(flags)),
  ])
    command.addCommand(one);
  return command;
}

function target(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--profile <name>', 'quick, full, pnc, security', 'quick')
    .option('--case <id>', 'run this case again, keep the others of the folder; may be repeated', many)
    .option('--resume', 'keep the verdicts that the folder has, run the rest')
    .option('--list', 'list the cases of the profile')
    .option('--json', 'end with one line of JSON')
    .option('--folder <path>', 'where report and evidence go', `.openpnc/bench-${name}`);
}

function onLink(name: string, description: string): Command {
  return target(name, description)
    .option('--interface <name>', 'network interface between car and station')
    .option('--sdp-port <port>', 'UDP port of SDP', '15118');
}

function configured(command: Command, section: string): Command {
  return command
    .option('--config <file>', `configuration file (section ${section})`)
    .option('--set <key=value>', 'one setting; may be repeated', many, []);
}

function many(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
