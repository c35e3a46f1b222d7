/** The certificates in a car: its V2G roots, its contract, its provisioning certificate. The keys are in `Keys`. @module */
import type { Certificate } from '@openpnc/x509/certificate';

/** What a car has installed. */
export interface Wallet {
  /** V2G roots. */
  roots(): readonly Certificate[];
  /** Contract chain, DER, leaf first; its key is named `contract` in the car's `Keys`. */
  contract(): readonly Uint8Array[] | undefined;
  /** OEM provisioning certificate, DER; its key is named `provisioning`. */
  provisioning(): Uint8Array | undefined;
  /** Keeps a new contract chain. Its key was kept before; the old chain is of no use any more. */
  keepContract(chain: readonly Uint8Array[]): Promise<void>;
}

/** Names of the car's keys. A new contract key is made ready under its own name before it takes the place of the old one. */
export const carKeys = { contract: 'contract', provisioning: 'provisioning' } as const;

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
