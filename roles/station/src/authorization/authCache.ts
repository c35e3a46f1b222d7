/** What the CSMS has said of tokens before, for times without it. OCPP 2.0.1 C10, C11, C12. @module */
import type { Millis } from '@openpnc/core/machine';
import { compiledInsert } from '@openpnc/core/statements';
import type { IdTokenInfoType, IdTokenType } from '@openpnc/ocpp/v201';
import type { Kysely } from 'kysely';
import type { DeviceModel } from '../deviceModel/deviceModel.ts';
import type { CacheRow, StationTables } from '../store/tables.ts';
import { tokenKey } from './idTokens.ts';

/** What the entries may take in all, in bytes of JSON: the maxLimit of AuthCacheCtrlr.Storage. */
const MOST_BYTES = 1_000_000;

/** What is said again of a token within this time is said of the same use: the CSMS answers Authorize and the transaction's first event. */
const SAME_USE_ms: Millis = 60_000;

/** A row, and what it says. */
interface Entry extends CacheRow {
  readonly said: IdTokenInfoType;
}

/** The cache, kept over restarts. */
export class AuthCache {
  readonly #db: Kysely<StationTables>;
  readonly #model: DeviceModel;
  readonly #entries = new Map<string, Entry>();
  readonly #put: (row: CacheRow) => Promise<unknown>;
  /** Of all entries, as {@link MOST_BYTES} counts them. */
  #bytes = 0;

  private constructor(db: Kysely<StationTables>, model: DeviceModel) {
    this.#db = db;
    this.#model = model;
    const columns = ['key', 'info', 'stored_at', 'used_at', 'uses'] as const;
    this.#put = compiledInsert(db, 'auth_cache', columns, (insert) =>
      insert.onConflict((conflict) =>
        conflict
          .column('key')
          .doUpdateSet((eb) =>
            Object.fromEntries(columns.slice(1).map((column) => [column, eb.ref(`excluded.${column}`)])),
          ),
      ),
    );
  }

  static async load(db: Kysely<StationTables>, model: DeviceModel): Promise<AuthCache> {
    const cache = new AuthCache(db, model);
    for (const row of await db.selectFrom('auth_cache').selectAll().execute())
      cache.#set({ ...row, said: JSON.parse(row.info) });
    await cache.#tellSize();
    return cache;
  }

  /** What is known of a token, and counts as a use; an entry that was not used for LifeTime, or is past its own end, is gone. */
  find(idToken: IdTokenType, at: Millis): IdTokenInfoType | undefined {
    const info = this.peek(idToken, at);
    const key = tokenKey(idToken);
    const entry = this.#isEnabled ? this.#entries.get(key) : undefined;
    if (entry && info) void this.#keep({ ...entry, used_at: at, uses: entry.uses + 1 });
    else if (entry) void this.#remove(key);
    return info;
  }

  /** What is known of a token; writes nothing. */
  peek(idToken: IdTokenType, at: Millis): IdTokenInfoType | undefined {
    const entry = this.#isEnabled ? this.#entries.get(tokenKey(idToken)) : undefined;
    if (!entry) return undefined;
    const info = entry.said;
    const lifetime_ms = this.#model.number('AuthCacheCtrlr.LifeTime') * 1_000;
    const isOld = lifetime_ms > 0 && at - entry.used_at > lifetime_ms;
    const isOver = info.cacheExpiryDateTime !== undefined && Date.parse(info.cacheExpiryDateTime) <= at;
    return isOld || isOver ? undefined : info;
  }

  /** Remembers what the CSMS has said. C10 */
  async put(idToken: IdTokenType, info: IdTokenInfoType, at: Millis): Promise<void> {
    if (!this.#isEnabled) return;
    const key = tokenKey(idToken);
    // The driver's message belongs to the moment.
    const { personalMessage: _, ...lasting } = info;
    const text = JSON.stringify(lasting);
    const before = this.#entries.get(key);
    if (before?.info === text && at - before.used_at < SAME_USE_ms) return;
    await this.#keep({
      key,
      info: text,
      said: lasting,
      stored_at: at,
      used_at: at,
      uses: (before?.uses ?? 0) + 1,
    });
    while (this.#bytes > MOST_BYTES) await this.#remove(this.#worst());
    await this.#tellSize();
  }

  /** Forgets one token, e.g. because its customer asked for it. */
  async forget(idToken: IdTokenType): Promise<boolean> {
    const isKnown = this.#entries.has(tokenKey(idToken));
    await this.#remove(tokenKey(idToken));
    return isKnown;
  }

  /** Forgets all. @returns false when the cache is switched off */
  async clear(): Promise<boolean> {
    if (!this.#isEnabled) return false;
    this.#entries.clear();
    this.#bytes = 0;
    await this.#db.deleteFrom('auth_cache').execute();
    await this.#tellSize();
    return true;
  }

  get #isEnabled(): boolean {
    return this.#model.flag('AuthCacheCtrlr.Enabled');
  }

  /** The entry to give up first: one that refuses, then by the policy. C10 */
  #worst(): string {
    const policy = this.#model.text('AuthCacheCtrlr.Policy') ?? 'LRU';
    const rank = ({ used_at, uses, stored_at }: CacheRow) =>
      policy === 'LFU' ? uses : policy === 'FIFO' ? stored_at : used_at;
    const isRefusal = ({ said }: Entry) => said.status !== 'Accepted';
    const [worst] = [...this.#entries.values()].toSorted(
      (a, b) => Number(isRefusal(b)) - Number(isRefusal(a)) || rank(a) - rank(b),
    );
    return worst!.key;
  }

  #set(entry: Entry): void {
    this.#drop(entry.key);
    this.#entries.set(entry.key, entry);
    this.#bytes += entry.key.length + entry.info.length;
  }

  #drop(key: string): void {
    const row = this.#entries.get(key);
    if (!row) return;
    this.#entries.delete(key);
    this.#bytes -= key.length + row.info.length;
  }

  #keep(entry: Entry): Promise<unknown> {
    this.#set(entry);
    return this.#put(entry);
  }

  async #remove(key: string): Promise<void> {
    this.#drop(key);
    await this.#db.deleteFrom('auth_cache').where('key', '=', key).execute();
    await this.#tellSize();
  }

  async #tellSize(): Promise<void> {
    await this.#model.put('AuthCacheCtrlr.Storage', String(this.#bytes));
  }
}
