/** Two endpoints talk over a channel in memory. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channel, ChannelReceiver, Clock } from '@openpnc/core/ports';
import { Endpoint, type EndpointOptions, type Exchange } from '../src/endpoint.ts';
import { type CallFailure, CallRefused } from '../src/errors.ts';
import { Judge } from './judge.ts';

/** A clock that stands still; alarms ring when it is moved. */
function handClock() {
  const alarms = new Set<{ at: number; ring(): void }>();
  let now = 0;
  const clock: Clock = {
    now: () => now,
    sleep: (ms) => new Promise((done) => void clock.alarm(now + ms, done)),
    alarm(at, ring) {
      const alarm = { at, ring };
      alarms.add(alarm);
      return () => void alarms.delete(alarm);
    },
  };
  const moveTo = (to: number) => {
    now = to;
    for (const alarm of [...alarms].filter(({ at }) => at <= to)) {
      alarms.delete(alarm);
      alarm.ring();
    }
  };
  return { clock, moveTo };
}

function pair(handlers: EndpointOptions<string>['handlers'], more: Partial<EndpointOptions<string>> = {}) {
  const { clock, moveTo } = handClock();
  const exchanges: Exchange[] = [];
  const judge = new Judge();
  const broke: unknown[] = [];
  const options = {
    clock,
    context: ({ id }: { id: string }) => id,
    exchanged: (exchange: Exchange) => void exchanges.push(exchange),
    broke: (_action: string, error: unknown) => void broke.push(error),
  };
  const station = new Endpoint<string>({ ...options, handlers: {} });
  const csms = new Endpoint<string>({ ...options, handlers, ...more });
  const link = () => {
    const ends: { a?: ChannelReceiver; b?: ChannelReceiver } = {};
    const channel = (other: 'a' | 'b'): Channel => ({
      send: (text) => {
        judge.see(text);
        queueMicrotask(() => ends[other]?.text(text));
      },
      close: () =>
        queueMicrotask(() => {
          for (const end of [ends.a, ends.b]) end?.closed(1000, 'closed');
        }),
      bufferedBytes: 0,
    });
    const [toCsms, toStation] = [channel('b'), channel('a')];
    ends.a = station.attach(toCsms);
    ends.b = csms.attach(toStation);
    return toCsms;
  };
  return { station, csms, exchanges, broke, moveTo, link };
}

test('a call is answered by its handler and both sides tell the exchange', async () => {
  const { station, exchanges, link } = pair({
    Heartbeat: (_payload, id) => ({ currentTime: `2026-11-24T21:00:0${id.length}Z` }),
  });
  link();
  assert.deepEqual(await station.call('Heartbeat', {}, { id: 'h1', deadline: 1_000 }), {
    currentTime: '2026-11-24T21:00:02Z',
  });
  assert.deepEqual(
    exchanges.map(({ direction, action }) => `${direction} ${action}`),
    ['received Heartbeat', 'sent Heartbeat'],
  );
});

test('a guard refuses before the handler; a handler that breaks answers InternalError without detail', async () => {
  const { station, broke, link } = pair(
    { Heartbeat: () => Promise.reject(new Error('secret detail')), StatusNotification: () => ({}) },
    {
      guard: (action) =>
        action === 'StatusNotification' ? new CallRefused('SecurityError', 'not accepted yet') : undefined,
    },
  );
  link();
  const problem = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: CallFailure) => error.callError,
    );
  assert.deepEqual(await problem(station.call('Heartbeat', {}, { id: '1', deadline: 9 })), {
    code: 'InternalError',
    description: '',
    details: {},
  });
  assert.equal((broke[0] as Error).message, 'secret detail');
  const status = {
    timestamp: '2026-11-24T21:00:00Z',
    connectorStatus: 'Available',
    evseId: 1,
    connectorId: 1,
  } as const;
  assert.equal(
    (await problem(station.call('StatusNotification', status, { id: '2', deadline: 9 })))?.code,
    'SecurityError',
  );
});

test('a call ends at its deadline, at a lost socket and when the endpoint is closed: nothing hangs', async () => {
  const { station, moveTo, link } = pair({ Heartbeat: () => new Promise<never>(() => {}) });
  const code = (promise: Promise<unknown>) =>
    promise.then(
      () => 'answered',
      (error: CallFailure) => error.code,
    );
  const early = code(station.call('Heartbeat', {}, { id: '0', deadline: 5 }));
  moveTo(5);
  assert.equal(await early, 'not_connected');
  const channel = link();
  const slow = code(station.call('Heartbeat', {}, { id: '1', deadline: 10 }));
  moveTo(10);
  assert.equal(await slow, 'timeout');
  const lost = code(station.call('Heartbeat', {}, { id: '2', deadline: 99 }));
  channel.close();
  assert.equal(await lost, 'not_connected');
  const closed = code(station.call('Heartbeat', {}, { id: '3', deadline: 99 }));
  station.close();
  assert.equal(await closed, 'not_connected');
});
