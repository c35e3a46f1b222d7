/** The events of running sessions in memory: whole or not there. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventMemory } from '../src/sessions/eventMemory.ts';
import { type EventFacts, factsOf } from '../src/sessions/foldEvent.ts';

function event(seqNo: number): EventFacts {
  return factsOf({
    eventType: 'Updated',
    triggerReason: 'MeterValuePeriodic',
    seqNo,
    timestamp: '2026-06-01T12:00:00Z',
    transactionInfo: { transactionId: 'TX1' },
  });
}

test('a session that was taken up is whole: events that follow in order are added to those it had', () => {
  const memory = new EventMemory(10);
  memory.begin('a', [event(0), event(1)]);
  memory.add('a', event(4));
  assert.deepEqual(
    memory.get('a')?.map(({ seqNo }) => seqNo),
    [0, 1, 4],
  );
});

test('of a session that was not taken up there is nothing, whatever is added', () => {
  const memory = new EventMemory(10);
  memory.add('a', event(7));
  assert.equal(memory.get('a'), undefined);
});

test('an event that is late, or comes under a number that was used, makes its session forgotten', () => {
  for (const seqNo of [0, 2]) {
    const memory = new EventMemory(10);
    memory.begin('a', [event(0), event(2)]);
    memory.add('a', event(seqNo));
    memory.add('a', event(3));
    assert.equal(memory.get('a'), undefined);
  }
});

test('more events than there is room for push out the sessions that began first, and one that alone is too long', () => {
  const memory = new EventMemory(4);
  memory.begin('a', [event(0), event(1)]);
  memory.begin('b', [event(0)]);
  memory.add('b', event(1));
  memory.begin('a', [event(0), event(1)]);
  memory.begin('c', [event(0)]);
  assert.deepEqual([memory.get('a')?.length, memory.get('b'), memory.get('c')?.length], [2, undefined, 1]);
  memory.begin('d', [0, 1, 2, 3, 4].map(event));
  assert.deepEqual([memory.get('a'), memory.get('c'), memory.get('d')], [undefined, undefined, undefined]);
  memory.begin('e', [0, 1, 2, 3].map(event));
  assert.equal(memory.get('e')?.length, 4);
  memory.add('e', event(4));
  assert.equal(memory.get('e'), undefined);
  memory.begin('f', [event(0)]);
  assert.equal(memory.get('f')?.length, 1);
});

test('what was given is not what is kept: a list that was handed out does not grow', () => {
  const memory = new EventMemory(4);
  memory.begin('a', [event(0)]);
  const before = memory.get('a');
  memory.add('a', event(1));
  assert.equal(before?.length, 1);
});
