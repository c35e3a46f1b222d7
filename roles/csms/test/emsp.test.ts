/** The way to the eMSP: policies and whitelist meanings, hedging, breaker, limits; one eMSP in trouble does not touch another. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpHandler } from '@openpnc/core/http';
import type { TokenRow } from '@openpnc/csms/store';
import { Breaker } from '../src/authorization/breaker.ts';
import {
  accepted,
  byHashes,
  EMAID,
  emsp,
  findings,
  PARTNER,
  ready,
  refusing,
  settle,
  silent,
  type World,
} from './world.ts';

const authorizeCalls = ({ calls }: World) => calls.filter(({ url }) => url.includes('/authorize'));

const listed = (changes: Partial<TokenRow> = {}): TokenRow => ({
  key: 'DE8AAC12345678',
  type: 'eMAID',
  partner: 'emsp',
  country_code: 'DE',
  party_id: '8AA',
  uid: 'DE8AAC12345678D',
  contract_id: 'DE8AAC12345678D',
  valid: 1,
  whitelist: 'ALLOWED',
  language: null,
  group_id: null,
  valid_until: null,
  ocpi: null,
  updated_at: 1,
  ...changes,
});

/** Asks once with a token on the list. */
async function decided(
  policy: string,
  row: Partial<TokenRow> | undefined,
  how: 'up' | 'blocked' | 'down',
  more: Readonly<Record<string, unknown>> = {},
) {
  const made = await ready({ partners: [{ ...PARTNER, policy, ...more }] });
  if (row) await made.csms.services.list.put([listed(row)]);
  made.outside.emsp = how === 'down' ? refusing : emsp(made.clock, how === 'up' ? 'ALLOWED' : 'BLOCKED');
  const { idTokenInfo } = await made.station.call('Authorize', byHashes(made.pki));
  const [decision] = await made.csms.decisions({});
  return [idTokenInfo.status, decision!.source, authorizeCalls(made).length > 0 ? 'asked' : 'not asked'];
}

/** policy, whitelist (with ! not valid, - not listed), eMSP -> status, source, whether the eMSP was asked. OCPI Tokens WhitelistType */
const table: readonly (readonly [string, string, 'up' | 'blocked' | 'down', string, string, string])[] = [
  ['list-first', 'ALWAYS', 'blocked', 'Accepted', 'list', 'not asked'],
  ['list-first', '!ALWAYS', 'up', 'Invalid', 'list', 'not asked'],
  ['list-first', 'ALLOWED', 'blocked', 'Accepted', 'list', 'not asked'],
  ['list-first', '!ALLOWED', 'up', 'Accepted', 'realtime', 'asked'],
  ['list-first', '!ALLOWED', 'down', 'Invalid', 'fallback', 'asked'],
  ['list-first', 'ALLOWED_OFFLINE', 'blocked', 'Blocked', 'realtime', 'asked'],
  ['list-first', 'ALLOWED_OFFLINE', 'down', 'Accepted', 'fallback', 'asked'],
  ['list-first', '!ALLOWED_OFFLINE', 'down', 'Invalid', 'fallback', 'asked'],
  ['list-first', 'NEVER', 'up', 'Accepted', 'realtime', 'asked'],
  ['list-first', 'NEVER', 'down', 'Invalid', 'fallback', 'asked'],
  ['list-first', '-', 'up', 'Accepted', 'realtime', 'asked'],
  ['list-first', '-', 'down', 'Invalid', 'fallback', 'asked'],
  ['realtime-first', 'ALWAYS', 'blocked', 'Accepted', 'list', 'not asked'],
  ['realtime-first', 'ALLOWED', 'blocked', 'Blocked', 'realtime', 'asked'],
  ['realtime-first', 'ALLOWED', 'down', 'Accepted', 'fallback', 'asked'],
  ['realtime-first', 'NEVER', 'down', 'Invalid', 'fallback', 'asked'],
  ['list-only', 'ALLOWED', 'blocked', 'Accepted', 'list', 'not asked'],
  ['list-only', '!ALLOWED', 'up', 'Invalid', 'list', 'not asked'],
  ['list-only', 'ALLOWED_OFFLINE', 'up', 'Invalid', 'list', 'not asked'],
  ['list-only', '-', 'up', 'Unknown', 'list', 'not asked'],
  ['realtime-only', 'ALWAYS', 'blocked', 'Blocked', 'realtime', 'asked'],
  ['realtime-only', 'ALWAYS', 'down', 'Invalid', 'fallback', 'asked'],
];
for (const [policy, entry, how, status, source, asked] of table) {
  test(`${policy}, ${entry === '-' ? 'not listed' : `listed ${entry}`}, eMSP ${how}: ${status} from ${source}, ${asked}`, async () => {
    const row = entry === '-' ? undefined : { whitelist: entry.replace('!', ''), valid: entry.startsWith('!') ? 0 : 1 };
    assert.deepEqual(await decided(policy, row, how), [status, source, asked]);
  });
}

