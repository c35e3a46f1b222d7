/**
 * Writes of one turn share one transaction, and turns that end while a sync runs share the next one; nobody hears of success
 * before what was written is on the disk. The sync runs beside the thread: the next turn is computed meanwhile.
 *
 * @module
 */
import type { DatabaseSync } from 'node:sqlite';
import { UsageError } from '@openpnc/core/errors';

/** How a {@link GroupCommit} works. */
interface GroupOptions {
  /** False (in memory): nothing is committed, and no macrotask is used. */
  readonly isDurable: boolean;
  readonly transaction_ms: number;
  /** Puts what was committed on the disk, beside the thread; absent: commits do that themselves. */
  readonly sync?: () => Promise<void>;
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
  /** Those whose work is committed and waits for a sync to begin. */
  #unsynced: Waiter[] = [];
  /** Those who hear of the sync that runs. */
  #inSync: Waiter[] = [];
  #isSyncing = false;
  /** Why what was written may not be on the disk: nothing is written any more. */
  #broken: { readonly error: unknown } | undefined;
  /** The syncs that run, for who waits for their end. */
  #syncing: Promise<void> = Promise.resolve();
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
  write<T>(run: () => T): Promise<T> {
    return this.afterTransaction(() => {
      this.#openGroup();
      const result = this.#guarded(run);
      return this.#committed()?.then(() => result) ?? result;
    });
  }

  /** Runs `work` when no transaction is open: at once, or in its turn. */
  afterTransaction<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#transaction === undefined && this.#queue.length === 0) return this.#attempt(work);
    return new Promise((resolve) => this.#queue.push(() => resolve(this.#attempt(work))));
  }

  async #attempt<T>(work: () => T | Promise<T>): Promise<T> {
    this.#refuseWrites();
    return work();
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

  /** Commits what is open; whatever waits or comes later is refused. Resolves when all that was committed is on the disk. */
  async close(): Promise<void> {
    if (this.#transaction !== undefined) {
      this.#database.exec(UNDO);
      clearTimeout(this.#limit);
      this.#transaction = undefined;
    }
    this.#commit();
    this.#isClosed = true;
    for (const attempt of this.#queue.splice(0)) attempt();
    await this.#syncing;
  }

  /**
   * Resolves when all that a reader sees now is on the disk; undefined when it is. No commit is made while a sync runs, so
   * it is that sync.
   */
  durable(): Promise<void> | undefined {
    if (!this.#isSyncing) return undefined;
    return new Promise((resolve, reject) => this.#inSync.push({ resolve, reject }));
  }

  /** @throws UsageError `store_closed` */
  refuseClosed(): void {
    if (this.#isClosed) throw new UsageError('store_closed', 'the database is closed');
  }

  #refuseWrites(): void {
    if (this.#broken) throw this.#broken.error;
    this.refuseClosed();
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
    // A commit now would make half a transaction durable; the end of it commits at once. And while a sync runs nobody could
    // be told of a commit: the group goes on to grow, so that there are as many commits as syncs.
    if (this.#transaction !== undefined || this.#isSyncing) this.#isCommitDue = true;
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
    if (!this.#options.sync) {
      for (const { resolve } of waiters) resolve();
      return;
    }
    this.#unsynced.push(...waiters);
    if (!this.#isSyncing) this.#syncing = this.#syncAll(this.#options.sync);
  }

  /**
   * One sync at a time; the group that grew meanwhile is committed after it. A sync that fails is not tried again: the
   * system may have forgotten what it could not write, and later frames of the log are worth nothing without it.
   */
  async #syncAll(sync: () => Promise<void>): Promise<void> {
    this.#isSyncing = true;
    while (this.#unsynced.length > 0 && !this.#broken) {
      this.#inSync = this.#unsynced.splice(0);
      try {
        await sync();
        for (const { resolve } of this.#inSync.splice(0)) resolve();
        if (this.#isCommitDue && this.#transaction === undefined) this.#commit();
      } catch (error) {
        this.#broken = { error };
        for (const { reject } of this.#inSync.splice(0)) reject(error);
        this.#groupLost(error);
      }
    }
    this.#isSyncing = false;
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
    if (this.#isCommitDue && !this.#isSyncing) this.#commit();
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
}

const BEGIN = 'savepoint openpnc_transaction';
const RELEASE = 'release openpnc_transaction';
const UNDO = 'rollback to openpnc_transaction; release openpnc_transaction';
