/** Lists page by page: served with Link and totals, and pulled until the last page. OCPI 2.3.0 Transport and format, Pagination. @module */
import { ProtocolError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import { type Static, type TSchema, Type } from 'typebox';
import { ocpiError } from '../errors.ts';
import { type CallFailed, callOcpi, type OcpiPartner, type OcpiPorts } from './call.ts';
import { checked } from './check.ts';
import type { OcpiCaller, OcpiRequest, OcpiRoute } from './serve.ts';
import { DateTime, dateTime, list, millisOf, type OcpiVersion } from './values.ts';

/** What is asked of a list: `last_updated` from (inclusive) and to (exclusive), ms since the epoch; a window. */
export interface PageQuery {
  readonly from: Millis | undefined;
  readonly to: Millis | undefined;
  readonly offset: number;
  readonly limit: number;
  /** Where the page before ended, as its {@link Page.cursor} said: in the links that we made ourselves. */
  readonly cursor: string | undefined;
}

/** A window of a list, oldest first, and how many there are in all. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  /**
   * For a list that is too long to count to an offset: where the next page begins, undefined on the last page. A list
   * without this key is paged by offset.
   */
  readonly cursor?: string | undefined;
}

/** How a list is served. */
export interface Listing<T, Caller extends OcpiCaller> {
  /** `/ocpi/2.3.0/tokens` */
  readonly path: string;
  /** `GET tokens` */
  readonly message: string;
  /** The most that one page holds, told as X-Limit. */
  readonly maxLimit: number;
  /** How others reach us, without slash at the end. */
  publicUrl(headers: Readonly<Record<string, string>>): string;
  /** The objects that this caller may see, ordered so that a change moves none to an earlier page. */
  page(query: PageQuery, request: OcpiRequest<Caller>): Promise<Page<T>>;
  /** The object in the caller's version; by default as it is. */
  encode?(version: OcpiVersion, item: T): unknown;
}

/** `GET path?date_from&date_to&offset&limit`. */
export function listRoute<T, Caller extends OcpiCaller>(
  version: OcpiVersion,
  listing: Listing<T, Caller>,
): OcpiRoute<Caller> {
  return {
    method: 'GET',
    path: listing.path,
    version,
    message: listing.message,
    handle: async (request) => {
      const query = pageQuery(request.query, listing.maxLimit);
      const page = await listing.page(query, request);
      const { items, total, cursor } = page;
      const offset = query.offset + items.length;
      const isMore = 'cursor' in page ? cursor !== undefined : offset < total && items.length > 0;
      return {
        data: listing.encode ? items.map((item) => listing.encode!(version, item)) : items,
        headers: {
          'x-total-count': String(total),
          'x-limit': String(listing.maxLimit),
          ...(isMore && { link: `<${nextUrl(listing, request, { ...query, offset, cursor })}>; rel="next"` }),
        },
      };
    },
  };
}

function pageQuery(query: URLSearchParams, maxLimit: number): PageQuery {
  const time = (name: string) => {
    const value = query.get(name);
    // A `+` of a zone arrives as a space; offsets are not allowed here anyway.
    return value === null ? undefined : millisOf(checked(DateTime, value, name));
  };
  const count = (name: string, least: number) => {
    const value = query.get(name);
    if (value === null) return undefined;
    const number = Number(value);
    if (!/^\d{1,9}$/.test(value) || number < least)
      throw ocpiError('invalid_parameters', `${name}: expected an integer of at least ${least}, came '${value}'`, name);
    return number;
  };
  return {
    from: time('date_from'),
    to: time('date_to'),
    offset: count('offset', 0) ?? 0,
    limit: Math.min(count('limit', 1) ?? maxLimit, maxLimit),
    cursor: query.get('cursor') ?? undefined,
  };
}

function nextUrl<T, Caller extends OcpiCaller>(
  listing: Listing<T, Caller>,
  request: OcpiRequest<Caller>,
  { from, to, offset, limit, cursor }: PageQuery,
): string {
  const query = new URLSearchParams({ offset: String(offset), limit: String(limit) });
  if (from !== undefined) query.set('date_from', dateTime(from));
  if (to !== undefined) query.set('date_to', dateTime(to));
  if (cursor !== undefined) query.set('cursor', cursor);
  return `${listing.publicUrl(request.headers)}${listing.path}?${query}`;
}

/** What is pulled. */
export interface Pull<S extends TSchema> {
  /** The module's URL. */
  readonly url: string;
  /** `GET tokens` */
  readonly message: string;
  readonly schema: S;
  /** A delta: only what changed at or after this time. */
  readonly from?: Millis;
  readonly to?: Millis;
  /** Objects a page; the server may give fewer. */
  readonly limit?: number;
  /** The `next` of the last page that was kept: goes on from there instead of from the beginning. */
  readonly resumeAt?: string;
}

