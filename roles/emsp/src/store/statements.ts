/** Statements of the hot path, compiled once: Kysely's own compilation costs more than the statement itself. @module */
import type { CompiledQuery, Insertable, InsertQueryBuilder, InsertResult, Kysely, Selectable } from 'kysely';
import type { EmspTables } from './tables.ts';

type TableName = keyof EmspTables & string;
type Builder<Table extends TableName> = InsertQueryBuilder<EmspTables, Table, InsertResult>;

/** A query compiled once from one that was built with `parameters`; each run puts its own in their place. */
export function compiledQuery<Row>(
  db: Kysely<EmspTables>,
  build: { compile(): CompiledQuery<Row> },
): (...parameters: readonly unknown[]) => Promise<readonly Row[]> {
  const query: CompiledQuery<Row> = build.compile();
  return async (...parameters) => (await db.executeQuery<Row>({ ...query, parameters })).rows;
}

/** The same for an update. @returns how many rows were changed, when that is durable */
export function compiledUpdate(
  db: Kysely<EmspTables>,
  build: { compile(): CompiledQuery },
): (...parameters: readonly unknown[]) => Promise<bigint> {
  const query: CompiledQuery = build.compile();
  return async (...parameters) => (await db.executeQuery({ ...query, parameters })).numAffectedRows ?? 0n;
}

/**
 * An insert of one whole row, by the order of `columns`, that leaves a row which is there already as it is.
 * @returns 1, or 0 when there was one, when that is durable
 */
export function compiledInsert<Table extends TableName>(
  db: Kysely<EmspTables>,
  table: Table,
  columns: readonly (keyof EmspTables[Table] & string)[],
): (row: Selectable<EmspTables[Table]>) => Promise<bigint> {
  const placeholders = Object.fromEntries(columns.map((column) => [column, ''])) as unknown as Insertable<
    EmspTables[Table]
  >;
  const insert = db.insertInto(table).values(placeholders) as Builder<Table>;
  const put = compiledUpdate(
    db,
    insert.onConflict((conflict) => conflict.doNothing()),
  );
  return (row) => {
    const values = row as unknown as Readonly<Record<string, unknown>>;
    return put(...columns.map((column) => values[column]));
  };
}
