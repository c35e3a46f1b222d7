/** The fuzzing of the outside doors: a slice of each with a fixed seed, and that what breaks is reported so that it can be seen again. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '@openpnc/core/bytes';
import { random } from '../../base/exi/test/mutations.ts';
import { doors } from '../fuzz/doors.ts';
import { soak } from '../soak/fuzz.ts';

const COUNT = 400;

for (const name of Object.keys(doors))
  test(`${name}: ${COUNT} damaged inputs break nothing`, async () => {
    const lines: string[] = [];
    const { figures, failures } = await soak({
      count: COUNT,
      seed: 20_260_101,
      only: name,
      log: (line) => lines.push(line),
    });
    assert.deepEqual(failures, []);
    assert.equal(figures[name], COUNT);
  });

test('the same seed makes the same inputs, another one others', async () => {
  const door = await doors.certificates!();
  const inputs = (seed: number) => {
    const next = random(seed);
    return Array.from({ length: 20 }, () => toHex(door.make(next)));
  };
  assert.deepEqual(inputs(1), inputs(1));
  assert.notDeepEqual(inputs(1), inputs(2));
});

test('a door that breaks is reported with the command that shows it again', async () => {
  const { failures } = await soak({
    count: 1,
    seed: 7,
    only: 'ocpi',
    input: toHex(new TextEncoder().encode('no request')),
    log: () => {},
  });
  assert.equal(failures.length, 1);
  assert.match(failures[0]!, /SyntaxError/);
  assert.match(
    String((await soak({ count: 1, seed: 7, only: 'nonsense', log: () => {} })).failures),
    /no door nonsense/,
  );
});
