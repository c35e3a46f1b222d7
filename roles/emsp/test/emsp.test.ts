/** The eMSP over its routes: authorization, CDRs, versions, settings. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EmspSettings } from '@openpnc/emsp/settings';
import { authorizeToken, postCdr } from '@openpnc/roaming/ocpi/client';
import { discover } from '@openpnc/roaming/ocpi/versions';
import { Check, Default } from 'typebox/value';
import { bench, CPO, countedRandom, START } from './bench.ts';
import { cdr } from './cdr.ts';

const EMAID = 'DE-8AA-C12345678-D';
const location = { location_id: 'LOC1', evse_uids: ['E1'] };
const EMSP = { country_code: 'DE', party_id: '8AA' };

/** A CPO that found the eMSP by its versions URL. */
async function cpoOf({ http, clock }: Awaited<ReturnType<typeof bench>>, version: '2.2.1' | '2.3.0' = '2.3.0') {
  const ports = { http, clock, random: countedRandom() };
  const base = { token: 'token-of-the-cpo', from: CPO, to: EMSP };
  const found = await discover(ports, base, 'http://emsp.example/ocpi/versions', { deadline: START + 1000 }, [version]);
  assert.ok(found.ok);
  return { ports, partner: { ...base, version, endpoints: found.endpoints } };
}

const ask = async (world: Awaited<ReturnType<typeof bench>>, uid: string, version?: '2.2.1' | '2.3.0') => {
  const { ports, partner } = await cpoOf(world, version);
  return authorizeToken(ports, partner, { uid, location }, { deadline: START + 1000, correlationId: 'ab'.repeat(16) });
};

for (const version of ['2.2.1', '2.3.0'] as const) {
  test(`an active contract is allowed, under its token type, with a reference and a text (${version})`, async () => {
    const world = await bench([{ emaid: EMAID, language: 'de', groupId: 'G1' }]);
    const answer = await ask(world, 'de8aac12345678', version);
    assert.ok(answer.outcome === 'allowed');
    const { authorization_reference } = answer.info;
    assert.match(authorization_reference!, /^[0-9a-f]{32}$/);
    assert.deepEqual(answer, {
      outcome: 'allowed',
      departures: [],
      info: {
        allowed: 'ALLOWED',
        token: {
          ...EMSP,
          uid: 'DE8AAC12345678D',
          type: version === '2.3.0' ? 'EMAID' : 'OTHER',
          contract_id: 'DE8AAC12345678D',
          issuer: 'OpenPnC Mobility',
          group_id: 'G1',
          valid: true,
          whitelist: 'NEVER',
          language: 'de',
          last_updated: '2026-06-01T12:00:00.000Z',
        },
        authorization_reference,
        info: { language: 'de', text: 'Willkommen. Ihr Vertrag gilt hier.' },
        location,
      },
    });
  });
}

const refusals = [
  ['blocked', { status: 'blocked' }, 'BLOCKED', 'emsp_blocked'],
  ['ordered', { status: 'ordered' }, 'BLOCKED', 'emsp_blocked'],
  ['not valid yet', { validFrom: START + 1 }, 'BLOCKED', 'emsp_blocked'],
  ['expired', { status: 'expired' }, 'EXPIRED', 'emsp_expired'],
  ['at the end of its validity', { validTo: START }, 'EXPIRED', 'emsp_expired'],
  ['terminated', { status: 'terminated' }, 'EXPIRED', 'emsp_expired'],
  ['without credit', { hasCredit: false }, 'NO_CREDIT', 'emsp_no_credit'],
  ['bound to another operator', { allowedParties: ['FROTH'] }, 'NOT_ALLOWED', 'emsp_not_allowed'],
] as const;
for (const [name, state, allowed, code] of refusals) {
  test(`a contract that is ${name} is answered ${allowed}, and the trace says why`, async () => {
    const world = await bench([{ emaid: EMAID, ...state }]);
    assert.partialDeepStrictEqual(await ask(world, EMAID), { outcome: 'refused', allowed });
    const finding = world.records.find((record) => record.type === 'finding');
    assert.partialDeepStrictEqual(finding, { code, severity: 'refusal', traceId: 'ab'.repeat(16), party: 'emsp' });
    assert.deepEqual(await world.db.selectFrom('authorization').selectAll().execute(), []);
  });
}

test('an unknown eMAID is HTTP 404 with 2004, and so is one with another check character, of another type, or no eMAID', async () => {
  const world = await bench([{ emaid: EMAID }]);
  assert.equal((await ask(world, 'DE8AAC99999999')).outcome, 'unknown_token');
  for (const path of [
    'DE8AAC12345678X/authorize?type=EMAID',
    'DE8AAC12345678D/authorize',
    'DE8AAC12345678D/authorize?type=APP_USER',
    '04A1B2C3/authorize?type=EMAID',
  ]) {
    const { status, json } = await world.call('POST', `/ocpi/2.3.0/tokens/${path}`, location);
    assert.deepEqual([status, json.status_code, 'data' in json], [404, 2004, false], path);
  }
  assert.equal(
    world.records.filter((record) => record.type === 'finding' && record.code === 'emsp_unknown_token').length,
    5,
  );
});

