/** The options of `openpnc check`; what it does is loaded when it runs. @module */
import { Command } from 'commander';
import type { CheckFlags } from './checkCommand.ts';

/** The command. */
export function check(): Command {
  const many = (value: string, before: readonly string[]) => [...before, value];
  return new Command('check')
    .description('readiness of a charging point: AFIR with (EU) 2025/656 and what Plug & Charge needs, from evidence')
    .option('--subject <file>', 'the point and what its operator declares (JSON)')
    .option('--trace <file>', 'trace of a station or CSMS (JSON lines); may be repeated', many, [])
    .option('--pcap <file>', 'capture of V2G traffic; may be repeated', many, [])
    .option('--keylog <file>', 'key log of the captures; may be repeated', many, [])
    .option('--variables <file>', 'device model as the CSMS exports it; may be repeated', many, [])
    .option('--roots <file>', 'V2G roots that cars have and the station must have (PEM); may be repeated', many, [])
    .option('--cases <file>', 'JSON report of a bench run; may be repeated', many, [])
    .option('--locations <file>', 'OCPI Locations (JSON)')
    .option('--tariffs <file>', 'OCPI Tariffs (JSON)')
    .option('--datex <file>', 'DATEX II export (XML)')
    .option('--as-of <date>', 'the day as of which is checked, YYYY-MM-DD; default: today')
    .option('--lab', 'run our own five parties and check them')
    .option('--folder <path>', 'where the files of --lab go', '.openpnc/check')
    .option('--interface <name>', 'network interface of --lab')
    .option('--sdp-port <port>', 'UDP port of SDP', '15118')
    .option('--json', 'the report as JSON')
    .option('--html <file>', 'the report as HTML to this file')
    .action(async (flags: CheckFlags) => (await import('./checkCommand.ts')).checkCommand(flags));
}
