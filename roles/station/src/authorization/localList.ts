/** The local authorization list: versioned by the CSMS, whole or in parts. OCPP 2.0.1 D01, D02, C13, C14. @module */
import type { Millis } from '@openpnc/core/machine';
import type { AuthorizationData, IdTokenInfoType, IdTokenType, SendLocalListRequest } from '@openpnc/ocpp/v201';
import type { Kysely } from 'kysely';
import type { DeviceModel } from '../deviceModel/deviceModel.ts';
import type { StationTables } from '../store/tables.ts';
import { tokenKey } from './idTokens.ts';

/** Why a list was not taken; `Accepted` when it was. */
interface ListOutcome {
  readonly status: 'Accepted' | 'Failed' | 'VersionMismatch';
  readonly reasonCode?: string;
}

/** The list, kept over restarts. */
export class LocalList {
  readonly #db: Kysely<StationTables>;
  readonly #model: DeviceModel;
  readonly #entries = new Map<string, AuthorizationData>();
  #version = 0;

  private constructor(db: Kysely<StationTables>, model: DeviceModel) {
    this.#db = db;
    this.#model = model;
  }

  static async load(db: Kysely<StationTables>, model: DeviceModel): Promise<LocalList> {
    const list = new LocalList(db, model);
    for (const { key, entry } of await db.selectFrom('local_list').selectAll().execute())
      list.#entries.set(key, JSON.parse(entry));
    const kept = await db.selectFrom('fact').selectAll().where('name', '=', VERSION).executeTakeFirst();
    list.#version = Number(kept?.value ?? 0);
    await list.#tellSize();
    return list;
  }

  /** 0 when there is no list, or it is switched off. D02 */
  get version(): number {
    return this.#isEnabled ? this.#version : 0;
  }

  /** What the list says of a token now. An entry that has expired says Expired. */
  find(idToken: IdTokenType, at: Millis): IdTokenInfoType | undefined {
    const info = this.#isEnabled ? this.#entries.get(tokenKey(idToken))?.idTokenInfo : undefined;
    if (!info) return undefined;
    const { cacheExpiryDateTime } = info;
    return cacheExpiryDateTime !== undefined && Date.parse(cacheExpiryDateTime) <= at
      ? { ...info, status: 'Expired' }
      : info;
  }

  /** Takes a list, or changes to it: all of them or none. */
  async take({ versionNumber, updateType, localAuthorizationList = [] }: SendLocalListRequest): Promise<ListOutcome> {
    if (!this.#isEnabled) return { status: 'Failed', reasonCode: 'NotEnabled' };
    if (versionNumber <= 0) return { status: 'Failed', reasonCode: 'InvalidValue' };
    if (updateType === 'Differential' && versionNumber <= this.#version) return { status: 'VersionMismatch' };
    const keys = localAuthorizationList.map(({ idToken }) => tokenKey(idToken));
    if (new Set(keys).size < keys.length) return { status: 'Failed', reasonCode: 'DuplicateEntry' };
    // Without idTokenInfo an entry of a full list would say nothing.
    if (updateType === 'Full' && localAuthorizationList.some(({ idTokenInfo }) => !idTokenInfo))
      return { status: 'Failed', reasonCode: 'MissingParam' };
    const after = new Map(updateType === 'Full' ? [] : this.#entries);
    for (const [i, entry] of localAuthorizationList.entries()) {
      if (entry.idTokenInfo) after.set(keys[i]!, entry);
      else after.delete(keys[i]!);
    }
    if (after.size > MOST_ENTRIES) return { status: 'Failed', reasonCode: 'TooManyElements' };
    await this.#store(after, versionNumber);
    return { status: 'Accepted' };
  }

  get #isEnabled(): boolean {
    return this.#model.flag('LocalAuthListCtrlr.Enabled');
  }

  async #store(after: ReadonlyMap<string, AuthorizationData>, version: number): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('local_list').execute();
      for (const [key, entry] of after)
        await transaction
          .insertInto('local_list')
          .values({ key, entry: JSON.stringify(entry) })
          .execute();
      const value = String(version);
      await transaction
        .insertInto('fact')
        .values({ name: VERSION, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    });
    this.#entries.clear();
    for (const [key, entry] of after) this.#entries.set(key, entry);
    this.#version = version;
    await this.#tellSize();
  }

  async #tellSize(): Promise<void> {
    await this.#model.put('LocalAuthListCtrlr.Entries', String(this.#entries.size));
    const bytes = [...this.#entries.values()].reduce((sum, entry) => sum + JSON.stringify(entry).length, 0);
    await this.#model.put('LocalAuthListCtrlr.Storage', String(bytes));
  }
}

const VERSION = 'localListVersion';
/** The maxLimit of LocalAuthListCtrlr.Entries. */
const MOST_ENTRIES = 10_000;
