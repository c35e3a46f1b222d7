/** The eMSP behind an OICP hub. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HttpHandler, serveRoutes } from '@openpnc/core/http';
import { authorizeStart, authorizeStop, pushCdr } from '@openpnc/roaming/oicp/client';
import { oicpTestHub } from '@openpnc/roaming/oicp/hub';
import { bench, countedRandom, START } from './bench.ts';

const EMAID = 'DE-8AA-C12345678-D';
const PROOF = { header: 'X-Client-Cert-Sha256', value: 'the-hubs-certificate' };
const options = { deadline: START + 2000 };

/** A CPO, a hub and the eMSP. */
async function world(seed: object = {}) {
  const emsp = await bench([{ emaid: EMAID, ...seed }], { oicp: { providerId: 'DE*8AA', hubProof: PROOF } });
  const hub = oicpTestHub({
    http: (request, context) =>
      emsp.http({ ...request, headers: { ...request.headers, [PROOF.header.toLowerCase()]: PROOF.value } }, context),
    clock: emsp.clock,
    random: countedRandom(),
    emps: [{ providerId: 'DE*8AA', url: 'http://emsp.example' }],
    emp_ms: 1000,
    identify: () => 'NL*CPO',
  });
  const served = serveRoutes(hub.routes);
  const http: HttpHandler = (request, context) => served({ ...request, url: new URL(request.url).pathname }, context);
  return { ...emsp, ports: { http, clock: emsp.clock }, at: { url: 'http://hub.example', id: 'NL*CPO' } };
}

const record = (sessionId: string) => ({
  SessionID: sessionId,
  EvseID: 'NL*CPO*E1',
  Identification: { PlugAndChargeIdentification: { EvcoID: EMAID } },
  ChargingStart: '2026-06-01T12:00:00Z',
  ChargingEnd: '2026-06-01T12:30:00Z',
  SessionStart: '2026-06-01T12:00:00Z',
  SessionEnd: '2026-06-01T12:30:00Z',
  ConsumedEnergy: 5,
});

test('an active contract is authorized through the hub, may stop, and its CDR is kept once', async () => {
  const { ports, at, db } = await world();
  const started = await authorizeStart(ports, at, { eMAID: EMAID, evseId: 'NL*CPO*E1' }, options);
  assert.ok(started.outcome === 'allowed' && started.sessionId);
  const sessionId = started.sessionId;
  assert.deepEqual(await authorizeStop(ports, at, { eMAID: EMAID, sessionId }, options), { ok: true });
  assert.deepEqual(await pushCdr(ports, at, record(sessionId), options), { ok: true });
  assert.deepEqual(await pushCdr(ports, at, record(sessionId), options), { ok: true });
  const rows = await db.selectFrom('cdr').selectAll().execute();
  assert.deepEqual(
    rows.map(({ version, party, session_id }) => [version, party, session_id]),
    [['OICP 2.3', 'NLCPO', sessionId.toUpperCase()]],
  );
  assert.deepEqual(JSON.parse(rows[0]!.body), record(sessionId));
});

const refusals = [
  ['blocked', { status: 'blocked' }, { outcome: 'refused', code: '200' }],
  ['expired', { status: 'expired' }, { outcome: 'refused', code: '210' }],
  ['without credit', { hasCredit: false }, { outcome: 'refused', code: '210' }],
  ['bound to another operator', { allowedParties: ['FROTH'] }, { outcome: 'refused', code: '210' }],
] as const;
for (const [name, seed, expected] of refusals) {
  test(`a contract that is ${name} is answered ${expected.code}`, async () => {
    const { ports, at, db, records } = await world(seed);
    assert.partialDeepStrictEqual(await authorizeStart(ports, at, { eMAID: EMAID }, options), expected);
    assert.ok(records.some((one) => one.type === 'finding' && one.severity === 'refusal'));
    assert.deepEqual(await db.selectFrom('authorization').selectAll().execute(), []);
  });
}

test('an unknown contract is answered 120', async () => {
  const { ports, at } = await world();
  assert.partialDeepStrictEqual(await authorizeStart(ports, at, { eMAID: 'DE8AAC99999999' }, options), {
    outcome: 'unknown_token',
    code: '120',
  });
});

test('without the proof of the hub everything is 017, and without the setting there is nothing', async () => {
  const { call } = await world();
  const path = '/api/oicp/charging/v21/operators/NL*CPO/authorize/start';
  const body = { OperatorID: 'NL*CPO', Identification: { PlugAndChargeIdentification: { EvcoID: EMAID } } };
  for (const headers of [{}, { [PROOF.header.toLowerCase()]: 'another-certificate!' }])
    assert.equal((await call('POST', path, body, headers)).json.StatusCode.Code, '017');
  assert.equal((await (await bench()).call('POST', path, body)).status, 404);
});

test('a CDR for a session that was not authorized, or of another contract, is refused', async () => {
  const { call, db } = await world();
  const post = async (body: object) =>
    (
      await call('POST', '/api/oicp/cdrmgmt/v22/operators/NL*CPO/charge-detail-record', body, {
        [PROOF.header.toLowerCase()]: PROOF.value,
      })
    ).json.StatusCode.Code;
  const sessionId = '00000000-0000-0000-0000-000000000001';
  assert.equal(await post(record(sessionId)), '400');
  assert.equal(
    await post({
      ...record(sessionId),
      Identification: { PlugAndChargeIdentification: { EvcoID: 'DE-8AA-C99999999-0' } },
    }),
    '120',
  );
  assert.deepEqual(await db.selectFrom('cdr').selectAll().execute(), []);
});
