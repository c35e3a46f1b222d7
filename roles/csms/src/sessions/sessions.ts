/** Transactions and their events, kept before they are acknowledged. OCPP 2.0.1 E. @module */
import { BoundedMap } from '@openpnc/core/boundedMap';
import { compiledInsert, compiledQuery } from '@openpnc/core/statements';
import type { TransactionEventRequest } from '@openpnc/ocpp/v201';
import type { Finding } from '../finding.ts';
import type { CsmsPorts } from '../ports.ts';
import type { SessionEventRow, SessionRow } from '../store/tables.ts';
import { EventMemory } from './eventMemory.ts';
import { type EventFacts, factsOf, foldEvent, gapsOf, hasNumber, rangesOf } from './foldEvent.ts';

/** What storing an event brought. */
interface Recorded {
  readonly session: SessionRow;
  /** The same event came before: nothing was changed. */
  readonly isDuplicate: boolean;
  readonly findings: readonly Finding[];
}

/** Sessions in memory while they run, over their tables. The events are the truth; a session is their sum and is made anew from them. */
export class Sessions {
  readonly #ports: CsmsPorts;
  readonly #open = new BoundedMap<string, SessionRow>(OPEN_SESSIONS);
  /** When the row of each was last kept. */
  readonly #kept = new BoundedMap<string, number>(OPEN_SESSIONS);
  /** Sessions whose row is behind. */
  readonly #behind = new Set<string>();
  readonly #loading = new Map<string, Promise<void>>();
  readonly #events = new EventMemory(EVENTS);
  /** How many events of each session are on their way into the table: what is read meanwhile may lack them. */
  readonly #storing = new Map<string, number>();
  readonly #putEvent: (row: SessionEventRow) => Promise<bigint>;
  readonly #putSession: (row: SessionRow) => Promise<bigint>;
  readonly #row: (station: unknown, transaction: unknown) => Promise<readonly SessionRow[]>;
  readonly #rows: (station: unknown, transaction: unknown) => Promise<readonly SessionEventRow[]>;

