/** TransactionEvents on their way to the CSMS: durable, in order, repeated and given up by the rules. OCPP 2.0.1 E12, E13. @module */
import { earliest, type Millis } from '@openpnc/core/machine';
import type { Clock } from '@openpnc/core/ports';
import { compiledInsert, compiledQuery } from '@openpnc/core/statements';
import { CallFailure } from '@openpnc/ocpp/errors';
import type { TransactionEventRequest, TransactionEventResponse } from '@openpnc/ocpp/v201';
import type { Kysely } from 'kysely';
import type { Caller } from '../stationScript.ts';
import type { StationTrace } from '../stationTrace.ts';
import type { EventRow, StationTables } from '../store/tables.ts';
import type { TxState } from './transaction.ts';

/** What the queue asks of its station. */
interface QueueOptions {
  readonly db: Kysely<StationTables>;
  readonly clock: Clock;
  readonly caller: Caller;
  readonly trace: StationTrace;
  readonly isOnline: () => boolean;
  /** Events of this transaction belong to a car that is here now: they pass what is replayed. */
  readonly isLive: (transactionId: string) => boolean;
  /** Until when events of other transactions wait, since a car is in its first messages (decisions 15). */
  readonly pausedUntil: () => Millis | undefined;
  readonly rules: () => {
    readonly attempts: number;
    readonly interval_ms: Millis;
    readonly timeout_ms: Millis;
    readonly limit: number;
  };
  readonly answered: (event: TransactionEventRequest, answer: TransactionEventResponse) => void;
}

/** What an earlier run has left. */
export interface StoredEvents {
  /** Oldest first. */
  readonly waiting: readonly StoredEvent[];
  /** By EVSE the transaction that has not ended, and the row that says so. */
  readonly open: ReadonlyMap<number, { readonly id: number; readonly state: TxState }>;
}

interface StoredEvent {
  readonly id: number;
  readonly evse: number;
  readonly event: TransactionEventRequest;
  readonly attempts: number;
}

/** A row of the database. */
interface Row {
  readonly id: number;
  /** It is no longer to be sent. */
  isOver: boolean;
}

interface Queued extends Row {
  readonly evse: number;
  readonly event: TransactionEventRequest;
  /** Absent for an event of an earlier run of the station: its message ids are taken. */
  readonly traceId?: string;
  /** It goes to nobody before it is in the database. */
  isStored: boolean;
  attempts: number;
  notBefore: Millis;
  isSending: boolean;
}

/** One queue a station. */
export class EventQueue {
  readonly #options: QueueOptions;
  readonly #insert: (row: EventRow) => Promise<unknown>;
  /** Puts an event where another stood. */
  readonly #replace: (row: EventRow, id: number) => Promise<unknown>;
  readonly #empty: (id: number) => Promise<unknown>;
  readonly #delete: (id: number) => Promise<unknown>;
  readonly #queued: Queued[] = [];
  /** By EVSE the newest event of a transaction that has not ended: its row holds the state. */
  readonly #newest = new Map<number, Row>();
  #lastId = 0;
  #isSending = false;
  #wake: (() => void) | undefined;
  #isStopped = false;

  /** @param stored what an earlier run has left, from {@link EventQueue.stored} */
  constructor(options: QueueOptions, { waiting, open }: StoredEvents) {
    this.#options = options;
    const { db } = options;
    const none = { id: 0, transaction_id: '', seq_no: 0, event_type: '', payload: '', attempts: 0, evse: 0, state: '' };
    this.#insert = compiledInsert(db, 'transaction_event', COLUMNS);
    const replace = compiledQuery(db, db.updateTable('transaction_event').set(none).where('id', '=', 0));
    this.#replace = (row, id) => replace(...COLUMNS.map((column) => row[column]), id);
    const empty = compiledQuery(db, db.updateTable('transaction_event').set({ payload: '' }).where('id', '=', 0));
    this.#empty = (id) => empty('', id);
    this.#delete = compiledQuery(db, db.deleteFrom('transaction_event').where('id', '=', 0));
    for (const [evse, { id }] of open) {
      this.#newest.set(evse, { id, isOver: true });
      this.#lastId = Math.max(this.#lastId, id);
    }
    for (const { id, evse, event, attempts } of waiting) {
      const queued = { id, evse, event, isOver: false, isStored: true, attempts, notBefore: 0, isSending: false };
      this.#queued.push(queued);
      if (open.get(evse)?.id === id) this.#newest.set(evse, queued);
      this.#lastId = Math.max(this.#lastId, id);
    }
  }

  /** What a database holds. */
  static async stored(db: Kysely<StationTables>): Promise<StoredEvents> {
    const rows = await db.selectFrom('transaction_event').selectAll().orderBy('id').execute();
    const open = new Map<number, { readonly id: number; readonly state: TxState }>();
    // The newest event of an outlet decides.
    for (const { id, evse, state } of rows)
      if (state === '') open.delete(evse);
      else open.set(evse, { id, state: JSON.parse(state) });
    const waiting = rows.flatMap(({ id, evse, payload, attempts }) =>
      payload === '' ? [] : [{ id, evse, attempts, event: JSON.parse(payload) }],
    );
    return { waiting, open };
  }

  /** How many wait, or how many of one transaction. */
  count(transactionId?: string): number {
    if (transactionId === undefined) return this.#queued.length;
    return this.#queued.filter(({ event }) => event.transactionInfo.transactionId === transactionId).length;
  }

