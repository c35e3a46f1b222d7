/** Prepared statements of one connection, kept by their text. @module */
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { BoundedMap } from '@openpnc/core/boundedMap';
import { UsageError } from '@openpnc/core/errors';
import type { QueryResult } from 'kysely';

interface Prepared {
  readonly statement: StatementSync;
  /** The columns of its rows (of a select or a `returning`); none when it gives no rows. */
  readonly columns: readonly string[];
  /** Changes a table: kept statements would give their rows the old names. */
  readonly isAltering: boolean;
}

/** Runs statements, each prepared once while it is among the latest {@link KEPT}. */
export class Statements {
  readonly #database: DatabaseSync;
  readonly #kept = new BoundedMap<string, Prepared>(KEPT);

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Runs to the end. @throws UsageError `parameter_type` for a value that SQL has no form for; SQLite's own errors. */
  run<R>(sql: string, parameters: readonly unknown[]): QueryResult<R> {
    const { statement, columns, isAltering } = this.#prepared(sql);
    const values = parameters.map(toSql);
    if (columns.length > 0) return { rows: statement.all(...values).map((row) => record<R>(columns, row)) };
    const { changes, lastInsertRowid } = statement.run(...values);
    if (isAltering) this.#kept.clear();
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  /** Rows as they are read, `chunkSize` at a time. Its statement is its own: a kept one may run again meanwhile. */
  async *stream<R>(
    sql: string,
    parameters: readonly unknown[],
    chunkSize: number,
  ): AsyncIterableIterator<QueryResult<R>> {
    let rows: R[] = [];
    const { statement, columns } = prepare(this.#database, sql);
    for (const row of statement.iterate(...parameters.map(toSql))) {
      rows.push(record<R>(columns, row));
      if (rows.length < chunkSize) continue;
      yield { rows };
      rows = [];
    }
    if (rows.length > 0) yield { rows };
  }

  #prepared(sql: string): Prepared {
    const known = this.#kept.get(sql);
    if (known && this.#kept.size <= KEPT / 2) return known;
    const prepared = known ?? prepare(this.#database, sql);
    this.#kept.set(sql, prepared);
    return prepared;
  }
}

function prepare(database: DatabaseSync, sql: string): Prepared {
  const statement = database.prepare(sql);
  // Rows as arrays: with objects SQLite is asked for the names of all columns at every run.
  statement.setReturnArrays(true);
  const columns = statement.columns().map(({ name }) => name);
  return { statement, columns, isAltering: /^\s*(alter|drop)\b/i.test(sql) };
}

/** A row as a plain object, as other drivers give it. */
function record<R>(columns: readonly string[], row: Readonly<Record<number, SQLOutputValue>>): R {
  const named: Record<string, SQLOutputValue> = {};
  for (let i = 0; i < columns.length; i += 1) named[columns[i]!] = row[i]!;
  return named as R;
}

function toSql(value: unknown, at: number): SQLInputValue {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    default:
      if (value === null || value instanceof Uint8Array) return value;
      throw new UsageError(
        'parameter_type',
        `SQL parameter ${at + 1}: ${value === undefined ? 'undefined' : 'an object'}, expected a string, number, bigint, boolean, Uint8Array or null`,
      );
  }
}

const KEPT = 500;
