/** CDR intake: what is refused, what is taken with a doubt, credits. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { creditOf } from '@openpnc/roaming/ocpi/billing';
import type { Cdr } from '@openpnc/roaming/ocpi/cdr';
import { API_TOKEN, bench, START } from './bench.ts';
import { cdr } from './cdr.ts';

const EMAID = 'DE-8AA-C12345678-D';

async function world(status: 'active' | 'blocked' = 'active') {
  const emsp = await bench([{ emaid: EMAID, status }, { emaid: 'DE8AAC00000001' }], { apiToken: API_TOKEN });
  const post = async (change: Partial<Cdr>) => {
    const { json } = await emsp.call('POST', '/ocpi/2.3.0/cdrs', { ...cdr, ...change });
    return `${json.status_code}${json.status_message ? ` ${json.status_message}` : ''}`;
  };
  /** The doubts about the CDR that came last. */
  const doubts = async (): Promise<string[]> => {
    const row = await emsp.db
      .selectFrom('cdr')
      .select('findings')
      .orderBy('received_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ? (JSON.parse(row.findings) as { code: string }[]).map(({ code }) => code) : [];
  };
  const authorize = async () =>
    (await emsp.call('POST', '/ocpi/2.3.0/tokens/DE8AAC12345678D/authorize?type=EMAID')).json.data
      .authorization_reference as string;
  return { ...emsp, post, doubts, authorize };
}

test('a CDR of a good session is beyond doubt', async () => {
  const { post, doubts } = await world();
  assert.equal(await post({}), '1000');
  assert.deepEqual(await doubts(), []);
});

const refused: readonly (readonly [string, Partial<Cdr>, RegExp])[] = [
  [
    'it ends before it begins',
    { end_date_time: '2026-06-01T10:59:59Z' },
    /^2001 CDR\.end_date_time: .* is before the start/,
  ],
  [
    'it ends in the future',
    { end_date_time: '2026-06-01T12:05:01Z' },
    /^2001 CDR\.end_date_time: .* is in the future; check the clock/,
  ],
  ['it is a credit without a reference', { credit: true }, /^2001 CDR\.credit_reference_id: required/],
  [
    'it credits what is not there',
    { credit: true, credit_reference_id: 'NONE' },
    /^2001 CDR\.credit_reference_id: no CDR NONE of NLCPO/,
  ],
];
for (const [name, change, message] of refused) {
  test(`a CDR is refused when ${name}, and nothing is kept`, async () => {
    const { post, db } = await world();
    assert.match(await post(change), message);
    assert.deepEqual(await db.selectFrom('cdr').selectAll().execute(), []);
  });
}

const tariff = {
  country_code: 'NL',
  party_id: 'CPO',
  id: 'T',
  currency: 'EUR',
  elements: [{ price_components: [{ type: 'ENERGY', price: 0.4, vat: 19, step_size: 1 }] }],
  tax_included: 'NO',
  last_updated: '2026-01-01T00:00:00Z',
};
const doubtful: readonly (readonly [string, Partial<Cdr>, string])[] = [
  ['its reference was never given', { authorization_reference: 'made-up' }, 'cdr_reference_unknown'],
  ['it says that it asked and nobody did', { auth_method: 'AUTH_REQUEST' }, 'cdr_never_authorized'],
  ['its energy is not that of its periods', { total_energy: 6 }, 'cdr_energy_differs'],
  ['its time is not from start to end', { total_time: 0.6 }, 'cdr_time_differs'],
  [
    'its costs are not the sum of their parts',
    { total_energy_cost: { before_taxes: 1.5 }, total_fixed_cost: { before_taxes: 0.1 } },
    'cdr_cost_parts_differ',
  ],
  [
    'its tariff gives other costs',
    { total_cost: { before_taxes: 2.5 }, tariffs: [tariff] },
    'cdr_cost_differs_from_tariff',
  ],
  [
    'a period begins before the session',
    { charging_periods: [{ start_date_time: '2026-06-01T10:00:00Z', dimensions: [{ type: 'ENERGY', volume: 5 }] }] },
    'cdr_periods_outside',
  ],
];
for (const [name, change, code] of doubtful) {
  test(`a CDR is taken with the doubt ${code} when ${name}`, async () => {
    const { post, doubts, records, api } = await world();
    assert.equal(await post(change), '1000');
    assert.deepEqual(await doubts(), [code]);
    assert.ok(
      records.some((record) => record.type === 'finding' && record.code === code && record.severity === 'warning'),
    );
    assert.equal((await api('GET', '/cdrs?inQuestion=true')).json.cdrs.length, 1);
  });
}

test('the tariff in a CDR is beyond doubt when it gives the costs, and is left alone where a CDR cannot tell', async () => {
  const { post, doubts } = await world();
  await post({ tariffs: [tariff] });
  assert.deepEqual(await doubts(), []);
  const byDay = { ...tariff, elements: [{ ...tariff.elements[0], restrictions: { day_of_week: ['SUNDAY'] } }] };
  await post({
    id: 'CDR2',
    session_id: 'S2',
    start_date_time: '2026-06-01T09:00:00Z',
    end_date_time: '2026-06-01T09:30:00Z',
    charging_periods: [{ start_date_time: '2026-06-01T09:00:00Z', dimensions: [{ type: 'ENERGY', volume: 5 }] }],
    tariffs: [byDay],
  });
  assert.deepEqual(await doubts(), []);
});

