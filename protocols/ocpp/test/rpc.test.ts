/** OCPP-J frames and the rule of one open CALL. OCPP 2.0.1 Part 4. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '@openpnc/core/errors';
import { Rpc, type RpcEffect, type RpcInput } from '../src/rpc.ts';
import { Judge } from './judge.ts';

const make = (options: Partial<ConstructorParameters<typeof Rpc>[0]> = {}) => {
  const rpc = new Rpc({ handles: new Set(['Reset', 'TriggerMessage', 'InstallCertificate']), ...options });
  rpc.step({ type: 'connected' }, 0);
  return rpc;
};
const frames = (effects: readonly RpcEffect[]) =>
  effects.flatMap((effect) => {
    if (effect.do !== 'send') return [];
    new Judge().see(effect.text);
    return [JSON.parse(effect.text)];
  });
const kinds = (effects: readonly RpcEffect[]) => effects.map((effect) => effect.do);
const call = (id: string, more: Partial<Extract<RpcInput, { type: 'call' }>> = {}): RpcInput => ({
  type: 'call',
  id,
  action: 'Heartbeat',
  payload: {},
  deadline: 30_000,
  ...more,
});
const heartbeat = { currentTime: '2026-11-24T21:00:00Z' };

test('each malformed frame gets its CALLERROR and the connection lives', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['not json', '-1', 'RpcFrameworkError'],
    ['{}', '-1', 'RpcFrameworkError'],
    ['[2,7,"Reset",{}]', '-1', 'RpcFrameworkError'],
    [`[2,"${'x'.repeat(37)}","Reset",{}]`, '-1', 'RpcFrameworkError'],
    ['[7,"a","Reset",{}]', 'a', 'MessageTypeNotSupported'],
    ['[5,"a","InternalError","",{}]', 'a', 'MessageTypeNotSupported'],
    ['[2,"a","Reset"]', 'a', 'RpcFrameworkError'],
    ['[2,"a",5,{}]', 'a', 'RpcFrameworkError'],
    ['[2,"a","ResetRequest",{}]', 'a', 'NotImplemented'],
    ['[2,"a","Authorize",{"idToken":{"idToken":"x","type":"eMAID"}}]', 'a', 'NotSupported'],
    ['[2,"a","Reset",[]]', 'a', 'FormatViolation'],
    ['[2,"a","Reset",{}]', 'a', 'OccurrenceConstraintViolation'],
    ['[2,"a","Reset",{"type":5}]', 'a', 'TypeConstraintViolation'],
    ['[2,"a","Reset",{"type":"Later"}]', 'a', 'PropertyConstraintViolation'],
  ];
  const rpc = make();
  for (const [text, id, code] of cases) {
    const [frame] = frames(rpc.step({ type: 'text', text }, 0));
    assert.deepEqual([frame?.[0], frame?.[1], frame?.[2]], [4, id, code], text);
    assert.ok(frame[3].length > 0 && frame[3].length <= 255);
  }
  assert.deepEqual(kinds(rpc.step({ type: 'text', text: '[2,"b","Reset",{"type":"Immediate"}]' }, 0)), ['handle']);
  assert.deepEqual(frames(rpc.step({ type: 'answer', id: 'b', payload: { status: 'Accepted' } }, 0)), [
    [3, 'b', { status: 'Accepted' }],
  ]);
});

test('answers to nothing are noticed and never answered', () => {
  const rpc = make();
  for (const text of ['[3,"a",{}]', '[4,"a","GenericError","",{}]', '[3,7,{}]', '[3]'])
    assert.deepEqual(kinds(rpc.step({ type: 'text', text }, 0)), ['notice'], text);
});

test('unknown properties are a warning in the lenient profile and an error in the strict one', () => {
  const text = '[2,"a","Reset",{"type":"Immediate","colour":"red"}]';
  const effects = make().step({ type: 'text', text }, 0);
  assert.deepEqual(kinds(effects), ['notice', 'handle']);
  assert.deepEqual(effects[1], { do: 'handle', id: 'a', action: 'Reset', payload: { type: 'Immediate' } });
  const strict = make({ profile: { lenient: false, fieldLength: {} } });
  assert.equal(frames(strict.step({ type: 'text', text }, 0))[0]?.[2], 'FormatViolation');
});

test('one CALL is open at a time and PnC calls pass the others', () => {
  const rpc = make();
  assert.equal(frames(rpc.step(call('1'), 0)).length, 1);
  assert.deepEqual(rpc.step(call('2'), 1), []);
  assert.deepEqual(
    rpc.step(
      call('3', {
        lane: 'pnc',
        action: 'Authorize',
        payload: { idToken: { idToken: 'DE8AA001234567', type: 'eMAID' } },
      }),
      2,
    ),
    [],
  );
  const after = rpc.step({ type: 'text', text: JSON.stringify([3, '1', heartbeat]) }, 10);
  assert.deepEqual(after[0], {
    do: 'result',
    id: '1',
    action: 'Heartbeat',
    payload: heartbeat,
    took_ms: 10,
    waited_ms: 0,
  });
  assert.equal(frames(after)[0]?.[2], 'Authorize');
  assert.deepEqual(
    frames(rpc.step({ type: 'text', text: '[4,"3","InternalError","broken",{}]' }, 11)).map((frame) => frame[1]),
    ['2'],
  );
});

test('calls cross: the peer is served while our own call waits for its answer', () => {
  const rpc = make();
  rpc.step(call('1'), 0);
  assert.deepEqual(kinds(rpc.step({ type: 'text', text: '[2,"z","Reset",{"type":"OnIdle"}]' }, 1)), ['handle']);
  assert.deepEqual(kinds(rpc.step({ type: 'answer', id: 'z', payload: { status: 'Scheduled' } }, 2)), ['send']);
});

test('a call times out at its deadline, the next one goes out, and the late result is ignored', () => {
  const rpc = make();
  rpc.step(call('1', { deadline: 100 }), 0);
  rpc.step(call('2', { deadline: 500 }), 0);
  assert.equal(rpc.deadline, 100);
  const effects = rpc.step({ type: 'timeout' }, 100);
  assert.deepEqual(kinds(effects), ['failed', 'send']);
  assert.deepEqual(kinds(rpc.step({ type: 'text', text: JSON.stringify([3, '1', heartbeat]) }, 101)), ['notice']);
  assert.deepEqual(kinds(rpc.step({ type: 'text', text: JSON.stringify([3, '2', heartbeat]) }, 102)), ['result']);
  assert.equal(rpc.deadline, undefined);
});

test('a call that waits past its deadline is never sent', () => {
  const rpc = new Rpc({ handles: new Set() });
  rpc.step(call('1', { deadline: 50 }), 0);
  const effects = rpc.step({ type: 'timeout' }, 50);
  assert.equal(effects[0]?.do === 'failed' && effects[0].code, 'not_connected');
  assert.deepEqual(rpc.step({ type: 'connected' }, 60), []);
});

test('a waiting PnC call cuts the patience with an open bulk call to 2 s', () => {
  const rpc = make();
  rpc.step(call('1', { lane: 'bulk', deadline: 30_000 }), 0);
  rpc.step(call('2', { lane: 'pnc', deadline: 9_000 }), 1_000);
  assert.equal(rpc.deadline, 3_000);
  assert.deepEqual(kinds(rpc.step({ type: 'timeout' }, 3_000)), ['failed', 'send']);
});

test('what was open when the socket went fails at once; what waits goes out after the reconnect', () => {
  const rpc = make();
  rpc.step(call('1'), 0);
  rpc.step(call('2'), 0);
  assert.deepEqual(kinds(rpc.step({ type: 'disconnected', reason: 'reset' }, 5)), ['failed']);
  assert.deepEqual(
    frames(rpc.step({ type: 'connected' }, 9)).map((frame) => frame[1]),
    ['2'],
  );
});

test('an answer that breaks the schema fails the call with the path', () => {
  const rpc = make();
  rpc.step(call('1'), 0);
  const [failed] = rpc.step({ type: 'text', text: '[3,"1",{"currentTime":"yesterday"}]' }, 1);
  assert.ok(
    failed?.do === 'failed' &&
      failed.code === 'invalid_response' &&
      /HeartbeatResponse\.currentTime.*'yesterday'/.test(failed.text),
  );
});

test('our own faults are errors of the caller, and a bad answer of ours goes out as InternalError', () => {
  const rpc = make();
  assert.throws(() => rpc.step(call('1', { action: 'Authorize', payload: {} }), 0), UsageError);
  assert.throws(() => rpc.step(call('x'.repeat(37)), 0), UsageError);
  rpc.step(call('1'), 0);
  assert.throws(() => rpc.step(call('1'), 0), UsageError);
  rpc.step({ type: 'text', text: '[2,"z","Reset",{"type":"OnIdle"}]' }, 1);
  assert.equal(frames(rpc.step({ type: 'answer', id: 'z', payload: { status: 'Maybe' } }, 2))[0]?.[2], 'InternalError');
});

test('a flood of calls is refused beyond the bound and a repeated id is not served twice', () => {
  const rpc = make({ maxOpenCalls: 2 });
  const reset = (id: string) => rpc.step({ type: 'text', text: `[2,"${id}","Reset",{"type":"OnIdle"}]` }, 0);
  assert.deepEqual(kinds(reset('1')), ['handle']);
  assert.deepEqual(kinds(reset('1')), ['notice']);
  assert.deepEqual(kinds(reset('2')), ['handle']);
  assert.equal(frames(reset('3'))[0]?.[2], 'GenericError');
});
