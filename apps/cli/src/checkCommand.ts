/** `openpnc check`: the readiness checklist, from files of evidence or from a run of our own parties. @module */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runCheck } from '@openpnc/bench/check';
import { checkHtml, checkText } from '@openpnc/bench/checkPage';
import { Evidence } from '@openpnc/bench/evidence';
import { labEvidence, labSubject } from '@openpnc/bench/labEvidence';
import { parseSubject } from '@openpnc/bench/subject';
import { OperatorError } from '@openpnc/core/errors';
import { realClock } from '@openpnc/node/clock';

/** Flags of `openpnc check`. */
export interface CheckFlags {
  readonly subject?: string;
  readonly trace: readonly string[];
  readonly pcap: readonly string[];
  readonly keylog: readonly string[];
  readonly variables: readonly string[];
  readonly roots: readonly string[];
  readonly cases: readonly string[];
  readonly locations?: string;
  readonly tariffs?: string;
  readonly datex?: string;
  readonly asOf?: string;
  readonly lab?: boolean;
  readonly folder: string;
  readonly interface?: string;
  readonly sdpPort: string;
  readonly json?: boolean;
  readonly html?: string;
}

/** Checks and prints. Exit code 1 when an item failed. */
export async function checkCommand(flags: CheckFlags): Promise<void> {
  const asOf = flags.asOf ?? new Date(realClock.now()).toISOString().slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(asOf) || Number.isNaN(Date.parse(asOf)))
    throw new OperatorError('as_of_invalid', `--as-of ${asOf}: expected a day, e.g. 2027-01-01`);
  const sdpPort = Number(flags.sdpPort);
  const declared = flags.subject === undefined ? undefined : parseSubject(json(flags.subject));
  const subject = declared ?? (flags.lab ? labSubject : parseSubject({}));
  const evidence = flags.lab
    ? await labEvidence({
        folder: resolve(flags.folder),
        sdpPort,
        ...(flags.interface !== undefined && { interface: flags.interface }),
        say: (line) => console.error(line),
      })
    : new Evidence();
  if (flags.subject !== undefined) evidence.addSubject(flags.subject, read(flags.subject));
  else if (flags.lab) evidence.addSubject('the lab', Buffer.from(JSON.stringify(subject)));
  const keyLog = flags.keylog.map((file) => read(file).toString('latin1')).join('\n');
  for (const file of flags.trace) evidence.addTrace(file, read(file));
  for (const file of flags.pcap) evidence.addCapture(file, read(file), keyLog, sdpPort);
  for (const file of flags.variables) evidence.addVariables(file, read(file));
  for (const file of flags.roots) evidence.addRoots(file, read(file));
  for (const file of flags.cases) evidence.addCases(file, read(file));
  if (flags.locations !== undefined) evidence.addOcpi('locations', flags.locations, read(flags.locations));
  if (flags.tariffs !== undefined) evidence.addOcpi('tariffs', flags.tariffs, read(flags.tariffs));
  if (flags.datex !== undefined) evidence.addDatex(flags.datex, read(flags.datex));
  const report = runCheck(evidence, subject, asOf);
  if (flags.html !== undefined) writeFileSync(flags.html, checkHtml(report));
  console.log(flags.json ? JSON.stringify(report) : checkText(report));
  if (report.counts.fail > 0) process.exitCode = 1;
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new OperatorError('file_missing', `${file}: ${(error as Error).message}`);
  }
}

function json(file: string): unknown {
  try {
    return JSON.parse(read(file).toString('utf8'));
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError('subject_invalid', `${file}: not JSON: ${(error as Error).message}`);
  }
}
