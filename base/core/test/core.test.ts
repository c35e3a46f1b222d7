/** Bytes, identifiers, routes and deadlines of core. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concatBytes, equalBytes, fromBase64, fromHex, toBase64, toHex, toUtf8 } from '@openpnc/core/bytes';
import { DeadlineExceeded, UnderWay, withFirst, within } from '@openpnc/core/deadline';
import { type HttpHandler, jsonResponse, serveRoutes } from '@openpnc/core/http';
import { displayEvccId, isSameEvseId, normalPcid, parseEvseId, wmiOf } from '@openpnc/core/identifiers';
import { earliest } from '@openpnc/core/machine';
import { Runner } from '@openpnc/core/runner';
import { changeScript, mapScript, type Script } from '@openpnc/core/script';

test('hex and base64 read what they wrote and refuse the rest with its place', () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i & 0xff);
  assert.deepEqual(fromHex(toHex(bytes)), bytes);
  assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
  assert.throws(() => fromHex('0g'), /'g' at 1/);
  assert.throws(() => fromHex('012'), /3 characters/);
  assert.throws(() => fromBase64('*'), RangeError);
  assert.ok(equalBytes(concatBytes(fromHex('01'), fromHex('0203')), fromHex('010203')));
  assert.ok(!equalBytes(fromHex('01'), fromHex('0100')));
});

test('EVSEIDs are equal without regard to separators and case', () => {
  assert.deepEqual(parseEvseId('DE*ICE*E45B*78C'), { country: 'DE', operator: 'ICE', outlet: '45B*78C' });
  assert.ok(isSameEvseId('DE*ICE*E45B*78C', 'deicee45b78c'));
  assert.ok(!isSameEvseId('ZZ00000', 'ZZ00000'), 'the id of an unknown EVSE is equal to nothing');
  assert.equal(normalPcid('wp0zzz99zts392124'), 'WP0ZZZ99ZTS392124');
  assert.equal(normalPcid('WP0ZZZ99ZTS39212'), undefined);
  assert.equal(wmiOf('WP0ZZZ99ZTS392124'), 'WP0');
  assert.equal(displayEvccId(fromHex('02ab5c90d1ee')), '02:AB:5C:90:D1:EE');
});

test('a route table answers 404 for an unknown path, 405 for another method, 400 for a malformed escape', async () => {
  const serve: HttpHandler = serveRoutes([
    {
      method: 'GET',
      path: '/a/:id',
      handler: async ({ params, query }) => jsonResponse(200, { ...params, q: query.get('q') }),
    },
    { method: 'POST', path: '/est/*', handler: async ({ params }) => jsonResponse(200, params) },
  ]);
  const call = async (method: 'GET' | 'POST', url: string) => serve({ method, url, headers: {} }, {});
  const body = (response: { body?: Uint8Array }) => JSON.parse(new TextDecoder().decode(response.body));
  assert.deepEqual(body(await call('GET', '/a/x%2Fy?q=1')), { id: 'x/y', q: '1' });
  assert.deepEqual(body(await call('POST', '/est/cpo/simpleenroll')), { '*': 'cpo/simpleenroll' });
  assert.equal((await call('GET', '/b')).status, 404);
  assert.deepEqual((await call('POST', '/a/1')).headers, { allow: 'GET' });
  assert.equal((await call('GET', '/a/%zz')).status, 400);
});

/** A clock that stands still until it is moved. */
function handClock() {
  const alarms = new Set<{ at: number; ring: () => void }>();
  let now = 0;
  return {
    now: () => now,
    sleep: (ms: number) => new Promise<void>((done) => void alarms.add({ at: now + ms, ring: done })),
    alarm(at: number, ring: () => void) {
      const alarm = { at, ring };
      alarms.add(alarm);
      return () => void alarms.delete(alarm);
    },
    moveTo(to: number) {
      now = to;
      for (const alarm of [...alarms].filter(({ at }) => at <= now)) {
        alarms.delete(alarm);
        alarm.ring();
      }
    },
    armed: () => alarms.size,
  };
}

