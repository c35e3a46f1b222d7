/** Brings a database to the tables that a role expects: numbered steps, each applied once, in order. @module */
import { OperatorError, UsageError } from '@openpnc/core/errors';
import { type Kysely, sql } from 'kysely';

/** One step. `name` begins with its number (`0001_contracts`) and never changes after a release. */
export interface Migration {
  readonly name: string;
  up(db: Kysely<unknown>): Promise<void>;
}

/**
 * Applies the steps of `owner` (a role's name; several roles may share a database) that are not applied yet, each in a
 * transaction of its own.
 * @returns the names that were applied now.
 * @throws OperatorError `store_newer` when the database has steps that this version does not know, `store_foreign` when
 *   its steps are not the beginning of `migrations`.
 */
export async function migrate<Tables>(
  database: Kysely<Tables>,
  owner: string,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  checkOrder(owner, migrations);
  const db = database as unknown as Kysely<{ openpnc_migration: Applied }>;
  await sql`create table if not exists openpnc_migration (
    owner text not null, name text not null, applied_at bigint not null, primary key (owner, name)
  )`.execute(db);
  const applied = await db
    .selectFrom('openpnc_migration')
    .select('name')
    .where('owner', '=', owner)
    .orderBy('name')
    .execute();
  for (const [i, { name }] of applied.entries()) {
    const expected = migrations[i]?.name;
    if (name === expected) continue;
    if (!migrations.some((migration) => migration.name === name))
      throw new OperatorError(
        'store_newer',
        `the database of ${owner} was written by a newer version: it has step ${name}, this version knows up to ${migrations.at(-1)?.name ?? 'none'}; use the newer version or another database`,
      );
    throw new OperatorError(
      'store_foreign',
      `the database of ${owner} has step ${name} where ${expected} was expected`,
    );
  }
  const missing = migrations.slice(applied.length);
  for (const { name, up } of missing) {
    await db.transaction().execute(async (transaction) => {
      await up(transaction as unknown as Kysely<unknown>);
      await transaction.insertInto('openpnc_migration').values({ owner, name, applied_at: Date.now() }).execute();
    });
  }
  return missing.map(({ name }) => name);
}

interface Applied {
  readonly owner: string;
  readonly name: string;
  readonly applied_at: number;
}

function checkOrder(owner: string, migrations: readonly Migration[]): void {
  for (const [i, { name }] of migrations.entries()) {
    const before = migrations[i - 1]?.name;
    if (!/^\d{4}_\w+$/.test(name) || (before !== undefined && before >= name))
      throw new UsageError('migration_order', `${owner}: migration ${name} after ${before}: expected rising NNNN_name`);
  }
}
