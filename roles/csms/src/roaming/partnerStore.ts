/** Platforms of the OCPI handshake in their table. @module */
import type { Partner, PartnerStore } from '@openpnc/roaming/ocpi/registration';
import type { Kysely } from 'kysely';
import type { CsmsTables } from '../store/tables.ts';

/** The store; `changed` is called after each change, with what is kept now. */
export function sqlPartnerStore(db: Kysely<CsmsTables>, changed: (partner: Partner) => void): PartnerStore {
  const parse = (row: { readonly body: string } | undefined) => (row ? (JSON.parse(row.body) as Partner) : undefined);
  return {
    find: async (id) =>
      parse(await db.selectFrom('ocpi_partner').select('body').where('id', '=', id).executeTakeFirst()),
    findByToken: async (token) =>
      parse(
        await db
          .selectFrom('ocpi_partner')
          .select('body')
          .where(({ or, eb }) => or([eb('token_in', '=', token), eb('token_in_next', '=', token)]))
          .executeTakeFirst(),
      ),
    list: async () =>
      (await db.selectFrom('ocpi_partner').select('body').orderBy('id').execute()).map(
        ({ body }) => JSON.parse(body) as Partner,
      ),
    save: async (partner, was) => {
      const isSaved = await db.transaction().execute(async (inner) => {
        const kept = await inner
          .selectFrom('ocpi_partner')
          .select('token_in')
          .where('id', '=', partner.id)
          .executeTakeFirst();
        if ((kept === undefined) !== (was === undefined)) return false;
        if (kept && kept.token_in !== (was?.tokenIn ?? null)) return false;
        const row = {
          token_in: partner.tokenIn ?? null,
          token_in_next: partner.tokenInNext ?? null,
          body: JSON.stringify(partner),
        };
        await inner
          .insertInto('ocpi_partner')
          .values({ id: partner.id, ...row })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
          .execute();
        return true;
      });
      if (isSaved) changed(partner);
      return isSaved;
    },
  };
}
