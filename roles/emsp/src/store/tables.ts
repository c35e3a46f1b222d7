/** The tables of the eMSP and the steps that make them. Times are ms since the epoch; JSON is text. @module */
import { type Kysely, sql } from 'kysely';

/** Life of a contract: ordered (not usable yet), active, blocked (may come back), expired (may be renewed), terminated (over for good). */
export const contractStatuses = ['ordered', 'active', 'blocked', 'expired', 'terminated'] as const;
export type ContractStatus = (typeof contractStatuses)[number];

/** Life of the contract certificate: none; to be ordered, issued, to be revoked, revoked; failed: the PKI refused, somebody must look. */
export type CertificateState = 'none' | 'ordered' | 'issued' | 'revoking' | 'revoked' | 'failed';

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
  /** Provisioning certificate id of the car that the contract is for. */
  readonly pcid: string | null;
  /** The eMSP's own reference of the customer. */
  readonly reference: string | null;
  readonly certificate_state: CertificateState;
  /** What the PKI calls the certificate. */
  readonly certificate_id: string | null;
  readonly certificate_not_after: number | null;
}

/** What happened to a contract. */
export interface ContractEventRow {
  readonly id14: string;
  readonly seq: number;
  readonly at: number;
  /** The new status, or what else happened: `created`, `changed`, `certificate_issued` ... */
  readonly event: string;
  readonly reason: string | null;
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

/** A key of our own, by what it is for. */
export interface SecretRow {
  readonly name: string;
  /** Hex. */
  readonly value: string;
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
  readonly session_id: string | null;
  readonly started_at: number;
  readonly ended_at: number;
  /** Of a credit CDR: the id, upper case, of the one that it takes back. */
  readonly credit_of: string | null;
  /** JSON array of {@link CdrFinding}s; `[]` when nothing is in question. */
  readonly findings: string;
}

/** A partner of the OCPI handshake. */
export interface PartnerRow {
  readonly id: string;
  readonly token_in: string | null;
  readonly token_in_next: string | null;
  /** The `Partner` as JSON. */
  readonly body: string;
  /** 1: registered, and its tokens module takes pushes. */
  readonly wants_tokens: number;
}

/** A contract that a partner has to hear of. */
export interface TokenPushRow {
  readonly partner: string;
  readonly id14: string;
}

/** A session or location that a CPO pushed. */
export interface ObjectRow {
  readonly module: string;
  readonly party: string;
  readonly id: string;
  readonly body: string;
  readonly changed_at: number;
}

export interface EmspTables {
  contract: ContractRow;
  contract_event: ContractEventRow;
  authorization: AuthorizationRow;
  cdr: CdrRow;
  partner: PartnerRow;
  token_push: TokenPushRow;
  object: ObjectRow;
  secret: SecretRow;
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
  {
    name: '0002_life_cycle_and_partners',
    up: async (db) => {
      await sql`alter table contract add column pcid text`.execute(db);
      await sql`alter table contract add column reference text`.execute(db);
      await sql`alter table contract add column certificate_state text not null default 'none'`.execute(db);
      await sql`alter table contract add column certificate_id text`.execute(db);
      await sql`alter table contract add column certificate_not_after bigint`.execute(db);
      await sql`create index contract_certificate on contract (certificate_state)`.execute(db);
      await sql`create table contract_event (
        id14 text not null, seq integer not null, at bigint not null, event text not null, reason text,
        primary key (id14, seq)
      )`.execute(db);
      await sql`create index authorization_contract on "authorization" (id14, at)`.execute(db);
      await sql`alter table cdr add column session_id text`.execute(db);
      await sql`alter table cdr add column started_at bigint not null default 0`.execute(db);
      await sql`alter table cdr add column ended_at bigint not null default 0`.execute(db);
      await sql`alter table cdr add column credit_of text`.execute(db);
      await sql`alter table cdr add column findings text not null default '[]'`.execute(db);
      await sql`create index cdr_contract on cdr (id14, ended_at)`.execute(db);
      await sql`create index cdr_received on cdr (received_at, key)`.execute(db);
      await sql`create index cdr_session on cdr (party, session_id)`.execute(db);
      await sql`create table partner (
        id text primary key, token_in text unique, token_in_next text unique, body text not null,
        wants_tokens integer not null
      )`.execute(db);
      await sql`create table token_push (partner text not null, id14 text not null, primary key (partner, id14))`.execute(
        db,
      );
      await sql`create table object (
        module text not null, party text not null, id text not null, body text not null, changed_at bigint not null,
        primary key (module, party, id)
      )`.execute(db);
    },
  },
  {
    name: '0003_secret',
    up: async (db) => {
      await sql`create table secret (name text primary key, value text not null)`.execute(db);
    },
  },
  {
    name: '0004_credits',
    up: async (db) => {
      // Who takes back a CDR is asked of each; without this all CDRs of the party were read.
      await sql`create index cdr_credit on cdr (party, credit_of) where credit_of is not null`.execute(db);
    },
  },
];
