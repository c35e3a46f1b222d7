/** What the station holds of a customer, found by token or by contract certificate. OCPP 2.0.1 N09, N10. @module */
import type { Millis } from '@openpnc/core/machine';
import type { CertificateHashDataType, CustomerInformationRequest, IdTokenType } from '@openpnc/ocpp/v201';
import type { Certificate } from '@openpnc/x509/certificate';
import { certHashes, hashesKey } from '@openpnc/x509/hashData';
import type { CompiledQuery, Kysely } from 'kysely';
import { tokenKey } from './authorization/idTokens.ts';
import type { Tokens } from './authorization/tokens.ts';
import type { StationTime } from './stationTime.ts';
import type { StationTables } from './store/tables.ts';

const ALGORITHMS = ['SHA256', 'SHA384', 'SHA512'] as const;
/** Contracts that are remembered; the oldest go first. */
const MOST_CONTRACTS = 1_000;
/** So often the oldest are looked for: the whole table is sorted for it. */
const TRIM_EVERY = 100;
/** A contract that is shown again in this time is not written again. */
const AGAIN_ms: Millis = 3_600_000;

interface CustomerOptions {
  readonly db: Kysely<StationTables>;
  readonly tokens: Tokens;
  readonly time: StationTime;
}

/** One station's customers. */
export class Customers {
  readonly #options: CustomerOptions;
  /** Compiled once: every session runs it. */
  readonly #put: CompiledQuery;
  #puts = 0;
  /** When contracts were written, by the fingerprint of their certificate. */
  readonly #lately = new Map<string, Millis>();

  constructor(options: CustomerOptions) {
    this.#options = options;
    this.#put = options.db
      .insertInto('shown_contract')
      .values(ALGORITHMS.map((key) => ({ key, emaid: '', shown_at: 0 })))
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet(({ ref }) => ({ shown_at: ref('excluded.shown_at') })),
      )
      .compile();
  }

  /** A contract was shown. @param path leaf first */
  async shown(eMAID: string, path: readonly Certificate[]): Promise<void> {
    const { db, time } = this.#options;
    const [leaf, issuer] = path;
    if (!leaf || !issuer) return;
    const shown_at = time.now();
    if (shown_at - (this.#lately.get(leaf.fingerprint) ?? 0) < AGAIN_ms) return;
    await db.executeQuery({
      ...this.#put,
      parameters: ALGORITHMS.flatMap((algorithm) => [hashesKey(certHashes(leaf, issuer, algorithm)), eMAID, shown_at]),
    });
    if (this.#lately.size === MOST_CONTRACTS) this.#lately.clear();
    this.#lately.set(leaf.fingerprint, shown_at);
    if (this.#puts % TRIM_EVERY === 0) await this.#trim();
    this.#puts += 1;
  }

  async #trim(): Promise<void> {
    const { db } = this.#options;
    const old = db
      .selectFrom('shown_contract')
      .select('key')
      .orderBy('shown_at', 'desc')
      .limit(-1)
      .offset(ALGORITHMS.length * MOST_CONTRACTS);
    await db.deleteFrom('shown_contract').where('key', 'in', old).execute();
  }

  /**
   * What is held of a customer, as text for people.
   * @returns undefined when the request names nobody in a way that the station knows
   */
  async find(request: CustomerInformationRequest): Promise<readonly string[] | undefined> {
    const tokens = await this.#tokensOf(request);
    if (!tokens) return undefined;
    const { db, tokens: known, time } = this.#options;
    const lines: string[] = [];
    for (const idToken of tokens) {
      const listed = known.list.find(idToken, time.now());
      const cached = known.cache.find(idToken, time.now());
      if (listed) lines.push(`local authorization list: ${tokenKey(idToken)} ${listed.status}`);
      if (cached) lines.push(`authorization cache: ${tokenKey(idToken)} ${cached.status}`);
      const events = await db.selectFrom('transaction_event').select('payload').execute();
      const waiting = events.filter(({ payload }) => payload.includes(`"${idToken.idToken}"`)).length;
      if (waiting > 0) lines.push(`transaction events that wait for the CSMS: ${waiting}`);
    }
    return lines;
  }

  /** Forgets what is held of a customer. The list is the CSMS's own, and events that wait are its bills: both stay. N10 */
  async clear(request: CustomerInformationRequest): Promise<void> {
    const { db, tokens: known } = this.#options;
    for (const idToken of (await this.#tokensOf(request)) ?? []) {
      await known.cache.forget(idToken);
      if (idToken.type === 'eMAID')
        await db.deleteFrom('shown_contract').where('emaid', '=', idToken.idToken).execute();
    }
    this.#lately.clear();
  }

  async #tokensOf({
    idToken,
    customerCertificate,
  }: CustomerInformationRequest): Promise<readonly IdTokenType[] | undefined> {
    if (idToken) return [idToken];
    if (!customerCertificate) return undefined;
    const eMAID = await this.#eMAIDOf(customerCertificate);
    return eMAID === undefined ? [] : [{ idToken: eMAID, type: 'eMAID' }];
  }

  async #eMAIDOf(hashes: CertificateHashDataType): Promise<string | undefined> {
    const row = await this.#options.db
      .selectFrom('shown_contract')
      .selectAll()
      .where('key', '=', hashesKey(hashes))
      .executeTakeFirst();
    return row?.emaid;
  }
}
