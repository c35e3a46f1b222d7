/** Whatever comes in at any route: the right kind of answer, and nothing changed. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import fc from 'fast-check';
import { sql } from 'kysely';
import { API_TOKEN, bench } from './bench.ts';
import { cdr } from './cdr.ts';

const EMAID = 'DE-8AA-C12345678-D';
const OCPI = [
  ['POST', '/ocpi/2.3.0/tokens/DE8AAC12345678D/authorize?type=EMAID'],
  ['POST', '/ocpi/2.3.0/cdrs'],
  ['PUT', '/ocpi/2.3.0/sessions/NL/CPO/S1'],
  ['PATCH', '/ocpi/2.3.0/sessions/NL/CPO/S1'],
  ['PUT', '/ocpi/2.3.0/locations/NL/CPO/L1'],
  ['PUT', '/ocpi/2.3.0/locations/NL/CPO/L1/E1'],
  ['PATCH', '/ocpi/2.2.1/locations/NL/CPO/L1/E1/1'],
  ['POST', '/ocpi/2.3.0/credentials'],
  ['PUT', '/ocpi/2.2.1/credentials'],
] as const;
const API = [
  ['POST', '/api/contracts'],
  ['PATCH', `/api/contracts/${EMAID}`],
  ['POST', `/api/contracts/${EMAID}/block`],
  ['POST', '/api/partners/register'],
  ['POST', '/api/partners/invite'],
  ['POST', '/api/contracts.csv'],
] as const;

/** All that the eMSP keeps. */
async function everything({ db }: Awaited<ReturnType<typeof bench>>): Promise<string> {
  const tables = ['contract', 'contract_event', 'cdr', 'partner', 'object', 'token_push'];
  const rows = await Promise.all(tables.map((table) => sql`select * from ${sql.table(table)}`.execute(db)));
  return JSON.stringify(rows.map(({ rows: found }) => found));
}

/** Arbitrary JSON, and texts that are nearly JSON. */
const body = fc.oneof(
  fc.json(),
  fc.constantFrom('', '{', '[]', 'null', '""', '{"last_updated":"2026-06-01T12:00:00Z"}', '\u0000', '{"a":1}{"b":2}'),
  fc.string(),
);

test('whatever body comes by OCPI is answered in the envelope, without an internal error, and changes nothing', async () => {
  const world = await bench([{ emaid: EMAID }]);
  const before = await everything(world);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...OCPI), body, async ([method, path], text) => {
      const response = await world.http(
        {
          method,
          url: `http://emsp.example${path}`,
          headers: { authorization: 'Token token-of-the-cpo' },
          body: toUtf8(text),
        },
        {},
      );
      const { status_code, timestamp, data } = JSON.parse(fromUtf8(response.body!)) as Record<string, unknown>;
      assert.ok([200, 400, 404, 405].includes(response.status), `HTTP ${response.status}`);
      assert.match(String(timestamp), /^\d{4}-.*Z$/);
      // A body that is absent is a good authorization request; nothing else that comes here is good.
      if (status_code === 1000) assert.ok(data && path.includes('authorize') && text.trim() === '', text);
      else assert.ok(typeof status_code === 'number' && status_code >= 2000 && status_code < 3000, String(status_code));
    }),
    { numRuns: 600 },
  );
  assert.equal(await everything(world), before);
});

test('whatever body comes to the API is answered in JSON without an internal error', async () => {
  const world = await bench([{ emaid: EMAID }], { apiToken: API_TOKEN });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...API), body, async ([method, path], text) => {
      const response = await world.http(
        {
          method,
          url: `http://emsp.example${path}`,
          headers: { authorization: `Bearer ${API_TOKEN}` },
          body: toUtf8(text),
        },
        {},
      );
      assert.ok(
        [200, 201, 400, 404, 409].includes(response.status),
        `${method} ${path} ${text}: HTTP ${response.status}`,
      );
      JSON.parse(fromUtf8(response.body!));
    }),
    { numRuns: 400 },
  );
});

