/** Writes of one turn share one transaction and one fsync; nobody hears of success before the commit. @module */
import type { DatabaseSync } from 'node:sqlite';
import { UsageError } from '@openpnc/core/errors';

/** How a {@link GroupCommit} works. */
interface GroupOptions {
  /** False (in memory): each write commits by itself at once and no macrotask is used. */
  readonly isDurable: boolean;
  readonly transaction_ms: number;
}

interface Waiter {
  resolve(): void;
  reject(reason: unknown): void;
}

/**
 * Orders the writes of one connection. A single statement is atomic by itself: SQLite takes back a failing one and keeps
 * the others of the group. A transaction is a savepoint inside the group, one at a time; the rest waits in order.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #options: GroupOptions;
  /** Those whose work is in the open group and who hear of its commit. */
  #waiters: Waiter[] = [];
  #isGroupOpen = false;
  #isCommitDue = false;
  /** The transaction that is open now. */
  #transaction: number | undefined;
  #counter = 0;
  #limit: NodeJS.Timeout | undefined;
  readonly #queue: (() => void)[] = [];
  #isClosed = false;

  constructor(database: DatabaseSync, options: GroupOptions) {
    this.#database = database;
    this.#options = options;
  }

  /** Runs one writing statement; resolves with its result when it is committed. Its error rejects it alone. */
  async write<T>(run: () => T): Promise<T> {
    const { result, committed } = await this.afterTransaction(() => {
      this.#openGroup();
      const result = this.#guarded(run);
      return { result, committed: this.#committed() };
    });
    await committed;
    return result;
  }

  /** Runs `work` when no transaction is open: at once, or in its turn. */
  afterTransaction<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const attempt = () => {
        try {
          this.#refuseClosed();
          resolve(work());
        } catch (error) {
          reject(error);
        }
      };
      if (this.#transaction === undefined && this.#queue.length === 0) attempt();
      else this.#queue.push(attempt);
    });
  }

  /** Begins a transaction when the one before has ended. @returns its number for {@link inside} and {@link end}. */
  begin(): Promise<number> {
    return this.afterTransaction(() => {
      this.#openGroup();
      this.#database.exec(BEGIN);
      this.#counter += 1;
      const number = this.#counter;
      this.#transaction = number;
      this.#limit = setTimeout(() => this.#abandon(number), this.#options.transaction_ms);
      this.#limit.unref();
      return number;
    });
  }

  /** Runs a statement of the open transaction. */
  inside<T>(transaction: number, run: () => T): T {
    this.#refuseEnded(transaction);
    return this.#guarded(run);
  }

  /** Ends the transaction and lets the next go; a commit resolves when it is durable. */
  async end(transaction: number, how: 'commit' | 'rollback'): Promise<void> {
    if (how === 'rollback' && this.#transaction !== transaction) return; // the group, or the limit, has rolled it back
    this.#refuseEnded(transaction);
    this.#guarded(() => this.#database.exec(how === 'commit' ? RELEASE : UNDO));
    const committed = how === 'commit' ? this.#committed() : undefined;
    this.#endTransaction();
    await committed;
  }

  /** Commits what is open; whatever waits or comes later is refused. */
  close(): void {
    if (this.#transaction !== undefined) {
      this.#database.exec(UNDO);
      clearTimeout(this.#limit);
      this.#transaction = undefined;
    }
    this.#commit();
    this.#isClosed = true;
    for (const attempt of this.#queue.splice(0)) attempt();
  }

  #openGroup(): void {
    if (this.#isGroupOpen || !this.#options.isDurable) return;
    this.#database.exec('begin immediate');
    this.#isGroupOpen = true;
    setImmediate(() => this.#commitTurn());
  }

  /** Resolves when what was done until now is committed. */
  #committed(): Promise<void> | undefined {
    if (!this.#options.isDurable) return undefined;
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  #commitTurn(): void {
    // A commit now would make half a transaction durable; the end of it commits at once.
    if (this.#transaction !== undefined) this.#isCommitDue = true;
    else this.#commit();
  }

  #commit(): void {
    this.#isCommitDue = false;
    if (!this.#isGroupOpen) return;
    const waiters = this.#waiters;
    try {
      this.#database.exec('commit');
    } catch (error) {
      this.#groupLost(error);
      return;
    }
    this.#waiters = [];
    this.#isGroupOpen = false;
    for (const { resolve } of waiters) resolve();
  }

  /** Runs a statement; when its error took the whole group with it (disk full, I/O), all who wait hear of it. */
  #guarded<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      const isOpen = this.#isGroupOpen || this.#transaction !== undefined;
      if (isOpen && !this.#database.isTransaction) this.#groupLost(error);
      throw error;
    }
  }

  #groupLost(error: unknown): void {
    if (this.#database.isTransaction) this.#database.exec('rollback');
    this.#isGroupOpen = false;
    for (const { reject } of this.#waiters.splice(0)) reject(error);
    if (this.#transaction !== undefined) this.#endTransaction();
  }

  #abandon(transaction: number): void {
    if (this.#transaction !== transaction) return;
    this.#database.exec(UNDO);
    this.#endTransaction();
  }

  #endTransaction(): void {
    clearTimeout(this.#limit);
    this.#transaction = undefined;
    if (this.#isCommitDue) this.#commit();
    while (this.#transaction === undefined) {
      const attempt = this.#queue.shift();
      if (!attempt) return;
      attempt();
    }
  }

  #refuseEnded(transaction: number): void {
    if (this.#transaction === transaction) return;
    throw new UsageError(
      'transaction_ended',
      `the transaction was rolled back before its end: an error of the disk, or open for more than ${this.#options.transaction_ms} ms (does it wait for a query outside itself?)`,
    );
  }

  #refuseClosed(): void {
    if (this.#isClosed) throw new UsageError('store_closed', 'the database is closed');
  }
}

const BEGIN = 'savepoint openpnc_transaction';
const RELEASE = 'release openpnc_transaction';
const UNDO = 'rollback to openpnc_transaction; release openpnc_transaction';
