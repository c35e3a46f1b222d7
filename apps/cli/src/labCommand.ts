/** `openpnc lab`: one scenario, shown as it happens, judged at the end. @module */
import { join, resolve } from 'node:path';
import { displayEmaid } from '@openpnc/core/emaid';
import { OperatorError } from '@openpnc/core/errors';
import { type LabRun, runLab } from '@openpnc/lab/lab';
import { liveView } from '@openpnc/lab/live';
import { inProcess } from '@openpnc/lab/parties';
import { scenarios } from '@openpnc/lab/scenarios';
import { realClock } from '@openpnc/node/clock';
import { inProcesses } from './processes.ts';

/** Flags of `openpnc lab`. */
export interface LabFlags {
  readonly json?: boolean;
  readonly processes?: boolean;
  readonly interface?: string;
  readonly folder: string;
}

/** Runs a scenario; the exit code is 0 only when its outcome is the expected one. */
export async function labCommand(name: string, flags: LabFlags): Promise<void> {
  const scenario = scenarios.find(({ id }) => id === name);
  if (!scenario)
    throw new OperatorError(
      'scenario_unknown',
      `no scenario ${name}; there are ${scenarios.map(({ id }) => id).join(', ')}`,
    );
  // With --json the last line is the result; everything before it goes to people on standard error.
  const say = flags.json ? (line: string) => console.error(line) : (line: string) => console.log(line);
  say(`scenario ${scenario.id}: ${scenario.purpose}`);
  const run = await runLab({
    scenario,
    folder: resolve(join(flags.folder, scenario.id)),
    ...(flags.interface !== undefined && { interface: flags.interface }),
    start: flags.processes ? inProcesses : inProcess,
    say,
    watch: liveView(say, realClock.now()),
  });
  for (const line of summary(run)) say(line);
  if (flags.json) console.log(JSON.stringify(run.result));
  if (run.differences.length > 0) process.exitCode = 1;
}

function summary({ result, differences, traceFile }: LabRun): string[] {
  const { outcome, cause, eMAID, energy_Wh, transactionId, cdrId, steps } = result;
  const limited = steps.filter(({ limit_ms }) => limit_ms !== null);
  const tightest = limited.toSorted((a, b) => b.took_ms / b.limit_ms! - a.took_ms / a.limit_ms!)[0];
  return [
    '',
    `outcome: ${outcome}${eMAID === null ? '' : ` with ${displayEmaid(eMAID)}`}${outcome === 'charged' ? `, ${energy_Wh} Wh, transaction ${transactionId}, CDR ${cdrId}` : ''}`,
    ...(cause ? [`cause:   ${cause.code}: ${cause.text}`, `remedy:  ${cause.remedy}`] : []),
    ...(tightest
      ? [
          `timing:  ${limited.length} answers with a limit; the tightest was ${tightest.message} with ${tightest.took_ms} ms of ${tightest.limit_ms} ms`,
        ]
      : []),
    `trace:   ${traceFile}`,
    ...(differences.length === 0
      ? ['passed: as the scenario expects']
      : differences.map((difference) => `FAILED: ${difference}`)),
  ];
}