const strange: readonly (readonly [string, 'GET' | 'POST' | 'PUT', string, Record<string, string>, number])[] = [
  ['no token', 'GET', '/ocpi/versions', { authorization: '' }, 401],
  ['a token of another scheme', 'GET', '/ocpi/versions', { authorization: 'Bearer token-of-the-cpo' }, 401],
  ['an unknown version', 'GET', '/ocpi/2.1.1', {}, 404],
  ['an unknown module', 'GET', '/ocpi/2.3.0/chargingprofiles', {}, 404],
  ['a method that a module does not have', 'PUT', '/ocpi/2.3.0/cdrs', {}, 405],
  ['a path that cannot be decoded', 'POST', '/ocpi/2.3.0/tokens/%E0%A4%A/authorize', {}, 400],
  ["a page of another's cursor", 'GET', '/ocpi/2.3.0/tokens?cursor=1%27%20or%201=1', {}, 200],
  [
    'a CPO that names another as the sender',
    'GET',
    '/ocpi/2.3.0/tokens',
    { 'ocpi-from-country-code': 'FR', 'ocpi-from-party-id': 'OTH' },
    200,
  ],
];
for (const [name, method, path, headers, status] of strange) {
  test(`${name} is HTTP ${status} and never good`, async () => {
    const world = await bench([{ emaid: EMAID }]);
    const before = await everything(world);
    const response = await world.http(
      { method, url: `http://emsp.example${path}`, headers: { authorization: 'Token token-of-the-cpo', ...headers } },
      {},
    );
    assert.equal(response.status, status);
    if (response.body) assert.notEqual(JSON.parse(fromUtf8(response.body)).status_code, 1000);
    assert.equal(await everything(world), before);
  });
}

test('a partner above its rate is answered 429 and others are not', async () => {
  const world = await bench([{ emaid: EMAID }], { rate: { perSecond: 1, burst: 2 } });
  const ask = async (token: string) =>
    (await world.call('GET', '/ocpi/versions', undefined, { authorization: `Token ${token}` })).status;
  assert.deepEqual(
    [await ask('token-of-the-cpo'), await ask('token-of-the-cpo'), await ask('token-of-the-cpo')],
    [200, 200, 429],
  );
  assert.equal(await ask('token-of-the-other'), 200);
  world.clock.advance(1000);
  assert.equal(await ask('token-of-the-cpo'), 200);
});

const CONTRACT_TOKEN = {
  country_code: 'DE',
  party_id: '8AA',
  uid: 'DE8AAC12345678D',
  type: 'EMAID',
  contract_id: 'DE8AAC12345678D',
};
const session = {
  country_code: 'NL',
  party_id: 'CPO',
  id: 'S1',
  start_date_time: '2026-06-01T11:00:00Z',
  kwh: 1,
  cdr_token: CONTRACT_TOKEN,
  auth_method: 'AUTH_REQUEST',
  location_id: 'L1',
  evse_uid: 'E1',
  connector_id: '1',
  currency: 'EUR',
  status: 'ACTIVE',
  last_updated: '2026-06-01T11:30:00Z',
};
const SESSION = '/ocpi/2.3.0/sessions/NL/CPO/S1';
const CDRS = '/ocpi/2.3.0/cdrs';
const wrong = { authorization: 'Token nobody-has-this' };

