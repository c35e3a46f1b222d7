/** Costs of sessions: the cases that the OCPI text works out, and the edges of time, energy and taxes. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cdrLocationOf, cdrOf, creditOf } from '@openpnc/roaming/ocpi/billing';
import { Cdr, cdrFor, cdrFrom } from '@openpnc/roaming/ocpi/cdr';
import { checked } from '@openpnc/roaming/ocpi/check';
import type { Location } from '@openpnc/roaming/ocpi/location';
import { type MeteredSession, type Priced, priceSession } from '@openpnc/roaming/ocpi/pricing';
import { type PriceComponent, Tariff, type TariffElement, tariff221 } from '@openpnc/roaming/ocpi/tariff';
import fc from 'fast-check';
import { CPO, EMSP } from './bench.ts';

const MINUTE = 60_000;
const tariff = (elements: TariffElement[], more: Partial<Tariff> = {}): Tariff => ({
  ...CPO,
  id: 'T1',
  currency: 'EUR',
  elements,
  tax_included: 'NO',
  last_updated: '2026-01-01T00:00:00Z',
  ...more,
});
const price = (type: PriceComponent['type'], amount: number, step_size = 1, vat?: number): PriceComponent => ({
  type,
  price: amount,
  step_size,
  ...(vat !== undefined && { vat }),
});

/** Charges `kWh` in a straight line for `minutes`, then stays `parked` minutes. */
function session(start: string, minutes: number, kWh: number, parked = 0, current_A?: number): MeteredSession {
  const at = Date.parse(start);
  const charged = at + minutes * MINUTE;
  const end = charged + parked * MINUTE;
  return {
    start: at,
    end,
    readings: [
      { at, energy_Wh: 1000, ...(current_A !== undefined && { current_A }) },
      { at: charged, energy_Wh: 1000 + kWh * 1000 },
    ],
    ...(parked > 0 && { parked: [{ from: charged, to: end }] }),
  };
}

/** Net and gross of the total. */
function cost(metered: MeteredSession, of: Tariff, timeZone = 'UTC'): readonly number[] {
  const { before_taxes, taxes } = priceSession(metered, of, timeZone).total_cost;
  const gross = (taxes ?? []).reduce((sum, { amount }) => sum + amount, before_taxes);
  return [before_taxes, Math.round(gross * 10_000) / 10_000];
}

