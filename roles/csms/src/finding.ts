/** What a check of the CSMS found: kept with the decision and written into the trace. @module */
import type { Millis } from '@openpnc/core/machine';
import type { FindingRecord, Trace } from '@openpnc/core/trace';

/** One reason of a decision. Its code is evidence for a cause of `diagnosis`. */
export interface Finding {
  readonly code: string;
  readonly severity: FindingRecord['severity'];
  /** One sentence: what was expected, what came, where. */
  readonly text: string;
  readonly spec?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Writes a finding into the trace. */
export function traceFinding(trace: Trace, at: Millis, traceId: string | undefined, finding: Finding): void {
  trace({ type: 'finding', party: 'csms', at, ...(traceId !== undefined && { traceId }), ...finding });
}
