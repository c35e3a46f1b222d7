/**
 * Many sessions from one seed: worlds of a batch of cars each, invariants asked after every step, a digest of the whole
 * trace. Session N is drawn from the seed and N alone, and comes to a world that has seen the cars of its batch before it.
 *
 * @module
 */
import { createHash, type Hash } from 'node:crypto';
import type { TraceRecord } from '@openpnc/core/trace';
import { SeededRandom } from '@openpnc/sim/random';
import { type Coverage, CoverageCounter } from './coverage.ts';
import type { Fault } from './faults.ts';
import { type Broken, type Ended, endInvariants, type Step, stepInvariants, type Visit } from './invariants.ts';
import { type Material, makeMaterial } from './material.ts';
import { type Mix, type Plan, planOf, worldOf } from './plan.ts';
import { createWorld, type SessionRecord, type World, type WorldOptions } from './world.ts';

/** What to simulate. */
export interface SimulationOptions {
  readonly seed: string;
  readonly sessions: number;
  readonly mix?: Mix;
  /** Only this session (and, unseen, those of its batch before it). */
  readonly only?: number;
  /** Told of each session as it ends. */
  readonly seen?: (n: number, session: SessionRecord | undefined, broken: readonly Broken[]) => void;
  /** Ends early when it says so. */
  readonly isEnough?: () => boolean;
}

/** A session in which something was wrong. */
export interface Failure {
  readonly session: number;
  readonly broken: readonly Broken[];
}

export interface SimulationReport {
  readonly sessions: number;
  readonly charged: number;
  readonly broken: number;
  readonly failures: readonly Failure[];
  /** SHA-256 over every trace record of every session, in order; hex. */
  readonly digest: string;
  readonly coverage: Coverage;
  readonly missingCells: readonly string[];
  readonly missingCauses: readonly string[];
}

/** Cars that come to one world. Mixed worlds have settings of their own, so there are more of them. */
const BATCH: Readonly<Record<Mix, number>> = { plain: 1_000, mixed: 200 };

/** Runs a simulation. */
export async function simulate(options: SimulationOptions): Promise<SimulationReport> {
  const { seed, sessions, only, mix = 'mixed', seen = () => {}, isEnough = () => false } = options;
  const material = await makeMaterial(seed);
  const hash = createHash('sha256');
  const coverage = new CoverageCounter();
  const failures: Failure[] = [];
  let [done, charged] = [0, 0];
  const batch = BATCH[mix];
  const [first, end] = only === undefined ? [0, sessions] : [only - (only % batch), only + 1];
  let bench: Bench | undefined;
  for (let n = first; n < end && !isEnough(); n += 1) {
    if (n % batch === 0 || !bench) {
      await bench?.close();
      bench = await Bench.open({ seed, batch: Math.floor(n / batch), attempt: n % batch, mix, material, hash });
    }
    const { session, broken } = await bench.visit(planOf(seed, n, mix));
    // A world in which the code itself failed is given up; the next car finds a new one.
    if (bench.isLost) bench = undefined;
    if (only !== undefined && n !== only) continue;
    done += 1;
    if (session) {
      if (session.outcome === 'charged') charged += 1;
      coverage.count(session);
    }
    seen(n, session, broken);
    if (broken.length > 0) failures.push({ session: n, broken });
  }
  await bench?.close();
  return {
    sessions: done,
    charged,
    broken: failures.length,
    failures,
    digest: hash.digest('hex'),
    coverage: coverage.summary,
    missingCells: coverage.missingCells,
    missingCauses: coverage.missingCauses,
  };
}

interface BenchOptions {
  readonly seed: string;
  readonly batch: number;
  /** Not 0: the world of the batch was lost before this car. */
  readonly attempt: number;
  readonly mix: Mix;
  readonly material: Material;
  readonly hash?: Hash;
}

/** What came of one visit; `session` is absent where the code itself failed. */
export interface Judged {
  readonly session: SessionRecord | undefined;
  readonly broken: readonly Broken[];
}

type Unwatched = Omit<WorldOptions, 'watch'>;

/** A world under watch. */
export class Bench {
  readonly world: World;
  readonly #hash: Hash | undefined;
  readonly #revocation: Visit['revocation'];
  #visit: Visit | undefined;
  #trace: TraceRecord[] = [];
  /** Not in the digest yet. */
  #undigested: TraceRecord[] = [];
  #broken: Broken[] = [];
  /** Transactions whose end will not come, each told once. */
  readonly #toldOpen = new Set<string>();
  isLost = false;