const MONDAY = '2026-06-01T09:30:00Z';
const energy = price('ENERGY', 0.25, 1, 10);
const start = price('FLAT', 0.5, 1, 20);
const complex = tariff([
  { price_components: [price('FLAT', 2.5, 1, 15)] },
  { price_components: [price('TIME', 1, 900, 20)], restrictions: { max_current: 32 } },
  {
    price_components: [price('TIME', 2, 600, 20)],
    restrictions: { min_current: 32, day_of_week: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'] },
  },
  {
    price_components: [price('TIME', 1.25, 600, 20)],
    restrictions: { min_current: 32, day_of_week: ['SATURDAY', 'SUNDAY'] },
  },
  {
    price_components: [price('PARKING_TIME', 5, 300, 10)],
    restrictions: {
      start_time: '09:00',
      end_time: '18:00',
      day_of_week: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'],
    },
  },
  {
    price_components: [price('PARKING_TIME', 6, 300, 10)],
    restrictions: { start_time: '10:00', end_time: '17:00', day_of_week: ['SATURDAY'] },
  },
]);
const afterFive = tariff([
  { price_components: [price('TIME', 1.2, 1800), price('PARKING_TIME', 1, 900)], restrictions: { end_time: '17:00' } },
  {
    price_components: [price('TIME', 2.4, 900), price('PARKING_TIME', 1, 900)],
    restrictions: { start_time: '17:00', end_time: '20:00' },
  },
  { price_components: [price('TIME', 2.4, 900)], restrictions: { start_time: '20:00' } },
]);
const byPower = tariff([
  { price_components: [price('ENERGY', 0.2)], restrictions: { max_power: 16 } },
  { price_components: [price('ENERGY', 0.35)], restrictions: { max_power: 32 } },
  { price_components: [price('ENERGY', 0.5)] },
]);
const byDuration = tariff([
  { price_components: [price('ENERGY', 0)], restrictions: { max_duration: 1800 } },
  { price_components: [price('ENERGY', 0.25)], restrictions: { max_duration: 3600 } },
  { price_components: [price('ENERGY', 0.4)] },
]);

// The costs that the text works out for its own tariffs. OCPI 2.3.0 Tariffs, Examples; CDRs, step_size.
const workedOut: readonly (readonly [string, MeteredSession, Tariff, readonly number[]])[] = [
  ['20 kWh', session(MONDAY, 60, 20), tariff([{ price_components: [energy] }]), [5, 5.5]],
  ['20 kWh with a start fee', session(MONDAY, 60, 20), tariff([{ price_components: [start, energy] }]), [5.5, 6.1]],
  [
    '20 kWh above the least price',
    session(MONDAY, 60, 20),
    tariff([{ price_components: [energy] }], { min_price: { before_taxes: 0.5, after_taxes: 0.55 } }),
    [5, 5.5],
  ],
  [
    '1 kWh below the least price',
    session(MONDAY, 60, 1),
    tariff([{ price_components: [energy] }], { min_price: { before_taxes: 0.5, after_taxes: 0.55 } }),
    [0.5, 0.55],
  ],
  [
    'parking in blocks of 15 minutes',
    session(MONDAY, 60, 20, 40),
    tariff([{ price_components: [start, energy, price('PARKING_TIME', 2, 900, 20)] }]),
    [7, 7.9],
  ],
  [
    '50 kWh at the highest price',
    session(MONDAY, 60, 50),
    tariff([{ price_components: [start, energy] }], { max_price: { before_taxes: 10, after_taxes: 11 } }),
    [10, 11],
  ],
  [
    '30 kWh below the highest price',
    session(MONDAY, 60, 30),
    tariff([{ price_components: [start, energy] }], { max_price: { before_taxes: 10, after_taxes: 11 } }),
    [8, 8.85],
  ],
  ['2.5 hours', session(MONDAY, 150, 20), tariff([{ price_components: [price('TIME', 2, 60, 10)] }]), [5, 5.5]],
  [
    '2.5 hours and 42 minutes of parking',
    session(MONDAY, 150, 20, 42),
    tariff([{ price_components: [price('TIME', 3, 60, 10), price('PARKING_TIME', 5, 300, 20)] }]),
    [11.25, 12.75],
  ],
  [
    'taxes included without a rate',
    session(MONDAY, 150, 20),
    tariff([{ price_components: [price('TIME', 2.1, 60)] }], { tax_included: 'YES' }),
    [5.25, 5.25],
  ],
  ['a weekday at 16 A, then parking', session(MONDAY, 165, 10, 42, 16), complex, [9, 10.3]],
  // The text says 12.28 / 13.861: it counts 114 minutes at 1.25 per hour as 2.28, which is 2.375.
  ['a Saturday at 43 A, then parking', session('2026-06-06T13:30:00Z', 114, 40, 71, 43), complex, [12.375, 13.975]],
  ['charging over 17:00, then parking', session('2026-06-01T16:55:00Z', 10, 2, 2), afterFive, [0.55, 0.55]],
  ['charging over 17:00 without parking', session('2026-06-01T16:35:00Z', 35, 2), afterFive, [1.3, 1.3]],
  ['parking that becomes free at 20:00', session('2026-06-01T19:40:00Z', 12, 2, 20), afterFive, [0.73, 0.73]],
  [
    'free at first, then by energy',
    {
      start: 0,
      end: 40 * MINUTE,
      readings: [
        { at: 0, energy_Wh: 0 },
        { at: 30 * MINUTE, energy_Wh: 5000 },
        { at: 40 * MINUTE, energy_Wh: 6200 },
      ],
    },
    byDuration,
    [0.3, 0.3],
  ],
  [
    'by the power of the moment',
    {
      start: 0,
      end: 3 * 60 * MINUTE,
      readings: [
        { at: 0, energy_Wh: 0 },
        { at: 10 * MINUTE, energy_Wh: 1000 },
        { at: 60 * MINUTE, energy_Wh: 41_000 },
        { at: 67.5 * MINUTE, energy_Wh: 41_500 },
      ],
    },
    byPower,
    [20.3, 20.3],
  ],
  [
    '115.2 Wh by the Wh',
    session(MONDAY, 60, 0.1152),
    tariff([{ price_components: [price('ENERGY', 0.25, 1)] }]),
    [0.029, 0.029],
  ],
  [
    '115.2 Wh in blocks of 500 Wh',
    session(MONDAY, 60, 0.1152),
    tariff([{ price_components: [price('ENERGY', 0.25, 500)] }]),
    [0.125, 0.125],
  ],
  ['free of charge', session(MONDAY, 60, 20), tariff([{ price_components: [price('FLAT', 0, 0)] }]), [0, 0]],
];
for (const [name, metered, of, expected] of workedOut) {
  test(`cost: ${name} -> ${expected.join(' / ')}`, () => {
    assert.deepEqual(cost(metered, of), expected);
  });
}

test('the step of energy rounds the total once, at the price of the last piece', () => {
  const of = tariff([
    { price_components: [price('ENERGY', 0.2, 500)], restrictions: { end_time: '17:00' } },
    { price_components: [price('ENERGY', 0.27, 500)] },
  ]);
  const at = Date.parse('2026-06-01T16:00:00Z');
  const metered = {
    start: at,
    end: at + 120 * MINUTE,
    readings: [
      { at, energy_Wh: 0 },
      { at: at + 60 * MINUTE, energy_Wh: 4300 },
      { at: at + 120 * MINUTE, energy_Wh: 5400 },
    ],
  };
  // 4.3 kWh at 0.20 and 1.2 kWh at 0.27
  assert.deepEqual(cost(metered, of), [1.184, 1.184]);
});

test('periods carry their energy, cut where the tariff changes, and their sum is the total', () => {
  const of = tariff([
    { price_components: [price('ENERGY', 0.2)], restrictions: { max_kwh: 4 } },
    { price_components: [price('ENERGY', 0.4)] },
  ]);
  const priced = priceSession(session('2026-06-01T10:00:00Z', 60, 10, 30), of, 'UTC');
  assert.deepEqual(priced.periods, [
    {
      start_date_time: '2026-06-01T10:00:00.000Z',
      dimensions: [
        { type: 'ENERGY', volume: 4 },
        { type: 'TIME', volume: 0.4 },
      ],
      tariff_id: 'T1',
    },
    {
      start_date_time: '2026-06-01T10:24:00.000Z',
      dimensions: [
        { type: 'ENERGY', volume: 6 },
        { type: 'TIME', volume: 0.6 },
      ],
      tariff_id: 'T1',
    },
    {
      start_date_time: '2026-06-01T11:00:00.000Z',
      dimensions: [
        { type: 'ENERGY', volume: 0 },
        { type: 'PARKING_TIME', volume: 0.5 },
      ],
      tariff_id: 'T1',
    },
  ]);
  assert.deepEqual([priced.total_energy, priced.total_time, priced.total_parking_time], [10, 1.5, 0.5]);
  assert.deepEqual(priced.total_energy_cost, { before_taxes: 3.2, taxes: [] });
});

test('hours of a tariff are those of the location, over a change of its clock too', () => {
  const night = tariff([
    { price_components: [price('TIME', 1, 1)], restrictions: { start_time: '22:00', end_time: '06:00' } },
    { price_components: [price('TIME', 2, 1)] },
  ]);
  // 21:00 to 23:00 in Berlin is 19:00 to 21:00 UTC in summer.
  assert.deepEqual(cost(session('2026-06-01T19:00:00Z', 120, 1), night, 'Europe/Berlin'), [3, 3]);
  assert.deepEqual(cost(session('2026-06-01T19:00:00Z', 120, 1), night, 'UTC'), [4, 4]);
  // The night of 2026-03-29 in Berlin has no hour from 2 to 3: 01:00 to 07:00 local are five hours, four of them night.
  assert.deepEqual(cost(session('2026-03-29T00:00:00Z', 300, 1), night, 'Europe/Berlin'), [6, 6]);
  // The night of 2026-10-25 has it twice: 01:00 to 07:00 local are seven hours, six of them night.
  assert.deepEqual(cost(session('2026-10-24T23:00:00Z', 420, 1), night, 'Europe/Berlin'), [8, 8]);
});

test('days and dates are local, their ends exclusive', () => {
  const dated = tariff([
    { price_components: [price('ENERGY', 1)], restrictions: { start_date: '2026-06-02', end_date: '2026-06-03' } },
    { price_components: [price('ENERGY', 0)] },
  ]);
  // 23:00 to 01:00 in Berlin over the beginning and over the end of the day
  assert.deepEqual(cost(session('2026-06-01T21:00:00Z', 120, 2), dated, 'Europe/Berlin'), [1, 1]);
  assert.deepEqual(cost(session('2026-06-02T21:00:00Z', 120, 2), dated, 'Europe/Berlin'), [1, 1]);
});

test('prices with taxes of a known rate are taken apart', () => {
  const gross = tariff([{ price_components: [price('ENERGY', 0.595, 1, 19)] }], { tax_included: 'YES' });
  assert.deepEqual(priceSession(session(MONDAY, 60, 10), gross, 'UTC').total_cost, {
    before_taxes: 5,
    taxes: [{ name: 'VAT', percentage: 19, amount: 0.95 }],
  });
  assert.equal(
    priceSession(
      session(MONDAY, 60, 10),
      tariff([{ price_components: [price('ENERGY', 1)] }], { tax_included: 'YES' }),
      'UTC',
    ).total_cost.taxes,
    undefined,
  );
  assert.deepEqual(
    priceSession(
      session(MONDAY, 60, 10),
      tariff([{ price_components: [price('ENERGY', 1, 1, 19)] }], { tax_included: 'N/A' }),
      'UTC',
    ).total_cost,
    { before_taxes: 10, taxes: [] },
  );
});

test('a limit on current holds only where the meter tells the current', () => {
  const of = tariff([{ price_components: [price('ENERGY', 1)], restrictions: { max_current: 32 } }]);
  assert.deepEqual(cost(session(MONDAY, 60, 10, 0, 16), of), [10, 10]);
  assert.deepEqual(cost(session(MONDAY, 60, 10), of), [0, 0]);
});

test('a session without readings, without energy or without length has a period or none and no fault', () => {
  const of = tariff([{ price_components: [start, energy] }]);
  assert.deepEqual(cost({ start: 0, end: 1000, readings: [] }, of), [0.5, 0.6]);
  assert.deepEqual(priceSession({ start: 5, end: 5, readings: [] }, of, 'UTC').periods, []);
  assert.deepEqual(priceSession(session(MONDAY, 60, 10), undefined, 'UTC').total_cost, { before_taxes: 0, taxes: [] });
});

test('whatever the readings, the energy of the periods is that of the meter and time is conserved', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ minutes: fc.integer({ min: 1, max: 300 }), Wh: fc.integer({ min: 0, max: 30_000 }) }), {
        minLength: 1,
        maxLength: 8,
      }),
      fc.integer({ min: 0, max: 200 }),
      fc.constantFrom(complex, afterFive, byPower, byDuration),
      (steps, parked, of) => {
        let [at, energy_Wh] = [Date.parse('2026-03-28T20:00:00Z'), 500];
        const begin = at;
        const readings = [{ at, energy_Wh }];
        for (const { minutes, Wh } of steps) {
          at += minutes * MINUTE;
          energy_Wh += Wh;
          readings.push({ at, energy_Wh });
        }
        const end = at + parked * MINUTE;
        const metered = { start: begin, end, readings, ...(parked > 0 && { parked: [{ from: at, to: end }] }) };
        const { periods, total_energy, total_time } = priceSession(metered, of, 'Europe/Berlin');
        const sum = (...types: string[]) =>
          periods
            .flatMap(({ dimensions }) => dimensions)
            .filter(({ type }) => types.includes(type))
            .reduce((total, { volume }) => total + volume, 0);
        assert.ok(Math.abs(sum('ENERGY') - (energy_Wh - 500) / 1000) < 0.001 * periods.length);
        assert.ok(Math.abs(sum('TIME', 'PARKING_TIME') - total_time) < 0.001 * periods.length);
        assert.ok(Math.abs(total_energy - (energy_Wh - 500) / 1000) < 0.0001);
      },
    ),
    { numRuns: 100 },
  );
});

