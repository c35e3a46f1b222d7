/**
 * Kysely over `node:sqlite`: WAL, synced before anybody hears of success, statements prepared once, writes of one turn in one
 * commit.
 *
 * Synchronous inside: on `:memory:` every query is done in microtasks, so it runs under a virtual clock. On a file the
 * writes of a turn share one transaction that commits in `setImmediate`, and no write resolves before that commit;
 * reads go to a second connection and see only what is committed. Commits are put on the disk by syncs of the log in the
 * thread pool, so the next turn is computed meanwhile; a write resolves only after a sync that began behind its commit, and
 * a read only when what it has seen is on the disk.
 *
 * @module
 */
import { closeSync, existsSync, fdatasync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OperatorError, UsageError } from '@openpnc/core/errors';
import {
  type AbortableQueryOptions,
  type CompiledQuery,
  type ConnectionProvider,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  type DialectAdapter,
  type Driver,
  Kysely,
  type LimitNode,
  type QueryResult,
  SqliteIntrospector,
  SqliteQueryCompiler,
  ValueNode,
} from 'kysely';
import { GroupCommit } from './groupCommit.ts';
import { Statements } from './statements.ts';

/** How a database is opened. */
export interface SqliteOptions {
  /** A transaction open for longer is rolled back: it holds all other writes. Default 30,000. */
  readonly transaction_ms?: number;
}

/**
 * Opens (and makes) a database file, or a database in memory with `:memory:`. One process owns a file: a lock on
 * `PATH-lock` is held until {@link Kysely.destroy} or the end of the process, however it ends.
 *
 * What a write's promise has resolved for survives a killed process and a power cut. A transaction holds all other
 * writes until it ends, so it must wait for nothing but its own queries.
 *
 * @throws OperatorError `store_folder_missing`, `store_in_use`, `store_not_writable`, `store_not_a_database`, `store_unusable`.
 */
export function openSqlite<Tables>(path: string, options: SqliteOptions = {}): Kysely<Tables> {
  const driver = new SqliteDriver(openFiles(path), options.transaction_ms ?? 30_000);
  const dialect: Dialect = {
    createAdapter: () => adapter,
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new QueryCompiler(),
  };
  return new Kysely<Tables>({ config: { dialect }, dialect, driver, executor: new SqliteExecutor(driver) });
}

/**
 * Runs a query outside transactions straight on the driver: there is no pool to wait for, and Kysely's way to a connection
 * and back is a dozen promises, more than the statement itself costs.
 */
class SqliteExecutor extends DefaultQueryExecutor {
  readonly #driver: SqliteDriver;

  constructor(driver: SqliteDriver) {
    super(new QueryCompiler(), adapter, driver);
    this.#driver = driver;
  }

  override executeQuery<R>(query: CompiledQuery, options?: AbortableQueryOptions): Promise<QueryResult<R>> {
    return options?.signal ? super.executeQuery(query, options) : this.#driver.outside.executeQuery<R>(query);
  }
}

/**
 * Writes the number of `limit` into the SQL, so that it is none of the parameters: SQLite plans a query anew at each run when
 * it is.
 */
class QueryCompiler extends SqliteQueryCompiler {
  protected override visitLimit(node: LimitNode): void {
    const { limit } = node;
    if (ValueNode.is(limit) && Number.isSafeInteger(limit.value)) this.append(`limit ${limit.value}`);
    else super.visitLimit(node);
  }
}

interface Files {
  readonly writer: DatabaseSync;
  /** Absent in memory, where there is one connection. */
  readonly reader: DatabaseSync | undefined;
  /** Puts the log on the disk; absent in memory. */
  readonly sync: (() => Promise<void>) | undefined;
  close(): void;
}

function openFiles(path: string): Files {
  if (path === ':memory:') {
    const writer = new DatabaseSync(path);
    // One transaction for good: nobody reads it from outside, and a commit for each write costs as much again.
    writer.exec('begin');
    return { writer, reader: undefined, sync: undefined, close: () => writer.close() };
  }
  const folder = dirname(path);
  if (!existsSync(folder))
    throw new OperatorError(
      'store_folder_missing',
      `database ${path}: the folder ${folder} does not exist; make it or set another path`,
    );
  const opened: { close(): void }[] = [];
  const open = (file: string): DatabaseSync => {
    const database = new DatabaseSync(file, { timeout: 250 });
    opened.push(database);
    return database;
  };
  const close = () => {
    for (const database of opened.splice(0).reverse()) database.close();
  };
  try {
    // SQLite's own lock on a file beside the database: the system frees it even after kill -9, so it never goes stale.
    open(`${path}-lock`).exec('pragma locking_mode = exclusive; begin exclusive');
    const writer = open(path);
    // Commits only write the log; the group syncs it before it tells anybody. Checkpoints sync by themselves in this mode.
    writer.exec(`pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on; ${CACHE}`);
    const reader = open(path);
    reader.exec(`pragma query_only = on; ${CACHE}`);
    // The lock's connection was opened first and is closed last.
    return { writer, reader, sync: syncOf(path, opened), close };
  } catch (error) {
    close();
    throw operatorError(path, error);
  }
}

/** Syncs the log in the thread pool. It is opened at the first use, for the first commit makes it; it stays the same file. */
function syncOf(path: string, opened: { close(): void }[]): () => Promise<void> {
  let file: number | undefined;
  return () =>
    new Promise((resolve, reject) => {
      if (file === undefined) {
        const descriptor = openSync(`${path}-wal`, 'r+');
        file = descriptor;
        opened.push({ close: () => closeSync(descriptor) });
      }
      fdatasync(file, (error) => {
        if (!error) resolve();
        else
          reject(
            new OperatorError(
              'store_unusable',
              `database ${path}: what was written did not get to the disk (${error.message}); nothing more is written: look after the disk and start again`,
            ),
          );
      });
    });
}