/** One page as it came. */
export interface PulledPage<T> {
  readonly items: readonly T[];
  /** Objects that are not as they must be, with the reason; the others of the page are good. */
  readonly faulty: readonly { readonly index: number; readonly text: string }[];
  /** All objects of the query, where the server tells it. */
  readonly total: number | undefined;
  /** URL of the next page; undefined on the last. Keep it with the page to go on after an interruption. */
  readonly next: string | undefined;
}

/** How a pull ended. `resumeAt` is the page that failed. */
export type PullOutcome =
  | { readonly ok: true; readonly pages: number; readonly items: number; readonly faulty: number }
  | (CallFailed & { readonly resumeAt: string; readonly pages: number; readonly items: number });

/**
 * Pulls page after page and hands each to `keep`, which is awaited before the next one is asked for. Links are followed
 * as they are, but never to another origin (the credentials token goes along) and never to a page that was asked before.
 * Where a link leads elsewhere, as with parties that do not know their own address, the next page is asked by its offset,
 * if the party told the total.
 */
export async function pull<S extends TSchema>(
  ports: OcpiPorts,
  partner: OcpiPartner,
  asked: Pull<S>,
  { page_ms, signal }: { readonly page_ms: Millis; readonly signal?: AbortSignal },
  keep: (page: PulledPage<Static<S>>) => Promise<void>,
): Promise<PullOutcome> {
  let [pages, items, faulty] = [0, 0, 0];
  const seen = new Set<string>();
  let url: string | undefined = asked.resumeAt ?? firstUrl(asked);
  const failed = (text: string, resumeAt: string): PullOutcome => ({
    ok: false,
    problem: 'invalid_answer',
    text: `${asked.message}: ${text}`,
    resumeAt,
    pages,
    items,
  });
  const isHere = (link: string) => new URL(link).origin === new URL(asked.url).origin;
  while (url !== undefined) {
    const current: string = url;
    if (!isHere(current)) return failed(`the next page is at another host: ${current}`, current);
    if (seen.has(current)) return failed(`the next page was asked before: ${current}`, current);
    seen.add(current);
    const call = await callOcpi(
      ports,
      partner,
      { method: 'GET', url: current, message: asked.message, schema: list(Type.Unknown()) },
      { deadline: ports.clock.now() + page_ms, ...(signal && { signal }) },
    );
    if (!call.ok) return { ...call, resumeAt: current, pages, items };
    const page = pageOf(asked, call.data, call.headers, current);
    await keep(page);
    pages += 1;
    items += page.items.length;
    faulty += page.faulty.length;
    url = page.next === undefined || isHere(page.next) ? page.next : (byOffset(current, page) ?? page.next);
  }
  return { ok: true, pages, items, faulty };
}

function firstUrl<S extends TSchema>({ url, from, to, limit }: Pull<S>): string {
  const first = new URL(url);
  if (from !== undefined) first.searchParams.set('date_from', dateTime(from));
  if (to !== undefined) first.searchParams.set('date_to', dateTime(to));
  if (limit !== undefined) first.searchParams.set('limit', String(limit));
  return first.href;
}

function pageOf<S extends TSchema>(
  { schema, message }: Pull<S>,
  data: readonly unknown[],
  headers: Readonly<Record<string, string>>,
  url: string,
): PulledPage<Static<S>> {
  const items: Static<S>[] = [];
  const faulty: { index: number; text: string }[] = [];
  for (const [index, value] of data.entries()) {
    try {
      items.push(checked(schema, value, message));
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      faulty.push({ index, text: error.message });
    }
  }
  const total = Number(headers['x-total-count'] ?? Number.NaN);
  return { items, faulty, total: Number.isInteger(total) ? total : undefined, next: nextLink(headers.link, url) };
}

/** The URL of the page behind this one; undefined where the total is not known or reached. */
function byOffset<T>(current: string, { items, faulty, total }: PulledPage<T>): string | undefined {
  const next = new URL(current);
  const offset = Number(next.searchParams.get('offset') ?? 0) + items.length + faulty.length;
  if (total === undefined || offset >= total || items.length + faulty.length === 0) return undefined;
  next.searchParams.set('offset', String(offset));
  return next.href;
}

/** The target of `<...>; rel="next"`, absolute; undefined when there is none. RFC 8288. */
function nextLink(link: string | undefined, base: string): string | undefined {
  for (const [, target, parameters] of (link ?? '').matchAll(/<([^>]*)>([^,<]*)/g)) {
    if (/;\s*rel\s*=\s*"?next"?\s*(;|$)/i.test(parameters!.trim()) && URL.canParse(target!, base))
      return new URL(target!, base).href;
  }
  return undefined;
}
