/** The certificates in a car: its V2G roots, its contract, its provisioning certificate. The keys are in `Keys`. @module */
import { equalBytes } from '@openpnc/core/bytes';
import type { Keys } from '@openpnc/core/ports';
import { type Certificate, parseCertificate } from '@openpnc/x509/certificate';

/** What a car has installed. */
export interface Wallet {
  /** V2G roots. */
  roots(): readonly Certificate[];
  /** Contract chain, DER, leaf first; its key is named `contract` in the car's `Keys`. */
  contract(): readonly Uint8Array[] | undefined;
  /** OEM provisioning certificate, DER; its key is named `provisioning`. */
  provisioning(): Uint8Array | undefined;
  /** Keeps a new contract chain, in one step. Its key was made ready before. */
  keepContract(chain: readonly Uint8Array[]): Promise<void>;
}

/** Names of the car's keys. A new contract key is made ready under its own name before it takes the place of the old one. */
export const carKeys = { contract: 'contract', next: 'contract-next', provisioning: 'provisioning' } as const;

/**
 * Makes key and chain of the contract fit each other after a change that may have been cut off: a key made ready takes the
 * place of the old one when the chain that it belongs to is the one in the wallet, and is forgotten otherwise.
 */
export async function settleKeys(keys: Keys, wallet: Wallet): Promise<void> {
  const next = await keys.find(carKeys.next);
  if (!next) return;
  const [leaf] = wallet.contract() ?? [];
  if (leaf && equalBytes(parseCertificate(leaf).spki, next.publicKey))
    await keys.keep(carKeys.contract, next.exportPem());
  await keys.remove(carKeys.next);
}

/** A wallet in memory. */
export function memoryWallet(content: {
  readonly roots: readonly Certificate[];
  readonly contract?: readonly Uint8Array[];
  readonly provisioning?: Uint8Array;
}): Wallet {
  let { contract } = content;
  return {
    roots: () => content.roots,
    contract: () => contract,
    provisioning: () => content.provisioning,
    keepContract: async (chain) => {
      contract = chain;
    },
  };
}
