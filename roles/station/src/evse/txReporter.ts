/** The transaction of one outlet on its way to the CSMS: occurrences become events, with the meter's readings. OCPP 2.0.1 E, J02. @module */
import type { Clock, Plug, Random } from '@openpnc/core/ports';
import type {
  MeterValueType,
  ReadingContextEnumType,
  TransactionEventRequest,
  TriggerReasonEnumType,
} from '@openpnc/ocpp/v201';
import type { DeviceModel } from '../deviceModel/deviceModel.ts';
import { newTransactionId } from '../messageIds.ts';
import type { StationTime } from '../stationTime.ts';
import { meterValues } from '../transactions/meterValues.ts';
import { idle, type Occurrence, occur, type TxState } from '../transactions/transaction.ts';

/** What happened, without what the reporter knows itself. */
type Happening = Omit<Occurrence, 'timestamp' | 'offline' | 'meterValue'>;

interface TxReporterOptions {
  readonly evseId: number;
  readonly plug: Plug;
  readonly clock: Clock;
  readonly time: StationTime;
  readonly random: Random;
  readonly model: DeviceModel;
  readonly isOnline: () => boolean;
  /** The trace of the attempt that is under way, or of the car on the plug. */
  readonly traceId: () => string;
  /** Takes an event, and the state to keep beside it. */
  readonly report: (state: TxState, event: TransactionEventRequest | undefined, traceId: string) => void;
}

/** One outlet's transaction. */
export class TxReporter {
  readonly #options: TxReporterOptions;
  #state: TxState;
  /** What the meter read when the transaction began; unknown after a restart. */
  #begin: readonly MeterValueType[] = [];
  #firstReading_Wh: number | undefined;
  #stopSampling: (() => void) | undefined;

  /** @param kept the state that an earlier run has left, if its transaction had not ended */
  constructor(options: TxReporterOptions, kept: TxState | undefined) {
    this.#options = options;
    // Message ids of the earlier run are taken: what is told of its transaction gets a trace of this one.
    this.#state = kept?.transaction
      ? { ...kept, transaction: { ...kept.transaction, traceId: options.traceId() } }
      : (kept ?? idle);
  }

  get state(): TxState {
    return this.#state;
  }

  get transactionId(): string | undefined {
    return this.#state.transaction?.transactionId;
  }

  /** Something happened: the CSMS hears of it if there is a transaction, or if one begins by it. */
  occur(happening: Happening): void {
    const { evseId, model, time, random, isOnline, report, traceId } = this.#options;
    const timestamp = time.text();
    const trace = traceId();
    const measured = (eventType: TransactionEventRequest['eventType']) =>
      this.#measured(eventType, timestamp, contextOf(happening.triggerReason));
    const { state, event } = occur(
      this.#state,
      { ...happening, timestamp, offline: !isOnline(), meterValue: measured },
      {
        evseId,
        TxStartPoint: model.list('TxCtrlr.TxStartPoint'),
        TxStopPoint: model.list('TxCtrlr.TxStopPoint'),
        newTransactionId: () => newTransactionId(random),
        traceId: trace,
      },
    );
    this.#state = state;
    if (event?.eventType === 'Ended') {
      this.stopSampling();
      this.#begin = [];
    }
    report(state, event, trace);
  }

  /** Energy flows: from now on meter values are sent at their interval. E02.FR.10 */
  sample(): void {
    const { clock, model, plug } = this.#options;
    this.stopSampling();
    this.#firstReading_Wh ??= plug.meter()?.energy_Wh;
    const interval_ms = model.number('SampledDataCtrlr.TxUpdatedInterval') * 1_000;
    if (interval_ms === 0 || !model.flag('SampledDataCtrlr.Enabled')) return;
    this.#stopSampling = clock.alarm(clock.now() + interval_ms, () => {
      this.occur({ triggerReason: 'MeterValuePeriodic' });
      this.sample();
    });
  }

  stopSampling(): void {
    this.#stopSampling?.();
    this.#stopSampling = undefined;
  }

  /** The next car's energy counts from zero. */
  forgetEnergy(): void {
    this.#firstReading_Wh = undefined;
  }

  /** Wh since energy first flowed to the car on the plug. */
  get energy_Wh(): number | undefined {
    const reading = this.#options.plug.meter();
    return reading && this.#firstReading_Wh !== undefined ? reading.energy_Wh - this.#firstReading_Wh : undefined;
  }

  /** What the trace says of the transaction. */
  data(): Readonly<Record<string, unknown>> {
    const { transactionId, energy_Wh } = this;
    return { ...(transactionId !== undefined && { transactionId }), ...(energy_Wh !== undefined && { energy_Wh }) };
  }

  #measured(
    eventType: TransactionEventRequest['eventType'],
    timestamp: string,
    updated: ReadingContextEnumType,
  ): readonly MeterValueType[] {
    const { model, plug } = this.#options;
    if (!model.flag('SampledDataCtrlr.Enabled')) return [];
    const reading = plug.meter();
    const ended = model.list('SampledDataCtrlr.TxEndedMeasurands');
    switch (eventType) {
      case 'Started':
        this.#begin = meterValues(reading, ended, 'Transaction.Begin', timestamp);
        return meterValues(reading, model.list('SampledDataCtrlr.TxStartedMeasurands'), 'Transaction.Begin', timestamp);
      case 'Updated': {
        const wanted =
          updated === 'Sample.Clock' ? 'AlignedDataCtrlr.Measurands' : 'SampledDataCtrlr.TxUpdatedMeasurands';
        return meterValues(reading, model.list(wanted), updated, timestamp);
      }
      case 'Ended':
        // The bill needs both ends. J02.FR.03
        return [...this.#begin, ...meterValues(reading, ended, 'Transaction.End', timestamp)];
    }
  }
}

/** Why a reading was taken. */
function contextOf(triggerReason: TriggerReasonEnumType): ReadingContextEnumType {
  switch (triggerReason) {
    case 'Trigger':
      return 'Trigger';
    case 'MeterValueClock':
      return 'Sample.Clock';
    default:
      return 'Sample.Periodic';
  }
}