test('a price is the same whether or not the session is cut at its readings', () => {
  const never = { price_components: [price('ENERGY', 99), price('TIME', 99)], restrictions: { min_power: 1e9 } };
  fc.assert(
    fc.property(
      fc.array(fc.record({ minutes: fc.integer({ min: 1, max: 300 }), Wh: fc.integer({ min: 0, max: 30_000 }) }), {
        minLength: 1,
        maxLength: 8,
      }),
      fc.integer({ min: 0, max: 200 }),
      fc.constantFrom(
        afterFive,
        byDuration,
        tariff([{ price_components: [start, energy, price('TIME', 2, 900, 20)] }]),
      ),
      (steps, parked, of) => {
        let [at, energy_Wh] = [Date.parse('2026-03-28T20:00:00Z'), 500];
        const readings = [{ at, energy_Wh }];
        for (const { minutes, Wh } of steps) {
          at += minutes * MINUTE;
          energy_Wh += Wh;
          readings.push({ at, energy_Wh });
        }
        const end = at + parked * MINUTE;
        const pauses = [
          { from: readings[0]!.at + MINUTE / 2, to: readings[1]!.at },
          { from: at, to: end },
        ];
        const metered = { start: readings[0]!.at, end, readings, parked: pauses };
        const whole = priceSession(metered, of, 'Europe/Berlin');
        const cut = priceSession(metered, { ...of, elements: [never, ...of.elements] }, 'Europe/Berlin');
        const times = ({ periods }: Priced) => periods.map(({ start_date_time }) => start_date_time);
        assert.deepEqual(times(whole), times(cut));
        const amounts = ({ periods, total_energy, total_cost }: Priced) => [
          ...periods.flatMap(({ dimensions }) => dimensions.map(({ volume }) => volume)),
          total_energy,
          total_cost.before_taxes,
        ];
        // A tie of the last decimal may fall to either side.
        for (const [i, amount] of amounts(whole).entries()) assert.ok(Math.abs(amount - amounts(cut)[i]!) < 0.0002);
      },
    ),
    { numRuns: 100 },
  );
});

