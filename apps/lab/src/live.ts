/** The session as people see it while it runs: one line an exchange, with its time beside the limit. @module */
import { displayEmaid } from '@openpnc/core/emaid';
import type { TraceRecord } from '@openpnc/core/trace';

/** Prints records as they come; `started` is the time that counts as zero. */
export function liveView(write: (line: string) => void, started: number): (record: TraceRecord) => void {
  return (record) => {
    const line = lineOf(record);
    if (line !== undefined) write(`${((record.at - started) / 1000).toFixed(3).padStart(8)} s  ${line}`);
  };
}

function lineOf(record: TraceRecord): string | undefined {
  switch (record.type) {
    case 'message': {
      const { from, to, message, result, took_ms, limit_ms } = record;
      const time = took_ms === undefined ? '' : `${took_ms.toFixed(1)} ms`;
      const limit =
        limit_ms === undefined || took_ms === undefined
          ? ''
          : ` of ${limit_ms} ms${took_ms <= limit_ms ? '' : '  LATE'}`;
      return `${`${from} -> ${to}`.padEnd(18)} ${message.padEnd(34)} ${time.padStart(9)}${limit.padEnd(12)} ${result ?? ''}`.trimEnd();
    }
    case 'finding':
      return `${record.party.padEnd(18)} ${record.severity === 'refusal' ? 'REFUSED' : record.severity}: ${record.text}`;
    case 'session': {
      const eMAID = record.data?.eMAID;
      const subject = typeof eMAID === 'string' ? `  ${displayEmaid(eMAID) ?? eMAID}` : '';
      return `${record.party.padEnd(18)} --- ${record.event}${subject}`;
    }
    case 'machine':
      return undefined;
  }
}
