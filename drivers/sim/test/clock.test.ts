/** Virtual time. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { within } from '@openpnc/core/deadline';
import { VirtualClock } from '@openpnc/sim/clock';

test('alarms ring in order of time, equal ones in the order in which they were set', async () => {
  const clock = new VirtualClock(1_000);
  const rung: string[] = [];
  const ring = (name: string) => () => rung.push(`${name}@${clock.now()}`);
  clock.alarm(1_030, ring('c'));
  clock.alarm(1_010, ring('a'));
  clock.alarm(1_030, ring('d'));
  const cancel = clock.alarm(1_020, ring('b'));
  clock.alarm(500, ring('past'));
  cancel();
  await clock.run();
  assert.deepEqual(rung, ['past@1000', 'a@1010', 'c@1030', 'd@1030']);
});

test('an hour of sleeping takes no time, and work between alarms is done before the next one', async () => {
  const clock = new VirtualClock(0);
  const seen: number[] = [];
  const work = (async () => {
    for (let i = 0; i < 60; i += 1) {
      await clock.sleep(60_000);
      await Promise.resolve();
      seen.push(clock.now());
    }
    return 'done';
  })();
  assert.equal(await clock.settle(work), 'done');
  assert.equal(clock.now(), 3_600_000);
  assert.equal(seen.length, 60);
});

test('advance lets exactly so much time pass', async () => {
  const clock = new VirtualClock(0);
  let rung = 0;
  clock.alarm(100, () => {
    rung += 1;
    clock.alarm(150, () => {
      rung += 1;
    });
  });
  await clock.advance(149);
  assert.deepEqual([rung, clock.now(), clock.pending], [1, 149, 1]);
  await clock.advance(1);
  assert.deepEqual([rung, clock.now(), clock.pending], [2, 150, 0]);
});

test('an aborted sleep rejects with the reason and leaves no alarm', async () => {
  const clock = new VirtualClock(0);
  const abort = new AbortController();
  const sleep = clock.sleep(1_000, abort.signal);
  clock.alarm(10, () => abort.abort(new Error('enough')));
  await assert.rejects(clock.settle(sleep), /enough/);
  assert.equal(clock.pending, 0);
});

test('work that waits for nothing is reported, not waited for', async () => {
  const clock = new VirtualClock(0);
  await assert.rejects(clock.settle(new Promise(() => {})), /nothing is due any more/);
  const endless = () => {
    clock.alarm(clock.now() + 1_000, endless);
  };
  endless();
  await assert.rejects(clock.settle(new Promise(() => {}), 10_000), /after 10000 ms/);
});

test('an error thrown by an alarm ends the run', async () => {
  const clock = new VirtualClock(0);
  clock.alarm(5, () => {
    throw new RangeError('bug');
  });
  await assert.rejects(clock.run(), /bug/);
});

test('deadlines of core run in virtual time', async () => {
  const clock = new VirtualClock(0);
  const slow = within(clock, 2_000, 'slow', () => clock.sleep(5_000));
  await assert.rejects(clock.settle(slow), { name: 'DeadlineExceeded' });
  assert.equal(clock.now(), 2_000);
});
