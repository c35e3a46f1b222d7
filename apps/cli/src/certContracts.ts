/** `openpnc cert contracts`: the folder of a bench's car with every kind of contract, from our own PKI. @module */
import { resolve } from 'node:path';
import { displayEmaid } from '@openpnc/core/emaid';
import { OperatorError } from '@openpnc/core/errors';
import { writeBenchCar } from '@openpnc/lab/benchCar';
import { sections } from '@openpnc/lab/sections';
import { configuration } from './configuration.ts';

/** Flags of the command. */
export interface ContractsFlags {
  readonly out: string;
  readonly provider: string;
  readonly config?: string;
  readonly set: readonly string[];
  readonly json?: boolean;
}

/** Makes them. @throws OperatorError `provider_malformed`, or why the PKI cannot be opened */
export async function certContracts({ out, provider, config, set, json }: ContractsFlags): Promise<void> {
  if (!/^[A-Z]{2}[A-Z0-9]{3}$/.test(provider))
    throw new OperatorError('provider_malformed', `--provider ${provider}: expected country and provider, e.g. DE8AA`);
  const file = config ?? process.env.OPENPNC_CONFIG;
  const { pki } = configuration(sections, {
    ...(file !== undefined && { file }),
    environment: process.env,
    flags: set,
  });
  const folder = resolve(out);
  const made = await writeBenchCar(pki, folder, provider);
  if (json) {
    console.log(JSON.stringify(made, null, 2));
    return;
  }
  for (const { kind, eMAID, folder: place } of made) console.log(`${kind.padEnd(17)} ${displayEmaid(eMAID)}  ${place}`);
  console.log(`${'foreign root'.padEnd(17)} ${folder}/foreign`);
  console.log(`roots for station and CSMS: ${folder}/trust`);
  console.log(`what the eMSP has to know of them: ${folder}/emsp-contracts.json`);
}
