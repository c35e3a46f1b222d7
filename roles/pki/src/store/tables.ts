/** The tables of the PKI role and the steps that make them. @module */

import { type Kysely, sql } from 'kysely';

/** Rows by table. Times are ms since the epoch, fingerprints SHA-256 as lower-case hex. */
export interface PkiTables {
  /** Every certificate that was issued: written, and durable, before it leaves the role. */
  pki_issued: {
    fingerprint: string;
    /** What the role calls it, e.g. `v2g-root`, `contract-DE8AAC12345678D`. */
    name: string;
    profile: string;
    /** Fingerprint of the issuing CA's certificate; a root has its own. */
    issuer: string;
    /** SHA-256 of the issuing CA's key: its certificates may be renewed, its key decides revocation. */
    issuer_key: string;
    /** Lower-case hex without leading zeros. */
    serial_number: string;
    subject: string;
    der: Uint8Array;
    not_before: number;
    not_after: number;
    issued_at: number;
    /** 1 for the newest of its name. */
    is_current: 0 | 1;
  };
  pki_revoked: {
    issuer_key: string;
    serial_number: string;
    revoked_at: number;
    /** RFC 5280 5.3.1. */
    reason: string;
  };
  /** One line for each issue and revoke. */
  pki_audit: {
    id?: number;
    at: number;
    action: 'issue' | 'revoke';
    subject: string;
    /** Fingerprint of the certificate. */
    certificate: string;
    detail: string;
  };
  /** Root certificate pool. */
  pki_root: {
    id: string;
    type: string;
    fingerprint: string;
    der: Uint8Array;
    added_at: number;
  };
  /** Provisioning certificate pool. */
  pki_provisioning: {
    pcid: string;
    /** Certificates one behind the other, leaf first, each with its length in 4 octets before it. */
    chain: Uint8Array;
    /** JSON list of key identifiers. */
    v2g_roots: string;
    updated_at: number;
  };
  /** Contract certificate pool: signed contract data. */
  pki_contract: {
    emaid: string;
    pcid: string;
    namespace: string;
    /** EXI of a CertificateInstallationRes with SessionID zero. */
    exi: Uint8Array;
    /** The contract certificate in it. */
    der: Uint8Array;
    /** First 14 characters of the eMAID: what decides equality. */
    emaid14: string;
    is_default: 0 | 1;
    cps_root: string;
    stored_at: number;
  };
  pki_webhook: {
    id: string;
    url: string;
    /** JSON list. */
    events: string;
    description: string | null;
    metadata: string | null;
    status: string;
    secret: string;
  };
  /** Deliveries that are still to be made. */
  pki_delivery: {
    id?: number;
    webhook: string;
    body: Uint8Array;
    attempts: number;
    due_at: number;
  };
}

/** The steps, for the migration runner of `store`. */
export const pkiMigrations: readonly { readonly name: string; up(db: Kysely<unknown>): Promise<void> }[] = [
  {
    name: '0001_certificates',
    up: async (db) => {
      await sql`create table pki_issued (
        fingerprint text primary key, name text not null, profile text not null, issuer text not null,
        issuer_key text not null, serial_number text not null, subject text not null, der blob not null,
        not_before bigint not null, not_after bigint not null, issued_at bigint not null, is_current integer not null
      )`.execute(db);
      await sql`create unique index pki_issued_serial on pki_issued (issuer_key, serial_number)`.execute(db);
      await sql`create unique index pki_issued_current on pki_issued (name) where is_current = 1`.execute(db);
      await sql`create table pki_revoked (
        issuer_key text not null, serial_number text not null, revoked_at bigint not null, reason text not null,
        primary key (issuer_key, serial_number)
      )`.execute(db);
      await sql`create table pki_audit (
        id integer primary key, at bigint not null, action text not null, subject text not null,
        certificate text not null, detail text not null
      )`.execute(db);
    },
  },
  {
    name: '0002_pools',
    up: async (db) => {
      await sql`create table pki_root (
        id text primary key, type text not null, fingerprint text not null, der blob not null, added_at bigint not null,
        unique (type, fingerprint)
      )`.execute(db);
      await sql`create table pki_provisioning (
        pcid text primary key, chain blob not null, v2g_roots text not null, updated_at bigint not null
      )`.execute(db);
      await sql`create table pki_contract (
        emaid text not null, pcid text not null, namespace text not null, exi blob not null, der blob not null,
        emaid14 text not null, is_default integer not null, cps_root text not null, stored_at bigint not null,
        primary key (emaid14, pcid, namespace)
      )`.execute(db);
      await sql`create index pki_contract_pcid on pki_contract (pcid)`.execute(db);
      await sql`create table pki_webhook (
        id text primary key, url text not null, events text not null, description text, metadata text,
        status text not null, secret text not null
      )`.execute(db);
      await sql`create table pki_delivery (
        id integer primary key, webhook text not null, body blob not null, attempts integer not null, due_at bigint not null
      )`.execute(db);
    },
  },
];
