/** The certificates that the CSMS keeps: roots by their use, sub-CAs for OCSP answers, contracts that it has seen whole. OCPP 2.0.1 C07, M05. @module */
import { BoundedMap } from '@openpnc/core/boundedMap';
import { fromBase64, toBase64 } from '@openpnc/core/bytes';
import { UsageError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { Clock } from '@openpnc/core/ports';
import { compiledQuery } from '@openpnc/core/statements';
import { type Certificate, parseCertificate } from '@openpnc/x509/certificate';
import { type CertificateHashes, certHashes, type HashAlgorithm, hashesKey } from '@openpnc/x509/hashData';
import { PathMemory } from '@openpnc/x509/path';
import { type AnchorUse, anchorHashes, TrustStore } from '@openpnc/x509/trustStore';
import type { Kysely } from 'kysely';
import type { CsmsTables } from './store/tables.ts';

/** What is known of a contract certificate that a station names by hashes alone. */
export interface KnownContract {
  /** Common name of the leaf. */
  readonly emaid: string;
  readonly notAfter: Millis;
}

/** Roots and sub-CAs in memory over their table; contracts stay in the table. */
export class CertificateStore {
  readonly #db: Kysely<CsmsTables>;
  readonly #clock: Clock;
  readonly #roots = new TrustStore();
  readonly #subCas = new Map<string, Certificate>();
  readonly #changed: (() => void)[] = [];
  readonly #findContract: (hashes: unknown) => Promise<readonly { readonly der: string; readonly not_after: number }[]>;
  /** Hash data of the roots, by algorithm, made when first asked for. */
  #rootHashes = new Map<HashAlgorithm, ReadonlySet<string>>();
  /** Contracts that were asked about lately, also those that are not known. */
  readonly #contracts = new BoundedMap<
    string,
    { readonly contract: KnownContract | undefined; readonly until: Millis }
  >(CONTRACTS);
  /** Remembers proved sub-CAs, so that a chain costs one verification. */
  memory = new PathMemory();

  constructor(db: Kysely<CsmsTables>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
    this.#findContract = compiledQuery(
      db,
      db.selectFrom('certificate').select(['der', 'not_after']).where('hashes', '=', ''),
    );
  }

  /** Reads roots and sub-CAs from the table. */
  async load(): Promise<void> {
    const rows = await this.#db
      .selectFrom('certificate')
      .select(['use', 'der'])
      .where('use', '!=', 'contract')
      .orderBy('added_at')
      .execute();
    for (const { use, der } of rows) {
      const certificate = parseCertificate(fromBase64(der));
      if (use === 'sub-ca') this.#subCas.set(certificate.fingerprint, certificate);
      else this.#roots.add(use as AnchorUse, certificate);
    }
  }

  /** Calls `changed` when a root was added or removed: verdicts that rest on roots are void then. */
  onChange(changed: () => void): void {
    this.#changed.push(changed);
  }

  /** Roots of some uses, or of all. */
  roots(...uses: readonly AnchorUse[]): readonly Certificate[] {
    return this.#roots.certificates(...uses);
  }

  /** Roots with their uses. */
  anchors(...uses: readonly AnchorUse[]): ReturnType<TrustStore['list']> {
    return this.#roots.list(...uses);
  }

  /** Whether these are the hashes of a root that we trust. `key`: their {@link hashesKey}, where it is at hand. */
  isRoot(hashes: CertificateHashes, key: string = hashesKey(hashes)): boolean {
    const { hashAlgorithm } = hashes;
    let known = this.#rootHashes.get(hashAlgorithm);
    if (!known) {
      known = new Set(this.roots().map((root) => hashesKey(anchorHashes(root, hashAlgorithm))));
      this.#rootHashes.set(hashAlgorithm, known);
    }
    return known.has(key);
  }

  subCas(): readonly Certificate[] {
    return [...this.#subCas.values()];
  }

  /**
   * Keeps a root. Validity is not looked at: an expired one is reported by the watch over trust, not refused here.
   * @param source who brought it: `operator`, `pool:NAME`.
   * @throws ProtocolError `certificate_malformed`; UsageError `not_a_root` when it is not self-signed.
   */
  async addRoot(use: AnchorUse, der: Uint8Array, source: string): Promise<Certificate> {
    const certificate = parseCertificate(der);
    if (!certificate.isSelfIssued || !certificate.isSignedBy(certificate))
      throw new UsageError('not_a_root', `${certificate.subject}: not self-signed, so it is no root`);
    await this.#keep(certificate, use, source, null);
    if (this.#roots.add(use, certificate)) this.#rootsChanged();
    return certificate;
  }

  /** Takes a root away. @returns whether it was there. */
  async removeRoot(use: AnchorUse, fingerprint: string): Promise<boolean> {
    const found = this.#roots.list(use).find(({ certificate }) => certificate.fingerprint === fingerprint);
    if (!found) return false;
    await this.#db.deleteFrom('certificate').where('fingerprint', '=', fingerprint).where('use', '=', use).execute();
    this.#roots.remove(found.certificate, use);
    this.#rootsChanged();
    return true;
  }

  /** Keeps a sub-CA for the verification of OCSP answers; whoever uses it builds a path from it to a root. */
  async addSubCa(certificate: Certificate, source: string): Promise<void> {
    if (!certificate.isCa || this.#subCas.has(certificate.fingerprint)) return;
    this.#subCas.set(certificate.fingerprint, certificate);
    await this.#keep(certificate, 'sub-ca', source, null);
  }

  /** Keeps a contract certificate whose chain was proved, with its issuer, so that it is known by its hashes from now on. */
  async addContract(leaf: Certificate, issuer: Certificate, source: string): Promise<void> {
    const key = hashesKey(certHashes(leaf, issuer, 'SHA256'));
    await this.#keep(leaf, 'contract', source, key);
    this.#contracts.delete(key);
  }

  /** The contract certificate with these hashes, if it was seen whole before. `key`: their {@link hashesKey}. */
  async findContract(hashes: CertificateHashes, key: string = hashesKey(hashes)): Promise<KnownContract | undefined> {
    if (hashes.hashAlgorithm !== 'SHA256') return undefined;
    const now = this.#clock.now();
    const seen = this.#contracts.get(key);
    if (seen && now < seen.until) return seen.contract;
    const contract = await this.#readContract(key);
    this.#contracts.set(key, { contract, until: now + CONTRACT_MS });
    return contract;
  }

  async #readContract(key: string): Promise<KnownContract | undefined> {
    const [row] = await this.#findContract(key);
    if (!row) return undefined;
    return { emaid: parseCertificate(fromBase64(row.der)).subject.commonName ?? '', notAfter: row.not_after };
  }

  async #keep(certificate: Certificate, use: string, source: string, hashes: string | null): Promise<void> {
    await this.#db
      .insertInto('certificate')
      .values({
        fingerprint: certificate.fingerprint,
        use,
        der: toBase64(certificate.der),
        subject: String(certificate.subject),
        not_after: certificate.notAfter,
        hashes,
        source,
        added_at: Math.floor(this.#clock.now()),
      })
      .onConflict((conflict) => conflict.columns(['fingerprint', 'use']).doNothing())
      .execute();
  }

  #rootsChanged(): void {
    this.memory = new PathMemory();
    this.#rootHashes = new Map();
    for (const changed of this.#changed) changed();
  }
}

const CONTRACTS = 50_000;
const CONTRACT_MS = 60_000;
