/** The contracts as a list of tokens, in the order of their change, for lists of any length. OCPI 2.3.0 Tokens, GET. @module */
import type { Millis } from '@openpnc/core/machine';
import { ocpiError } from '@openpnc/roaming/errors';
import type { Page, PageQuery } from '@openpnc/roaming/ocpi/paging';
import type { Token } from '@openpnc/roaming/ocpi/token';
import { type Kysely, sql } from 'kysely';
import type { ContractRow, EmspTables } from './store/tables.ts';

/** Totals of the queries of the last seconds: counting a million rows for every page would cost more than the page. */
export type Counts = Map<string, { readonly total: number; readonly at: Millis }>;

/** One page. A link of ours goes on behind the last contract; an offset of the caller is counted. */
export async function tokenPage(
  db: Kysely<EmspTables>,
  { from, to, offset, limit, cursor }: PageQuery,
  counts: Counts,
  now: Millis,
  tokenOf: (row: ContractRow) => Token,
): Promise<Page<Token>> {
  let fitting = db.selectFrom('contract');
  if (from !== undefined) fitting = fitting.where('updated_at', '>=', from);
  if (to !== undefined) fitting = fitting.where('updated_at', '<', to);
  const total = await counted(counts, `${from} ${to}`, now, async () => {
    const count = await fitting.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
    return Number(count.total);
  });
  let page = fitting
    .selectAll()
    .orderBy('updated_at')
    .orderBy('id14')
    .limit(limit + 1);
  if (cursor === undefined) page = page.offset(offset);
  else {
    const [, updated_at, id14] = /^(\d{1,15})\.([0-9A-Z]{14})$/.exec(cursor) ?? [];
    if (id14 === undefined) throw ocpiError('invalid_parameters', `cursor: '${cursor}' is not one of ours`);
    page = page.where(sql<boolean>`(updated_at, id14) > (${Number(updated_at)}, ${id14})`);
  }
  const rows = await page.execute();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(tokenOf),
    total,
    cursor: rows.length > limit ? `${last!.updated_at}.${last!.id14}` : undefined,
  };
}

async function counted(counts: Counts, key: string, now: Millis, count: () => Promise<number>): Promise<number> {
  const known = counts.get(key);
  if (known && now - known.at < FRESH_ms) return known.total;
  for (const [other, { at }] of counts) if (now - at >= FRESH_ms) counts.delete(other);
  const total = await count();
  counts.set(key, { total, at: now });
  return total;
}

const FRESH_ms = 5000;