  constructor(ports: CsmsPorts) {
    this.#ports = ports;
    const { db } = ports;
    this.#putEvent = compiledInsert(db, 'session_event', [
      'station',
      'transaction_id',
      'seq_no',
      'variant',
      'event_type',
      'at',
      'received_at',
      'payload',
    ]);
    this.#putSession = compiledInsert(db, 'charging_session', SESSION_COLUMNS, (insert) =>
      insert.onConflict((conflict) =>
        conflict
          .columns(['station', 'transaction_id'])
          .doUpdateSet((eb) =>
            Object.fromEntries(SESSION_COLUMNS.slice(2).map((column) => [column, eb.ref(`excluded.${column}`)])),
          ),
      ),
    );
    this.#row = compiledQuery(
      db,
      db.selectFrom('charging_session').selectAll().where('station', '=', '').where('transaction_id', '=', ''),
    );
    this.#rows = compiledQuery(
      db,
      db
        .selectFrom('session_event')
        .selectAll()
        .where('station', '=', '')
        .where('transaction_id', '=', '')
        .orderBy('seq_no')
        .orderBy('variant'),
    );
  }

  /**
   * Stores an event and the sum with it; resolves when both are durable.
   * @param change put into the session with this event, e.g. the decision it rests on.
   */
  async record(
    station: string,
    event: TransactionEventRequest,
    change: Partial<Pick<SessionRow, 'decision_id'>> = {},
  ): Promise<Recorded> {
    const key = keyOf(station, event.transactionInfo.transactionId);
    if (!this.#open.get(key)) await this.#loaded(key, station, event.transactionInfo.transactionId);
    const before = this.#open.get(key);
    const receivedAt = Math.floor(this.#ports.clock.now());
    const payload = JSON.stringify(event);
    const ranges = before ? rangesOf(before) : [];
    let variant = 0;
    const findings: Finding[] = [];
    if (before && hasNumber(ranges, event.seqNo)) {
      const known = await this.#variants(station, event);
      if (known.some((other) => isSameEvent(other, event))) {
        // The process may have ended between the event and the sum.
        await this.#putSession(before);
        return { session: before, isDuplicate: true, findings };
      }
      variant = known.length;
      findings.push(odd('transaction_event_conflict', `${named(event)}: another event came under this number before`));
    } else if (event.seqNo < (ranges.at(-1)?.[1] ?? 0))
      findings.push(odd('transaction_event_late', `${named(event)}: came after later ones`, 'info'));
    const latest = this.#open.get(key);
    const facts = factsOf(event);
    const session = { ...foldEvent(latest, station, event, receivedAt, facts), ...change };
    if (event.eventType === 'Ended') {
      const gaps = gapsOf(rangesOf(session));
      if (gaps.length > 0)
        findings.push(odd('transaction_event_gap', `${named(event)}: events ${gapText(gaps)} have not come`));
    }
    this.#open.set(key, session);
    this.#events.add(key, facts);
    try {
      const { transaction_id } = session;
      const { seqNo: seq_no, eventType: event_type } = event;
      const at = Number.isNaN(facts.at) ? receivedAt : facts.at;
      await Promise.all([
        this.#storeEvent(key, {
          station,
          transaction_id,
          seq_no,
          variant,
          event_type,
          at,
          received_at: receivedAt,
          payload,
        }),
        this.#putRow(key, latest, session, event, receivedAt),
      ]);
    } catch (error) {
      this.#open.delete(key); // the table decides what is true
      this.#kept.delete(key);
      this.#behind.delete(key);
      this.#events.forget(key);
      throw error;
    }
    return { session, isDuplicate: false, findings };
  }

  /** What a row says now: that of a running session may be behind. */
  current(row: SessionRow): SessionRow {
    return this.#open.get(keyOf(row.station, row.transaction_id)) ?? row;
  }

  async find(station: string, transactionId: string): Promise<SessionRow | undefined> {
    const key = keyOf(station, transactionId);
    const open = this.#open.get(key);
    if (open) return open;
    const [row] = await this.#row(station, transactionId);
    // The row of a session that runs may be behind its events.
    if (!row || row.ended_at !== null) return row;
    await this.#loaded(key, station, transactionId);
    return this.#open.get(key) ?? row;
  }

  /** The events of a transaction as they are kept, by their numbers. */
  async events(station: string, transactionId: string): Promise<readonly TransactionEventRequest[]> {
    return (await this.#rows(station, transactionId)).map(({ payload }) => JSON.parse(payload));
  }

  /** The facts of its events, by their numbers. */
  async facts(station: string, transactionId: string): Promise<readonly EventFacts[]> {
    return this.#events.get(keyOf(station, transactionId)) ?? (await this.events(station, transactionId)).map(factsOf);
  }

  /** Nothing more is to be made of the events of a session. */
  over(station: string, transactionId: string): void {
    this.#events.forget(keyOf(station, transactionId));
  }

  /** Another session of this token that runs. */
  async running(
    token: { readonly id14: string },
    except: Pick<SessionRow, 'station' | 'transaction_id'>,
  ): Promise<SessionRow | undefined> {
    const rows = await this.#ports.db
      .selectFrom('charging_session')
      .selectAll()
      .where('id14', '=', token.id14)
      .where('ended_at', 'is', null)
      .execute();
    return rows.find(
      ({ station, transaction_id }) => station !== except.station || transaction_id !== except.transaction_id,
    );
  }

  /** The session that runs at an EVSE, the latest if a station left more than one open. */
  async runningAt(station: string, evseId: number): Promise<SessionRow | undefined> {
    return this.#ports.db
      .selectFrom('charging_session')
      .selectAll()
      .where('station', '=', station)
      .where('evse_id', '=', evseId)
      .where('ended_at', 'is', null)
      .orderBy('started_at', 'desc')
      .executeTakeFirst();
  }

  /** The rows say what is so now: before they are searched by their last change. */
  async catchUp(): Promise<void> {
    const now = Math.floor(this.#ports.clock.now());
    await Promise.all(
      [...this.#behind].map(async (key) => {
        const session = this.#open.get(key);
        this.#behind.delete(key);
        if (!session) return;
        this.#kept.set(key, now);
        await this.#putSession(session);
      }),
    );
  }

  /** What is not searched for moves the row only now and then: the events are the truth. */
  async #putRow(
    key: string,
    before: SessionRow | undefined,
    after: SessionRow,
    { eventType }: TransactionEventRequest,
    receivedAt: number,
  ): Promise<void> {
    const isSame =
      before !== undefined && eventType === 'Updated' && NEWS.every((column) => before[column] === after[column]);
    if (isSame && receivedAt - (this.#kept.get(key) ?? 0) < ROW_MS && this.#behind.size < BEHIND) {
      this.#behind.add(key);
      return;
    }
    this.#behind.delete(key);
    this.#kept.set(key, receivedAt);
    await this.#putSession(after);
  }

  async #storeEvent(key: string, row: SessionEventRow): Promise<void> {
    this.#storing.set(key, (this.#storing.get(key) ?? 0) + 1);
    try {
      await this.#putEvent(row);
    } finally {
      const left = this.#storing.get(key)! - 1;
      if (left > 0) this.#storing.set(key, left);
      else this.#storing.delete(key);
    }
  }

  /** Reads a session from its events, once for all who ask at the same time. */
  async #loaded(key: string, station: string, transactionId: string): Promise<void> {
    let loading = this.#loading.get(key);
    if (!loading) {
      loading = this.#load(key, station, transactionId).finally(() => this.#loading.delete(key));
      this.#loading.set(key, loading);
    }
    await loading;
  }

  async #load(key: string, station: string, transactionId: string): Promise<void> {
    const isWhole = !this.#storing.has(key);
    const rows = await this.#rows(station, transactionId);
    const events = rows.map(({ payload }) => JSON.parse(payload) as TransactionEventRequest);
    const facts = events.map(factsOf);
    if (isWhole) this.#events.begin(key, facts);
    if (rows.length === 0) return;
    let session: SessionRow | undefined;
    for (const [i, { received_at }] of rows.entries())
      session = foldEvent(session, station, events[i]!, received_at, facts[i]);
    const [kept] = await this.#row(station, transactionId);
    this.#open.set(key, { ...session!, decision_id: kept?.decision_id ?? null });
  }

  async #variants(
    station: string,
    { transactionInfo, seqNo }: TransactionEventRequest,
  ): Promise<readonly TransactionEventRequest[]> {
    const rows = await this.#rows(station, transactionInfo.transactionId);
    return rows.filter(({ seq_no }) => seq_no === seqNo).map(({ payload }) => JSON.parse(payload));
  }
}

