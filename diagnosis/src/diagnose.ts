/** From the findings of all parties to the one cause of a refusal. @module */
import type { FindingRecord, TraceRecord } from '@openpnc/core/trace';
import { type Actor, type Cause, causes } from './causes.ts';

/** What happened, who has to act and what to do, with what proves it. */
export interface Diagnosis {
  readonly code: string;
  readonly act: Actor;
  readonly text: string;
  readonly remedy: string;
  readonly spec?: string;
  /** Most telling first. */
  readonly evidence: readonly FindingRecord[];
}

/**
 * The cause of a refusal in the records of one attempt, from whichever parties gave theirs. Findings of severity
 * `refusal` decide; the highest cause in the table wins, and among equals the earliest finding leads its evidence. What a
 * car reads out of a ResponseCode counts only where nobody found anything first-hand: many reasons share a code.
 * @returns null when nothing was refused.
 */
export function diagnose(records: readonly TraceRecord[]): Diagnosis | null {
  const refusals = records.filter(isRefusal).toSorted((a, b) => a.at - b.at);
  if (refusals.length === 0) return null;
  for (const findings of [refusals.filter((finding) => !isHearsay(finding)), refusals]) {
    for (const cause of causes) {
      const evidence = findings.filter((finding) => isEvidence(cause, finding));
      if (evidence.length > 0) return diagnosis(cause, evidence);
    }
  }
  const [first] = refusals;
  return {
    code: 'unexplained',
    act: 'CPO',
    text: `The session was refused: ${first!.text}`,
    remedy: 'No cause in the table has this finding as evidence: look at the trace around it.',
    evidence: refusals,
  };
}

function isRefusal(record: TraceRecord): record is FindingRecord {
  return record.type === 'finding' && record.severity === 'refusal';
}

function isHearsay({ party, data }: FindingRecord): boolean {
  return party === 'ev' && data?.ResponseCode !== undefined;
}

function isEvidence({ evidence, when }: Cause, finding: FindingRecord): boolean {
  return evidence.includes(finding.code) && (when?.(finding) ?? true);
}

function diagnosis({ code, act, text, remedy, spec }: Cause, evidence: readonly FindingRecord[]): Diagnosis {
  return { code, act, text, remedy, ...(spec !== undefined && { spec }), evidence };
}