test('a list entry that ran out is Expired; one with another check character is not the token', async () => {
  assert.deepEqual(await decided('list-only', { valid_until: 1 }, 'up'), ['Expired', 'list', 'not asked']);
  assert.deepEqual(await decided('list-only', { uid: 'DE8AAC12345678X' }, 'up'), ['Unknown', 'list', 'not asked']);
});

test('an older entry of the list never replaces a newer one', async () => {
  const { csms } = await ready();
  const { list } = csms.services;
  await list.put([listed({ updated_at: 5 })]);
  await list.put([listed({ updated_at: 4, valid: 0 })]);
  assert.equal((await list.find(EMAID, 'eMAID'))?.valid, 1);
  await list.put([listed({ updated_at: 6, valid: 0 })]);
  assert.equal((await list.find('de8aac12345678', 'eMAID'))?.valid, 0);
  assert.equal(await list.remove(EMAID, 'eMAID'), true);
  assert.equal(await list.find(EMAID, 'eMAID'), undefined);
});

test('ALLOWED stands for a while where the setting says so, at the same station, and not for tokens that want to be asked each time', async () => {
  const made = await ready({ authorize: { repeat_s: 60 } });
  const other = await accepted(made, 'CS2');
  const ask = (station = made.station) => station.call('Authorize', byHashes(made.pki));
  const whitelist = (word: string) => {
    const up = emsp(made.clock, 'ALLOWED');
    made.outside.emsp = async (request, context) => {
      const answer = await up(request, context);
      const body = JSON.parse(new TextDecoder().decode(answer.body)) as { data: { token: object } };
      const data = { ...body.data, token: { ...body.data.token, whitelist: word } };
      return { ...answer, body: new TextEncoder().encode(JSON.stringify({ ...body, data })) };
    };
  };
  whitelist('NEVER');
  await ask();
  await ask();
  assert.equal(authorizeCalls(made).length, 2);
  whitelist('ALLOWED_OFFLINE');
  await ask();
  assert.equal((await ask()).idTokenInfo.status, 'Accepted');
  assert.equal(authorizeCalls(made).length, 3);
  assert.equal((await made.csms.decisions({}))[0]!.source, 'cache');
  await ask(other);
  assert.equal(authorizeCalls(made).length, 4);
  await made.clock.advance(60_000);
  await ask();
  assert.equal(authorizeCalls(made).length, 5);
});

test('a slow first question is sent once more, and the first answer counts', async () => {
  const made = await ready({ partners: [{ ...PARTNER, hedge_ms: 500 }] });
  const up = made.outside.emsp;
  let count = 0;
  made.outside.emsp = (request, context) => {
    count += 1;
    return count === 1 ? silent(request, context) : up(request, context);
  };
  const started = made.clock.now();
  const answer = made.station.call('Authorize', byHashes(made.pki)).then((got) => [got, made.clock.now()] as const);
  await made.clock.advance(3000);
  const [got, at] = await answer;
  assert.deepEqual([got.idTokenInfo.status, at - started, count], ['Accepted', 500, 2]);
  assert.equal(
    made.calls.filter(({ context, url }) => url.includes('/authorize') && context.signal?.aborted).length,
    1, // the first, which nobody waits for any more
  );
});

