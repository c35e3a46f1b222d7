/** `openpnc pcap`: a capture of V2G traffic as the trace of the session, for people or as JSON lines. @module */
import { readFileSync } from 'node:fs';
import { OperatorError } from '@openpnc/core/errors';
import { diagnose } from '@openpnc/diagnosis/diagnose';
import { decodeCapture } from '@openpnc/lab/capture';
import { jsonValue } from '@openpnc/lab/lab';
import { liveView } from '@openpnc/lab/live';
import { readCaptureFile } from '@openpnc/node/captureFile';

/** Flags of `openpnc pcap`. */
export interface PcapFlags {
  readonly keylog?: string;
  readonly json?: boolean;
  readonly explain?: boolean;
  readonly sdpPort: string;
}

/** Decodes a capture. Exit code 1 when there is no V2G traffic or the file could not be read to its end. */
export function pcapCommand(file: string, { keylog, json, explain, sdpPort }: PcapFlags): void {
  const decoded = decodeCapture(captureOf(file), {
    ...(keylog !== undefined && { keyLog: read(keylog).toString('latin1') }),
    sdpPort: portOf(sdpPort),
    isExplained: explain ?? false,
  });
  const { records, v2gConnections, otherConnections, problem } = decoded;
  if (json) for (const record of records) console.log(JSON.stringify(record, jsonValue));
  else {
    const show = liveView((line) => console.log(line), records[0]?.at ?? 0);
    for (const record of records) {
      show(record);
      if (explain && record.type === 'message')
        for (const line of explained(record.payload)) console.log(`    ${line}`);
    }
    const cause = diagnose(records);
    console.log('');
    console.log(`${v2gConnections} V2G connections, ${otherConnections} others`);
    if (cause) console.log(`cause:   ${cause.code}: ${cause.text}\nremedy:  ${cause.remedy}`);
  }
  if (problem !== undefined) console.error(`openpnc: ${file}: ${problem}`);
  if (problem !== undefined || records.length === 0) process.exitCode = 1;
  if (records.length === 0) console.error(`openpnc: ${file}: no V2G traffic in it`);
}

function captureOf(file: string) {
  const bytes = read(file);
  try {
    return readCaptureFile(bytes);
  } catch (error) {
    if (error instanceof OperatorError) throw new OperatorError(error.code, `${file}: ${error.message}`);
    throw error;
  }
}

function explained(payload: unknown): readonly string[] {
  const found = (payload as { readonly explained?: { readonly request: string[]; readonly response: string[] } })
    ?.explained;
  return found ? [...found.request, ...found.response] : [];
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new OperatorError('file_missing', `${file}: ${(error as Error).message}`);
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new OperatorError('sdp_port_invalid', `--sdp-port ${text}: expected a port from 1 to 65535`);
}
