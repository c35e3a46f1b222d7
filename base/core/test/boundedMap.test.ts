/** The map that forgets: the same as a list of what was set last. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BoundedMap } from '../src/boundedMap.ts';

test('whatever is set, deleted and cleared, the entries that were set last are there and nothing else', () => {
  const key = fc.integer({ min: 0, max: 9 });
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constant('set' as const), key }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('delete' as const), key }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const), key }) },
  );
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5 }), fc.array(step, { maxLength: 60 }), (limit, steps) => {
      const map = new BoundedMap<number, number>(limit);
      let kept: { readonly key: number; readonly value: number }[] = [];
      for (const [value, one] of steps.entries()) {
        const others = kept.filter((entry) => entry.key !== one.key);
        if (one.do === 'set') {
          map.set(one.key, value);
          kept = [...others, { key: one.key, value }].slice(Math.max(0, others.length + 1 - limit));
        } else if (one.do === 'delete') {
          map.delete(one.key);
          kept = others;
        } else {
          map.clear();
          kept = [];
        }
        assert.equal(map.size, kept.length);
        for (let known = 0; known <= 9; known += 1)
          assert.equal(map.get(known), kept.find((entry) => entry.key === known)?.value);
      }
    }),
  );
});
