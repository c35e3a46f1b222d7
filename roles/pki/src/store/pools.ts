/** Rows of the pools: roots, provisioning certificates, contracts, webhooks. @module */

import { parseEmaid } from '@openpnc/core/emaid';
import type { Millis } from '@openpnc/core/machine';
import type { RootEntry, RootType, SignedContract } from '@openpnc/opcp/backend';
import type { WebhookEndpoint, WebhookStore } from '@openpnc/opcp/webhook';
import { type Certificate, parseCertificate } from '@openpnc/x509/certificate';
import type { Kysely, Transaction } from 'kysely';
import type { PkiTables } from './tables.ts';

type Database = Kysely<PkiTables> | Transaction<PkiTables>;

/** The roots of a type, or all, oldest first. */
export async function rootRows(database: Database, type?: RootType): Promise<readonly RootEntry[]> {
  const rows = await database
    .selectFrom('pki_root')
    .select(['id', 'type', 'der'])
    .$if(type !== undefined, (query) => query.where('type', '=', type!))
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  return rows.map(({ id, type: kind, der }) => ({ id, type: kind as RootType, certificate: parseCertificate(der) }));
}

/** Keeps a root; the same certificate with the same type keeps its id. @returns the id */
export async function putRoot(database: Database, { id, type, certificate }: RootEntry, now: Millis): Promise<string> {
  const { fingerprint, der } = certificate;
  await database
    .insertInto('pki_root')
    .values({ id, type, fingerprint, der, added_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await database
    .selectFrom('pki_root')
    .select('id')
    .where('type', '=', type)
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The certificates of a car, leaf first, with the key identifiers of its V2G roots. */
export async function provisioningRow(
  database: Database,
  pcid: string,
): Promise<{ readonly chain: readonly Certificate[]; readonly v2gRootKeyIdentifiers: readonly string[] } | undefined> {
  const row = await database.selectFrom('pki_provisioning').selectAll().where('pcid', '=', pcid).executeTakeFirst();
  return (
    row && {
      chain: unpack(row.chain).map(parseCertificate),
      v2gRootKeyIdentifiers: JSON.parse(row.v2g_roots) as readonly string[],
    }
  );
}

/** Keeps or replaces the certificates of a car. */
export async function putProvisioning(
  database: Database,
  pcid: string,
  {
    chain,
    v2gRootKeyIdentifiers,
  }: { readonly chain: readonly Certificate[]; readonly v2gRootKeyIdentifiers: readonly string[] },
  now: Millis,
): Promise<void> {
  const values = {
    chain: pack(chain.map(({ der }) => der)),
    v2g_roots: JSON.stringify(v2gRootKeyIdentifiers),
    updated_at: now,
  };
  await database
    .insertInto('pki_provisioning')
    .values({ pcid, ...values })
    .onConflict((conflict) => conflict.column('pcid').doUpdateSet(values))
    .execute();
}

/** Contracts by PCID, by eMAID (14 characters decide), or both; the default one first. */
export async function contractRows(
  database: Database,
  { pcid, eMAID }: { readonly pcid?: string; readonly eMAID?: string },
): Promise<readonly SignedContract[]> {
  const rows = await database
    .selectFrom('pki_contract')
    .selectAll()
    .$if(pcid !== undefined, (query) => query.where('pcid', '=', pcid!))
    .$if(eMAID !== undefined, (query) => query.where('emaid14', '=', id14(eMAID!)))
    .orderBy('is_default', 'desc')
    .orderBy('stored_at')
    .orderBy('emaid')
    .execute();
  return rows.map((row) => ({
    eMAID: row.emaid,
    pcid: row.pcid,
    namespace: row.namespace,
    exi: Uint8Array.from(row.exi),
    contract: parseCertificate(row.der),
    isDefault: row.is_default === 1,
    cpsRootFingerprint: row.cps_root,
  }));
}

/** Keeps or replaces a contract; the first one of a PCID becomes its default. */
export async function putContract(
  database: Database,
  contract: Omit<SignedContract, 'isDefault'>,
  now: Millis,
): Promise<void> {
  const { pcid, namespace } = contract;
  const emaid14 = id14(contract.eMAID);
  const siblings = await database
    .selectFrom('pki_contract')
    .select(['emaid14', 'is_default'])
    .where('pcid', '=', pcid)
    .execute();
  const before = siblings.find((row) => row.emaid14 === emaid14);
  const isDefault = before ? before.is_default : siblings.length === 0 ? 1 : 0;
  const values = {
    emaid: contract.eMAID,
    exi: contract.exi,
    der: contract.contract.der,
    cps_root: contract.cpsRootFingerprint,
    stored_at: now,
  };
  await database
    .insertInto('pki_contract')
    .values({ pcid, namespace, emaid14, is_default: isDefault, ...values })
    .onConflict((conflict) => conflict.columns(['emaid14', 'pcid', 'namespace']).doUpdateSet(values))
    .execute();
}

/** Takes contracts away, inside a transaction of the caller. Taking the default away promotes none. @returns what was there */
export async function removeContracts(
  transaction: Transaction<PkiTables>,
  key: { readonly pcid?: string; readonly eMAID?: string },
): Promise<readonly SignedContract[]> {
  const rows = await contractRows(transaction, key);
  for (const { pcid, eMAID } of rows)
    await transaction.deleteFrom('pki_contract').where('pcid', '=', pcid).where('emaid14', '=', id14(eMAID)).execute();
  return rows;
}

/** Subscriptions in the database. */
export function webhookStore(database: Kysely<PkiTables>): WebhookStore {
  return {
    list: async () =>
      (await database.selectFrom('pki_webhook').selectAll().orderBy('id').execute()).map(
        ({ events, description, metadata, status, ...row }): WebhookEndpoint => ({
          ...row,
          enabledEvents: JSON.parse(events) as readonly string[],
          status: status === 'disabled' ? 'disabled' : 'enabled',
          ...(description !== null && { description }),
          ...(metadata !== null && { metadata }),
        }),
      ),
    put: async ({ enabledEvents, description = null, metadata = null, ...endpoint }) => {
      const { id, ...values } = { ...endpoint, events: JSON.stringify(enabledEvents), description, metadata };
      await database
        .insertInto('pki_webhook')
        .values({ id, ...values })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute();
    },
    remove: async (id) => {
      const { numDeletedRows } = await database.deleteFrom('pki_webhook').where('id', '=', id).executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

/** What decides the equality of eMAIDs; texts that are none stay as they are and equal themselves. */
function id14(eMAID: string): string {
  return parseEmaid(eMAID)?.id14 ?? eMAID;
}

function pack(ders: readonly Uint8Array[]): Uint8Array {
  const packed = new Uint8Array(ders.reduce((sum, { length }) => sum + 4 + length, 0));
  const view = new DataView(packed.buffer);
  let at = 0;
  for (const der of ders) {
    view.setUint32(at, der.length);
    packed.set(der, at + 4);
    at += 4 + der.length;
  }
  return packed;
}

function unpack(packed: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const ders: Uint8Array[] = [];
  for (let at = 0; at < packed.length; ) {
    const length = view.getUint32(at);
    ders.push(packed.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return ders;
}
