/** The transaction of one EVSE as data: what happens to it becomes TransactionEvents with rising seqNo. OCPP 2.0.1 E01 to E08, E15; TxStartPoint and TxStopPoint. @module */
import type {
  ChargingStateEnumType,
  IdTokenType,
  MeterValueType,
  ReasonEnumType,
  TransactionEventRequest,
  TriggerReasonEnumType,
} from '@openpnc/ocpp/v201';

/** A condition that TxStartPoint and TxStopPoint may name. PowerPathClosed follows from two others. */
type TxPoint =
  | 'ParkingBayOccupancy'
  | 'EVConnected'
  | 'Authorized'
  | 'DataSigned'
  | 'PowerPathClosed'
  | 'EnergyTransfer';

/** Everything that a transaction is, kept over a restart. */
export interface TxState {
  /** Conditions that hold now. */
  readonly points: readonly TxPoint[];
  readonly chargingState: ChargingStateEnumType;
  readonly transaction?: OpenTransaction;
  /** Who was authorized, with or without a transaction. */
  readonly idToken?: IdTokenType;
  readonly remoteStartId?: number;
}

/** A transaction that has begun and not ended. */
interface OpenTransaction {
  readonly transactionId: string;
  readonly nextSeqNo: number;
  /** The CSMS has been told who pays. */
  readonly isIdTokenSent: boolean;
  readonly traceId: string;
}

/** What happened. */
export interface Occurrence {
  readonly triggerReason: TriggerReasonEnumType;
  readonly timestamp: string;
  /** Conditions that began or ended. */
  readonly points?: Partial<Readonly<Record<Exclude<TxPoint, 'PowerPathClosed'>, boolean>>>;
  readonly chargingState?: ChargingStateEnumType;
  /** Now authorized. */
  readonly idToken?: IdTokenType;
  /** Why, if this ends the transaction. */
  readonly stoppedReason?: ReasonEnumType;
  readonly remoteStartId?: number;
  /** Measured now; by what the event is. */
  readonly meterValue?: (eventType: TransactionEventRequest['eventType']) => readonly MeterValueType[];
  readonly offline: boolean;
  /** Ends the transaction whatever TxStopPoint says: reset, power loss. */
  readonly isEnd?: boolean;
  /** Says nothing if it does not begin or end a transaction. */
  readonly isQuiet?: boolean;
}

/** What the transaction needs of its station. */
interface TxRules {
  readonly evseId: number;
  readonly TxStartPoint: readonly string[];
  readonly TxStopPoint: readonly string[];
  readonly newTransactionId: () => string;
  readonly traceId: string;
}

export const idle: TxState = { points: [], chargingState: 'Idle' };

/** The state after an occurrence, and what the CSMS is told: nothing without a transaction. */
export function occur(
  before: TxState,
  occurrence: Occurrence,
  rules: TxRules,
): { readonly state: TxState; readonly event?: TransactionEventRequest } {
  const points = occurrence.points ? pointsAfter(before.points, occurrence.points) : before.points;
  const state: TxState = {
    ...before,
    points,
    chargingState: occurrence.chargingState ?? before.chargingState,
    ...(occurrence.idToken && { idToken: occurrence.idToken }),
    ...(occurrence.remoteStartId !== undefined && { remoteStartId: occurrence.remoteStartId }),
  };
  const isNew = (point: TxPoint) => points.includes(point) && !before.points.includes(point);
  const isGone = (point: TxPoint) => before.points.includes(point) && !points.includes(point);
  const after = points.includes('Authorized') ? state : withoutToken(state);

  if (!before.transaction) {
    // A car that stays plugged after its transaction has ended and is authorized again: its energy is billed too.
    const isAgain = isNew('Authorized') && rules.TxStartPoint.some((point) => points.includes(point as TxPoint));
    const isStart = isAgain || rules.TxStartPoint.some((point) => isNew(point as TxPoint));
    if (occurrence.isEnd || !isStart) return { state: after };
    const transaction: OpenTransaction = {
      transactionId: rules.newTransactionId(),
      nextSeqNo: 0,
      isIdTokenSent: false,
      traceId: rules.traceId,
    };
    return told(state, transaction, 'Started', occurrence, rules);
  }
  const isOver = occurrence.isEnd || rules.TxStopPoint.some((point) => isGone(point as TxPoint));
  if (isOver) {
    const { state: ended, event } = told(state, before.transaction, 'Ended', occurrence, rules);
    const { transaction: _, ...rest } = ended;
    return { state: points.includes('Authorized') ? rest : withoutToken(rest), event };
  }
  if (occurrence.isQuiet) return { state: after };
  return told(after, before.transaction, 'Updated', occurrence, rules);
}

function told(
  state: TxState,
  transaction: OpenTransaction,
  eventType: TransactionEventRequest['eventType'],
  { triggerReason, timestamp, stoppedReason, meterValue, offline }: Occurrence,
  { evseId }: TxRules,
): { readonly state: TxState; readonly event: TransactionEventRequest } {
  // Who pays is said once, in the first event after the authorization. E03, E05
  const saysWho = state.idToken !== undefined && !transaction.isIdTokenSent;
  const measured = meterValue?.(eventType) ?? [];
  const event: TransactionEventRequest = {
    eventType,
    timestamp,
    triggerReason,
    seqNo: transaction.nextSeqNo,
    ...(offline && { offline }),
    transactionInfo: {
      transactionId: transaction.transactionId,
      chargingState: state.chargingState,
      ...(eventType === 'Ended' && stoppedReason && { stoppedReason }),
      ...(state.remoteStartId !== undefined && { remoteStartId: state.remoteStartId }),
    },
    ...(eventType === 'Started' && { evse: { id: evseId, connectorId: 1 } }),
    ...(saysWho && { idToken: state.idToken }),
    ...(measured.length > 0 && { meterValue: measured }),
  };
  const { remoteStartId: _, ...rest } = state;
  return {
    state: {
      ...rest,
      transaction: {
        ...transaction,
        nextSeqNo: transaction.nextSeqNo + 1,
        isIdTokenSent: transaction.isIdTokenSent || saysWho,
      },
    },
    event,
  };
}

function pointsAfter(
  before: readonly TxPoint[],
  changes: Partial<Readonly<Record<TxPoint, boolean>>>,
): readonly TxPoint[] {
  const points = new Set(before);
  for (const [point, holds] of Object.entries(changes) as [TxPoint, boolean][]) {
    if (holds) points.add(point);
    else points.delete(point);
  }
  if (points.has('EVConnected') && points.has('Authorized')) points.add('PowerPathClosed');
  else points.delete('PowerPathClosed');
  return [...points];
}

/** Nobody is authorized any more: the next one to be is another. */
function withoutToken({ idToken: _, transaction, ...state }: TxState): TxState {
  return { ...state, ...(transaction && { transaction: { ...transaction, isIdTokenSent: false } }) };
}
