/** Statements of the hot path, compiled once: Kysely's own compilation costs more than the statement itself. @module */
import type {
  CompiledQuery,
  Insertable,
  InsertQueryBuilder,
  InsertResult,
  Kysely,
  QueryResult,
  Selectable,
} from 'kysely';
import type { StationTables } from './tables.ts';

type TableName = keyof StationTables & string;
type Builder<Table extends TableName> = InsertQueryBuilder<StationTables, Table, InsertResult>;

/**
 * An insert of one whole row, by the order of `columns`.
 * @param extend adds the rest of the statement (`on conflict ...`); it may hold no parameters of its own.
 */
export function compiledInsert<Table extends TableName>(
  db: Kysely<StationTables>,
  table: Table,
  columns: readonly (keyof StationTables[Table] & string)[],
  extend: (insert: Builder<Table>) => Builder<Table> = (insert) => insert,
): (row: Selectable<StationTables[Table]>) => Promise<unknown> {
  const placeholders = Object.fromEntries(columns.map((column) => [column, ''])) as unknown as Insertable<
    StationTables[Table]
  >;
  const run = compiledQuery(db, extend(db.insertInto(table).values(placeholders) as Builder<Table>));
  return (row) => {
    const values = row as unknown as Readonly<Record<string, unknown>>;
    return run(...columns.map((column) => values[column]));
  };
}

/** A query compiled once from one that was built with `parameters`; each run puts its own in their place. */
export function compiledQuery<Row>(
  db: Kysely<StationTables>,
  build: { compile(): CompiledQuery<Row> },
): (...parameters: readonly unknown[]) => Promise<QueryResult<Row>> {
  const query = build.compile();
  return (...parameters) => db.executeQuery<Row>({ ...query, parameters });
}
