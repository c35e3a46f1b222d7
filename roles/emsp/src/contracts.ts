/** The contracts of the eMSP: kept by the first 14 characters of the eMAID. @module */
import { displayEmaid, isSameEmaid, parseEmaid } from '@openpnc/core/emaid';
import { UsageError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { WhitelistType } from '@openpnc/roaming/ocpi/token';
import type { Kysely } from 'kysely';
import type { ContractRow, ContractStatus, EmspTables } from './store/tables.ts';

/** A contract to put in, for the lab and for tests. */
export interface ContractSeed {
  /** In any spelling. */
  readonly emaid: string;
  /** `active` by default. */
  readonly status?: ContractStatus;
  /** True by default. */
  readonly hasCredit?: boolean;
  readonly validFrom?: Millis;
  readonly validTo?: Millis;
  /** `en` by default. */
  readonly language?: string;
  /** By default the setting `whitelist`. */
  readonly whitelist?: WhitelistType;
  readonly groupId?: string;
  /** Party keys (`NLCPO`) where it may charge; everywhere by default. */
  readonly allowedParties?: readonly string[];
}

/** Puts contracts in; one that is there already gets these values. @throws UsageError `emaid` for what is no eMAID. */
export async function seedContracts(
  db: Kysely<EmspTables>,
  seeds: readonly ContractSeed[],
  { now, whitelist }: { readonly now: Millis; readonly whitelist: WhitelistType },
): Promise<void> {
  const rows = seeds.map((seed): ContractRow => {
    const emaid = parseEmaid(seed.emaid);
    if (!emaid) throw new UsageError('emaid', `contract ${seed.emaid}: not an eMAID`);
    return {
      id14: emaid.id14,
      emaid: displayEmaid(emaid.id14)!.replaceAll('-', ''),
      status: seed.status ?? 'active',
      has_credit: seed.hasCredit === false ? 0 : 1,
      valid_from: seed.validFrom ?? null,
      valid_to: seed.validTo ?? null,
      language: seed.language ?? 'en',
      whitelist: seed.whitelist ?? whitelist,
      group_id: seed.groupId ?? null,
      allowed_parties: seed.allowedParties ? JSON.stringify(seed.allowedParties) : null,
      created_at: now,
      updated_at: now,
    };
  });
  await db.transaction().execute(async (inner) => {
    for (const row of rows) {
      const { id14: _, created_at: __, ...values } = row;
      await inner
        .insertInto('contract')
        .values(row)
        .onConflict((conflict) => conflict.column('id14').doUpdateSet(values))
        .execute();
    }
  });
}

/**
 * The contract that `text` names, by the one equality of eMAIDs: the first 14 characters, and two present check
 * characters must be equal (ours is always present and right).
 */
export async function findContract(db: Kysely<EmspTables>, text: string): Promise<ContractRow | undefined> {
  const emaid = parseEmaid(text);
  if (!emaid) return undefined;
  const contract = await db.selectFrom('contract').selectAll().where('id14', '=', emaid.id14).executeTakeFirst();
  return contract && isSameEmaid(contract.emaid, text) ? contract : undefined;
}
