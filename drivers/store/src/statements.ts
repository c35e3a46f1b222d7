/** Prepared statements of one connection, kept by their text. @module */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { UsageError } from '@openpnc/core/errors';
import type { QueryResult } from 'kysely';

interface Prepared {
  readonly statement: StatementSync;
  /** Whether it gives rows (a select or a `returning`). */
  readonly hasRows: boolean;
}

/** Runs statements, each prepared once while it is among the latest {@link KEPT}. */
export class Statements {
  readonly #database: DatabaseSync;
  readonly #kept = new Map<string, Prepared>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Runs to the end. @throws UsageError `parameter_type` for a value that SQL has no form for; SQLite's own errors. */
  run<R>(sql: string, parameters: readonly unknown[]): QueryResult<R> {
    const { statement, hasRows } = this.#prepared(sql);
    const values = parameters.map(toSql);
    // Rows come without a prototype; callers get plain objects, as from other drivers.
    if (hasRows) return { rows: statement.all(...values).map((row) => ({ ...row }) as R) };
    const { changes, lastInsertRowid } = statement.run(...values);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  /** Rows as they are read, `chunkSize` at a time. Its statement is its own: a kept one may run again meanwhile. */
  async *stream<R>(
    sql: string,
    parameters: readonly unknown[],
    chunkSize: number,
  ): AsyncIterableIterator<QueryResult<R>> {
    let rows: R[] = [];
    for (const row of this.#database.prepare(sql).iterate(...parameters.map(toSql))) {
      rows.push({ ...row } as R);
      if (rows.length < chunkSize) continue;
      yield { rows };
      rows = [];
    }
    if (rows.length > 0) yield { rows };
  }

  #prepared(sql: string): Prepared {
    const known = this.#kept.get(sql);
    if (known) {
      if (this.#kept.size > KEPT / 2) {
        this.#kept.delete(sql);
        this.#kept.set(sql, known);
      }
      return known;
    }
    const statement = this.#database.prepare(sql);
    const prepared = { statement, hasRows: statement.columns().length > 0 };
    this.#kept.set(sql, prepared);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    return prepared;
  }
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
