/** Runs cases in virtual time against our own parties: those that change only the car share a world, the others have their own. @module */

import type { TraceRecord } from '@openpnc/core/trace';
import type { Contract } from '@openpnc/pki/lab';
import { SeededKeys } from '@openpnc/sim/keys';
import { type BenchContract, type ContractKind, type Material, makeMaterial } from '../material.ts';
import { createWorld, type SessionRecord, type World } from '../world.ts';
import { type BenchCase, type CaseWorld, isWorldShared } from './benchCase.ts';
import { differencesOf } from './verdict.ts';

/** What a case came to. */
export interface CaseResult {
  readonly id: string;
  readonly verdict: 'passed' | 'failed' | 'inconclusive';
  readonly differences: readonly string[];
  readonly outcome: SessionRecord['outcome'];
  readonly cause: { readonly code: string; readonly text: string; readonly remedy: string } | null;
  readonly trace: readonly TraceRecord[];
  /** Real time that it took, ms. */
  readonly took_ms: number;
}

/** How cases are run. */
export interface SimRunOptions {
  readonly seed?: string;
  readonly isPayloadTraced?: boolean;
  readonly done?: (result: CaseResult, one: BenchCase) => void;
}

/** Runs them one after the other; the same seed gives the same traces. */
export async function runInSim(
  cases: readonly BenchCase[],
  options: SimRunOptions = {},
): Promise<readonly CaseResult[]> {
  const { seed = 'catalogue', isPayloadTraced = false, done = () => {} } = options;
  const materials = new Map<string, Promise<Material>>();
  const results: CaseResult[] = [];
  let shared: World | undefined;
  const materialOf = (world: CaseWorld | undefined) => {
    const profile = world?.pki?.profile ?? 'lab';
    const found = materials.get(profile) ?? makeProfile(seed, profile);
    if (profile === 'lab') materials.set(profile, found);
    return found;
  };
  try {
    for (const one of cases) {
      const began = performance.now();
      const material = await materialOf(one.world);
      let record: SessionRecord;
      if (isWorldShared(one)) {
        shared ??= createWorld({ seed, material, isPayloadTraced });
        record = await shared.visit(one.car, one.faults);
      } else record = await alone(one, material, seed, isPayloadTraced);
      const observed = { ...record, cause: record.cause?.code ?? null, energy_Wh: record.meter.energy_Wh };
      const differences = differencesOf(one, observed);
      const result: CaseResult = {
        id: one.id,
        verdict: differences.length === 0 ? 'passed' : 'failed',
        differences,
        outcome: record.outcome,
        cause: record.cause && { code: record.cause.code, text: record.cause.text, remedy: record.cause.remedy },
        trace: record.trace,
        took_ms: Math.round(performance.now() - began),
      };
      results.push(result);
      done(result, one);
    }
  } finally {
    await shared?.close();
  }
  return results;
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
    return { kind, eMAID, certificate, chain: chain.map(({ der }) => der), keys };
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
