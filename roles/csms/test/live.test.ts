/** What watchers missed. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Live } from '../src/live.ts';

function seen(live: Live, after: number | undefined): number[] {
  const ids: number[] = [];
  live.watch(after, ({ id }) => ids.push(id));
  return ids;
}

test('who was away gets what came since, in order, from the last 500 records; who never was here gets what comes', () => {
  const live = new Live();
  for (let i = 1; i <= 1_234; i += 1) live.tell('trace', i);
  assert.deepEqual(seen(live, 1_232), [1_233, 1_234]);
  const all = seen(live, 0);
  assert.deepEqual([all.length, all[0], all.at(-1)], [500, 735, 1_234]);
  assert.deepEqual(
    all,
    all.toSorted((a, b) => a - b),
  );
  const ids = seen(live, undefined);
  live.tell('trace', 'more');
  assert.deepEqual([ids, all.at(-1)], [[1_235], 1_235]);
});

test('the first records are told whole before there are 500', () => {
  const live = new Live();
  live.tell('trace', 'a');
  live.tell('trace', 'b');
  assert.deepEqual(seen(live, 0), [1, 2]);
});
