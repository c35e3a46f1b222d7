/** One look at our parties with one of the simulation's means, up to the first thing that is wrong: how a mutation is caught. @module */
import { runCases } from './cases.ts';
import { configs, exploreSecc } from './explore.ts';
import { faultName } from './faults.ts';
import { makeMaterial } from './material.ts';
import { faultsEverywhere, runFaultSweeps, runLimitSweeps } from './sweeps.ts';

export const probes = ['cases', 'explore', 'limits', 'faults'] as const;
export type Probe = (typeof probes)[number];

/** @returns what was found first, undefined when all is as it must be */
export async function probe(kind: Probe): Promise<string | undefined> {
  const material = await makeMaterial('probe');
  switch (kind) {
    case 'cases':
      for await (const { name, broken } of runCases(material))
        if (broken[0]) return `${broken[0].invariant}: ${name}: ${broken[0].text.split('\n')[0]}`;
      return undefined;
    case 'explore':
      for (const config of configs.filter(({ name }) => EXPLORED.includes(name))) {
        const [found] = exploreSecc(material, config, SLICE).counterexamples;
        if (found) return `${found.invariant}: ${config.name}: ${found.text.split('\n')[0]}`;
      }
      return undefined;
    case 'limits':
      for await (const { broken } of runLimitSweeps(material))
        if (broken[0]) return `${broken[0].invariant}: ${broken[0].text}`;
      return undefined;
    case 'faults':
      for await (const { fault, broken } of runFaultSweeps(material, await faultsEverywhere(material)))
        if (broken[0]) return `${broken[0].invariant}: ${faultName(fault)}: ${broken[0].text}`;
      return undefined;
  }
}

/** Stations that a slice looks at, and transitions of each. */
const EXPLORED: readonly string[] = ['AC', 'AC, asked at PaymentDetails', 'DC'];
const SLICE = 12_000;
