/** The tables of the eMSP and the steps that make them. Times are ms since the epoch; JSON is text. @module */
import { type Kysely, sql } from 'kysely';

/** Life of a contract: ordered (not usable yet), active, blocked (by us, may come back), expired, terminated (over for good). */
export type ContractStatus = 'ordered' | 'active' | 'blocked' | 'expired' | 'terminated';

/** A contract; its key is the first 14 normalised characters of the eMAID. */
export interface ContractRow {
  readonly id14: string;
  /** 15 characters, with the right check character. */
  readonly emaid: string;
  readonly status: ContractStatus;
  /** 0: the account has not enough credit. */
  readonly has_credit: number;
  readonly valid_from: number | null;
  readonly valid_to: number | null;
  /** ISO 639-1, the driver's. */
  readonly language: string;
  readonly whitelist: string;
  readonly group_id: string | null;
  /** JSON array of party keys (`NLCPO`) where it may charge; null is everywhere. */
  readonly allowed_parties: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

/** A verdict that was given with ALLOWED: what a CDR refers to. */
export interface AuthorizationRow {
  readonly reference: string;
  readonly id14: string;
  /** Key of the calling party. */
  readonly party: string;
  readonly location_id: string | null;
  readonly at: number;
}

/** A CDR that was taken. */
export interface CdrRow {
  /** Last part of its location. */
  readonly key: string;
  /** Party key of its owner. */
  readonly party: string;
  /** Upper case: CDR ids have no case. */
  readonly id: string;
  readonly id14: string;
  readonly version: string;
  /** The CDR in the form of OCPI 2.3.0. */
  readonly body: string;
  readonly received_at: number;
}

export interface EmspTables {
  contract: ContractRow;
  authorization: AuthorizationRow;
  cdr: CdrRow;
}

/** For the migration runner, owner `emsp`. */
export const emspMigrations: readonly { readonly name: string; up(db: Kysely<unknown>): Promise<void> }[] = [
  {
    name: '0001_contracts',
    up: async (db) => {
      await sql`create table contract (
        id14 text primary key, emaid text not null, status text not null, has_credit integer not null,
        valid_from bigint, valid_to bigint, language text not null, whitelist text not null, group_id text,
        allowed_parties text, created_at bigint not null, updated_at bigint not null
      )`.execute(db);
      await sql`create index contract_updated on contract (updated_at, id14)`.execute(db);
      await sql`create table "authorization" (
        reference text primary key, id14 text not null, party text not null, location_id text, at bigint not null
      )`.execute(db);
      await sql`create table cdr (
        key text primary key, party text not null, id text not null, id14 text not null, version text not null,
        body text not null, received_at bigint not null, unique (party, id)
      )`.execute(db);
    },
  },
];
