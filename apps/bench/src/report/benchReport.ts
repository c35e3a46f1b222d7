/** What a run of the bench came to, as data: what the HTML page, the JSON file and the JUnit file are made of. @module */
import type { Millis } from '@openpnc/core/machine';
import type { MessageRecord, Party, TraceRecord } from '@openpnc/core/trace';
import { isFirstHand } from '@openpnc/lab/lab';
import type { BenchCase, BenchProfile } from '../catalogue/benchCase.ts';

/** What is tested: everything in virtual time, or one party that is a real product. */
export type BenchTarget = 'sim' | 'wire' | 'evse' | 'ev' | 'csms' | 'emsp' | 'pki';

/** Passed, failed, or not to be judged: the machine was too slow for the times that the case is about. */
export type CaseVerdictName = 'passed' | 'failed' | 'inconclusive';

/** A line of a ladder and of a timing chart. */
export interface ReportMessage {
  /** ms from the first record of the case. */
  readonly at_ms: Millis;
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  readonly message: string;
  readonly result?: string;
  readonly took_ms?: Millis;
  readonly limit_ms?: Millis;
}

/** What a check found. */
export interface ReportFinding {
  readonly at_ms: Millis;
  readonly party: Party;
  readonly severity: 'info' | 'warning' | 'refusal';
  readonly code: string;
  readonly text: string;
  readonly spec?: string;
}

/** One case with its evidence. */
export interface ReportCase {
  readonly id: string;
  readonly purpose: string;
  readonly clause: string;
  readonly verdict: CaseVerdictName;
  /** What differs from what was expected, or why it cannot be judged. */
  readonly differences: readonly string[];
  readonly outcome: string;
  readonly cause: { readonly code: string; readonly text: string; readonly remedy: string } | null;
  readonly took_ms: Millis;
  readonly messages: readonly ReportMessage[];
  /** How long the car waited for each answer of the station, beside its own limits. */
  readonly waits: readonly ReportMessage[];
  readonly findings: readonly ReportFinding[];
  /** Files of this case, relative to the report. */
  readonly files: readonly string[];
}

/** A whole run. */
export interface BenchReport {
  readonly target: BenchTarget;
  /** What was tested, in the words of its operator: an interface, a URL. */
  readonly subject: string;
  readonly profile: BenchProfile | 'one case';
  /** ISO 8601. */
  readonly startedAt: string;
  readonly seconds: number;
  readonly counts: Readonly<Record<CaseVerdictName, number>>;
  readonly cases: readonly ReportCase[];
}

/** What a case came to, however it was run. */
export interface CaseOutcome {
  readonly verdict: CaseVerdictName;
  readonly differences: readonly string[];
  readonly outcome: string;
  readonly cause: ReportCase['cause'];
  readonly took_ms: Millis;
  readonly trace: readonly TraceRecord[];
  readonly files?: readonly string[];
}

/** A case of the report. */
export function reportCase(
  { id, purpose, clause }: Pick<BenchCase, 'id' | 'purpose' | 'clause'>,
  { verdict, differences, outcome, cause, took_ms, trace, files = [] }: CaseOutcome,
): ReportCase {
  const isStationThere = trace.some(({ type, party }) => type === 'message' && party === 'station');
  const began = trace.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY);
  return {
    id,
    purpose,
    clause,
    verdict,
    differences,
    outcome,
    cause,
    took_ms,
    messages: told(isTold),
    waits: told(({ party, protocol }) => party === 'ev' && protocol === 'iso15118-2'),
    findings: trace.flatMap((record): ReportFinding[] => {
      if (record.type !== 'finding') return [];
      const { at, party, severity, code, text, spec } = record;
      return [{ at_ms: rounded(at - began), party, severity, code, text, ...(spec !== undefined && { spec }) }];
    }),
    files,
  };

  function told(isMeant: (record: MessageRecord) => boolean): readonly ReportMessage[] {
    return trace
      .flatMap((record): ReportMessage[] => {
        if (record.type !== 'message' || !isMeant(record)) return [];
        const { at, from, to, protocol, message, result, took_ms: took, limit_ms } = record;
        return [
          {
            at_ms: rounded(at - began),
            from: placeOf(from),
            to: placeOf(to),
            protocol,
            message,
            ...(result !== undefined && { result }),
            ...(took !== undefined && { took_ms: rounded(took) }),
            ...(limit_ms !== undefined && { limit_ms }),
          },
        ];
      })
      .toSorted((a, b) => a.at_ms - b.at_ms);
  }

  /** Each exchange once: the station's view of the car, the asking party's view of the rest; the car's view where it is all there is. */
  function isTold(record: MessageRecord): boolean {
    if (record.protocol === 'plug') return false;
    if (!isStationThere && record.party === 'ev') return true;
    if (record.protocol === 'sdp' || record.protocol === 'tls') return record.party === 'station';
    return isFirstHand(record);
  }
}

/** The counts of some cases. */
export function countsOf(cases: readonly Pick<ReportCase, 'verdict'>[]): Record<CaseVerdictName, number> {
  const counts = { passed: 0, failed: 0, inconclusive: 0 };
  for (const { verdict } of cases) counts[verdict] += 1;
  return counts;
}

/** The column of a ladder that a name belongs to. */
function placeOf(name: string): string {
  if (['ev', 'station', 'csms', 'emsp', 'ocsp', 'pki'].includes(name)) return name;
  return name.includes('.') || name.includes('[') ? 'csms' : 'station';
}

function rounded(ms: Millis): Millis {
  return Math.round(ms * 100) / 100;
}