function operatorError(path: string, error: unknown): unknown {
  const code = (error as { errcode?: number }).errcode;
  if (code === undefined) return error;
  const [kind, text] = SQLITE_FAULTS[code & 0xff] ?? ['store_unusable', (error as Error).message];
  return new OperatorError(kind, `database ${path}: ${text}`);
}

/** Pages that a connection may keep, at most 32 MB: the default of 2 MB reads inner pages of a big index again and again. */
const CACHE = 'pragma cache_size = -32768';

/** Result codes of SQLite that an operator can mend. */
const SQLITE_FAULTS: Readonly<Record<number, readonly [string, string]>> = {
  5: ['store_in_use', 'another process has it open; stop that process or set another path'],
  8: ['store_not_writable', 'the file is read-only for this user'],
  11: ['store_unusable', 'the file is damaged; restore it from a backup'],
  13: ['store_unusable', 'the disk is full'],
  14: ['store_not_writable', 'the file cannot be opened; check the rights of the folder and of the file'],
  26: ['store_not_a_database', 'the file is no SQLite database; set another path'],
};

class SqliteDriver implements Driver, ConnectionProvider {
  /** For what belongs to no transaction. */
  readonly outside: SqliteConnection;
  readonly #files: Files;
  readonly #group: GroupCommit;
  readonly #writes: Statements;
  readonly #reads: Statements | undefined;
  #destroyed: Promise<void> | undefined;

  constructor(files: Files, transaction_ms: number) {
    this.#files = files;
    this.#group = new GroupCommit(files.writer, {
      isDurable: files.reader !== undefined,
      transaction_ms,
      ...(files.sync && { sync: files.sync }),
    });
    this.#writes = new Statements(files.writer);
    this.#reads = files.reader && new Statements(files.reader);
    this.outside = new SqliteConnection(this.#group, this.#writes, this.#reads);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SqliteConnection> {
    return new SqliteConnection(this.#group, this.#writes, this.#reads);
  }

  /** At once, so that a transaction goes before the writes that are asked for after it. */
  provideConnection<T>(consumer: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    return consumer(new SqliteConnection(this.#group, this.#writes, this.#reads));
  }

  beginTransaction(connection: DatabaseConnection): Promise<void> {
    return (connection as SqliteConnection).begin();
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return (connection as SqliteConnection).end('commit');
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return (connection as SqliteConnection).end('rollback');
  }

  async savepoint(connection: DatabaseConnection, name: string): Promise<void> {
    (connection as SqliteConnection).command(`savepoint ${quoted(name)}`);
  }

  async rollbackToSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    (connection as SqliteConnection).command(`rollback to ${quoted(name)}`);
  }

  async releaseSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    (connection as SqliteConnection).command(`release ${quoted(name)}`);
  }

  async releaseConnection(): Promise<void> {}

  destroy(): Promise<void> {
    this.#destroyed ??= this.#group.close().then(() => this.#files.close());
    return this.#destroyed;
  }
}

/** What one query or one transaction of Kysely holds: a view on the one writer and the one reader. */
class SqliteConnection implements DatabaseConnection {
  readonly #group: GroupCommit;
  readonly #writes: Statements;
  readonly #reads: Statements | undefined;
  #transaction: number | undefined;

  constructor(group: GroupCommit, writes: Statements, reads: Statements | undefined) {
    this.#group = group;
    this.#writes = writes;
    this.#reads = reads;
  }

  async begin(): Promise<void> {
    this.#transaction = await this.#group.begin();
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    const transaction = this.#transaction;
    if (transaction === undefined) return; // Kysely rolls back after a commit that failed: it is gone already
    this.#transaction = undefined;
    await this.#group.end(transaction, how);
  }

  command(sql: string): void {
    this.#group.inside(this.#transaction!, () => this.#writes.run(sql, []));
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { sql, parameters } = query;
    const run = () => this.#writes.run<R>(sql, parameters);
    if (this.#transaction !== undefined) return this.#inside(this.#transaction, run);
    if (!isRead(query)) return this.#group.write(run);
    return this.#reads ? this.#read(this.#reads, query) : this.#group.afterTransaction(run);
  }

  async #inside<T>(transaction: number, run: () => T): Promise<T> {
    return this.#group.inside(transaction, run);
  }

  async #read<R>(reads: Statements, { sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    this.#group.refuseClosed();
    const result = reads.run<R>(sql, parameters);
    await this.#group.durable();
    return result;
  }

  async *streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    if (!isRead(query)) throw new UsageError('stream_of_write', 'only a select can be streamed');
    if (this.#transaction !== undefined || !this.#reads) {
      const { rows } = await this.executeQuery<R>(query);
      for (let at = 0; at < rows.length; at += chunkSize) yield { rows: rows.slice(at, at + chunkSize) };
      return;
    }
    for await (const chunk of this.#reads.stream<R>(query.sql, query.parameters, chunkSize)) {
      await this.#group.durable();
      yield chunk;
    }
  }
}

function isRead({ query, sql }: CompiledQuery): boolean {
  return query.kind === 'SelectQueryNode' || (query.kind === 'RawNode' && /^\s*(select|explain|values)\b/i.test(sql));
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * Kysely's own mutex (for dialects of one connection) would hold every write until its commit, and nothing could share
 * one: {@link GroupCommit} orders transactions instead.
 */
const adapter: DialectAdapter = {
  supportsCreateIfNotExists: true,
  supportsMultipleConnections: true,
  supportsTransactionalDdl: true,
  supportsReturning: true,
  acquireMigrationLock: async () => {},
  releaseMigrationLock: async () => {},
};
