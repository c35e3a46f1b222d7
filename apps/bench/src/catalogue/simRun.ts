/** Runs cases in virtual time against our own parties: those that change only the car share a world, the others have their own. @module */
import type { Contract } from '@openpnc/pki/lab';
import { SeededKeys } from '@openpnc/sim/keys';
import { type BenchContract, type ContractKind, type Material, makeMaterial } from '../material.ts';
import type { CaseOutcome } from '../report/benchReport.ts';
import type { CaseRunner } from '../report/runFolder.ts';
import { createWorld, type SessionRecord, type World } from '../world.ts';
import { type BenchCase, isCarOnly } from './benchCase.ts';
import { differencesOf } from './verdict.ts';

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
  return {
    async run(one) {
      const began = performance.now();
      const profile = one.world?.pki?.profile ?? 'lab';
      if (profile === 'lab') lab ??= makeProfile(seed, profile);
      const material = await (profile === 'lab' ? lab! : makeProfile(seed, profile));
      let record: SessionRecord;
      if (isCarOnly(one)) {
        shared ??= createWorld({ seed, material, isPayloadTraced });
        record = await shared.visit(one.car, one.faults);
      } else record = await alone(one, material, seed, isPayloadTraced);
      const observed = { ...record, cause: record.cause?.code ?? null, energy_Wh: record.meter.energy_Wh };
      const differences = differencesOf(one, observed);
      return {
        verdict: differences.length === 0 ? 'passed' : 'failed',
        differences,
        outcome: record.outcome,
        cause: record.cause && { code: record.cause.code, text: record.cause.text, remedy: record.cause.remedy },
        trace: record.trace,
        took_ms: Math.round(performance.now() - began),
      };
    },
    close: async () => shared?.close(),
  };
}

const SETTLE_MS = 5_000;

async function alone(
  one: BenchCase,
  material: Material,
  seed: string,
  isPayloadTraced: boolean,
): Promise<SessionRecord> {
  const { before = [], idle_ms = 0, pki: _, ...options } = one.world ?? {};
  const world = createWorld({ seed: `${seed}/${one.id}`, material, isPayloadTraced, ...options });
  try {
    await world.start();
    await world.idle(idle_ms);
    for (const car of before) await world.visit(car);
    const record = await world.visit(one.car, one.faults);
    // A party that was down comes back.
    await world.idle(SETTLE_MS);
    return record;
  } finally {
    await world.close();
  }
}

/** The certificates of a profile; a broken one puts its broken contracts into the drawer of the good ones. */
async function makeProfile(seed: string, profile: string): Promise<Material> {
  const isLab = profile === 'lab';
  const pki = { profile, eMAID: 'DE8AAC12345678', eMAIDMo: 'DE8AAC87654321' };
  const material = await makeMaterial(seed, { good: 2, bad: isLab ? 1 : 0, pki });
  if (isLab) return material;
  const lab = async (kind: ContractKind, { eMAID, certificate, chain, key }: Contract): Promise<BenchContract> => {
    const keys = new SeededKeys(`${seed}/car/${kind}`);
    await keys.keep('contract', key.exportPem());
    await keys.keep('provisioning', material.pki.provisioning.key.exportPem());
    const under = kind === 'mo-root' ? 'mo' : 'v2g';
    return { kind, eMAID, under, certificate, chain: chain.map(({ der }) => der), keys, keyPem: key.exportPem() };
  };
  return {
    ...material,
    contracts: {
      ...material.contracts,
      'v2g-root': [await lab('v2g-root', material.pki.contract)],
      'mo-root': [await lab('mo-root', material.pki.contractMo)],
    },
  };
}
