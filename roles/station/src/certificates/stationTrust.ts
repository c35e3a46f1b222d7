/** The roots of a station: those of the factory, changed by the CSMS, kept over restarts. OCPP 2.0.1 M03 to M05. @module */
import { type Certificate, parseCertificate } from '@openpnc/x509/certificate';
import { PathMemory } from '@openpnc/x509/path';
import { type Anchor, type AnchorUse, TrustStore } from '@openpnc/x509/trustStore';
import type { Kysely } from 'kysely';
import type { StationTables } from '../store/tables.ts';

/** A trust store whose changes last. */
export class StationTrust {
  readonly store: TrustStore;
  /** Sub-CAs that were verified; forgotten when a root changes. */
  memory = new PathMemory();
  readonly #db: Kysely<StationTables>;
  readonly #watchers = new Set<() => void>();

  private constructor(store: TrustStore, db: Kysely<StationTables>) {
    this.store = store;
    this.#db = db;
  }

  /** @param factory what the station came with; a root of it that the CSMS deleted stays deleted */
  static async load(db: Kysely<StationTables>, factory: readonly Anchor[]): Promise<StationTrust> {
    const store = new TrustStore(factory);
    for (const { use, der, is_removed } of await db.selectFrom('anchor').selectAll().execute()) {
      const certificate = parseCertificate(der);
      if (is_removed) store.remove(certificate, use as AnchorUse);
      else store.add(use as AnchorUse, certificate);
    }
    return new StationTrust(store, db);
  }

  /** Adds a root, or keeps it when it is there. */
  async add(use: AnchorUse, certificate: Certificate): Promise<void> {
    await this.#record(use, certificate, 0);
    this.store.add(use, certificate);
    this.#changed();
  }

  /** Takes roots away. */
  async remove(anchors: readonly Anchor[]): Promise<void> {
    for (const { use, certificate } of anchors) {
      await this.#record(use, certificate, 1);
      this.store.remove(certificate, use);
    }
    this.#changed();
  }

  /** Calls `seen` after each change. */
  watch(seen: () => void): void {
    this.#watchers.add(seen);
  }

  async #record(use: AnchorUse, { fingerprint, der }: Certificate, is_removed: 0 | 1): Promise<void> {
    await this.#db
      .insertInto('anchor')
      .values({ use, fingerprint, der, is_removed })
      .onConflict((conflict) => conflict.columns(['use', 'fingerprint']).doUpdateSet({ is_removed }))
      .execute();
  }

  #changed(): void {
    this.memory = new PathMemory();
    for (const seen of this.#watchers) seen();
  }
}
