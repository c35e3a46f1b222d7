/** The commands of `openpnc`. What only the roles need is loaded when one of them runs: the others answer at once. @module */
import { createInterface } from 'node:readline';
import type { Party } from '@openpnc/lab/parties';
import { Command, Option } from 'commander';
import { bench } from './bench.ts';
import { cert } from './certCommand.ts';
import { check } from './check.ts';
import { addCsmsSubcommands } from './csmsClient.ts';
import { addEmspSubcommands } from './emspClient.ts';
import { exiExplain, exiJsonl } from './exi.ts';
import type { LabFlags } from './labCommand.ts';
import { pcap } from './pcap.ts';
import type { RoleFlags } from './role.ts';

/** The roles as programs, with what each is. */
const roles: Readonly<Record<Party, string>> = {
  ev: 'a car: finds a station, authorizes by its contract certificate and charges once',
  station: 'a charging station: serves cars and talks to a CSMS',
  csms: 'a CSMS: serves stations, checks contracts, asks eMSPs',
  emsp: 'an eMSP: answers for contracts and takes CDRs',
  pki: 'the PKI: makes all certificates of a lab and answers OCSP',
};

/** The whole command line, new for each call. */
export function program(): Command {
  const openpnc = new Command('openpnc')
    .description('ISO 15118 Plug & Charge: EV, charging station, CSMS, eMSP and PKI')
    .enablePositionalOptions()
    .showHelpAfterError();
  openpnc.addCommand(lab());
  for (const [party, description] of Object.entries(roles)) openpnc.addCommand(role(party as Party, description));
  openpnc.addCommand(exi());
  openpnc.addCommand(bench());
  openpnc.addCommand(pcap());
  openpnc.addCommand(check());
  openpnc.addCommand(cert());
  return openpnc;
}

function lab(): Command {
  return new Command('lab')
    .description('a whole Plug & Charge session of all five parties over real sockets')
    .argument('[scenario]', 'which one', 'accepted')
    .option('--list', 'list the scenarios')
    .option('--json', 'end with one line of JSON')
    .option('--processes', 'each party in a process of its own')
    .option('--timing', 'end with each response beside its limit')
    .option('--interface <name>', 'network interface between car and station')
    .option('--sdp-port <port>', 'UDP port of SDP, for labs that run on one host at the same time', '15118')
    .option('--folder <path>', 'where the files of the parties and the trace go', '.openpnc/lab')
    .action(async (name: string, flags: LabFlags & { readonly list?: boolean }) => {
      if (!flags.list) return (await import('./labCommand.ts')).labCommand(name, flags);
      const { scenarios } = await import('@openpnc/lab/scenarios');
      for (const { id, purpose, expected } of scenarios)
        console.log(`${id.padEnd(26)} ${expected.outcome.padEnd(8)} ${purpose}`);
    });
}

function role(party: Party, description: string): Command {
  const command = new Command(party)
    .description(description)
    .option('--config <file>', 'configuration file (JSON); also OPENPNC_CONFIG')
    .option(
      '--set <key=value>',
      `one setting, e.g. ${party}.folder=..; may be repeated`,
      (value: string, before: string[]) => [...before, value],
      [],
    )
    .option('--trace <file>', 'trace as JSON lines to this file; - is standard output');
  if (party === 'ev' || party === 'station') {
    command
      .option('--interface <name>', 'network interface between car and station')
      .option('--folder <path>', `certificates and keys of the ${party}`)
      .option('--scenario <file>', `settings of the ${party} for this run (JSON), over those of --config`)
      .option('--plug <target>', 'a rig at the plug: exec:CMD or tcp:HOST:PORT (docs/operations/hil.md)');
  }
  if (party === 'csms') addCsmsSubcommands(command);
  if (party === 'emsp') addEmspSubcommands(command);
  return command.action(async (flags: RoleFlags) => (await import('./role.ts')).runRole(party, flags));
}

function exi(): Command {
  const command = new Command('exi').description('EXI streams of ISO 15118 to JSON and back').enablePositionalOptions();
  for (const direction of ['decode', 'encode'] as const) {
    command
      .command(direction)
      .description(`${direction} JSON lines from standard input, one answer a line`)
      .addOption(new Option('--jsonl', 'a line {"schema","kind","exi"|"json"} a message').makeOptionMandatory())
      .action(async () => {
        await exiJsonl(direction, lines(), writeLine);
      });
  }
  command
    .command('explain')
    .description('one stream bit by bit, beside its productions and values')
    .argument('<hex>', 'the stream in hex; a V2GTP header in front is skipped')
    .option('--schema <name>', 'iso15118-2, sap, xmldsig or iso15118-20; default: the one that reads furthest')
    .option('--kind <kind>', 'document or fragment')
    .action((hex: string, { schema, kind }: { readonly schema?: string; readonly kind?: string }) => {
      const { text, isGood } = exiExplain({
        hex,
        ...(schema !== undefined && { schema }),
        ...(kind !== undefined && { kind }),
      });
      console.log(text);
      if (!isGood) process.exitCode = 1;
    });
  return command
    .option('--jsonl', 'JSON lines from standard input, each answered by the other form: exi is decoded, json encoded')
    .action(async (flags: { readonly jsonl?: boolean }) => {
      if (!flags.jsonl) return command.help({ error: true });
      for await (const line of lines())
        await exiJsonl(/"json"\s*:/.test(line) ? 'encode' : 'decode', only(line), writeLine);
    });
}

function lines(): AsyncIterable<string> {
  return createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
}

async function* only(line: string): AsyncIterable<string> {
  yield line;
}

/** Writes one line; waits when the reader is slower than we are. */
function writeLine(line: string): Promise<void> | undefined {
  if (process.stdout.write(`${line}\n`)) return undefined;
  return new Promise((done) => process.stdout.once('drain', done));
}
