/** Whatever comes in at any route: the right kind of answer, and nothing changed. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import fc from 'fast-check';
import { sql } from 'kysely';
import { API_TOKEN, bench } from './bench.ts';

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
