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
];
