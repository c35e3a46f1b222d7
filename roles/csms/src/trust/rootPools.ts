/** Roots from the pools of PKI services: taken by their kind, judged by their certificate, withdrawn only on good evidence. OPCP 4.1. @module */
import { ProtocolError, UsageError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { RootType } from '@openpnc/opcp/backend';
import type { OfferedRoot, Provider } from '@openpnc/opcp/provider';
import type { AnchorUse } from '@openpnc/x509/trustStore';
import { type Finding, traceFinding } from '../finding.ts';
import type { Services } from '../services.ts';

/** What one reading of a pool brought. */
interface PoolReading {
  readonly pool: string;
  readonly added: readonly string[];
  readonly withdrawn: readonly string[];
  readonly problem?: string;
}

/** When a pool was last read. */
interface PoolState {
  readonly pool: string;
  /** Of the last reading that went well; before the first one the start of the CSMS. */
  readonly read_at: Millis;
  readonly hasBeenRead: boolean;
  /** Of the last reading, where it failed. */
  readonly problem: string | null;
}

/** Reads all pools, now and again. */
export class RootPools {
  readonly #services: () => Services;
  readonly #states = new Map<string, Omit<PoolState, 'pool'>>();
  #started: Millis = 0;
  /** A webhook came while a reading was under way: what it told may have come too late for that one. */
  #isAskedAgain = false;
  #asked: Promise<void> | undefined;
  /** When a root of a pool was first missing from it. */
  readonly #missing = new Map<string, Millis>();
  #cancel: (() => void) | undefined;
  #isStarted = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(services: () => Services) {
    this.#services = services;
  }

  start(): void {
    const { settings, pki, clock } = this.#services();
    this.#started = clock.now();
    if (settings.trust.poll_s === 0 || pki.providers.length === 0) return;
    this.#isStarted = true;
    this.#poll();
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    this.#cancel?.();
    await Promise.all([this.#running, this.#asked]);
  }

  /** How each pool stands. */
  states(): readonly PoolState[] {
    return this.#services().pki.providers.map(({ name }) => ({
      pool: name,
      ...(this.#states.get(name) ?? { read_at: this.#started, hasBeenRead: false, problem: null }),
    }));
  }

  /** A webhook said that roots changed: all pools are read soon; many calls at once are one or two readings. */
  changed(): void {
    if (this.#asked) {
      this.#isAskedAgain = true;
      return;
    }
    this.#asked = this.read()
      .then(
        () => {},
        (error: unknown) => this.#broken(error),
      )
      .finally(() => {
        this.#asked = undefined;
        if (!this.#isAskedAgain) return;
        this.#isAskedAgain = false;
        this.changed();
      });
  }

  /** Reads all pools now: by hand, or because a webhook said that something changed. */
  async read(): Promise<readonly PoolReading[]> {
    const readings: PoolReading[] = [];
    for (const provider of this.#services().pki.providers) readings.push(await this.#readOne(provider));
    return readings;
  }

  #poll(): void {
    const { ports, settings } = this.#services();
    this.#running = this.read().then(
      () => {},
      (error: unknown) => this.#broken(error),
    );
    this.#cancel = ports.clock.alarm(ports.clock.now() + settings.trust.poll_s * 1000, () => {
      if (this.#isStarted) this.#poll();
    });
  }

  #broken(error: unknown): void {
    this.#tell({ code: 'internal_error', severity: 'warning', text: `root pools: ${String(error)}` });
  }

  async #readOne(provider: Provider): Promise<PoolReading> {
    const { ports, certificates } = this.#services();
    const pool = provider.name;
    const source = `pool:${pool}`;
    const answer = await provider.roots(ports.clock.now() + READ_MS);
    if (!answer.ok) {
      this.#tell({ code: 'root_pool_unreachable', severity: 'warning', text: `${pool}: ${answer.text}` });
      const before = this.#states.get(pool) ?? { read_at: this.#started, hasBeenRead: false };
      this.#states.set(pool, { ...before, problem: answer.text });
      return { pool, added: [], withdrawn: [], problem: answer.text };
    }
    for (const text of answer.unreadable)
      this.#tell({ code: 'pool_root_refused', severity: 'warning', text: `${pool}: ${text}` });
    const added: string[] = [];
    for (const offered of answer.roots) {
      const use = this.#useOf(pool, offered);
      if (!use || this.#isKnown(use, offered.certificate.fingerprint)) continue;
      try {
        await certificates.addRoot(use, offered.certificate.der, source);
        added.push(String(offered.certificate.subject));
      } catch (error) {
        if (!(error instanceof UsageError || error instanceof ProtocolError)) throw error;
        this.#tell({ code: 'pool_root_refused', severity: 'warning', text: `${pool}: ${error.message}` });
      }
    }
    const withdrawn = await this.#withdraw(pool, source, answer.roots);
    this.#states.set(pool, { read_at: Math.floor(ports.clock.now()), hasBeenRead: true, problem: null });
    ports.publish('trust', { event: 'pool', pool, added, withdrawn });
    for (const subject of added) this.#tell({ code: 'root_added', severity: 'info', text: `${pool}: ${subject}` });
    for (const subject of withdrawn)
      this.#tell({ code: 'root_withdrawn', severity: 'warning', text: `${pool}: no longer has ${subject}` });
    return { pool, added, withdrawn };
  }

  /** For what we trust a root of the pool: by the kind that the pool says; a private or unnamed kind for nothing. */
  #useOf(pool: string, { certificate, type }: OfferedRoot): AnchorUse | undefined {
    const now = this.#services().ports.clock.now();
    const refuse = (text: string) => {
      this.#tell({ code: 'pool_root_refused', severity: 'info', text: `${pool}: ${certificate.subject}: ${text}` });
      return undefined;
    };
    const use = type === undefined ? undefined : USE[type];
    if (!use) return refuse(`its kind is ${type ?? 'not told'}`);
    if (now > certificate.notAfter) return refuse(`ended ${new Date(certificate.notAfter).toISOString()}`);
    if (!certificate.isCa) return refuse('is no CA');
    // ISO 15118-2 knows one curve; the others of the pool are for -20.
    if (certificate.keyType !== 'P-256') return refuse(`key ${certificate.keyType}, expected P-256`);
    return use;
  }

  /**
   * Roots that came from this pool and are no longer in it. They go when they have been missing for a day, and never when
   * most of the pool is missing: that is a fault of the pool and no withdrawal.
   */
  async #withdraw(pool: string, source: string, offered: readonly OfferedRoot[]): Promise<readonly string[]> {
    const { ports, certificates } = this.#services();
    const now = ports.clock.now();
    const ours = await ports.db
      .selectFrom('certificate')
      .select(['fingerprint', 'use', 'subject'])
      .where('source', '=', source)
      .where('use', 'in', ['v2g', 'mo', 'oem'])
      .execute();
    const isOffered = new Set(offered.map(({ certificate }) => certificate.fingerprint));
    const gone = ours.filter(({ fingerprint }) => !isOffered.has(fingerprint));
    for (const { fingerprint } of ours) if (isOffered.has(fingerprint)) this.#missing.delete(fingerprint);
    if (gone.length * 2 > ours.length) {
      this.#tell({
        code: 'root_pool_shrunk',
        severity: 'warning',
        text: `${pool}: ${gone.length} of ${ours.length} roots are missing; nothing is withdrawn until somebody looks`,
      });
      return [];
    }
    const withdrawn: string[] = [];
    for (const { fingerprint, use, subject } of gone) {
      const since = this.#missing.get(fingerprint) ?? now;
      this.#missing.set(fingerprint, since);
      if (now - since < WITHDRAWN_MS) continue;
      await certificates.removeRoot(use as AnchorUse, fingerprint);
      this.#missing.delete(fingerprint);
      withdrawn.push(subject);
    }
    return withdrawn;
  }

  #isKnown(use: AnchorUse, fingerprint: string): boolean {
    return this.#services()
      .certificates.roots(use)
      .some((root) => root.fingerprint === fingerprint);
  }

  #tell(finding: Finding): void {
    const { trace, clock } = this.#services().ports;
    traceFinding(trace, clock.now(), undefined, finding);
  }
}

const USE: Readonly<Record<RootType, AnchorUse | undefined>> = { V2G: 'v2g', MO: 'mo', OEM: 'oem', PE: undefined };
const READ_MS = 30_000;
const WITHDRAWN_MS = 86_400_000;
