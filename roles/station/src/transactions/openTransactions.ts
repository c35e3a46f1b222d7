/** Transactions that have begun and not ended, kept so that each ends properly after a power cut. OCPP 2.0.1 E. @module */
import type { Kysely } from 'kysely';
import { compiledInsert, compiledQuery } from '../store/statements.ts';
import type { StationTables, TransactionRow } from '../store/tables.ts';
import type { TxState } from './transaction.ts';

/** The open transactions of one station, at most one an EVSE. */
export class OpenTransactions {
  readonly #insert: (row: TransactionRow) => Promise<unknown>;
  readonly #update: (state: string, evse: number) => Promise<unknown>;
  readonly #delete: (evse: number) => Promise<unknown>;
  /** EVSEs that have a row. */
  readonly #held: Set<number>;

  /** @param kept what an earlier run has left, from {@link OpenTransactions.stored} */
  constructor(db: Kysely<StationTables>, kept: ReadonlyMap<number, TxState>) {
    this.#insert = compiledInsert(db, 'open_transaction', ['evse', 'state']);
    this.#update = compiledQuery(db, db.updateTable('open_transaction').set({ state: '' }).where('evse', '=', 0));
    this.#delete = compiledQuery(db, db.deleteFrom('open_transaction').where('evse', '=', 0));
    this.#held = new Set(kept.keys());
  }

  /** What a database holds, by EVSE. */
  static async stored(db: Kysely<StationTables>): Promise<ReadonlyMap<number, TxState>> {
    const rows = await db.selectFrom('open_transaction').selectAll().execute();
    return new Map(rows.map(({ evse, state }) => [evse, JSON.parse(state) as TxState]));
  }

  /** Keeps the transaction of an EVSE, or forgets one that has ended. Resolves when that is durable. */
  async keep(evse: number, state: TxState): Promise<void> {
    const isHeld = this.#held.has(evse);
    if (!state.transaction) {
      if (!isHeld) return;
      this.#held.delete(evse);
      await this.#delete(evse);
    } else if (isHeld) await this.#update(JSON.stringify(state), evse);
    else {
      this.#held.add(evse);
      await this.#insert({ evse, state: JSON.stringify(state) });
    }
  }
}
