/** Statements of the hot path, compiled once: Kysely's own compilation costs more than the statement itself. @module */
import type { CompiledQuery, Insertable, InsertQueryBuilder, InsertResult, Kysely, Selectable } from 'kysely';
import type { CsmsTables } from './tables.ts';

type TableName = keyof CsmsTables & string;
type Builder<Table extends TableName> = InsertQueryBuilder<CsmsTables, Table, InsertResult>;

/**
 * An insert of one whole row, by the order of `columns`.
 * @param extend adds the rest of the statement (`on conflict ...`); it may hold no parameters of its own.
 */
export function compiledInsert<Table extends TableName>(
  db: Kysely<CsmsTables>,
  table: Table,
  columns: readonly (keyof CsmsTables[Table] & string)[],
  extend: (insert: Builder<Table>) => Builder<Table> = (insert) => insert,
): (row: Selectable<CsmsTables[Table]>) => Promise<bigint> {
  const placeholders = Object.fromEntries(columns.map((column) => [column, ''])) as unknown as Insertable<
    CsmsTables[Table]
  >;
  const query: CompiledQuery = extend(db.insertInto(table).values(placeholders) as Builder<Table>).compile();
  return async (row) => {
    const values = row as unknown as Readonly<Record<string, unknown>>;
    const { numAffectedRows } = await db.executeQuery({
      ...query,
      parameters: columns.map((column) => values[column]),
    });
    return numAffectedRows ?? 0n;
  };
}

/** A query compiled once from one that was built with `parameters`; each run puts its own in their place. */
export function compiledQuery<Row>(
  db: Kysely<CsmsTables>,
  build: { compile(): CompiledQuery<Row> },
): (...parameters: readonly unknown[]) => Promise<readonly Row[]> {
  const query: CompiledQuery<Row> = build.compile();
  return async (...parameters) => (await db.executeQuery<Row>({ ...query, parameters })).rows;
}

/** The same for an update. @returns how many rows were changed, when that is durable */
export function compiledUpdate(
  db: Kysely<CsmsTables>,
  build: { compile(): CompiledQuery },
): (...parameters: readonly unknown[]) => Promise<bigint> {
  const query: CompiledQuery = build.compile();
  return async (...parameters) => (await db.executeQuery({ ...query, parameters })).numAffectedRows ?? 0n;
}
