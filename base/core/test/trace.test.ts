/** What a trace can hold. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { traceable } from '../src/trace.ts';

test('bytes and 64-bit integers become text at any depth, the rest stays', () => {
  assert.deepEqual(
    traceable({ id: Uint8Array.of(0xab, 1), list: [1n, { at: -5n }], text: 'x', none: null, yes: true, n: 1.5 }),
    { id: 'AB01', list: ['1', { at: '-5' }], text: 'x', none: null, yes: true, n: 1.5 },
  );
});
