/** What the PKI knows of its certificates: issued, current, revoked. Each write comes with its audit line, in one transaction. @module */

import type { Millis } from '@openpnc/core/machine';
import { type Certificate, parseCertificate } from '@openpnc/x509/certificate';
import { digest } from '@openpnc/x509/hashData';
import type { OcspStatus, RevocationReason } from '@openpnc/x509/ocsp';
import type { ProfileName } from '@openpnc/x509/profiles';
import type { Kysely } from 'kysely';
import type { PkiTables } from './tables.ts';

/** A CA's key as the store names it: SHA-256 of its SubjectPublicKeyInfo. */
export function issuerKeyOf(issuer: Pick<Certificate, 'spki'>): string {
  return digest('SHA256', issuer.spki);
}

/** Records a certificate as the current one of its name; resolves when that is durable. */
export async function recordIssued(
  database: Kysely<PkiTables>,
  certificate: Certificate,
  {
    name,
    profile,
    issuer,
    now,
    detail = '',
  }: {
    readonly name: string;
    readonly profile: ProfileName;
    readonly issuer: Certificate;
    readonly now: Millis /** Joined to the audit line. */;
    readonly detail?: string;
  },
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('pki_issued')
      .set({ is_current: 0 })
      .where('name', '=', name)
      .where('is_current', '=', 1)
      .execute();
    await transaction
      .insertInto('pki_issued')
      .values({
        fingerprint: certificate.fingerprint,
        name,
        profile,
        issuer: issuer.fingerprint,
        issuer_key: issuerKeyOf(issuer),
        serial_number: certificate.serialNumber,
        subject: String(certificate.subject),
        der: certificate.der,
        not_before: certificate.notBefore,
        not_after: certificate.notAfter,
        issued_at: now,
        is_current: 1,
      })
      .execute();
    await transaction
      .insertInto('pki_audit')
      .values({
        at: now,
        action: 'issue',
        subject: String(certificate.subject),
        certificate: certificate.fingerprint,
        detail: `${profile} ${name}${detail === '' ? '' : ` ${detail}`}`,
      })
      .execute();
  });
}

/** The newest certificate of a name. */
export async function currentCertificate(database: Kysely<PkiTables>, name: string): Promise<Certificate | undefined> {
  const row = await database
    .selectFrom('pki_issued')
    .select('der')
    .where('name', '=', name)
    .where('is_current', '=', 1)
    .executeTakeFirst();
  return row && parseCertificate(row.der);
}

/** What the responder says of a serial number of a CA: `unknown` when this PKI never issued it. */
export async function statusOf(
  database: Kysely<PkiTables>,
  issuer: Pick<Certificate, 'spki'>,
  serialNumber: string,
): Promise<OcspStatus & { readonly fingerprint?: string }> {
  const issuerKey = issuerKeyOf(issuer);
  const revoked = await database
    .selectFrom('pki_revoked')
    .select(['revoked_at', 'reason'])
    .where('issuer_key', '=', issuerKey)
    .where('serial_number', '=', serialNumber)
    .executeTakeFirst();
  if (revoked) return { status: 'revoked', at: revoked.revoked_at, reason: revoked.reason as RevocationReason };
  const issued = await database
    .selectFrom('pki_issued')
    .select('fingerprint')
    .where('issuer_key', '=', issuerKey)
    .where('serial_number', '=', serialNumber)
    .executeTakeFirst();
  return issued ? { status: 'good', ...issued } : { status: 'unknown' };
}

/** The certificate with this fingerprint, if this PKI issued it. */
export async function issuedCertificate(
  database: Kysely<PkiTables>,
  fingerprint: string,
): Promise<Certificate | undefined> {
  const row = await database
    .selectFrom('pki_issued')
    .select('der')
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  return row && parseCertificate(row.der);
}

/**
 * Revokes a certificate; a second time changes nothing.
 * @returns whether this PKI issued it: nothing is recorded for a foreign one
 */
export async function recordRevoked(
  database: Kysely<PkiTables>,
  certificate: Certificate,
  { reason, now }: { readonly reason: RevocationReason; readonly now: Millis },
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('pki_issued')
      .select(['issuer_key', 'serial_number'])
      .where('fingerprint', '=', certificate.fingerprint)
      .executeTakeFirst();
    if (!row) return false;
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('pki_revoked')
      .values({ ...row, revoked_at: now, reason })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 0n)
      await transaction
        .insertInto('pki_audit')
        .values({
          at: now,
          action: 'revoke',
          subject: String(certificate.subject),
          certificate: certificate.fingerprint,
          detail: reason,
        })
        .execute();
    return true;
  });
}
