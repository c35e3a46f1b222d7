/** The tables of a station and the steps that make them. Times are ms since the epoch; JSON is text; EVSE 0 is the station. @module */
import { type Kysely, sql } from 'kysely';

/** A device model variable whose value was changed. */
export interface VariableRow {
  readonly component: string;
  readonly evse: number;
  readonly variable: string;
  /** Empty for none. */
  readonly instance: string;
  readonly value: string;
}

/** A change to the roots that the station was given at the factory. */
export interface AnchorRow {
  readonly use: string;
  readonly fingerprint: string;
  readonly der: Uint8Array;
  /** 1: a root that is no longer wanted. */
  readonly is_removed: number;
}

/** An SECC certificate chain that came by CertificateSigned. Its key is in `Keys` under `key_name`. */
export interface IdentityRow {
  readonly name: string;
  readonly key_name: string;
  /** PEM, leaf first. */
  readonly chain: string;
}

/** An OCSP response for a certificate of ours. */
export interface StapleRow {
  readonly fingerprint: string;
  readonly response: Uint8Array;
  readonly next_update: number;
  readonly fetched_at: number;
}

/** A TransactionEvent that the CSMS has not acknowledged. */
export interface EventRow {
  /** Rising in the order of occurrence. */
  readonly id: number;
  readonly transaction_id: string;
  readonly seq_no: number;
  readonly event_type: string;
  /** TransactionEventRequest as JSON. */
  readonly payload: string;
  /** Transmissions that ended without a result. */
  readonly attempts: number;
}

/** The transaction of an EVSE, so that it ends properly after a power cut. */
export interface TransactionRow {
  readonly evse: number;
  /** TxState as JSON. */
  readonly state: string;
}

export interface StationTables {
  variable: VariableRow;
  anchor: AnchorRow;
  identity: IdentityRow;
  staple: StapleRow;
  transaction_event: EventRow;
  open_transaction: TransactionRow;
}

/** For the migration runner, owner `station`. */
export const stationMigrations: readonly { readonly name: string; up(db: Kysely<unknown>): Promise<void> }[] = [
  {
    name: '0001_station',
    up: async (db) => {
      await sql`create table variable (
        component text not null, evse integer not null, variable text not null, instance text not null,
        value text not null, primary key (component, evse, variable, instance)
      )`.execute(db);
      await sql`create table anchor (
        use text not null, fingerprint text not null, der blob not null, is_removed integer not null,
        primary key (use, fingerprint)
      )`.execute(db);
      await sql`create table identity (name text primary key, key_name text not null, chain text not null)`.execute(db);
      await sql`create table staple (
        fingerprint text primary key, response blob not null, next_update bigint not null, fetched_at bigint not null
      )`.execute(db);
      await sql`create table transaction_event (
        id integer primary key, transaction_id text not null, seq_no integer not null, event_type text not null,
        payload text not null, attempts integer not null
      )`.execute(db);
      await sql`create table open_transaction (evse integer primary key, state text not null)`.execute(db);
    },
  },
];
