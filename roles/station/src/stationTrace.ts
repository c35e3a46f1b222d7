/** What a station writes into the trace. @module */
import type { Clock } from '@openpnc/core/ports';
import type { FindingRecord, MessageRecord, SessionRecord, Trace } from '@openpnc/core/trace';

/** A finding without its head. */
export type StationFinding = Omit<FindingRecord, 'type' | 'at' | 'party' | 'traceId' | 'sessionId'>;

/** Which attempt and which session a record belongs to. */
export interface TraceIds {
  readonly traceId?: string;
  readonly sessionId?: string;
}

/** Writes records with their head. */
export class StationTrace {
  readonly #trace: Trace;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #latest: string[] = [];

  constructor(trace: Trace, clock: Pick<Clock, 'now'>) {
    this.#trace = trace;
    this.#clock = clock;
  }

  /** Latest findings as lines of text, oldest first: the diagnostics log. */
  text(): string {
    return this.#latest.join('');
  }

  finding(finding: StationFinding, ids: TraceIds = {}): void {
    const at = new Date(this.#clock.now()).toISOString();
    this.#latest.push(`${at} ${finding.severity} ${finding.code} ${finding.text.replaceAll(/\s+/g, ' ')}\n`);
    if (this.#latest.length > LATEST) this.#latest.shift();
    this.#trace({ type: 'finding', party: 'station', at: this.#clock.now(), ...ids, ...finding });
  }

  /** @param payload makes the record's payload when somebody reads it, where that takes long: the car waits for no trace */
  message(
    message: Omit<MessageRecord, 'type' | 'at' | 'party' | 'traceId' | 'sessionId'>,
    ids: TraceIds = {},
    payload?: () => unknown,
  ): void {
    const at = this.#clock.now();
    if (!payload) {
      this.#trace({ type: 'message', party: 'station', at, ...ids, ...message });
      return;
    }
    let made: { readonly payload: unknown } | undefined;
    this.#trace({
      type: 'message',
      party: 'station',
      at,
      ...ids,
      ...message,
      get payload() {
        made ??= { payload: payload() };
        return made.payload;
      },
    });
  }

  session(event: SessionRecord['event'], data: Readonly<Record<string, unknown>>, ids: TraceIds = {}): void {
    this.#trace({ type: 'session', party: 'station', at: this.#clock.now(), ...ids, event, data });
  }
}

/** Findings that are kept for the diagnostics log. */
const LATEST = 2_000;