/** What a CPO may send wrongly: status of HTTP and of OCPI. Nothing of it changes anything. */
const pushes: readonly (readonly [
  string,
  'PUT' | 'PATCH' | 'POST',
  string,
  unknown,
  Record<string, string>,
  number,
  number | undefined,
])[] = [
  ['a session with wrong credentials', 'PUT', SESSION, session, wrong, 401, 2000],
  ['a CDR with wrong credentials', 'POST', CDRS, cdr, wrong, 401, 2000],
  ['an authorization with wrong credentials', 'POST', OCPI[0][1], undefined, wrong, 401, 2000],
  ["a session under another party's path", 'PUT', '/ocpi/2.3.0/sessions/FR/OTH/S1', session, {}, 404, 2000],
  ["another party's session under the own path", 'PUT', SESSION, { ...session, country_code: 'FR' }, {}, 200, 2001],
  ["another party's CDR", 'POST', CDRS, { ...cdr, country_code: 'FR', party_id: 'OTH' }, {}, 200, 2001],
  [
    'an authorization in the name of another party',
    'POST',
    OCPI[0][1],
    undefined,
    { 'ocpi-from-country-code': 'FR', 'ocpi-from-party-id': 'OTH' },
    200,
    2001,
  ],
  [
    'an authorization for another eMSP',
    'POST',
    OCPI[0][1],
    undefined,
    { 'ocpi-to-country-code': 'NL', 'ocpi-to-party-id': 'TNM' },
    200,
    2001,
  ],
  ['a session that is not JSON', 'PUT', SESSION, '{"kwh": ', {}, 400, 2001],
  ['a CDR that is not JSON', 'POST', CDRS, '<cdr/>', {}, 400, 2001],
  ['a session of an unknown version', 'PUT', '/ocpi/2.9/sessions/NL/CPO/S1', session, {}, 404, undefined],
  ['a session of another id than its path', 'PUT', SESSION, { ...session, id: 'S2' }, {}, 200, 2001],
  [
    'a session older than the one that is kept',
    'PUT',
    SESSION,
    { ...session, kwh: 9, last_updated: '2026-06-01T11:29:59Z' },
    {},
    200,
    2001,
  ],
  [
    'a session from a clock that is far ahead',
    'PUT',
    SESSION,
    { ...session, kwh: 9, last_updated: '2026-06-01T12:05:01Z' },
    {},
    200,
    2001,
  ],
  [
    'a patch from a clock that is far ahead',
    'PATCH',
    SESSION,
    { kwh: 9, last_updated: '2026-06-01T12:05:01Z' },
    {},
    200,
    2001,
  ],
  ['a patch without its time', 'PATCH', SESSION, { kwh: 9 }, {}, 200, 2001],
  [
    'a CDR that ends in the future',
    'POST',
    CDRS,
    { ...cdr, id: 'CDR2', end_date_time: '2026-06-01T12:05:01Z' },
    {},
    200,
    2001,
  ],
  ['a CDR that was taken, with another cost', 'POST', CDRS, { ...cdr, total_cost: { before_taxes: 1 } }, {}, 200, 2001],
  [
    'a session of a contract that is not ours',
    'PUT',
    SESSION,
    { ...session, cdr_token: { ...CONTRACT_TOKEN, contract_id: 'DE8AAC99999999', uid: 'DE8AAC99999999' } },
    {},
    200,
    2004,
  ],
  // Replayed, word for word: good, and nothing is changed.
  ['a replayed session', 'PUT', SESSION, session, {}, 200, 1000],
  ['a replayed CDR', 'POST', CDRS, cdr, {}, 200, 1000],
];
for (const [name, method, path, sent, headers, http, code] of pushes) {
  test(`${name} is HTTP ${http}${code === undefined ? '' : ` with ${code}`}, and changes nothing`, async () => {
    const world = await bench([{ emaid: EMAID }]);
    assert.equal((await world.call('PUT', SESSION, session)).json.status_code, 1000);
    assert.equal((await world.call('POST', CDRS, cdr)).json.status_code, 1000);
    const before = await everything(world);
    const body = sent === undefined ? {} : { body: toUtf8(typeof sent === 'string' ? sent : JSON.stringify(sent)) };
    const response = await world.http(
      {
        method,
        url: `http://emsp.example${path}`,
        headers: { authorization: 'Token token-of-the-cpo', ...headers },
        ...body,
      },
      {},
    );
    const said = response.body ? JSON.parse(fromUtf8(response.body)).status_code : undefined;
    assert.deepEqual([response.status, said], [http, code]);
    assert.equal(await everything(world), before);
  });
}
