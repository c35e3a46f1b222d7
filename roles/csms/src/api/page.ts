/** Pages of a list, cut at the id of the last item: nothing is skipped or doubled while rows come. @module */
import Type, { type TSchema } from 'typebox';

/** Query of a list. */
export const pageQuery = {
  limit: Type.Integer({ default: 50, minimum: 1, maximum: 500, description: 'Items of a page' }),
  after: Type.Optional(Type.String({ description: '`next` of the page before' })),
};

/** A page of items; `next` is absent on the last. */
export const pageOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), next: Type.Optional(Type.String()) });

/** Cuts rows, of which one more than the limit was asked for, to a page. */
export function cut<Row, Item>(
  rows: readonly Row[],
  limit: number,
  idOf: (row: Row) => string,
  item: (row: Row) => Item,
): { readonly items: readonly Item[]; readonly next?: string } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(item), ...(rows.length > limit && last && { next: idOf(last) }) };
}

/** A time of a row as the API tells it. */
export function time(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** RFC 3339. */
export const Time = Type.String({ format: 'date-time' });
/** A time or null. */
export const MaybeTime = Type.Union([Time, Type.Null()]);
export const MaybeText = Type.Union([Type.String(), Type.Null()]);
