/** The commands of `openpnc`. @module */
import { createInterface } from 'node:readline';
import { Command, Option } from 'commander';
import { exiJsonl } from './exi.ts';

/** The whole command line, new for each call. */
export function program(): Command {
  const openpnc = new Command('openpnc')
    .description('ISO 15118 Plug & Charge: EV, charging station, CSMS, eMSP and PKI')
    .showHelpAfterError();
  openpnc.addCommand(exi());
  return openpnc;
}

function exi(): Command {
  const command = new Command('exi').description('EXI streams of ISO 15118 to JSON and back');
  for (const direction of ['decode', 'encode'] as const) {
    command
      .command(direction)
      .description(`${direction} JSON lines from standard input, one answer a line`)
      .addOption(new Option('--jsonl', 'a line {"schema","kind","exi"|"json"} a message').makeOptionMandatory())
      .action(async () => {
        await exiJsonl(
          direction,
          createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }),
          writeLine,
        );
      });
  }
  return command;
}

/** Writes one line; waits when the reader is slower than we are. */
function writeLine(line: string): Promise<void> | undefined {
  if (process.stdout.write(`${line}\n`)) return undefined;
  return new Promise((done) => process.stdout.once('drain', done));
}