test('a second answer in time makes up for a first that failed late', async () => {
  const made = await ready({ partners: [{ ...PARTNER, hedge_ms: 500 }] });
  const up = made.outside.emsp;
  let count = 0;
  made.outside.emsp = async (request, context) => {
    count += 1;
    await made.clock.sleep(count === 1 ? 1000 : 800);
    return count === 1 ? refusing(request, context) : up(request, context);
  };
  const answer = made.station.call('Authorize', byHashes(made.pki));
  await made.clock.advance(3000);
  assert.equal((await answer).idTokenInfo.status, 'Accepted');
});

test('an eMSP that was silent often enough is not asked for a while, then once', async () => {
  const breaker = { failures: 2, open_ms: 10_000 };
  const made = await ready({ partners: [{ ...PARTNER, breaker, hedge_ms: 0, timeout_ms: 1000 }] });
  const up = made.outside.emsp;
  made.outside.emsp = silent;
  const ask = async () => {
    const answer = made.station.call('Authorize', byHashes(made.pki));
    await made.clock.advance(1000);
    return (await answer).idTokenInfo.status;
  };
  assert.deepEqual([await ask(), await ask(), await ask(), await ask()], Array(4).fill('Invalid'));
  assert.equal(authorizeCalls(made).length, 2);
  assert.match(findings(made.records, 'emsp_unreachable')[0]!.text, /not asked for a while/);
  await made.clock.advance(10_000);
  made.outside.emsp = up;
  assert.equal(await ask(), 'Accepted');
  assert.equal(await ask(), 'Accepted');
  assert.equal(authorizeCalls(made).length, 4);
});

test('the breaker lets one question try and closes or opens by its outcome', () => {
  const breaker = new Breaker({ failures: 2, open_ms: 100 });
  for (const now of [0, 1]) {
    assert.equal(breaker.mayAsk(now), true);
    breaker.failed(now);
  }
  assert.deepEqual([breaker.mayAsk(50), breaker.state(50)], [false, 'open']);
  assert.deepEqual([breaker.mayAsk(101), breaker.mayAsk(101), breaker.state(101)], [true, false, 'trying']);
  breaker.failed(110);
  assert.deepEqual([breaker.mayAsk(209), breaker.mayAsk(210)], [false, true]);
  breaker.abandoned();
  assert.equal(breaker.mayAsk(210), true);
  breaker.succeeded();
  assert.deepEqual([breaker.mayAsk(211), breaker.mayAsk(211), breaker.state(211)], [true, true, 'closed']);
});

test('an eMSP that hangs holds no more than its share of questions and delays nobody else', async () => {
  const other = { ...PARTNER, name: 'other', parties: [{ country_code: 'NL', party_id: 'TNM' }] };
  const made = await ready({
    partners: [{ ...PARTNER, maxInFlight: 1, hedge_ms: 0 }, other],
    certificates: { revocation: 'off' },
  });
  const second = await accepted(made, 'CS2');
  const third = await accepted(made, 'CS3');
  const up = made.outside.emsp;
  const outside: HttpHandler = (request, context) => (request.url.includes('DE8AA') ? silent : up)(request, context);
  made.outside.emsp = outside;
  const hanging = made.station.call('Authorize', byHashes(made.pki));
  await settle();
  const refused = await second.call('Authorize', byHashes(made.pki));
  assert.equal(refused.idTokenInfo.status, 'Invalid');
  assert.match(findings(made.records, 'emsp_unreachable')[0]!.text, /1 questions are out already/);
  const healthy = await third.call('Authorize', byHashes(made.pki, 'NLTNMC00000001'));
  assert.equal(healthy.idTokenInfo.status, 'Accepted');
  await made.clock.advance(3000);
  assert.equal((await hanging).idTokenInfo.status, 'Invalid');
});

test('a provider that no partner answers for goes to the hub, without a party in particular', async () => {
  const made = await ready({ partners: [{ ...PARTNER, name: 'hub', parties: [], isDefault: true }] });
  assert.equal((await made.station.call('Authorize', byHashes(made.pki))).idTokenInfo.status, 'Accepted');
  const [call] = authorizeCalls(made);
  assert.equal('ocpi-to-party-id' in call!.headers, false);
});

test('a partner named twice is a mistake of the settings', async () => {
  await assert.rejects(ready({ partners: [PARTNER, PARTNER] }), { code: 'partner_twice' });
});
