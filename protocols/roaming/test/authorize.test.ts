/** Real-time authorization: the client against answers of every kind, and against our own routes. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import { HttpFailure, type HttpHandler, type HttpRequest, serveRoutes } from '@openpnc/core/http';
import type { OcpiExchange, OcpiPartner } from '@openpnc/roaming/ocpi/call';
import { authorizeToken, emaidFor } from '@openpnc/roaming/ocpi/client';
import { tokensSenderRoutes } from '@openpnc/roaming/ocpi/routes';
import { ocpiRoutes } from '@openpnc/roaming/ocpi/serve';
import { CPO, countedRandom, EMSP, handClock, partner, START, token } from './bench.ts';

const uid = 'DE-8AA-C12345678-D';
const location = { location_id: 'LOC1', evse_uids: ['EVSE1'] };
const answer = (status: number, body: unknown): HttpHandler => {
  const bytes = typeof body === 'string' ? toUtf8(body) : toUtf8(JSON.stringify(body));
  return async () => ({ status, headers: {}, body: bytes });
};
const envelope = (status_code: number, data?: unknown) => ({ status_code, data, timestamp: '2026-06-01T12:00:00Z' });

async function ask(http: HttpHandler, with_: Partial<OcpiPartner> = {}) {
  const seen: OcpiExchange[] = [];
  const clock = handClock();
  const outcome = await authorizeToken(
    { http, clock, random: countedRandom(), seen: (exchange) => seen.push(exchange) },
    { ...partner, ...with_ },
    { uid, location },
    { deadline: START + 2000, correlationId: 'c0ffee' },
  );
  return { outcome, seen };
}

test('the request is POST {tokens}/{uid}/authorize?type=EMAID with token, ids, routing and LocationReferences', async () => {
  let sent: HttpRequest | undefined;
  await ask(async (request) => {
    sent = request;
    return answer(200, envelope(1000, { allowed: 'ALLOWED', token }))(request, {});
  });
  assert.equal(sent?.url, 'https://emsp.example/ocpi/2.3.0/tokens/DE8AAC12345678D/authorize?type=EMAID');
  assert.equal(sent?.headers.authorization, 'Token dG9rZW4tb2YtdGhlLWNwbw==');
  assert.equal(sent?.headers['x-correlation-id'], 'c0ffee');
  assert.match(sent?.headers['x-request-id'] ?? '', /^[0-9a-f]{32}$/);
  assert.deepEqual(
    ['ocpi-from-country-code', 'ocpi-from-party-id', 'ocpi-to-country-code', 'ocpi-to-party-id'].map(
      (name) => sent?.headers[name],
    ),
    ['NL', 'CPO', 'DE', '8AA'],
  );
  assert.deepEqual(JSON.parse(fromUtf8(sent!.body!)), location);
});

test('a 2.2.1 partner is asked with type OTHER, a raw token where it wants one, and its own form of eMAID', async () => {
  let sent: HttpRequest | undefined;
  const http: HttpHandler = async (request) => {
    sent = request;
    return answer(200, envelope(1000, { allowed: 'ALLOWED', token }))(request, {});
  };
  await ask(http, { version: '2.2.1', isTokenRaw: true, emaidForm: 'hyphens' });
  assert.equal(sent?.url, 'https://emsp.example/ocpi/2.3.0/tokens/DE-8AA-C12345678-D/authorize?type=OTHER');
  assert.equal(sent?.headers.authorization, 'Token token-of-the-cpo');
  await ask(http, { version: '2.2.1', emaidType: 'RFID', emaidForm: 'plain14' });
  assert.equal(sent?.url, 'https://emsp.example/ocpi/2.3.0/tokens/DE8AAC12345678/authorize?type=RFID');
});

test('an eMAID without check character gets it, and a token that is no eMAID stays as it is', () => {
  assert.equal(emaidFor({}, 'de8aac12345678'), 'DE8AAC12345678D');
  assert.equal(emaidFor({ emaidForm: 'asGiven' }, 'de8aac12345678'), 'de8aac12345678');
  assert.equal(emaidFor({}, '04A1B2C3'), '04A1B2C3');
});

const judgements: readonly (readonly [string, number, unknown, object])[] = [
  ['ALLOWED', 200, envelope(1000, { allowed: 'ALLOWED', token }), { outcome: 'allowed', departures: [] }],
  ['BLOCKED', 200, envelope(1000, { allowed: 'BLOCKED', token }), { outcome: 'refused', allowed: 'BLOCKED' }],
  ['EXPIRED', 200, envelope(1000, { allowed: 'EXPIRED', token }), { outcome: 'refused', allowed: 'EXPIRED' }],
  ['NO_CREDIT', 200, envelope(1000, { allowed: 'NO_CREDIT', token }), { outcome: 'refused', allowed: 'NO_CREDIT' }],
  [
    'NOT_ALLOWED',
    200,
    envelope(1000, { allowed: 'NOT_ALLOWED', token }),
    { outcome: 'refused', allowed: 'NOT_ALLOWED' },
  ],
  ['an unknown allowed value', 200, envelope(1000, { allowed: 'PERHAPS', token }), { outcome: 'invalid_answer' }],
  [
    'no token in the answer',
    200,
    envelope(1000, { allowed: 'ALLOWED' }),
    { outcome: 'allowed', departures: ['token is absent (required since 2.2)'] },
  ],
  [
    'an answer about another token',
    200,
    envelope(1000, { allowed: 'ALLOWED', token: { ...token, uid: 'DE8AAC99999999', contract_id: 'DE8AAC99999999' } }),
    { outcome: 'invalid_answer', text: 'asked for DE8AAC12345678D, the answer is about DE8AAC99999999' },
  ],
  [
    'unknown fields and an unknown token type',
    200,
    envelope(1000, { allowed: 'ALLOWED', token: { ...token, type: 'NEW_KIND', novel: 1 }, extra: {} }),
    { outcome: 'allowed' },
  ],
  [
    'null for absent fields',
    200,
    envelope(1000, { allowed: 'ALLOWED', token: { ...token, group_id: null }, location: null, info: null }),
    { outcome: 'allowed' },
  ],
  ['404 and 2004', 404, envelope(2004), { outcome: 'unknown_token' }],
  ['200 and 2004', 200, envelope(2004), { outcome: 'unknown_token' }],
  ['404 with another code', 404, envelope(2000), { outcome: 'unknown_token' }],
  ['404 of a web server', 404, '<html>not found</html>', { outcome: 'rejected', httpStatus: 404 }],
  ['404 with other JSON', 404, { detail: 'Not found' }, { outcome: 'unknown_token' }],
  [
    'an array of one',
    200,
    envelope(1000, [{ allowed: 'ALLOWED', token }]),
    { outcome: 'allowed', departures: ['data is an array of one, expected an object'] },
  ],
  ['an array of two', 200, envelope(1000, [{ allowed: 'ALLOWED', token }, {}]), { outcome: 'invalid_answer' }],
  ['2002', 200, envelope(2002), { outcome: 'location_needed' }],
  ['401', 401, envelope(2000), { outcome: 'rejected', httpStatus: 401, status_code: 2000 }],
  ['2001', 200, envelope(2001), { outcome: 'rejected', status_code: 2001 }],
  ['3000', 200, envelope(3000), { outcome: 'unreachable', status_code: 3000 }],
  ['4002', 200, envelope(4002), { outcome: 'timeout', status_code: 4002 }],
  ['4003', 200, envelope(4003), { outcome: 'unreachable', status_code: 4003 }],
  ['429', 429, envelope(2000), { outcome: 'unreachable', httpStatus: 429 }],
  ['502 of a proxy', 502, '<html>bad gateway</html>', { outcome: 'unreachable', httpStatus: 502 }],
  ['200 without JSON', 200, '<html>hello</html>', { outcome: 'invalid_answer' }],
  ['1000 without data', 200, envelope(1000), { outcome: 'invalid_answer' }],
];

for (const [name, status, body, expected] of judgements) {
  test(`answer: ${name} -> ${(expected as { outcome: string }).outcome}`, async () => {
    const { outcome, seen } = await ask(answer(status, body));
    assert.partialDeepStrictEqual(outcome, expected);
    assert.equal(seen.length, 1);
    assert.equal(seen[0]?.httpStatus, status);
  });
}

test('no answer by the deadline is a timeout and the request is aborted', async () => {
  const clock = handClock();
  let aborted = false;
  const outcome = authorizeToken(
    {
      clock,
      random: countedRandom(),
      http: (_, { signal }) =>
        new Promise(() =>
          signal?.addEventListener('abort', () => {
            aborted = true;
          }),
        ),
    },
    partner,
    { uid },
    { deadline: START + 2000 },
  );
  clock.advance(2000);
  assert.equal((await outcome).outcome, 'timeout');
  assert.equal(aborted, true);
});

test('no connection is unreachable, a driver that gives up is a timeout', async () => {
  const failing =
    (code: HttpFailure['code']): HttpHandler =>
    async () => {
      throw new HttpFailure(code, 'connect ECONNREFUSED');
    };
  assert.equal((await ask(failing('unreachable'))).outcome.outcome, 'unreachable');
  assert.equal((await ask(failing('timeout'))).outcome.outcome, 'timeout');
});

test('a partner without tokens module is told apart and nothing is sent', async () => {
  const { outcome, seen } = await ask(() => assert.fail('nothing may be sent'), { endpoints: [] });
  assert.equal(outcome.outcome, 'no_endpoint');
  assert.deepEqual(seen, []);
});

const emsp = (server: Partial<Parameters<typeof ocpiRoutes>[0]> = {}) =>
  serveRoutes(
    ocpiRoutes(
      {
        clock: handClock(),
        random: countedRandom(),
        parties: [EMSP],
        authenticate: async (presented) =>
          presented === partner.token
            ? { name: 'cpo', parties: [CPO] }
            : presented === 'token-a'
              ? { name: 'newcomer', parties: [CPO], isRegistering: true }
              : undefined,
        ...server,
      },
      tokensSenderRoutes('2.3.0', '/ocpi/2.3.0/tokens', {
        authorize: async (asked) => {
          if (asked.uid === 'fault') throw new Error('secret detail');
          if (asked.uid !== token.uid || asked.type !== 'EMAID') return 'unknown_token';
          if (!asked.location) return 'location_needed';
          return { allowed: 'ALLOWED', token, location: asked.location };
        },
      }),
    ),
  );

/** Cuts the host, as a server sees it. */
const overPath =
  (served: HttpHandler): HttpHandler =>
  (request, context) =>
    served({ ...request, url: request.url.replace('https://emsp.example', '') }, context);

