/** Runs cases in virtual time against our own parties: those that change only the car share a world, the others have their own. @module */

import type { TraceRecord } from '@openpnc/core/trace';
import type { Contract } from '@openpnc/pki/lab';
import { VirtualClock } from '@openpnc/sim/clock';
import { SeededKeys } from '@openpnc/sim/keys';
import { SeededRandom } from '@openpnc/sim/random';
import { parseCertificate } from '@openpnc/x509/certificate';
import { type BenchContract, type Material, makeMaterial } from '../material.ts';
import { otherLeaf } from '../pooled.ts';
import type { CaseOutcome } from '../report/benchReport.ts';
import type { CaseRunner } from '../report/runFolder.ts';
import { createWorld, type SessionRecord, type World } from '../world.ts';
import { type BenchCase, isCarOnly } from './benchCase.ts';
import { statusesDuring } from './statusFeed.ts';
import { differencesOf, repeatedIn } from './verdict.ts';

/** What a case came to. */
export interface CaseResult extends CaseOutcome {
  readonly id: string;
}

/** How cases are run. */
export interface SimRunOptions {
  readonly seed?: string;
  /** Write whole V2G messages into the trace. Default false. */
  readonly isPayloadTraced?: boolean;
}

/** Runs them one after the other; the same seed gives the same traces. */
export async function runInSim(
  cases: readonly BenchCase[],
  options: SimRunOptions = {},
  done: (result: CaseResult, one: BenchCase) => void = () => {},
): Promise<readonly CaseResult[]> {
  const runner = simRunner(options);
  const results: CaseResult[] = [];
  try {
    for (const one of cases) {
      const result = { id: one.id, ...(await runner.run(one)) };
      results.push(result);
      done(result, one);
    }
  } finally {
    await runner.close();
  }
  return results;
}

/** A runner that keeps what cases share. */
export function simRunner({ seed = 'catalogue', isPayloadTraced = false }: SimRunOptions = {}): CaseRunner {
  let lab: Promise<Material> | undefined;
  let shared: World | undefined;
  let broken: { readonly profile: string; readonly material: Material } | undefined;
  return {
    async run(one) {
      const began = performance.now();
      const profile = one.world?.pki?.profile ?? 'lab';
      lab ??= makeMaterial(seed, { good: 2, bad: 1, pki: EMAIDS });
      const material = await materialOf(one, profile, await lab);
      let record: SessionRecord;
      let beside: readonly string[] = [];
      if (isCarOnly(one)) {
        shared ??= createWorld({ seed, material, isPayloadTraced });
        record = await shared.visit(one.car, one.faults);
      } else ({ record, beside } = await alone(one, material, seed, isPayloadTraced));
      const observed = { ...record, cause: record.cause?.code ?? null, energy_Wh: record.meter.energy_Wh };
      const differences = [...differencesOf(one, observed), ...beside];
      return {
        verdict: differences.length === 0 ? 'passed' : 'failed',
        differences,
        outcome: record.outcome,
        cause: record.cause && { code: record.cause.code, text: record.cause.text, remedy: record.cause.remedy },
        trace: record.trace,
        took_ms: Math.round(performance.now() - began),
      };
    },
    async close() {
      await shared?.close();
      await broken?.material.pkiDatabase.destroy();
    },
  };

  /** Certificates for a case. Those of a broken profile are kept until another one is asked for: cases of one follow each other. */
  async function materialOf({ id, world = {} }: BenchCase, profile: string, good: Material): Promise<Material> {
    const { foreign, leaf } = world;
    if (foreign) return foreignContract(seed, foreign, good);
    if (leaf) return otherContract(`${seed}/${id}`, leaf, good);
    if (profile === 'lab') return good;
    if (broken?.profile !== profile) {
      await broken?.material.pkiDatabase.destroy();
      broken = { profile, material: await brokenMaterial(seed, profile, good) };
    }
    return broken.material;
  }
}

const SETTLE_MS = 5_000;