  private constructor(options: Unwatched, hash?: Hash) {
    this.#hash = hash;
    this.#revocation = options.csms?.certificates?.revocation ?? 'require';
    this.world = createWorld({ ...options, watch: (record) => this.#record(record) });
    for (const [i, { outlet }] of this.world.parties.cables.entries())
      outlet.watch((event) => {
        if (event.type === 'contactor') this.#step({ type: 'contactor', evse: i + 1, state: event.state });
      });
  }

  static async open({ seed, batch, attempt, mix, material, hash }: BenchOptions): Promise<Bench> {
    const worldSeed = `${seed}/${batch}${attempt === 0 ? '' : `/${attempt}`}`;
    const bench = new Bench({ seed: worldSeed, material, ...worldOf(worldSeed, mix) }, hash);
    await bench.world.start();
    return bench;
  }

  /** A world with settings of its own under watch. */
  static async of(options: Unwatched): Promise<Bench> {
    const bench = new Bench(options);
    await bench.world.start();
    return bench;
  }

  async close(): Promise<void> {
    this.#digest();
    await this.world.close();
  }

  /** One car comes; every invariant is asked. */
  async visit({ car, faults, idle_ms }: Plan): Promise<Judged> {
    this.#broken = [];
    const stray = (error: unknown) => this.#bug(error);
    process.on('unhandledRejection', stray);
    try {
      await this.world.idle(idle_ms);
      this.#trace = [];
      this.#visit = {
        car,
        faults,
        revocation: this.#revocation,
        started: this.world.clock.now(),
        trace: this.#trace,
        parties: this.world.parties,
      };
      const session = await this.world.visit(car, faults);
      const ended = await this.#ended(session, faults);
      for (const { name, broken } of endInvariants) this.#tell(name, broken(session, ended));
      return { session, broken: this.#broken };
    } catch (error) {
      this.#bug(error);
      return { session: undefined, broken: this.#broken };
    } finally {
      this.#digest();
      this.#visit = undefined;
      process.off('unhandledRejection', stray);
    }
  }

  /** What was traced since the last time goes into the digest as one text: by lines, it costs half as much again. */
  #digest(): void {
    if (this.#undigested.length > 0) this.#hash?.update(textOf(this.#undigested));
    this.#undigested = [];
  }

  #bug(error: unknown): void {
    this.isLost = true;
    this.#tell('noBug', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  #record(record: TraceRecord): void {
    if (this.#hash) this.#undigested.push(record);
    this.#trace.push(record);
    this.#step({ type: 'record', record });
  }

  #step(step: Step): void {
    const visit = this.#visit;
    if (!visit) return;
    for (const { name, broken } of stepInvariants) this.#tell(name, broken(step, visit));
  }

  #tell(invariant: string, text: string | undefined): void {
    if (text !== undefined && !this.#broken.some((known) => known.invariant === invariant && known.text === text))
      this.#broken.push({ invariant, text });
  }

  async #ended({ transactionIds }: SessionRecord, faults: readonly Fault[]): Promise<Ended> {
    const { questions, parties } = this.world;
    const { cables, station } = parties;
    const open = (await questions.openTransactions()).map(({ transaction_id }) => transaction_id);
    const isCorrupt = faults.some(
      (fault) => fault.kind === 'wire' && fault.effect.do === 'corrupt' && fault.at.leg === 'ocpp',
    );
    // A bit that flipped in its id made another transaction, which nobody can end.
    if (isCorrupt) for (const id of open) if (!transactionIds.includes(id)) this.#toldOpen.add(id);
    const openTransactions = open.filter((id) => !this.#toldOpen.has(id));
    const isPartyAway = faults.some(
      (fault) =>
        fault.kind === 'down' || (fault.kind === 'kill' && fault.party !== 'ev' && fault.restart_ms === undefined),
    );
    if (!isPartyAway) for (const id of openTransactions) this.#toldOpen.add(id);
    const states = new Map((await questions.keptEvents()).map(({ evse, state }) => [evse, state]));
    const cdrs = (await Promise.all(transactionIds.map((id) => questions.cdrs(id))))
      .flat()
      .map(({ id, body }) => ({ id, energy_Wh: (JSON.parse(body) as { total_energy: number }).total_energy * 1_000 }));
    const changes = await questions.v2gChanges();
    return {
      openTransactions,
      heldTransactions: [...states.values()].filter((state) => state !== '').length,
      cdrs,
      isPowered:
        cables.some(({ outlet }) => outlet.meter()!.power_W > 0) ||
        station?.evses.some(({ isCharging }) => isCharging) === true,
      stationRoots: 1 + changes.reduce((sum, { is_removed }) => sum + (is_removed === 1 ? -1 : 1), 0),
      isPartyAway,
    };
  }
}

/** JSON. Few records need the replacer, which makes every value slower. */
function textOf(records: readonly TraceRecord[]): string {
  try {
    return JSON.stringify(records);
  } catch {
    return JSON.stringify(records, jsonValue);
  }
}

/** Bytes as hex and 64-bit integers as text: what JSON has no word for. */
function jsonValue(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return typeof value === 'bigint' ? value.toString() : value;
}

/** A seed for who names none. */
export function anySeed(): string {
  return new SeededRandom(String(Date.now())).integer(1_000_000_000).toString();
}
