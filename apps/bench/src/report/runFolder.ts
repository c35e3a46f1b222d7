/** Runs cases into a folder: the report after every case, so that a run that was broken off goes on where it was, and the evidence of each. @module */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '@openpnc/core/errors';
import { jsonValue } from '@openpnc/lab/lab';
import { realClock } from '@openpnc/node/clock';
import type { BenchCase, BenchProfile } from '../catalogue/benchCase.ts';
import {
  type BenchReport,
  type BenchTarget,
  type CaseOutcome,
  countsOf,
  type ReportCase,
  reportCase,
} from './benchReport.ts';
import { reportJunit } from './junit.ts';
import { reportHtml } from './page.ts';

/** What every kind of case has. */
export type AnyCase = Pick<BenchCase, 'id' | 'purpose' | 'clause' | 'profiles'>;

/** Runs one case; `folder` is its own, for captures and the like. */
export interface CaseRunner<One extends AnyCase = BenchCase> {
  run(one: One, folder?: string): Promise<CaseOutcome>;
  close(): Promise<void>;
}

/** A run. */
export interface RunOptions<One extends AnyCase = BenchCase> {
  readonly target: BenchTarget;
  readonly subject: string;
  readonly profile: BenchProfile;
  readonly cases: readonly One[];
  readonly runner: CaseRunner<One>;
  /** Where report and evidence go; made when missing. */
  readonly folder: string;
  /** Keeps the verdicts that the folder has already, and runs the rest with what could not be judged. */
  readonly isResumed?: boolean;
  /** Runs these cases again, whatever the folder has, and keeps the others. */
  readonly only?: readonly string[];
  readonly say?: (line: string) => void;
}

/**
 * Runs, and writes `report.json`, `report.html`, `junit.xml` and `cases/ID/trace.jsonl`.
 * @throws OperatorError `case_unknown`, `report_unreadable`
 */
export async function runFolder<One extends AnyCase>(options: RunOptions<One>): Promise<BenchReport> {
  const { target, subject, profile, runner, folder, isResumed = false, only, say = () => {} } = options;
  const chosen = options.cases.filter(({ id, profiles }) => (only ? only.includes(id) : profiles.includes(profile)));
  const unknown = only?.find((id) => !options.cases.some((one) => one.id === id));
  if (unknown !== undefined)
    throw new OperatorError(
      'case_unknown',
      `no case ${unknown} for ${target}; openpnc bench ${target} --list shows them`,
    );
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const kept = isResumed || only ? before(join(folder, 'report.json')) : [];
  const cases = new Map<string, ReportCase>(kept.map((one) => [one.id, one]));
  const todo = chosen.filter(({ id }) => only || (cases.get(id)?.verdict ?? 'inconclusive') === 'inconclusive');
  const startedAt = new Date(realClock.now()).toISOString();
  const began = performance.now();
  let done = 0;
  try {
    for (const one of todo) {
      const place = join(folder, 'cases', one.id);
      mkdirSync(place, { recursive: true, mode: 0o700 });
      const outcome = await runner.run(one, place);
      writeFileSync(
        join(place, 'trace.jsonl'),
        outcome.trace.map((line) => `${JSON.stringify(line, jsonValue)}\n`).join(''),
      );
      const files = ['trace.jsonl', ...(outcome.files ?? [])].map((file) => `cases/${one.id}/${file}`);
      const result = reportCase(one, { ...outcome, files });
      cases.set(one.id, result);
      done += 1;
      const why = result.differences.length > 0 ? `: ${result.differences.join('; ')}` : '';
      say(`${String(done).padStart(4)}/${todo.length}  ${result.verdict.padEnd(12)} ${one.id}${why}`);
      save(report());
    }
  } finally {
    await runner.close();
  }
  const ended = report();
  save(ended);
  writeFileSync(join(folder, 'report.html'), reportHtml(ended));
  writeFileSync(join(folder, 'junit.xml'), reportJunit(ended));
  return ended;

  function report(): BenchReport {
    const list = [...cases.values()];
    return {
      target,
      subject,
      profile,
      startedAt,
      seconds: Math.round((performance.now() - began) / 100) / 10,
      counts: countsOf(list),
      cases: list,
    };
  }

  function save(made: BenchReport): void {
    writeFileSync(join(folder, 'report.json'), JSON.stringify(made));
  }
}

function before(file: string): readonly ReportCase[] {
  if (!existsSync(file)) return [];
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as BenchReport).cases;
  } catch (error) {
    throw new OperatorError('report_unreadable', `${file}: ${(error as Error).message}`);
  }
}