async function alone(
  one: BenchCase,
  material: Material,
  seed: string,
  isPayloadTraced: boolean,
): Promise<{ readonly record: SessionRecord; readonly beside: readonly string[] }> {
  const { isFresh = false, alarms = [], statuses } = one.expected;
  const { before = [], idle_ms = 0, away_ms = 0, foreign: _, leaf: _leaf, ...options } = one.world ?? {};
  const early = new Set<string>();
  let hasCome = false;
  const world = createWorld({
    seed: `${seed}/${one.id}`,
    material,
    isPayloadTraced: isPayloadTraced || isFresh,
    watch: (record) => {
      if (!hasCome && record.type === 'finding') early.add(record.code);
    },
    ...options,
  });
  try {
    await world.start();
    if (away_ms > 0) world.kill('station', away_ms);
    await world.idle(away_ms + idle_ms);
    const earlier: TraceRecord[] = [];
    for (const car of before) {
      const { trace } = await world.visit(car, isFresh ? one.faults : []);
      if (isFresh) earlier.push(...trace);
    }
    hasCome = true;
    const visit = () => world.visit(one.car, one.faults);
    const { result: record, statuses: seen } = statuses
      ? await statusesDuring(world, visit)
      : { result: await visit(), statuses: [] };
    // A party that was down comes back.
    await world.idle(SETTLE_MS);
    const beside = [
      ...alarms.filter((code) => !early.has(code)).map((code) => `no finding ${code} before the car came`),
      ...(statuses && String(seen) !== String(statuses) ? [`a partner read ${seen}, expected ${statuses}`] : []),
      ...(isFresh ? repeatedIn([...earlier, ...record.trace]) : []),
    ];
    return { record, beside };
  } finally {
    await world.close();
  }
}

/** The certificates of a broken profile, with its broken contracts in the drawer of the good ones. */
async function brokenMaterial(seed: string, profile: string, like: Material): Promise<Material> {
  const material = await makeMaterial(seed, { good: 0, bad: 0, pki: { profile, ...EMAIDS }, isForOne: true, like });
  const { contract, contractMo } = material.pki;
  const drawer = {
    'v2g-root': [await kept(seed, material, 'v2g-root', contract)],
    'mo-root': [await kept(seed, material, 'mo-root', contractMo)],
  };
  return { ...material, contracts: { ...material.contracts, ...drawer } };
}

/** The good certificates, and a contract of which one part is of a PKI that nobody knows; the car has the key of its leaf. */
async function foreignContract(
  seed: string,
  part: NonNullable<NonNullable<BenchCase['world']>['foreign']>,
  lab: Material,
): Promise<Material> {
  const isWhole = part === 'chain' || part === 'rolled-over';
  const pki = { ...(part !== 'rolled-over' && { organization: 'Other PKI' }), ...EMAIDS };
  const other = await makeMaterial(`${seed}/other`, { good: 0, bad: 0, pki, isForOne: true, like: lab });
  await other.pkiDatabase.destroy();
  const [own, foreign] = [lab.pki.contract, other.pki.contract];
  const leaf = part === 'leaf' || isWhole ? foreign : own;
  const chain = [leaf.certificate, ...own.chain.slice(1)].map((certificate, i) =>
    isWhole || (part === 'sub-ca-2' && i === 1) || (part === 'sub-ca-1' && i === 2) ? foreign.chain[i]! : certificate,
  );
  return {
    ...lab,
    contracts: { ...lab.contracts, 'v2g-root': [await kept(seed, lab, 'v2g-root', { ...leaf, chain })] },
  };
}

/** The good certificates, and a contract with another leaf. */
async function otherContract(
  seed: string,
  leaf: NonNullable<NonNullable<BenchCase['world']>['leaf']>,
  lab: Material,
): Promise<Material> {
  const { pki, pkiSettings, pkiDatabase: database, pkiKeys: keys, startAt } = lab;
  const random = new SeededRandom(`${seed}/leaf`);
  const ports = { clock: new VirtualClock(startAt), random, keys, database };
  const { contract: like, issuers } = pki;
  const wish = { like, issuer: issuers.contract, profile: 'contractLeaf', ...leaf } as const;
  const certificate = parseCertificate(await otherLeaf(ports, pkiSettings, wish));
  const contract = { ...like, certificate, chain: [certificate, ...like.chain.slice(1)] };
  return { ...lab, contracts: { ...lab.contracts, 'v2g-root': [await kept(seed, lab, 'v2g-root', contract)] } };
}

/** A contract of the PKI as a car has it. */
async function kept(
  seed: string,
  { pki }: Material,
  kind: 'v2g-root' | 'mo-root',
  { eMAID, certificate, chain, key }: Contract,
): Promise<BenchContract> {
  const keys = new SeededKeys(`${seed}/car/${kind}`);
  await keys.keep('contract', key.exportPem());
  await keys.keep('provisioning', pki.provisioning.key.exportPem());
  const under = kind === 'mo-root' ? 'mo' : 'v2g';
  return { kind, eMAID, under, certificate, chain: chain.map(({ der }) => der), keys, keyPem: key.exportPem() };
}

const EMAIDS = { eMAID: 'DE8AAC12345678', eMAIDMo: 'DE8AAC87654321' };
