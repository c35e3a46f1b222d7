/** The options of `openpnc pcap`; what it does is loaded when it runs. @module */
import { Command } from 'commander';
import type { PcapFlags } from './pcapCommand.ts';

/** The command. */
export function pcap(): Command {
  return new Command('pcap')
    .description('a capture (pcap or pcapng) of V2G traffic: SDP, TLS with its key log, messages beside their limits')
    .argument('<file>', 'the capture')
    .option('--keylog <file>', 'NSS key log of the TLS sessions; one within a pcapng file is used as well')
    .option('--json', 'the trace as JSON lines')
    .option('--explain', 'each EXI stream explained bit by bit')
    .option('--sdp-port <port>', 'UDP port of SDP', '15118')
    .action(async (file: string, flags: PcapFlags) => (await import('./pcapCommand.ts')).pcapCommand(file, flags));
}
