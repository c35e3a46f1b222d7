/**
 * Statements of a hot path, compiled once over the Kysely that a role is given: Kysely's own compilation costs more than the
 * statement itself. Types alone are taken from Kysely.
 *
 * @module
 */
import type {
  CompiledQuery,
  Insertable,
  InsertQueryBuilder,
  InsertResult,
  Kysely,
  QueryResult,
  Selectable,
} from 'kysely';

/** A database of any tables. */
interface Database {
  executeQuery<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>>;
}

type Builder<Tables, Table extends keyof Tables & string> = InsertQueryBuilder<Tables, Table, InsertResult>;

/** A query compiled once from one that was built with `parameters`; each run puts its own in their place. */
export function compiledQuery<Row>(
  db: Database,
  build: { compile(): CompiledQuery<Row> },
): (...parameters: readonly unknown[]) => Promise<readonly Row[]> {
  const query = build.compile();
  return async (...parameters) => (await db.executeQuery<Row>({ ...query, parameters })).rows;
}

/** The same for what changes rows. @returns how many were changed, when that is durable */
export function compiledUpdate(
  db: Database,
  build: { compile(): CompiledQuery<unknown> },
): (...parameters: readonly unknown[]) => Promise<bigint> {
  const query = build.compile();
  return async (...parameters) => (await db.executeQuery({ ...query, parameters })).numAffectedRows ?? 0n;
}

/**
 * An insert of one whole row, by the order of `columns`.
 * @param extend adds the rest of the statement (`on conflict ...`); it may hold no parameters of its own
 * @returns how many rows were put, when that is durable
 */
export function compiledInsert<Tables, Table extends keyof Tables & string>(
  db: Kysely<Tables>,
  table: Table,
  columns: readonly (keyof Tables[Table] & string)[],
  extend: (insert: Builder<Tables, Table>) => Builder<Tables, Table> = (insert) => insert,
): (row: Selectable<Tables[Table]>) => Promise<bigint> {
  const placeholders = Object.fromEntries(columns.map((column) => [column, ''])) as unknown as Insertable<
    Tables[Table]
  >;
  const put = compiledUpdate(db, extend(db.insertInto(table).values(placeholders) as Builder<Tables, Table>));
  return (row) => {
    const values = row as unknown as Readonly<Record<string, unknown>>;
    return put(...columns.map((column) => values[column]));
  };
}
