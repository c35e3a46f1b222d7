/** CDRs in both versions, the client and the routes. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import { type HttpHandler, type HttpRequest, serveRoutes } from '@openpnc/core/http';
import { type Cdr, cdrFor, cdrFrom } from '@openpnc/roaming/ocpi/cdr';
import { postCdr } from '@openpnc/roaming/ocpi/client';
import { price221, priceOf221 } from '@openpnc/roaming/ocpi/price';
import { cdrsReceiverRoutes } from '@openpnc/roaming/ocpi/routes';
import { ocpiRoutes } from '@openpnc/roaming/ocpi/serve';
import { CPO, countedRandom, EMSP, handClock, partner, START } from './bench.ts';

const cdr: Cdr = {
  ...CPO,
  id: 'CDR1',
  start_date_time: '2026-06-01T12:00:00Z',
  end_date_time: '2026-06-01T12:30:00Z',
  session_id: 'S1',
  cdr_token: { ...EMSP, uid: 'DE8AAC12345678D', type: 'EMAID', contract_id: 'DE8AAC12345678D' },
  auth_method: 'AUTH_REQUEST',
  authorization_reference: 'A1',
  cdr_location: {
    id: 'LOC1',
    address: 'Street 1',
    city: 'Town',
    country: 'DEU',
    coordinates: { latitude: '50.77077', longitude: '6.10496' },
    evse_uid: 'EVSE1',
    evse_id: 'DE*OPC*E1',
    connector_id: '1',
    connector_standard: 'IEC_62196_T2_COMBO',
    connector_format: 'CABLE',
    connector_power_type: 'DC',
  },
  currency: 'EUR',
  charging_periods: [{ start_date_time: '2026-06-01T12:00:00Z', dimensions: [{ type: 'ENERGY', volume: 7.5 }] }],
  total_cost: { before_taxes: 3, taxes: [{ name: 'VAT', percentage: 19, amount: 0.57 }] },
  total_energy: 7.5,
  total_time: 0.5,
  last_updated: '2026-06-01T12:31:00Z',
};

test('a price goes to 2.2.1 with all taxes together, and back as one tax', () => {
  assert.deepEqual(
    price221({
      before_taxes: 3,
      taxes: [
        { name: 'a', amount: 0.1 },
        { name: 'b', amount: 0.2 },
      ],
    }),
    { excl_vat: 3, incl_vat: 3.3 },
  );
  assert.deepEqual(price221({ before_taxes: 3 }), { excl_vat: 3 });
  assert.deepEqual(priceOf221({ excl_vat: 3, incl_vat: 3.57 }), {
    before_taxes: 3,
    taxes: [{ name: 'VAT', amount: 0.57 }],
  });
  assert.deepEqual(priceOf221({ excl_vat: 3 }), { before_taxes: 3 });
});

test('a CDR of one version is refused by the other, with the field that differs', () => {
  const old = cdrFor('2.2.1', cdr);
  assert.deepEqual(old.total_cost, { excl_vat: 3, incl_vat: 3.57 });
  assert.throws(() => cdrFrom('2.3.0', old), {
    code: 'invalid_parameters',
    message: /CDR\.total_cost\.before_taxes: required/,
  });
  assert.throws(() => cdrFrom('2.2.1', cdr), {
    code: 'invalid_parameters',
    message: /CDR\.total_cost\.excl_vat: required/,
  });
  assert.deepEqual(cdrFrom('2.2.1', old), {
    ...cdr,
    total_cost: { before_taxes: 3, taxes: [{ name: 'VAT', amount: 0.57 }] },
  });
});

function receiver(version: '2.2.1' | '2.3.0' = '2.3.0') {
  const taken = new Map<string, Cdr>();
  const http = serveRoutes(
    ocpiRoutes(
      {
        clock: handClock(),
        random: countedRandom(),
        parties: [EMSP],
        authenticate: async (presented) => (presented === partner.token ? { name: 'cpo', parties: [CPO] } : undefined),
      },
      cdrsReceiverRoutes(version, '/ocpi/2.3.0/cdrs', {
        take: async (one) => {
          const isNew = !taken.has(one.id);
          if (isNew) taken.set(one.id, one);
          return { location: `https://emsp.example/ocpi/2.3.0/cdrs/${one.id}`, isNew };
        },
        find: async (key) => taken.get(key),
      }),
    ),
  );
  const byPath: HttpHandler = (request, context) =>
    http({ ...request, url: request.url.replace('https://emsp.example', '') }, context);
  return { taken, http: byPath };
}

for (const version of ['2.2.1', '2.3.0'] as const) {
  test(`a CDR is posted, located and read again (${version})`, async () => {
    const { taken, http } = receiver(version);
    const ports = { http, clock: handClock(), random: countedRandom() };
    const outcome = await postCdr(ports, { ...partner, version }, cdr, { deadline: START + 2000 });
    assert.deepEqual(outcome, { outcome: 'taken', location: 'https://emsp.example/ocpi/2.3.0/cdrs/CDR1' });
    assert.equal(taken.get('CDR1')?.total_energy, 7.5);
    const again = await http(
      { method: 'GET', url: '/ocpi/2.3.0/cdrs/CDR1', headers: { authorization: 'Token token-of-the-cpo' } },
      {},
    );
    assert.deepEqual(JSON.parse(fromUtf8(again.body!)).data.total_cost, cdrFor(version, cdr).total_cost);
    assert.deepEqual(
      await postCdr(ports, { ...partner, version }, cdr, { deadline: START + 2000 }),
      outcome,
      'sent twice, kept once',
    );
  });
}

test('a CDR of another party, with a wrong field or a time with an offset is refused and nothing is kept', async () => {
  const { taken, http } = receiver();
  const post = async (change: object) => {
    const request: HttpRequest = {
      method: 'POST',
      url: '/ocpi/2.3.0/cdrs',
      headers: { authorization: 'Token token-of-the-cpo' },
      body: toUtf8(JSON.stringify({ ...cdr, ...change })),
    };
    const { status, body } = await http(request, {});
    const { status_code, status_message } = JSON.parse(fromUtf8(body!));
    return `${status} ${status_code} ${status_message}`;
  };
  assert.equal(await post({ party_id: 'XXX' }), '200 2001 NLXXX: not a party of the caller');
  assert.match(
    await post({ charging_periods: [] }),
    /^200 2001 CDR\.charging_periods: expected at least 1 item, came an array of 0$/,
  );
  assert.match(await post({ start_date_time: '2026-06-01T12:00:00+02:00' }), /^200 2001 CDR\.start_date_time/);
  assert.match(await post({ auth_method: 'GUESS' }), /expected one of AUTH_REQUEST, COMMAND, WHITELIST, came 'GUESS'$/);
  assert.equal(taken.size, 0);
});

test('a CDR of which the partner has no module is told apart', async () => {
  const ports = { http: () => assert.fail('nothing may be sent'), clock: handClock(), random: countedRandom() };
  assert.equal(
    (await postCdr(ports, { ...partner, endpoints: [] }, cdr, { deadline: START + 1 })).outcome,
    'no_endpoint',
  );
});
