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

/** A certificate chain that came by CertificateSigned. Its key is in `Keys` under `key_name`. */
export interface IdentityRow {
  readonly name: string;
  readonly key_name: string;
  /** PEM, leaf first. */
  readonly chain: string;
  /** `secc` towards cars, `station` towards the CSMS. */
  readonly purpose: string;
}

/** A security event that happened. */
export interface SecurityEventRow {
  readonly id: number;
  readonly type: string;
  readonly timestamp: string;
  readonly tech_info: string;
  /** 1: the CSMS must hear of it and has not. */
  readonly is_due: number;
}

/** A contract certificate that was shown here, so that its customer's data can be found again. */
export interface ShownContractRow {
  /** Serial number and hashes of the leaf, SHA-256. */
  readonly key: string;
  readonly emaid: string;
  readonly shown_at: number;
}

/** An OCSP response for a certificate of ours. */
export interface StapleRow {
  readonly fingerprint: string;
  readonly response: Uint8Array;
  readonly next_update: number;
  readonly fetched_at: number;
}

/**
 * A TransactionEvent that the CSMS has not acknowledged, or the newest of a transaction that has not ended: its row stays for
 * the state until the next event takes its place, so that the transaction ends properly after a power cut.
 */
export interface EventRow {
  /** Rising in the order of occurrence. */
  readonly id: number;
  readonly transaction_id: string;
  readonly seq_no: number;
  readonly event_type: string;
  /** TransactionEventRequest as JSON; empty when it is no longer to be sent. */
  readonly payload: string;
  /** Transmissions that ended without a result. */
  readonly attempts: number;
  readonly evse: number;
  /** TxState after the event as JSON; empty when the transaction is over. */
  readonly state: string;
}

/** What the CSMS put on the local authorization list. */
export interface ListRow {
  /** Type and normal form of the token. */
  readonly key: string;
  /** AuthorizationData as JSON. */
  readonly entry: string;
}

/** What the CSMS has said of a token before. */
export interface CacheRow {
  readonly key: string;
  /** IdTokenInfoType as JSON. */
  readonly info: string;
  readonly stored_at: number;
  readonly used_at: number;
  readonly uses: number;
}

/** Single values: `localListVersion` and the like. */
export interface FactRow {
  readonly name: string;
  readonly value: string;
}

/** A monitor that the CSMS has set. */
export interface MonitorRow {
  readonly id: number;
  readonly name: string;
  readonly evse: number;
  readonly type: string;
  readonly value: number;
  readonly severity: number;
  /** 1: only while a transaction runs. */
  readonly in_transaction: number;
}

/** A charging profile that the CSMS has set. */
export interface ProfileRow {
  readonly id: number;
  /** 0: for all of them. */
  readonly evse: number;
  /** ChargingProfileType as JSON. */
  readonly profile: string;
}

export interface StationTables {
  charging_profile: ProfileRow;
  monitor: MonitorRow;
  security_event: SecurityEventRow;
  shown_contract: ShownContractRow;
  local_list: ListRow;
  auth_cache: CacheRow;
  fact: FactRow;
  variable: VariableRow;
  anchor: AnchorRow;
  identity: IdentityRow;
  staple: StapleRow;
  transaction_event: EventRow;
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
  {
    name: '0002_tokens',
    up: async (db) => {
      await sql`create table local_list (key text primary key, entry text not null)`.execute(db);
      await sql`create table auth_cache (
        key text primary key, info text not null, stored_at bigint not null, used_at bigint not null,
        uses integer not null
      )`.execute(db);
      await sql`create table fact (name text primary key, value text not null)`.execute(db);
    },
  },
  {
    name: '0003_certificates',
    up: async (db) => {
      await sql`alter table identity add column purpose text not null default 'secc'`.execute(db);
      await sql`create table security_event (
        id integer primary key, type text not null, timestamp text not null, tech_info text not null,
        is_due integer not null
      )`.execute(db);
      await sql`create table shown_contract (
        key text primary key, emaid text not null, shown_at bigint not null
      )`.execute(db);
    },
  },
  {
    name: '0004_monitors',
    up: async (db) => {
      await sql`create table monitor (
        id integer primary key, name text not null, evse integer not null, type text not null, value real not null,
        severity integer not null, in_transaction integer not null
      )`.execute(db);
    },
  },
  {
    name: '0005_profiles',
    up: async (db) => {
      await sql`create table charging_profile (
        id integer primary key, evse integer not null, profile text not null
      )`.execute(db);
    },
  },
  {
    name: '0006_state_with_event',
    up: async (db) => {
      await sql`alter table transaction_event add column evse integer not null default 0`.execute(db);
      await sql`alter table transaction_event add column state text not null default ''`.execute(db);
      // A transaction that is open meanwhile: an event behind all others that is not to be sent.
      await sql`insert into transaction_event (id, transaction_id, seq_no, event_type, payload, attempts, evse, state)
        select (select coalesce(max(id), 0) from transaction_event) + evse, '', 0, 'Updated', '', 0, evse, state
        from open_transaction`.execute(db);
      await sql`drop table open_transaction`.execute(db);
    },
  },
];
