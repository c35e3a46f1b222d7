/** Partners of the OCPI handshake, and sessions and locations that they pushed, in the database. @module */

import { compiledInsert, compiledQuery, compiledUpdate } from '@openpnc/core/statements';
import type { OwnedKey, OwnedStore } from '@openpnc/roaming/ocpi/owned';
import type { Partner, PartnerStore } from '@openpnc/roaming/ocpi/registration';
import { type Kysely, sql } from 'kysely';
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
 * Objects of a module (`sessions`, `locations`) in the table `object`. A change takes the place of what it was judged by, and
 * of nothing else: the database compares the two, and no transaction holds other writes up.
 */
export function sqlOwnedStore<T>(
  db: Kysely<EmspTables>,
  module: string,
  clock: { readonly now: () => number },
): OwnedStore<T> {
  const statements = objectStatements(db, module);
  /** What was put lately: a partner speaks of one session again and again. */
  const latest = new Map<string, Kept<T>>();

  const read = async (party: string, id: string): Promise<Kept<T> | undefined> => {
    const [row] = await statements.read(module, party, id);
    return row && { body: row.body, object: JSON.parse(row.body) as T };
  };
  /** @returns whether it took the place of `kept` */
  const put = async ({ party, id }: OwnedKey, kept: Kept<T> | undefined, object: T): Promise<boolean> => {
    const [body, changed_at] = [JSON.stringify(object), clock.now()];
    const changed = kept
      ? await statements.replace(body, changed_at, module, party, id, kept.body)
      : await statements.add({ module, party, id, body, changed_at });
    if (changed !== 1n) return false;
    if (latest.size === LATEST) latest.clear();
    latest.set(`${party} ${id}`, { body, object });
    return true;
  };

  return {
    find: async ({ party, id }) => (await read(party, id))?.object,
    change: async (key, decide) => {
      const { party, id } = key;
      // What is remembered is good for a change, which the database compares. That there is none needs to be read.
      const known = latest.get(`${party} ${id}`);
      if (known) {
        const next = await (async () => decide(known.object))().catch(() => undefined);
        if (next !== undefined && (await put(key, known, next))) return;
      }
      for (;;) {
        const kept = await read(party, id);
        const next = await decide(kept?.object);
        // Not put: another push came in between, and this one is judged again.
        if (next === undefined || (await put(key, kept, next))) return;
      }
    },
  };
}

/** An object with its text in the table. */
interface Kept<T> {
  readonly body: string;
  readonly object: T;
}

function objectStatements(db: Kysely<EmspTables>, module: string) {
  return {
    /** module, party, id */
    read: compiledQuery(
      db,
      db.selectFrom('object').select('body').where('module', '=', module).where('party', '=', '').where('id', '=', ''),
    ),
    add: compiledInsert(db, 'object', ['module', 'party', 'id', 'body', 'changed_at'], (insert) =>
      insert.onConflict((conflict) => conflict.doNothing()),
    ),
    /** body, changed_at, module, party, id, and the body that it takes the place of */
    replace: compiledUpdate(
      db,
      db
        .updateTable('object')
        .set({ body: '', changed_at: 0 })
        .where('module', '=', module)
        .where('party', '=', '')
        .where('id', '=', '')
        .where('body', '=', ''),
    ),
  };
}

/** Objects that are remembered; then all are forgotten at once. */
const LATEST = 1_000;
