/** Partners of the OCPI handshake, and sessions and locations that they pushed, in the database. @module */
import type { OwnedStore } from '@openpnc/roaming/ocpi/owned';
import type { Partner, PartnerStore } from '@openpnc/roaming/ocpi/registration';
import { type Kysely, sql } from 'kysely';
import { compiledInsert, compiledQuery, compiledUpdate } from './statements.ts';
import type { EmspTables } from './tables.ts';

/**
 * The partners of the table `partner`. With `pushTokens`, one that registers and takes tokens has to hear of all
 * contracts; one that leaves, of none.
 */
export function sqlPartnerStore(
  db: Kysely<EmspTables>,
  { pushTokens }: { readonly pushTokens: boolean },
): PartnerStore {
  const parse = (row: { readonly body: string } | undefined) => (row ? (JSON.parse(row.body) as Partner) : undefined);
  return {
    find: async (id) => parse(await db.selectFrom('partner').select('body').where('id', '=', id).executeTakeFirst()),
    findByToken: async (token) =>
      parse(
        await db
          .selectFrom('partner')
          .select('body')
          .where(({ or, eb }) => or([eb('token_in', '=', token), eb('token_in_next', '=', token)]))
          .executeTakeFirst(),
      ),
    list: async () =>
      (await db.selectFrom('partner').select('body').orderBy('id').execute()).map(
        ({ body }) => JSON.parse(body) as Partner,
      ),
    save: (partner, was) =>
      db.transaction().execute(async (inner) => {
        const wantsTokens =
          pushTokens &&
          partner.state === 'registered' &&
          partner.endpoints.some(({ identifier, role }) => identifier === 'tokens' && role === 'RECEIVER');
        const row = {
          token_in: partner.tokenIn ?? null,
          token_in_next: partner.tokenInNext ?? null,
          body: JSON.stringify(partner),
          wants_tokens: wantsTokens ? 1 : 0,
        };
        const kept = await inner
          .selectFrom('partner')
          .select(['token_in', 'wants_tokens'])
          .where('id', '=', partner.id)
          .executeTakeFirst();
        if ((kept === undefined) !== (was === undefined)) return false;
        if (kept && kept.token_in !== (was?.tokenIn ?? null)) return false;
        await inner
          .insertInto('partner')
          .values({ id: partner.id, ...row })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
          .execute();
        if (wantsTokens && kept?.wants_tokens !== 1) {
          await inner
            .insertInto('token_push')
            .columns(['partner', 'id14'])
            .expression(
              // Without a condition SQLite reads `on conflict` as part of the join.
              inner
                .selectFrom('contract')
                .select([sql<string>`${partner.id}`.as('partner'), 'id14'])
                .where(sql<boolean>`true`),
            )
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        } else if (!wantsTokens) await inner.deleteFrom('token_push').where('partner', '=', partner.id).execute();
        return true;
      }),
  };
}

/**
 * Objects of a module (`sessions`, `locations`) in the table `object`. A change takes the place of what was read for it, and
 * of nothing else: no transaction holds the other writes up meanwhile.
 */
export function sqlOwnedStore<T>(
  db: Kysely<EmspTables>,
  module: string,
  clock: { readonly now: () => number },
): OwnedStore<T> {
  const read = compiledQuery(
    db,
    db.selectFrom('object').select('body').where('module', '=', module).where('party', '=', '').where('id', '=', ''),
  );
  const put = compiledInsert(db, 'object', ['module', 'party', 'id', 'body', 'changed_at']);
  const replace = compiledUpdate(
    db,
    db
      .updateTable('object')
      .set({ body: '', changed_at: 0 })
      .where('module', '=', module)
      .where('party', '=', '')
      .where('id', '=', '')
      .where('body', '=', ''),
  );
  const keptOf = (row: { readonly body: string } | undefined) => row && (JSON.parse(row.body) as T);
  return {
    find: async ({ party, id }) => keptOf((await read(module, party, id))[0]),
    change: async ({ party, id }, decide) => {
      for (;;) {
        const [row] = await read(module, party, id);
        const next = await decide(keptOf(row));
        if (next === undefined) return;
        const body = JSON.stringify(next);
        const changed_at = clock.now();
        const changed = row
          ? await replace(body, changed_at, module, party, id, row.body)
          : await put({ module, party, id, body, changed_at });
        // Nothing: another push came in between, and this one is judged again.
        if (changed === 1n) return;
      }
    },
  };
}