test('client and routes agree', async () => {
  const { outcome } = await ask(overPath(emsp()));
  assert.deepEqual(outcome, { outcome: 'allowed', info: { allowed: 'ALLOWED', token, location }, departures: [] });
  assert.equal((await ask(overPath(emsp()), { emaidType: 'RFID' })).outcome.outcome, 'unknown_token');
  assert.equal((await ask(overPath(emsp()), { token: 'wrong' })).outcome.outcome, 'rejected');
});

const served = async (change: Partial<HttpRequest>, headers: Record<string, string> = {}) => {
  const response = await emsp()(
    {
      method: 'POST',
      url: `/ocpi/2.3.0/tokens/${token.uid}/authorize?type=EMAID`,
      headers: {
        authorization: 'Token token-of-the-cpo',
        'x-request-id': 'r1',
        'x-correlation-id': 'c1',
        'ocpi-from-country-code': 'NL',
        'ocpi-from-party-id': 'CPO',
        'ocpi-to-country-code': 'DE',
        'ocpi-to-party-id': '8AA',
        ...headers,
      },
      body: toUtf8(JSON.stringify(location)),
      ...change,
    },
    {},
  );
  const body = JSON.parse(fromUtf8(response.body!)) as {
    status_code: number;
    status_message?: string;
    timestamp: string;
  };
  return { ...response, code: body.status_code, text: body.status_message ?? '', timestamp: body.timestamp };
};

