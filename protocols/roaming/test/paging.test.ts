/** Lists: pages served and pulled, deltas, faulty objects, links that must not be followed. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8 } from '@openpnc/core/bytes';
import { type HttpHandler, jsonResponse, serveRoutes } from '@openpnc/core/http';
import { listRoute, type PulledPage, pull } from '@openpnc/roaming/ocpi/paging';
import { ocpiRoutes } from '@openpnc/roaming/ocpi/serve';
import { throttle } from '@openpnc/roaming/ocpi/throttle';
import { Token } from '@openpnc/roaming/ocpi/token';
import { dateTime, millisOf } from '@openpnc/roaming/ocpi/values';
import { CPO, countedRandom, EMSP, handClock, partner, START, token } from './bench.ts';

const URL_ = 'https://emsp.example/ocpi/2.3.0/tokens';
const HOUR = 3_600_000;
/** One token an hour, oldest first. */
const tokens = Array.from(
  { length: 25 },
  (_, i): Token => ({
    ...token,
    uid: `T${i}`,
    last_updated: dateTime(START - (25 - i) * HOUR),
  }),
);

const served = serveRoutes(
  ocpiRoutes(
    {
      clock: handClock(),
      random: countedRandom(),
      parties: [EMSP],
      authenticate: async (presented) => (presented === partner.token ? { name: 'cpo', parties: [CPO] } : undefined),
    },
    [
      listRoute('2.3.0', {
        path: '/ocpi/2.3.0/tokens',
        message: 'GET tokens',
        maxLimit: 10,
        publicUrl: () => 'https://emsp.example',
        page: async ({ from = 0, to = Number.MAX_VALUE, offset, limit }) => {
          const fitting = tokens.filter(
            ({ last_updated }) => millisOf(last_updated) >= from && millisOf(last_updated) < to,
          );
          return { items: fitting.slice(offset, offset + limit), total: fitting.length };
        },
      }),
    ],
  ),
);
const http: HttpHandler = (request, context) =>
  served({ ...request, url: request.url.replace('https://emsp.example', '') }, context);

async function pulled(asked: Partial<Parameters<typeof pull>[2]> = {}, by: HttpHandler = http) {
  const pages: PulledPage<Token>[] = [];
  const outcome = await pull(
    { http: by, clock: handClock(), random: countedRandom() },
    partner,
    { url: URL_, message: 'GET tokens', schema: Token, ...asked },
    { page_ms: 1000 },
    async (page) => void pages.push(page as PulledPage<Token>),
  );
  return { outcome, pages, uids: pages.flatMap(({ items }) => items.map(({ uid }) => uid)) };
}

test('all pages are pulled in order, with the total from the first on', async () => {
  const { outcome, pages, uids } = await pulled();
  assert.deepEqual(outcome, { ok: true, pages: 3, items: 25, faulty: 0 });
  assert.deepEqual(
    uids,
    tokens.map(({ uid }) => uid),
  );
  assert.deepEqual(
    pages.map(({ total }) => total),
    [25, 25, 25],
  );
  assert.equal(pages[0]?.next, `${URL_}?offset=10&limit=10`);
});

test('a delta is from inclusive to exclusive, and the links keep it', async () => {
  const from = millisOf(tokens[3]!.last_updated);
  const { outcome, uids } = await pulled({ from, to: millisOf(tokens[20]!.last_updated) });
  assert.deepEqual(outcome, { ok: true, pages: 2, items: 17, faulty: 0 });
  assert.deepEqual([uids[0], uids.at(-1)], ['T3', 'T19']);
});

test('a smaller limit is kept, a bigger one is cut to that of the server', async () => {
  assert.partialDeepStrictEqual((await pulled({ limit: 5 })).outcome, { pages: 5 });
  assert.partialDeepStrictEqual((await pulled({ limit: 500 })).outcome, { pages: 3 });
});

test('an interrupted pull goes on where it stopped', async () => {
  let count = 0;
  const broken = await pulled({}, async (request, context) => {
    count += 1;
    return count === 2 ? jsonResponse(503, {}) : http(request, context);
  });
  assert.partialDeepStrictEqual(broken.outcome, {
    ok: false,
    problem: 'unreachable',
    pages: 1,
    resumeAt: `${URL_}?offset=10&limit=10`,
  });
  const rest = await pulled({ resumeAt: broken.outcome.ok ? '' : broken.outcome.resumeAt });
  assert.deepEqual(
    [...broken.uids, ...rest.uids],
    tokens.map(({ uid }) => uid),
  );
});

test('faulty objects are told and the others of the page are kept', async () => {
  const { outcome, pages, uids } = await pulled({}, async () =>
    jsonResponse(200, { status_code: 1000, data: [tokens[0], { ...tokens[1], whitelist: 'X' }, 7, tokens[2]] }),
  );
  assert.deepEqual(outcome, { ok: true, pages: 1, items: 2, faulty: 2 });
  assert.deepEqual(uids, ['T0', 'T2']);
  assert.deepEqual(
    pages[0]?.faulty.map(({ index }) => index),
    [1, 2],
  );
  assert.match(pages[0]!.faulty[0]!.text, /whitelist: expected one of/);
});

