/** What a check found, before its reader adds when, who and in which attempt. @module */
import type { FindingRecord } from '@openpnc/core/trace';

/** A finding without what its reader adds (time, party, trace). Codes are listed in docs/errors.md. */
export type Finding = Omit<FindingRecord, 'type' | 'at' | 'party' | 'traceId' | 'sessionId'>;