test('an answer echoes the ids, swaps the parties and carries the time', async () => {
  const { headers, timestamp } = await served({});
  assert.deepEqual(
    [
      'x-request-id',
      'x-correlation-id',
      'ocpi-from-country-code',
      'ocpi-from-party-id',
      'ocpi-to-country-code',
      'ocpi-to-party-id',
    ].map((name) => headers[name]),
    ['r1', 'c1', 'DE', '8AA', 'NL', 'CPO'],
  );
  assert.equal(timestamp, '2026-06-01T12:00:00.000Z');
});

test('an unknown token is HTTP 404 with status_code 2004', async () => {
  const { status, code } = await served({ url: '/ocpi/2.3.0/tokens/DE8AAC00000000/authorize?type=EMAID' });
  assert.deepEqual([status, code], [404, 2004]);
});

test('bad requests get the status code of their fault', async () => {
  const cases: readonly (readonly [string, Partial<HttpRequest>, Record<string, string>, number, number, RegExp])[] = [
    ['no location where it is needed', { body: new Uint8Array() }, {}, 200, 2002, /LocationReferences/],
    ['broken JSON', { body: toUtf8('{"location_id":') }, {}, 400, 2001, /expected JSON/],
    ['not UTF-8', { body: Uint8Array.of(0xff, 0xfe) }, {}, 400, 2001, /expected JSON/],
    [
      'a field of the wrong type',
      { body: toUtf8('{"location_id":7}') },
      {},
      200,
      2001,
      /LocationReferences\.location_id: expected a value of type string, came 7/,
    ],
    ['a missing field', { body: toUtf8('{}') }, {}, 200, 2001, /LocationReferences\.location_id: required, but absent/],
    [
      'an item that is too long',
      { body: toUtf8(JSON.stringify({ location_id: 'L', evse_uids: ['x'.repeat(37)] })) },
      {},
      200,
      2001,
      /evse_uids\[0\]: expected at most 36/,
    ],
    ['a wrong credentials token', {}, { authorization: 'Token nobody' }, 401, 2000, /not known/],
    ['a registration token', {}, { authorization: 'Token token-a' }, 401, 2000, /registration token/],
    ['a foreign receiver', {}, { 'ocpi-to-party-id': 'XXX' }, 200, 2001, /OCPI-to DEXXX/],
    ['a foreign sender', {}, { 'ocpi-from-party-id': 'XXX' }, 200, 2001, /OCPI-from NLXXX/],
    [
      'a fault of ours, without detail',
      { url: '/ocpi/2.3.0/tokens/fault/authorize?type=EMAID' },
      {},
      200,
      3000,
      /^internal error$/,
    ],
  ];
  for (const [name, change, headers, http, status_code, message] of cases) {
    const { status, code, text } = await served(change, headers);
    assert.deepEqual([status, code], [http, status_code], name);
    assert.match(text, message, name);
  }
  const { authorization: _, ...none } = { authorization: '', 'x-request-id': 'r1' };
  const response = await emsp()({ method: 'POST', url: '/ocpi/2.3.0/tokens/x/authorize', headers: none }, {});
  assert.equal(response.status, 401);
});

test('a throttled party is told when to come again', async () => {
  const http = emsp({ throttle: () => ({ retryAfter_s: 3 }) });
  const response = await http(
    { method: 'POST', url: '/ocpi/2.3.0/tokens/x/authorize', headers: { authorization: 'Token token-of-the-cpo' } },
    {},
  );
  assert.equal(response.status, 429);
  assert.equal(response.headers['retry-after'], '3');
});
