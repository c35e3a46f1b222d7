/** The options of `openpnc bench`; what it does is loaded when it runs. @module */
import { Command, Option } from 'commander';
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
      .addHelpText('after', EVSE_HELP)
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
    pki().action(async (flags: PkiFlags) => (await runs()).benchPki(flags)),
  ])
    command.addCommand(one);
  return command;
}

const EVSE_HELP = `
The folder of the car (ev.folder) has contract.pem, provisioning.pem (leaf first, no root), keys/contract.key.pem,
keys/provisioning.key.pem (PKCS#8, mode 0600) and roots/v2g/*.pem. Cases of other contracts need such a folder each:
contracts/KIND with KIND of mo-root, expired, future, revoked, blocked, no-credit, unknown-to-emsp, unknown-provider;
ev-foreign-root needs foreign. "openpnc cert contracts --out FOLDER" makes them all from our PKI
(docs/operations/hil.md); a case whose folder is missing is inconclusive.`;

/** Cases whose input is not given are not run, each with the option that it lacks. */
function pki(): Command {
  return target('pki', 'a real PKI: OCSP, CRL, tokens, EST, pools; what is not given is not run')
    .option('--chain <file>', 'OCSP, CRL: a good chain, leaf first, with its root last (PEM)')
    .option('--revoked <file>', 'OCSP, CRL: such a chain with a revoked leaf (PEM)')
    .option('--url <url>', 'the OCSP responder; default: by the certificate')
    .option('--crl <url>', "the CRL of the leaf's issuer; default: by the certificate")
    .option('--est <url>', 'EST: base URL')
    .addOption(
      new Option('--est-paths <spelling>', 'EST: how its paths are spelled')
        .choices(['opcp', 'maeve', 'citrineos', 'opnc', 'rfc7030'])
        .default('opcp'),
    )
    .addOption(
      new Option('--est-ca <branch>', 'EST: the branch that is asked')
        .choices(['cpo', 'mo', 'oem', 'cps', 'veh', 'cs'])
        .default('cpo'),
    )
    .option('--cn <name>', 'EST: CN of the requests; the branch has to allow it', 'DE*OPC*E00042')
    .option('--pools <url>', 'root, provisioning and contract pool: base URL')
    .addOption(new Option('--dialect <name>', 'pools: their protocol').choices(['opcp', 'opnc']).default('opcp'))
    .option('--car <folder>', 'pools: a car with a contract there: provisioning.pem, keys/, roots/v2g/')
    .option('--pcid <pcid>', 'pools: a car that is there; default: the one of --car')
    .option('--emaid <emaid>', 'pools: a contract that is there')
    .option('--token <token>', 'bearer token for EST and pools')
    .option('--client <id>', 'in its place: client of the token server, its secret in OPENPNC_PKI_SECRET')
    .option('--token-url <url>', 'the token server; default: the pools (else EST) with /oauth/token')
    .addOption(new Option('--token-form <form>', 'form of its requests').choices(['json', 'form']).default('json'))
    .option('--audience <url>', 'audience of the token; default: the pools (else EST)')
    .option('--expired-token <token>', 'a token that was good once: it has to be refused');
}

function target(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--profile <name>', 'quick, full, pnc, security', 'quick')
    .option('--case <id>', 'run this case again, keep the others of the folder; may be repeated', many)
    .option('--resume', 'keep the verdicts that the folder has, run the rest and what was inconclusive')
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
