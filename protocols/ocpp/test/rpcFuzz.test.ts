/** Whatever a peer sends: no throw, no answer to an answer, at most one answer to a call. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { actions } from '../src/generated/v201Messages.ts';
import { Rpc, type RpcEffect } from '../src/rpc.ts';

const handles = new Set(['Reset', 'SetVariables', 'TriggerMessage']);
const anything = fc.anything({ maxDepth: 3, withNullPrototype: false });
const frame = fc.oneof(
  fc.tuple(
    fc.constantFrom(2, 3, 4, 5, 6, '2', null),
    fc.oneof(fc.string({ maxLength: 40 }), anything),
    anything,
    anything,
  ),
  fc.tuple(fc.constant(2), fc.string({ minLength: 1, maxLength: 36 }), fc.constantFrom(...actions), anything),
  fc.tuple(
    fc.constant(2),
    fc.string({ minLength: 1, maxLength: 36 }),
    fc.constant('Reset'),
    fc.record({ type: fc.constantFrom('OnIdle', 'Immediate', 'x') }),
  ),
  fc.array(anything, { maxLength: 7 }),
  anything,
);
const text = fc.oneof(
  frame.map((value) => JSON.stringify(value) ?? 'undefined'),
  fc.string(),
  frame.map((value) => (JSON.stringify(value) ?? '').slice(0, -2)),
);

function frames(effects: readonly RpcEffect[]): readonly (readonly unknown[])[] {
  return effects.flatMap((effect) => (effect.do === 'send' ? [JSON.parse(effect.text) as readonly unknown[]] : []));
}

test('any text: nothing is thrown, an answer is answered by nothing, a call by one answer at most', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), (texts) => {
      const rpc = new Rpc({ handles, maxOpenCalls: 3 });
      rpc.step({ type: 'connected' }, 0);
      for (const [now, sent] of texts.entries()) {
        const effects = rpc.step({ type: 'text', text: sent }, now);
        const out = frames(effects);
        assert.ok(out.length <= 1);
        const handled = effects.filter((effect) => effect.do === 'handle');
        assert.ok(handled.length + out.length <= 1);
        for (const answer of out) {
          assert.equal(answer[0], 4);
          assert.ok(typeof answer[1] === 'string' && answer[1].length <= 36);
          assert.ok(typeof answer[3] === 'string' && answer[3].length <= 255);
        }
        let type: unknown;
        try {
          [type] = JSON.parse(sent);
        } catch {}
        if (type === 3 || type === 4) assert.deepEqual(out, []);
        for (const { id } of handled) {
          const answered = frames(rpc.step({ type: 'answer', id, payload: { status: 'Accepted' } }, now));
          assert.equal(answered.length, 1);
          assert.deepEqual(frames(rpc.step({ type: 'answer', id, payload: { status: 'Accepted' } }, now)), []);
        }
      }
    }),
    { numRuns: 1_000, seed: 20_261_124 },
  );
});