/** A station that got no answer sends an event again, then perhaps marked as offline. */
function isSameEvent(a: TransactionEventRequest, b: TransactionEventRequest): boolean {
  const { offline: _, customData: __, ...left } = a;
  const { offline: ___, customData: ____, ...right } = b;
  return JSON.stringify(left) === JSON.stringify(right);
}

function keyOf(station: string, transactionId: string): string {
  return `${station}\n${transactionId}`;
}

function named({ eventType, seqNo, transactionInfo }: TransactionEventRequest): string {
  return `transaction ${transactionInfo.transactionId}, ${eventType} ${seqNo}`;
}

function odd(code: string, text: string, severity: Finding['severity'] = 'warning'): Finding {
  return { code, severity, text, spec: 'OCPP 2.0.1 E01.FR.07' };
}

function gapText(gaps: readonly (readonly [number, number])[]): string {
  return gaps.map(([from, to]) => (from === to ? `${from}` : `${from}..${to}`)).join(', ');
}

const OPEN_SESSIONS = 50_000;
/** Well under a kB each, unless their meter signs. */
const EVENTS = 20_000;
/** How far the row of a running session may be behind its events. */
const ROW_MS = 60_000;
/** Rows that may be behind at the same time. */
const BEHIND = 10_000;

/** What is put into the row at once. */
const NEWS = ['started_at', 'token', 'evse_id', 'decision_id'] as const;

const SESSION_COLUMNS = [
  'station',
  'transaction_id',
  'evse_id',
  'connector_id',
  'token',
  'token_type',
  'id14',
  'started_at',
  'ended_at',
  'updated_at',
  'charging_state',
  'stopped_reason',
  'remote_start_id',
  'seq_nos',
  'meter_first_wh',
  'meter_last_wh',
  'decision_id',
] as const satisfies readonly (keyof SessionRow)[];
