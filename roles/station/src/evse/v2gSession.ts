/** One connection of a car, from the first byte to the last: the SECC run by a clock, its effects handed to the EVSE. @module */
import { toHex } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import type { Stream, StreamReceiver } from '@openpnc/core/network';
import type { Clock } from '@openpnc/core/ports';
import { Runner } from '@openpnc/core/runner';
import { lateResponse, SeccConnection, type StreamEffect, type StreamInput } from '@openpnc/iso15118/connection';
import { payloadOf } from '@openpnc/iso15118/payload';
import { seccEdition } from '@openpnc/iso15118/v2/edition';
import type { SeccEffect, SeccInput, SeccStation } from '@openpnc/iso15118/v2/session';
import { timing } from '@openpnc/iso15118/v2/timing';
import type { StationFinding, StationTrace, TraceIds } from '../stationTrace.ts';

/** Effects that the EVSE performs; the rest is the stream's and the trace's. */
export type SessionEffect = Exclude<SeccEffect, { do: 'send' | 'close' | 'finding' }>;

interface V2gSessionOptions {
  readonly stream: Stream;
  readonly station: SeccStation;
  /** Wall time that does not jump. */
  readonly clock: Clock;
  readonly setupEnd: Millis;
  readonly traceId: string;
  readonly trace: StationTrace;
  readonly isPayloadTraced: boolean;
  readonly perform: (effect: SessionEffect) => void;
  /** The SECC refuses for a reason of its own. */
  readonly refused: (finding: StationFinding) => void;
  readonly closed: (reason: string) => void;
}

/** A car that is connected. */
export class V2gSession {
  readonly receiver: StreamReceiver;
  readonly #options: V2gSessionOptions;
  readonly #runner: Runner<SeccInput | StreamInput, SeccEffect | StreamEffect>;
  #sessionId: string | undefined;
  #isClosed = false;

  constructor(options: V2gSessionOptions) {
    const { station, clock, setupEnd } = options;
    this.#options = options;
    const machine = new SeccConnection<SeccInput, SeccEffect>({
      editions: [seccEdition(station, { setupEnd })],
      setupEnd,
      sapLimit_ms: timing.V2G_SECC_Msg_Performance_Time.supportedAppProtocolReq,
      isStrict: station.settings.isStrict,
    });
    this.#runner = new Runner(machine, clock, (effect) => this.#perform(effect));
    this.receiver = {
      bytes: (bytes) => this.#runner.feed({ type: 'bytes', bytes }),
      closed: (reason) => this.#over(reason),
    };
  }

  /** Which records belong to it. */
  get ids(): TraceIds {
    return { traceId: this.#options.traceId, ...(this.#sessionId !== undefined && { sessionId: this.#sessionId }) };
  }

  /** SessionID, upper-case hex, once there is one. */
  get sessionId(): string | undefined {
    return this.#sessionId;
  }

  /** News from outside: an answer of the CSMS, the pilot, the contactor, the meter. */
  feed(input: Exclude<SeccInput, { type: 'request' | 'closed' | 'abandoned' }>): void {
    if (!this.#isClosed) this.#runner.feed(input);
  }

  /** The cable was pulled, or the station ends it. */
  end(reason: string): void {
    if (this.#isClosed) return;
    this.#options.stream.close('abort');
    this.#over(reason);
  }

  #over(reason: string): void {
    if (this.#isClosed) return;
    this.#runner.feed({ type: 'closed', reason });
    this.#isClosed = true;
    this.#runner.stop();
    this.#options.closed(reason);
  }

  #perform(effect: SeccEffect | StreamEffect): void {
    const { stream, trace } = this.#options;
    switch (effect.do) {
      case 'send': {
        // The connection gives bytes; a bare message is its machine's affair.
        if (!('bytes' in effect)) return;
        stream.send(effect.bytes);
        this.#sent(effect);
        return;
      }
      case 'close':
        stream.close(effect.how ?? 'end');
        return;
      case 'finding': {
        const { do: _, ...finding } = effect;
        trace.finding(finding, this.ids);
        if (finding.severity === 'refusal') this.#options.refused(finding);
        return;
      }
      case 'session':
        if (effect.event === 'started') this.#sessionId = toHex(effect.sessionId).toUpperCase();
        this.#options.perform(effect);
        return;
      default:
        this.#options.perform(effect);
    }
  }

  #sent({ exchange }: Extract<StreamEffect, { do: 'send' }>): void {
    const { trace, clock, isPayloadTraced } = this.#options;
    const { message, ResponseCode, receivedAt, limit_ms } = exchange;
    const sessionId = exchange.sessionId ?? this.#sessionId;
    const ids = { ...this.ids, ...(sessionId !== undefined && { sessionId }) };
    const took_ms = clock.now() - receivedAt;
    trace.message(
      {
        from: 'ev',
        to: 'station',
        protocol: 'iso15118-2',
        message,
        result: ResponseCode,
        took_ms,
        limit_ms,
      },
      ids,
      isPayloadTraced ? () => payloadOf(exchange) : undefined,
    );
    const late = lateResponse(exchange, took_ms);
    if (late) trace.finding(late, ids);
  }
}