const location: Location = {
  ...CPO,
  id: 'LOC1',
  publish: true,
  address: 'A street with a very long name and a number behind it 12345',
  city: 'Town',
  country: 'NLD',
  coordinates: { latitude: '52.00001', longitude: '5.00001' },
  time_zone: 'Europe/Amsterdam',
  evses: [
    {
      uid: 'E1',
      evse_id: 'NL*CPO*E1',
      status: 'CHARGING',
      connectors: [
        {
          id: '1',
          standard: 'IEC_62196_T2',
          format: 'SOCKET',
          power_type: 'AC_3_PHASE',
          max_voltage: 230,
          max_amperage: 32,
          last_updated: '2026-06-01T00:00:00Z',
        },
      ],
      last_updated: '2026-06-01T00:00:00Z',
    },
  ],
  last_updated: '2026-06-01T00:00:00Z',
};

test('the CDR of a session is valid in both versions, and its credit takes it back', () => {
  const where = cdrLocationOf(location, 'E1', '1');
  assert.ok(where);
  assert.equal(cdrLocationOf(location, 'E2', '1'), undefined);
  const cdr = cdrOf({
    party: CPO,
    id: 'CDR1',
    sessionId: 'S1',
    metered: session('2026-06-01T10:00:00Z', 60, 10, 30),
    token: { ...EMSP, uid: 'DE8AAC12345678D', type: 'EMAID', contract_id: 'DE8AAC12345678D' },
    authMethod: 'AUTH_REQUEST',
    authorizationReference: 'A1',
    location: where,
    timeZone: location.time_zone,
    tariff: tariff([{ price_components: [start, energy] }]),
    currency: 'EUR',
    now: Date.parse('2026-06-01T11:31:00Z'),
  });
  assert.deepEqual(checked(Cdr, cdr, 'CDR'), cdr);
  assert.deepEqual(cdr.total_cost, {
    before_taxes: 3,
    taxes: [
      { name: 'VAT', percentage: 10, amount: 0.25 },
      { name: 'VAT', percentage: 20, amount: 0.1 },
    ],
  });
  const old = cdrFor('2.2.1', cdr);
  assert.deepEqual(old.total_cost, { excl_vat: 3, incl_vat: 3.35 });
  assert.equal('tax_included' in (old.tariffs![0] as object), false);
  assert.equal(cdrFrom('2.2.1', old).total_energy, 10);
  const credit = creditOf(cdr, 'CDR1-C', Date.parse('2026-06-02T00:00:00Z'));
  assert.deepEqual(checked(Cdr, credit, 'CDR').total_cost, {
    before_taxes: -3,
    taxes: [
      { name: 'VAT', percentage: 10, amount: -0.25 },
      { name: 'VAT', percentage: 20, amount: -0.1 },
    ],
  });
  assert.deepEqual([credit.credit, credit.credit_reference_id, credit.total_energy], [true, 'CDR1', 10]);
});

test('a tariff goes to 2.2.1 with prices before taxes, unless it does not know them', () => {
  const gross = tariff([{ price_components: [price('ENERGY', 0.595, 1, 19)] }], {
    tax_included: 'YES',
    min_price: { before_taxes: 1, after_taxes: 1.19 },
  });
  const old = tariff221(gross) as { elements: TariffElement[]; min_price: object };
  assert.equal(Math.round(old.elements[0]!.price_components[0]!.price * 1e6) / 1e6, 0.5);
  assert.deepEqual(old.min_price, { excl_vat: 1, incl_vat: 1.19 });
  assert.equal(tariff221(tariff([{ price_components: [price('ENERGY', 1)] }], { tax_included: 'YES' })), undefined);
  const { tax_included: _, ...without } = gross;
  assert.throws(() => checked(Tariff, without, 'Tariff'), /Tariff\.tax_included: required/);
});
