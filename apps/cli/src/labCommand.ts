/** `openpnc lab`: one scenario, shown as it happens, judged at the end. @module */
import { join, resolve } from 'node:path';
import { displayEmaid } from '@openpnc/core/emaid';
import { OperatorError } from '@openpnc/core/errors';
import { type LabRun, runLab, type Step } from '@openpnc/lab/lab';
import { liveView } from '@openpnc/lab/live';
import { inProcess } from '@openpnc/lab/parties';
import { scenarios } from '@openpnc/lab/scenarios';
import { realClock } from '@openpnc/node/clock';
import { inProcesses } from './processes.ts';

/** Flags of `openpnc lab`. */
export interface LabFlags {
  readonly json?: boolean;
  readonly processes?: boolean;
  /** End with each response beside its limit. */
  readonly timing?: boolean;
  readonly interface?: string;
  readonly sdpPort?: string;
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
    ...(flags.sdpPort !== undefined && { sdpPort: portOf(flags.sdpPort) }),
    start: flags.processes ? inProcesses : inProcess,
    say,
    watch: liveView(say, realClock.now()),
  });
  if (flags.timing) for (const line of timingTable(run.result.steps)) say(line);
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

/** Each kind of answer with a limit: how often, typical and longest time, the share of the limit that the longest took. */
function timingTable(steps: readonly Step[]): string[] {
  const kinds = Map.groupBy(
    steps.filter(({ limit_ms }) => limit_ms !== null),
    ({ message }) => message,
  );
  const row = (name: string, ...cells: readonly string[]) =>
    `${name.padEnd(30)}${cells.map((cell) => cell.padStart(11)).join('')}`.trimEnd();
  const rows = [...kinds].map(([message, same]) => {
    const times = same.map(({ took_ms }) => took_ms).toSorted((a, b) => a - b);
    const [median, longest] = [times[(times.length - 1) >> 1]!, times.at(-1)!];
    const limit = same[0]!.limit_ms!;
    const share = `${((100 * longest) / limit).toFixed(1)} %${longest > limit ? ' LATE' : ''}`;
    return row(message, String(times.length), median.toFixed(2), longest.toFixed(2), String(limit), share);
  });
  return ['', row('response to', 'times', 'median ms', 'longest ms', 'limit ms', 'of limit'), ...rows];
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new OperatorError('sdp_port_invalid', `--sdp-port ${text}: expected a port from 1 to 65535`);
}