/** Work that ends only by its signal. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
  });
}

test('work that ignores its signal is left behind at the deadline', async () => {
  const clock = handClock();
  const late = within(clock, 10, 'eMSP', () => new Promise<never>(() => {}));
  clock.moveTo(10);
  await assert.rejects(late, DeadlineExceeded);
  assert.equal(await within(clock, 20, 'eMSP', async () => 'in time'), 'in time');
  assert.equal(clock.armed(), 0, 'no alarm is left behind');
});

test('work hears of its deadline and of who gives it up before, each with its reason', async () => {
  const clock = handClock();
  let heard: AbortSignal | undefined;
  const late = within(clock, 10, 'eMSP', (signal) => {
    heard = signal;
    return untilAborted(signal);
  });
  clock.moveTo(10);
  await assert.rejects(late, { name: 'DeadlineExceeded', deadline: 10 });
  assert.ok(heard!.reason instanceof DeadlineExceeded);
  const outer = new AbortController();
  const given = within(clock, 20, 'eMSP', untilAborted, outer.signal);
  outer.abort(new Error('enough'));
  await assert.rejects(given, /enough/);
  await assert.rejects(within(clock, 20, 'eMSP', untilAborted, outer.signal), /enough/, 'given up before it began');
  assert.equal(clock.armed(), 0, 'no alarm is left behind');
});

test('work that fails, at once or later, fails with its own error and leaves no alarm behind', async () => {
  const clock = handClock();
  const sync = within(clock, 10, 'eMSP', () => {
    throw new Error('at once');
  });
  await assert.rejects(sync, /at once/);
  await assert.rejects(
    within(clock, 10, 'eMSP', async () => {
      throw new Error('later');
    }),
    /later/,
  );
  assert.equal(clock.armed(), 0);
});

test('work with several signals ends by the first of them, and listens to none afterwards', async () => {
  const [a, b] = [new AbortController(), new AbortController()];
  const signals = [a.signal, b.signal];
  let heard: AbortSignal | undefined;
  const note = (signal: AbortSignal) => {
    heard = signal;
    return Promise.resolve(1);
  };
  assert.equal(await withFirst(signals, note), 1);
  const work = withFirst(signals, untilAborted);
  b.abort(new Error('b'));
  await assert.rejects(work, /b/);
  await assert.rejects(withFirst(signals, untilAborted), /b/, 'aborted before it began');
  assert.equal(heard!.aborted, false, 'work that is over hears nothing any more');
});

test('what is under way ends by its own signal, or all of it when the party stops; then nothing begins any more', async () => {
  const calls = new UnderWay();
  assert.equal(await calls.run(undefined, async ({ aborted }) => aborted), false);
  const own = new AbortController();
  const [first, second, third] = [
    calls.run(own.signal, untilAborted),
    calls.run(own.signal, untilAborted),
    calls.run(undefined, untilAborted),
  ];
  own.abort(new Error('mine'));
  await assert.rejects(first, /mine/);
  await assert.rejects(second, /mine/);
  calls.end();
  await assert.rejects(third, { name: 'AbortError' });
  await assert.rejects(calls.run(new AbortController().signal, untilAborted), { name: 'AbortError' });
});

test('UTF-8 of short and long texts, with and without characters beyond ASCII', () => {
  for (const text of [
    '',
    'DE8AAC12345678D',
    'Straße',
    '€'.repeat(30),
    'x'.repeat(64),
    'x'.repeat(65),
    `${'x'.repeat(65)}é`,
  ])
    assert.deepEqual(toUtf8(text), new Uint8Array(Buffer.from(text, 'utf8')), text);
});

test('a runner performs effects in order and wakes the machine at its deadline, once', () => {
  const clock = handClock();
  const seen: string[] = [];
  const machine = {
    deadline: 5 as number | undefined,
    step(input: { type: 'go' } | { type: 'timeout' }, now: number) {
      this.deadline = input.type === 'timeout' ? undefined : now + 3;
      return [`${input.type}@${now}`];
    },
  };
  const runner = new Runner(machine, clock, (effect) => seen.push(effect));
  clock.moveTo(4);
  runner.feed({ type: 'go' });
  clock.moveTo(5);
  clock.moveTo(7);
  clock.moveTo(100);
  assert.deepEqual(seen, ['go@4', 'timeout@7']);
  runner.feed({ type: 'go' });
  runner.stop();
  runner.feed({ type: 'go' });
  assert.deepEqual([seen.length, clock.armed()], [3, 0]);
});

test('a runner follows a deadline that comes nearer, and one that is taken back', () => {
  const clock = handClock();
  const seen: string[] = [];
  const machine = {
    deadline: 60 as number | undefined,
    step(input: { type: 'nearer' } | { type: 'none' } | { type: 'timeout' }, now: number) {
      this.deadline = input.type === 'nearer' ? now + 1 : undefined;
      return [`${input.type}@${now}`];
    },
  };
  const runner = new Runner(machine, clock, (effect) => seen.push(effect));
  runner.feed({ type: 'nearer' });
  clock.moveTo(1);
  assert.deepEqual(seen, ['nearer@0', 'timeout@1']);
  runner.feed({ type: 'nearer' });
  runner.feed({ type: 'none' });
  assert.equal(clock.armed(), 0);
});

test('mapScript puts steps in front and throws errors into the script', () => {
  function* story(): Script<string, string> {
    try {
      yield 'first';
      yield 'second';
    } catch (error) {
      return (error as Error).message;
    }
    return 'done';
  }
  const mapped = mapScript(story(), (step) => (step === 'second' ? ['delay'] : []));
  assert.equal(mapped.next().value, 'first');
  assert.equal(mapped.next().value, 'delay');
  assert.equal(mapped.next().value, 'second');
  assert.deepEqual(mapped.throw(new Error('cut')), { value: 'cut', done: true });
  assert.equal(earliest(undefined, 5, 3), 3);
  assert.equal(earliest(undefined), undefined);
});

test('changeScript replaces steps and passes answers and errors on', () => {
  function* story(): Script<string, string> {
    const answer: string = yield 'first';
    try {
      yield `second after ${answer}`;
    } catch (error) {
      return (error as Error).message;
    }
    return 'end';
  }
  const changed = changeScript(story(), (step) => step.toUpperCase());
  assert.equal(changed.next().value, 'FIRST');
  assert.equal(changed.next('yes').value, 'SECOND AFTER YES');
  assert.deepEqual(changed.throw(new Error('cut')), { value: 'cut', done: true });
});