  /**
   * Takes an event of an outlet; it goes out when it is durable and its turn has come. Resolves when it is durable.
   * @param state after the event: kept as long as the transaction is open
   */
  async add(event: TransactionEventRequest, traceId: string, evse: number, state: TxState): Promise<void> {
    this.#lastId += 1;
    const id = this.#lastId;
    const { transactionInfo, seqNo, eventType } = event;
    const queued: Queued = {
      id,
      evse,
      event,
      traceId,
      isOver: false,
      isStored: false,
      attempts: 0,
      notBefore: 0,
      isSending: false,
    };
    this.#queued.push(queued);
    const before = this.#newest.get(evse);
    if (state.transaction) this.#newest.set(evse, queued);
    else this.#newest.delete(evse);
    const row: EventRow = {
      id,
      transaction_id: transactionInfo.transactionId,
      seq_no: seqNo,
      event_type: eventType,
      payload: JSON.stringify(event),
      attempts: 0,
      evse,
      state: state.transaction ? JSON.stringify(state) : '',
    };
    await (before?.isOver ? this.#replace(row, before.id) : this.#insert(row));
    queued.isStored = true;
    if (this.#queued.length > this.#options.rules().limit) await this.#thin();
    this.go();
  }

  /** Sends what may go now. Called when the station comes online, when a pause ends, and after each addition. */
  go(): void {
    if (this.#isSending || this.#isStopped) return;
    this.#isSending = true;
    void this.#send();
  }

  stop(): void {
    this.#isStopped = true;
    this.#wake?.();
  }

  async #send(): Promise<void> {
    const { clock, isOnline } = this.#options;
    this.#wake?.();
    this.#wake = undefined;
    try {
      while (isOnline() && !this.#isStopped) {
        const { next, wakeAt } = this.#choose(clock.now());
        if (!next) {
          if (wakeAt !== undefined) this.#wakeUpAt(wakeAt);
          return;
        }
        next.isSending = true;
        await this.#attempt(next);
        next.isSending = false;
      }
    } finally {
      this.#isSending = false;
    }
  }

  #wakeUpAt(at: Millis): void {
    this.#wake = this.#options.clock.alarm(at, () => {
      this.#wake = undefined;
      this.go();
    });
  }

  /** The oldest event that may go; in a pause those of a car that is here. Nothing passes an event of its own transaction. */
  #choose(now: Millis): { readonly next?: Queued; readonly wakeAt?: Millis } {
    const { isLive, pausedUntil } = this.#options;
    const seen = new Set<string>();
    let paused: Millis | undefined;
    let wakeAt: Millis | undefined;
    for (const queued of this.#queued) {
      const { transactionId } = queued.event.transactionInfo;
      if (seen.has(transactionId)) continue;
      seen.add(transactionId);
      // One that is not durable yet looks again when it is.
      if (!queued.isStored) continue;
      let at = queued.notBefore;
      if (!isLive(transactionId)) {
        paused ??= pausedUntil() ?? 0;
        at = Math.max(at, paused);
      }
      if (at <= now) return { next: queued };
      wakeAt = earliest(wakeAt, at);
    }
    return wakeAt === undefined ? {} : { wakeAt };
  }

  async #attempt(queued: Queued): Promise<void> {
    const { clock, caller, rules, isLive, answered } = this.#options;
    const { attempts, interval_ms, timeout_ms } = rules();
    const { event, traceId } = queued;
    const started = clock.now();
    try {
      const answer = await caller('TransactionEvent', event, {
        lane: isLive(event.transactionInfo.transactionId) ? 'normal' : 'bulk',
        within_ms: timeout_ms,
        ...(traceId !== undefined && { traceId }),
      });
      await this.#remove(queued);
      answered(event, answer);
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      // A connection that went, or a car's question that cut the wait short, is no answer to this event.
      const isNoAttempt =
        error.code === 'not_connected' || (error.code === 'timeout' && clock.now() - started < timeout_ms);
      if (isNoAttempt) return;
      queued.attempts += 1;
      if (queued.attempts >= attempts) {
        await this.#discard(queued, `given up after ${queued.attempts} attempts: ${error.message}`);
        return;
      }
      queued.notBefore = clock.now() + interval_ms * queued.attempts;
      await this.#options.db
        .updateTable('transaction_event')
        .set({ attempts: queued.attempts })
        .where('id', '=', queued.id)
        .execute();
    }
  }

  #remove(queued: Queued): Promise<unknown> {
    this.#queued.splice(this.#queued.indexOf(queued), 1);
    queued.isOver = true;
    if (this.#newest.get(queued.evse) === queued) return this.#empty(queued.id);
    return this.#delete(queued.id);
  }

  async #discard(queued: Queued, why: string): Promise<void> {
    const { eventType, seqNo, transactionInfo } = queued.event;
    this.#options.trace.finding({
      code: 'transaction_event_discarded',
      severity: 'warning',
      text: `TransactionEvent ${eventType} ${seqNo} of ${transactionInfo.transactionId}: ${why}`,
      spec: 'OCPP 2.0.1 E12, E13',
    });
    await this.#remove(queued);
  }

  /** Drops every second intermediate event while there are too many; what begins and ends a transaction is never dropped. */
  async #thin(): Promise<void> {
    const { limit } = this.#options.rules();
    const intermediate = this.#queued.filter(({ event, isSending }) => event.eventType === 'Updated' && !isSending);
    const dropped = intermediate.filter(({ event }, i) => i % 2 === 0 && !event.idToken);
    for (const queued of dropped) await this.#discard(queued, `the queue holds more than ${limit}`);
  }
}

const COLUMNS = ['id', 'transaction_id', 'seq_no', 'event_type', 'payload', 'attempts', 'evse', 'state'] as const;