test('without a location it answers 2002 only where the setting asks for one', async () => {
  const path = '/ocpi/2.3.0/tokens/DE8AAC12345678D/authorize?type=EMAID';
  const strict = await bench([{ emaid: EMAID }], { requireLocation: true });
  assert.equal((await strict.call('POST', path)).json.status_code, 2002);
  const lax = await bench([{ emaid: EMAID }]);
  assert.equal((await lax.call('POST', path)).json.data.allowed, 'ALLOWED');
});

test('each request is one message record with its result and without a credentials token', async () => {
  const world = await bench([{ emaid: EMAID }]);
  await ask(world, EMAID);
  assert.partialDeepStrictEqual(world.records.at(-1), {
    type: 'message',
    protocol: 'ocpi',
    message: 'POST tokens/authorize',
    from: 'cpo',
    to: 'OpenPnC Mobility',
    result: '1000',
    took_ms: 0,
  });
  assert.equal(JSON.stringify(world.records).includes('token-of-the-cpo'), false);
});

test('versions and details are at fixed paths, with URLs of the host that was asked or of the setting', async () => {
  const world = await bench([]);
  const { json } = await world.call('GET', '/ocpi/versions');
  assert.deepEqual(json.data, [
    { version: '2.2.1', url: 'http://emsp.example/ocpi/2.2.1' },
    { version: '2.3.0', url: 'http://emsp.example/ocpi/2.3.0' },
  ]);
  const set = await bench([], { publicUrl: 'https://roaming.example/emsp' });
  assert.deepEqual((await set.call('GET', '/ocpi/2.3.0')).json.data.endpoints.slice(1, 2), [
    { identifier: 'tokens', role: 'SENDER', url: 'https://roaming.example/emsp/ocpi/2.3.0/tokens' },
  ]);
});

for (const version of ['2.2.1', '2.3.0'] as const) {
  test(`a CDR is taken, located, read by its sender alone, and the same one again changes nothing (${version})`, async () => {
    const world = await bench([{ emaid: EMAID }]);
    const { ports, partner } = await cpoOf(world, version);
    const first = await postCdr(ports, partner, cdr, { deadline: START + 1000 });
    assert.ok(first.outcome === 'taken' && first.location);
    const path = new URL(first.location).pathname;
    assert.equal((await world.call('GET', path)).json.data.id, 'CDR1');
    const other = await world.call('GET', path, undefined, { authorization: 'Token token-of-the-other' });
    assert.deepEqual([other.status, other.json.data], [404, undefined]);
    assert.deepEqual(await postCdr(ports, partner, cdr, { deadline: START + 1000 }), first);
    const twice = await Promise.all(
      [1, 2].map(() => postCdr(ports, partner, { ...cdr, id: 'CDR2' }, { deadline: START + 1000 })),
    );
    assert.deepEqual(twice[0], twice[1], 'sent twice at the same time, kept once');
    assert.equal((await world.db.selectFrom('cdr').selectAll().execute()).length, 2);
  });
}

test('a changed CDR under a known id, and one for a contract that is not ours, are refused', async () => {
  const world = await bench([{ emaid: EMAID }]);
  const post = async (change: object) => (await world.call('POST', '/ocpi/2.3.0/cdrs', { ...cdr, ...change })).json;
  assert.equal((await post({})).status_code, 1000);
  assert.match((await post({ id: 'cdr1', total_energy: 6 })).status_message, /taken before with other contents/);
  const foreign = { ...cdr.cdr_token, party_id: 'XXX' };
  assert.equal((await post({ id: 'X', cdr_token: foreign })).status_code, 2004);
  const unknown = { ...cdr.cdr_token, contract_id: 'DE8AAC99999999', uid: 'DE8AAC99999999' };
  assert.equal((await post({ id: 'X', cdr_token: unknown })).status_code, 2004);
  assert.equal((await world.db.selectFrom('cdr').selectAll().execute()).length, 1);
});

test('settings are complete by default and an unknown key is none', () => {
  const settings = Default(EmspSettings, {});
  assert.ok(Check(EmspSettings, settings));
  assert.deepEqual((settings as EmspSettings).emaidTypes, { '2.2.1': ['OTHER', 'RFID'], '2.3.0': ['EMAID'] });
  assert.equal(Check(EmspSettings, { ...(settings as object), colour: 'red' }), false);
});
