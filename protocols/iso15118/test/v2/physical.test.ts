/** PhysicalValue: what is encoded, and that it is read again. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amount, physical } from '@openpnc/iso15118/v2/physical';

for (const [value, Multiplier, Value] of [
  [0, 0, 0],
  [22_000, 0, 22_000],
  [32_767, 0, 32_767],
  [150_000, 1, 15_000],
  [-5, 0, -5],
  [16.5, -1, 165],
  [0.001, -3, 1],
  [2.71843, -3, 2_718],
  [32_768.5, 1, 3_277],
  [12_345.6, 0, 12_346],
  [32_767_000, 3, 32_767],
] as const) {
  test(`${value} is ${Value} x 10^${Multiplier}`, () => {
    const encoded = physical(value, 'W');
    assert.deepEqual(encoded, { Multiplier, Unit: 'W', Value });
    assert.ok(Math.abs(amount(encoded) - value) <= Math.max(1e-3, Math.abs(value) * 1e-3));
  });
}

test('more than the type holds is an error of the caller', () => {
  assert.throws(() => physical(40_000_000, 'W'), RangeError);
});

test('fractions are read exactly', () => {
  assert.equal(amount({ Multiplier: -1, Unit: 'A', Value: 3 }), 0.3);
  assert.equal(amount({ Multiplier: -3, Unit: 'A', Value: -7 }), -0.007);
});