test('a link in a circle and a link to another host end the pull: the credentials token stays here', async () => {
  const linking =
    (link: string): HttpHandler =>
    async () =>
      jsonResponse(200, { status_code: 1000, data: [tokens[0]] }, { link: `<${link}>; rel="next"` });
  const circle = await pulled({}, linking(`${URL_}?offset=1`));
  assert.partialDeepStrictEqual(circle.outcome, { ok: false, problem: 'invalid_answer', pages: 2 });
  let asked: string[] = [];
  const elsewhere = await pulled({}, async (request, context) => {
    asked = [...asked, request.url];
    return linking('https://evil.example/tokens')(request, context);
  });
  assert.partialDeepStrictEqual(elsewhere.outcome, { ok: false, problem: 'invalid_answer' });
  assert.match(elsewhere.outcome.ok ? '' : elsewhere.outcome.text, /another host: https:\/\/evil\.example/);
  assert.deepEqual(asked, [URL_]);
});

test('a link to another host is not followed; with a total the next page is asked by its offset', async () => {
  const asked: string[] = [];
  const { outcome, uids } = await pulled({}, async (request, context) => {
    asked.push(request.url);
    const response = await http(request, context);
    const { link, ...headers } = response.headers;
    return {
      ...response,
      headers: { ...headers, ...(link && { link: link.replace('emsp.example', 'internal.example') }) },
    };
  });
  assert.deepEqual(outcome, { ok: true, pages: 3, items: 25, faulty: 0 });
  assert.equal(new Set(uids).size, 25);
  assert.deepEqual(asked, [URL_, `${URL_}?offset=10`, `${URL_}?offset=20`]);
});

test('a link is found among others, without quotes, and relative', async () => {
  for (const link of [
    `<${URL_}?a=1>; rel="prev", <${URL_}?offset=10>; rel="next"`,
    `<${URL_}?offset=10>; rel=next`,
    '</ocpi/2.3.0/tokens?offset=10>; rel="next"; title="x"',
  ]) {
    let first = true;
    const { outcome } = await pulled({}, async (request, context) => {
      if (!first) return http(request, context);
      first = false;
      return jsonResponse(200, { status_code: 1000, data: [] }, { link });
    });
    assert.partialDeepStrictEqual(outcome, { ok: true, pages: 3 }, link);
  }
});

const list = async (query: string) => {
  const { status, headers, body } = await served(
    { method: 'GET', url: `/ocpi/2.3.0/tokens${query}`, headers: { authorization: `Token ${partner.token}` } },
    {},
  );
  return {
    status,
    headers,
    ...(JSON.parse(fromUtf8(body!)) as { status_code: number; status_message?: string; data?: unknown[] }),
  };
};

test('the answer carries total and limit, and no link on the last page or past the end', async () => {
  const last = await list('?offset=20');
  assert.deepEqual(
    [last.headers['x-total-count'], last.headers['x-limit'], last.headers.link, last.data?.length],
    ['25', '10', undefined, 5],
  );
  const past = await list('?offset=500');
  assert.deepEqual([past.data?.length, past.headers.link], [0, undefined]);
});

test('bad parameters are 2001 with the parameter', async () => {
  for (const [query, name] of [
    ['?offset=-1', 'offset'],
    ['?limit=0', 'limit'],
    ['?limit=many', 'limit'],
    ['?offset=1.5', 'offset'],
    ['?date_from=yesterday', 'date_from'],
    ['?date_to=2026-06-01T00:00:00%2B02:00', 'date_to'],
  ]) {
    const { status, status_code, status_message } = await list(query!);
    assert.deepEqual([status, status_code], [200, 2001], query);
    assert.ok(status_message?.startsWith(name!), status_message);
  }
});

test('each partner has its own rate, and waits no longer than it must', () => {
  const clock = handClock();
  const limit = throttle<{ name: string; parties: [] }>(clock, { perSecond: 2, burst: 3 });
  const [one, two] = [
    { name: 'one', parties: [] as [] },
    { name: 'two', parties: [] as [] },
  ];
  assert.deepEqual(
    [1, 2, 3, 4].map(() => limit(one)),
    [undefined, undefined, undefined, { retryAfter_s: 1 }],
  );
  assert.equal(limit(two), undefined);
  clock.advance(500);
  assert.deepEqual([limit(one), limit(one)], [undefined, { retryAfter_s: 1 }]);
  clock.advance(60_000);
  assert.deepEqual(
    [1, 2, 3, 4].map(() => limit(one)),
    [undefined, undefined, undefined, { retryAfter_s: 1 }],
  );
});
