/**
 * Every object of OCPI in its smallest and its fullest form, without each of its required fields, and what we read that
 * the text's own examples have. Faults of the examples: the Authorization headers encode a line end with the token; the EVSE
 * that is added to a location has a connector without power_type; the tariff in the 2.3.0 CDR lacks tax_included and its
 * location has latitude and longitude in each other's place; see pricing.test.ts for the Saturday.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8 } from '@openpnc/core/bytes';
import { serveRoutes } from '@openpnc/core/http';
import { Cdr, Cdr221 } from '@openpnc/roaming/ocpi/cdr';
import { checked } from '@openpnc/roaming/ocpi/check';
import { Credentials } from '@openpnc/roaming/ocpi/credentials';
import { Connector, Evse, Location } from '@openpnc/roaming/ocpi/location';
import { locationReadRoutes } from '@openpnc/roaming/ocpi/owned';
import { ocpiRoutes } from '@openpnc/roaming/ocpi/serve';
import { Session, Session221 } from '@openpnc/roaming/ocpi/session';
import { Tariff } from '@openpnc/roaming/ocpi/tariff';
import { AuthorizationInfo, LocationReferences, Token } from '@openpnc/roaming/ocpi/token';
import { dateTime } from '@openpnc/roaming/ocpi/values';
import { VersionDetails } from '@openpnc/roaming/ocpi/versions';
import fc from 'fast-check';
import type { TSchema } from 'typebox';
import { CPO, countedRandom, EMSP, handClock, token } from './bench.ts';

const at = '2026-06-01T12:00:00Z';
const price = { before_taxes: 1.5, taxes: [{ name: 'VAT', account_number: 'A1', percentage: 19, amount: 0.29 }] };
const cdrToken = { ...EMSP, uid: 'DE8AAC12345678D', type: 'EMAID', contract_id: 'DE8AAC12345678D' };
const period = { start_date_time: at, dimensions: [{ type: 'ENERGY', volume: 1 }], tariff_id: 'T1' };
const connector = {
  id: '1',
  standard: 'IEC_62196_T2',
  format: 'SOCKET',
  power_type: 'AC_3_PHASE',
  max_voltage: 230,
  max_amperage: 32,
  last_updated: at,
};
const evse = { uid: 'E1', status: 'AVAILABLE', connectors: [connector], last_updated: at };
const location = {
  ...CPO,
  id: 'LOC1',
  publish: true,
  address: 'Street 1',
  city: 'Town',
  country: 'NLD',
  coordinates: { latitude: '52.00001', longitude: '-5.00001' },
  time_zone: 'Europe/Amsterdam',
  last_updated: at,
};
const cdrLocation = {
  id: 'LOC1',
  address: 'Street 1',
  city: 'Town',
  country: 'NLD',
  coordinates: location.coordinates,
  evse_uid: 'E1',
  evse_id: 'NL*CPO*E1',
  connector_id: '1',
  connector_standard: 'IEC_62196_T2',
  connector_format: 'SOCKET',
  connector_power_type: 'AC_3_PHASE',
};
const session = {
  ...CPO,
  id: 'S1',
  start_date_time: at,
  kwh: 0,
  cdr_token: cdrToken,
  auth_method: 'AUTH_REQUEST',
  location_id: 'LOC1',
  evse_uid: 'E1',
  connector_id: '1',
  currency: 'EUR',
  status: 'ACTIVE',
  last_updated: at,
};
const tariff = {
  ...CPO,
  id: 'T1',
  currency: 'EUR',
  elements: [{ price_components: [{ type: 'ENERGY', price: 0.25, step_size: 1 }] }],
  tax_included: 'NO',
  last_updated: at,
};
const cdr = {
  ...CPO,
  id: 'C1',
  start_date_time: at,
  end_date_time: at,
  cdr_token: cdrToken,
  auth_method: 'WHITELIST',
  cdr_location: cdrLocation,
  currency: 'EUR',
  charging_periods: [period],
  total_cost: price,
  total_energy: 1,
  total_time: 1,
  last_updated: at,
};

/** The smallest form, and what makes it the fullest. */
const objects: Readonly<Record<string, readonly [TSchema, object, object]>> = {
  Token: [
    Token,
    token,
    {
      visual_number: 'V',
      group_id: 'G',
      language: 'de',
      default_profile_type: 'GREEN',
      energy_contract: { supplier_name: 'S', contract_id: 'C' },
    },
  ],
  LocationReferences: [LocationReferences, { location_id: 'LOC1' }, { evse_uids: ['E1'] }],
  AuthorizationInfo: [
    AuthorizationInfo,
    { allowed: 'ALLOWED', token },
    { location: { location_id: 'LOC1' }, authorization_reference: 'A1', info: { language: 'en', text: 'Hello' } },
  ],
  Session: [
    Session,
    session,
    { end_date_time: at, authorization_reference: 'A1', meter_id: 'M', charging_periods: [period], total_cost: price },
  ],
  Session221: [Session221, session, { total_cost: { excl_vat: 1, incl_vat: 1.19 } }],
  CDR: [
    Cdr,
    cdr,
    {
      session_id: 'S1',
      authorization_reference: 'A1',
      meter_id: 'M',
      tariffs: [tariff],
      signed_data: {
        encoding_method: 'OCMF',
        encoding_method_version: 1,
        public_key: 'K',
        signed_values: [{ nature: 'Start', plain_data: 'p', signed_data: 's' }],
        url: 'https://x.example',
      },
      total_fixed_cost: price,
      total_energy_cost: price,
      total_time_cost: price,
      total_parking_time: 0,
      total_parking_cost: price,
      total_reservation_cost: price,
      remark: 'r',
      invoice_reference_id: 'I',
      credit: false,
      credit_reference_id: 'C0',
      home_charging_compensation: false,
    },
  ],
  CDR221: [Cdr221, { ...cdr, total_cost: { excl_vat: 1.5 } }, { total_energy_cost: { excl_vat: 1.5, incl_vat: 1.8 } }],
  Connector: [
    Connector,
    connector,
    { max_electric_power: 22_000, tariff_ids: ['T1'], capabilities: ['ISO_15118_2_PLUG_AND_CHARGE', 'SOMETHING_NEW'] },
  ],
  EVSE: [
    Evse,
    evse,
    {
      evse_id: 'NL*CPO*E1',
      capabilities: ['RFID_READER'],
      coordinates: location.coordinates,
      physical_reference: '1',
      accepted_service_providers: ['Example Mobility'],
    },
  ],
  Location: [
    Location,
    location,
    { name: 'N', postal_code: '1', state: 'S', evses: [evse], operator: { name: 'O', website: 'https://o.example' } },
  ],
  Tariff: [
    Tariff,
    tariff,
    {
      type: 'REGULAR',
      tariff_alt_text: [{ language: 'en', text: 'T' }],
      tariff_alt_url: 'https://t.example',
      min_price: { before_taxes: 1 },
      max_price: { before_taxes: 9, after_taxes: 10 },
      start_date_time: at,
      end_date_time: at,
    },
  ],
  Credentials: [
    Credentials,
    {
      token: 'T',
      url: 'https://x.example/versions',
      roles: [{ role: 'CPO', ...CPO, business_details: { name: 'N' } }],
    },
    { hub_party_id: 'NLHUB' },
  ],
  VersionDetails: [
    VersionDetails,
    { version: '2.3.0', endpoints: [] },
    { endpoints: [{ identifier: 'nltnm-tokens', role: 'SENDER', url: 'https://x.example/t' }] },
  ],
};

