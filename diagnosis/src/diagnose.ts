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
 * `refusal` decide, and warnings where a cause explains one of them; the highest cause in the table wins, and among equals
 * the earliest finding leads its evidence. What a car reads out of a ResponseCode counts only where nobody found anything
 * first-hand: many reasons share a code.
 * @returns null when nothing was refused.
 */
export function diagnose(records: readonly TraceRecord[]): Diagnosis | null {
  const findings = records.filter((record) => record.type === 'finding').toSorted((a, b) => a.at - b.at);
  const refusals = findings.filter(({ severity }) => severity === 'refusal');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  if (refusals.length === 0) return null;
  for (const heard of [refusals.filter((finding) => !isHearsay(finding)), refusals]) {
    for (const cause of causes) {
      const { explains } = cause;
      if (explains && !heard.some(({ code }) => explains.includes(code))) continue;
      const evidence = (explains ? warnings : heard).filter((finding) => isEvidence(cause, finding));
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

function isHearsay({ party, data }: FindingRecord): boolean {
  return party === 'ev' && data?.ResponseCode !== undefined;
}

function isEvidence({ evidence, when }: Cause, finding: FindingRecord): boolean {
  return evidence.includes(finding.code) && (when?.(finding) ?? true);
}

function diagnosis({ code, act, text, remedy, spec }: Cause, evidence: readonly FindingRecord[]): Diagnosis {
  // After a rollover the old root stands there under the name of the new one: a list by name shows nothing missing.
  const hasNamesake = evidence.some(({ data }) => data?.namesake !== undefined);
  return {
    code,
    act,
    text: hasNamesake ? `${text} Another root of the same name is installed.` : text,
    remedy,
    ...(spec !== undefined && { spec }),
    evidence,
  };
}