test('a CDR with the reference that was given is beyond doubt, for this contract and this CPO only', async () => {
  const { post, doubts, authorize, call } = await world();
  const reference = await authorize();
  const live = { auth_method: 'AUTH_REQUEST' as const, end_date_time: '2026-06-01T12:00:00Z', total_time: 1 };
  await post({ ...live, authorization_reference: reference });
  assert.deepEqual(await doubts(), []);
  await post({
    ...live,
    id: 'CDR2',
    session_id: 'S2',
    authorization_reference: reference,
    cdr_token: { ...cdr.cdr_token, uid: 'DE8AAC00000001', contract_id: 'DE8AAC00000001' },
  });
  assert.deepEqual(await doubts(), ['cdr_reference_unknown']);
  await call(
    'POST',
    '/ocpi/2.3.0/cdrs',
    { ...cdr, ...live, id: 'CDR3', country_code: 'FR', party_id: 'OTH', authorization_reference: reference },
    { authorization: 'Token token-of-the-other' },
  );
  assert.deepEqual(await doubts(), ['cdr_reference_unknown', 'cdr_overlap']);
});

test('an answer waits for no disk: references are kept together soon after, and one that was lost in a crash proves itself', async () => {
  const { post, doubts, authorize, db, clock } = await world();
  /** A session of its own, `hours` before the other. */
  const earlier = (hours: number) => {
    const at = (minute: string) => `2026-06-01T${String(11 - hours).padStart(2, '0')}:${minute}:00Z`;
    const [start_date_time, end_date_time] = [at('00'), at('30')];
    clock.advance(1);
    return {
      id: `CDR${hours}`,
      session_id: `EARLIER${hours}`,
      start_date_time,
      end_date_time,
      charging_periods: [{ ...cdr.charging_periods[0]!, start_date_time }],
    };
  };
  const kept = async () =>
    (await db.selectFrom('authorization').select('reference').execute()).map((row) => row.reference);
  const [one, two] = [await authorize(), await authorize()];
  assert.notEqual(one, two);
  assert.deepEqual(await kept(), []);
  await post({ ...earlier(1), authorization_reference: one.toUpperCase() });
  assert.deepEqual(await doubts(), []);
  assert.deepEqual(await kept(), [], 'a reference that proves itself needs no row');
  clock.advance(1000);
  await new Promise(setImmediate);
  assert.deepEqual((await kept()).toSorted(), [one, two].toSorted());
  // As after kill -9 between the answer and the commit.
  await db.deleteFrom('authorization').execute();
  await post({ ...earlier(2), authorization_reference: two });
  assert.deepEqual(await doubts(), []);
  const forged = `${two.slice(0, -1)}${two.endsWith('0') ? '1' : '0'}`;
  await post({ ...earlier(3), authorization_reference: forged });
  assert.deepEqual(await doubts(), ['cdr_reference_unknown']);
});

test('authorizations that cannot be kept are told once, and their references are good', async () => {
  const { post, doubts, authorize, db, clock, records } = await world();
  const [reference] = [await authorize(), await authorize()];
  await db.schema.dropTable('authorization').execute();
  clock.advance(1000);
  await new Promise(setImmediate);
  const told = records.filter((record) => record.type === 'finding' && record.code === 'emsp_authorization_not_kept');
  assert.equal(told.length, 1);
  await post({ authorization_reference: reference });
  assert.deepEqual(await doubts(), []);
});

test('a session that the list allowed of a contract that is not active is in doubt', async () => {
  const { post, doubts, clock } = await world('blocked');
  clock.advance(3_600_000);
  await post({
    start_date_time: '2026-06-01T12:10:00Z',
    end_date_time: '2026-06-01T12:40:00Z',
    charging_periods: [{ start_date_time: '2026-06-01T12:10:00Z', dimensions: [{ type: 'ENERGY', volume: 5 }] }],
  });
  assert.deepEqual(await doubts(), ['cdr_contract_not_active']);
});

test('a second CDR of a session is in doubt until the first is credited, and a credit can be given once', async () => {
  const { post, doubts, clock, db } = await world();
  const next = () => clock.advance(1);
  await post({});
  next();
  assert.equal(await post({ id: 'CDR2' }), '1000');
  assert.deepEqual(await doubts(), ['cdr_session_twice']);
  next();
  assert.equal(await post(creditOf(cdr, 'CDR1-C', START)), '1000');
  assert.deepEqual(await doubts(), []);
  next();
  assert.match(await post(creditOf(cdr, 'CDR1-C2', START)), /^2001 .*credited already by CDR1-C/);
  const wrong = creditOf({ ...cdr, id: 'CDR2' }, 'CDR2-C', START);
  assert.equal(await post({ ...wrong, total_cost: { before_taxes: -1 } }), '1000');
  assert.deepEqual(await doubts(), ['cdr_credit_differs']);
  next();
  assert.equal(await post({ id: 'CDR3' }), '1000');
  assert.deepEqual(await doubts(), [], 'both others are credited');
  assert.equal((await db.selectFrom('cdr').selectAll().execute()).length, 5);
});

test('CDRs are listed in pages and by contract', async () => {
  const { post, api } = await world();
  await post({});
  await post({
    id: 'CDR2',
    session_id: 'S2',
    start_date_time: '2026-06-01T09:00:00Z',
    end_date_time: '2026-06-01T09:30:00Z',
  });
  const first = (await api('GET', '/cdrs?limit=1')).json;
  assert.equal(first.cdrs.length, 1);
  assert.equal((await api('GET', `/cdrs?limit=1&after=${first.after}`)).json.cdrs.length, 1);
  assert.equal((await api('GET', `/cdrs?emaid=${EMAID}`)).json.cdrs.length, 2);
  assert.deepEqual((await api('GET', '/cdrs?emaid=DE8AAC00000001')).json.cdrs, []);
  assert.equal((await api('GET', '/cdrs?emaid=DE8AAC99999999')).status, 404);
});