for (const [name, [schema, smallest, more]] of Object.entries(objects)) {
  test(`${name}: the smallest, the fullest and one with unknown fields are read`, () => {
    assert.deepEqual(checked(schema, smallest, name), smallest);
    assert.deepEqual(checked(schema, { ...smallest, ...more }, name), { ...smallest, ...more });
    assert.deepEqual(checked(schema, { ...smallest, brand_new: { a: 1 } }, name), { ...smallest, brand_new: { a: 1 } });
  });
  test(`${name}: without a required field it is refused with the name of the field`, () => {
    const { required } = schema as unknown as { required: readonly string[] };
    assert.ok(required.length > 0);
    for (const field of required) {
      const { [field]: _, ...rest } = smallest as Record<string, unknown>;
      assert.throws(() => checked(schema, rest, name), {
        code: 'invalid_parameters',
        message: `${name}.${field}: required, but absent`,
      });
      // A null is an absent value.
      assert.throws(() => checked(schema, { ...rest, [field]: null }, name), {
        message: `${name}.${field}: required, but absent`,
      });
    }
  });
}

test('the fault in the example of an added EVSE is told by its place', () => {
  const { power_type: _, ...without } = connector;
  assert.throws(() => checked(Evse, { ...evse, connectors: [without] }, 'EVSE'), {
    message: 'EVSE.connectors[0].power_type: required, but absent',
  });
});

test('times are UTC with Z or without zone, with or without a fraction; nothing else', () => {
  const read = (last_updated: string) => checked(Token, { ...token, last_updated }, 'Token').last_updated;
  for (const good of [
    at,
    '2026-06-01T12:00:00',
    '2026-06-01T12:00:00.1Z',
    '2026-12-31T23:59:60Z',
    '2026-06-01T12:00:00.123456789',
  ])
    assert.equal(read(good), good);
  for (const bad of [
    '2026-06-01',
    '2026-06-01 12:00:00Z',
    '2026-06-01T12:00Z',
    '2026-06-01T12:00:00+02:00',
    '2026-13-01T12:00:00Z',
    '2026-06-01T25:00:00Z',
    '',
  ])
    assert.throws(() => read(bad), { code: 'invalid_parameters' }, bad);
});

test('a time is written as Date writes it, on any day and to the millisecond', () => {
  const midnight = Date.UTC(2026, 1, 28);
  const around = [-1, 0, 1, 999, 59_999, 3_599_999, 86_399_999, 86_400_000].map((ms) => midnight + ms);
  for (const time of [...around, 0, -1, -0.5, midnight + 0.9, Date.UTC(9999, 11, 31), 8.64e15])
    assert.equal(dateTime(time), new Date(time).toISOString());
  fc.assert(
    fc.property(fc.integer({ min: -8.64e15, max: 8.64e15 }), (time) => {
      assert.equal(dateTime(time), new Date(time).toISOString());
    }),
  );
  assert.throws(() => dateTime(Number.NaN), RangeError);
});

test('a null deep inside counts as absent; in a list it stays and is a fault of its place', () => {
  const display = { language: 'de', text: 'Hof', extra: { kept: 1, gone: null } };
  const read = checked(Location, { ...location, directions: [display], owner: null }, 'Location');
  assert.deepEqual(read, { ...location, directions: [{ language: 'de', text: 'Hof', extra: { kept: 1 } }] });
  assert.throws(() => checked(Location, { ...location, evses: [null] }, 'Location'), {
    message: 'Location.evses[0]: expected a value of type object, came null',
  });
});

test('whatever is read, a fault is a ProtocolError and never anything else', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(objects)),
      fc.jsonValue(),
      fc.string(),
      fc.jsonValue(),
      (name, value, field, member) => {
        const [schema, smallest] = objects[name]!;
        for (const candidate of [value, { ...smallest, [field]: member }]) {
          try {
            checked(schema, candidate, name);
          } catch (error) {
            assert.equal((error as Error).name, 'ProtocolError');
            assert.ok((error as Error).message.startsWith(name), (error as Error).message);
          }
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('fields cannot come in by the prototype', () => {
  const { uid: _, ...rest } = token;
  const smuggled = JSON.parse(JSON.stringify(rest).replace(/}$/, ',"__proto__":{"uid":"X"}}')) as unknown;
  assert.throws(() => checked(Token, smuggled, 'Token'), { message: 'Token.uid: required, but absent' });
});

test("a CPO's locations are read one by one, down to the connector", async () => {
  const served = serveRoutes(
    ocpiRoutes(
      {
        clock: handClock(),
        random: countedRandom(),
        parties: [CPO],
        authenticate: async () => ({ name: 'emsp', parties: [EMSP] }),
      },
      locationReadRoutes('2.3.0', '/locations', async (id) =>
        id === 'LOC1' ? checked(Location, { ...location, evses: [evse] }, 'Location') : undefined,
      ),
    ),
  );
  const read = async (path: string) => {
    const { status, body } = await served(
      { method: 'GET', url: `/locations/${path}`, headers: { authorization: 'Token x' } },
      {},
    );
    return [status, JSON.parse(fromUtf8(body!)).data];
  };
  assert.deepEqual(await read('LOC1'), [200, { ...location, evses: [evse] }]);
  assert.deepEqual(await read('LOC1/E1'), [200, evse]);
  assert.deepEqual(await read('LOC1/E1/1'), [200, connector]);
  for (const path of ['LOC2', 'LOC1/E2', 'LOC1/E1/2', 'LOC2/E1']) assert.equal((await read(path))[0], 404, path);
});
